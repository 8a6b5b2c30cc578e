-- Booked slots and tickets of halls, all of an office in one bucket: the plan of a group of
-- counters, what was taken of its slots, the day's tickets, closures, and the bookings themselves.
CREATE TABLE booking_plan (
    bucket {bucket} NOT NULL,
    office {id} NOT NULL,
    plan {id} NOT NULL,
    division {count} NOT NULL,
    name {text} NOT NULL,
    desks {count} NOT NULL,
    weekdays {text} NOT NULL,
    opens {count} NOT NULL,
    closes {count} NOT NULL,
    pause_from {count} NOT NULL,
    pause_until {count} NOT NULL,
    slot_minutes {count} NOT NULL,
    capacity {count} NOT NULL,
    hold_minutes {count} NOT NULL,
    ahead_days {count} NOT NULL,
    urgent_days {count} NOT NULL,
    head_start {count} NOT NULL,
    wait_most {count} NOT NULL,
    matters {text},
    valid_from {day} NOT NULL,
    valid_until {day},
    set_by {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, office, plan)
){clustered};
CREATE INDEX booking_plan_near ON booking_plan (division, office, plan);
CREATE TABLE booking_slot (
    bucket {bucket} NOT NULL,
    office {id} NOT NULL,
    plan {id} NOT NULL,
    day {day} NOT NULL,
    minute {count} NOT NULL,
    taken {count} NOT NULL,
    walk_ins {count} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, office, plan, day, minute)
){clustered};
CREATE INDEX booking_slot_of_day ON booking_slot (bucket, office, day);
CREATE TABLE booking_day (
    bucket {bucket} NOT NULL,
    office {id} NOT NULL,
    day {day} NOT NULL,
    last_number {count} NOT NULL,
    called {count} NOT NULL,
    waited {count} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, office, day)
){clustered};
CREATE TABLE booking_closure (
    bucket {bucket} NOT NULL,
    office {id} NOT NULL,
    closure {id} NOT NULL,
    day {day} NOT NULL,
    from_minute {count} NOT NULL,
    until_minute {count} NOT NULL,
    reason {text},
    set_by {id},
    PRIMARY KEY (bucket, office, closure)
){clustered};
CREATE TABLE booking (
    bucket {bucket} NOT NULL,
    booking {id} NOT NULL,
    office {id} NOT NULL,
    plan {id} NOT NULL,
    day {day} NOT NULL,
    minute {count} NOT NULL,
    matter {text} NOT NULL,
    state {text} NOT NULL,
    walk_in {flag} NOT NULL,
    urgent {flag} NOT NULL,
    priority {text},
    advanced {money} NOT NULL,
    number {count} NOT NULL,
    channel {text} NOT NULL,
    person {id},
    unit {id},
    holder {bytes},
    name_sealed {bytes},
    phone_sealed {bytes},
    phone_masked {text},
    made {moment} NOT NULL,
    hold_until {moment},
    arrived {moment},
    called {moment},
    settled {moment},
    desk {count} NOT NULL,
    moves {count} NOT NULL,
    reason {text},
    entered_by {id},
    temperature {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, booking)
){clustered};
CREATE INDEX booking_of_day ON booking (bucket, office, day, minute, booking);
-- One open booking a matter: the digest is keyed, of telephone or person and the matter.
CREATE TABLE booking_holder (
    bucket {bucket} NOT NULL,
    holder {bytes} NOT NULL,
    booking {id} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, holder)
){clustered};
