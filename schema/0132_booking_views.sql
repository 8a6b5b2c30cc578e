-- What room booking shows to reports: read only, without names and numbers of people.
CREATE VIEW v_booking_bookings AS
    SELECT bucket, booking, office, plan, day, minute, matter, state, walk_in, urgent, priority,
           number, channel, made, arrived, called, settled, moves
    FROM booking;
CREATE VIEW v_booking_days AS
    SELECT bucket, office, day, last_number, called, waited FROM booking_day;
