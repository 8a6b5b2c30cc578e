-- Each state of each spell with the moment it became known: any day can be asked about as known
-- then.
CREATE TABLE spell_state (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    spell {id} NOT NULL,
    state {count} NOT NULL,
    known {moment},
    change {text},
    reason {text},
    insurance {text},
    kind {text},
    place {count} NOT NULL,
    unit {id},
    unit_name {text},
    valid_from {day},
    valid_until {day},
    status {text},
    paused_from {day},
    paused_until {day},
    civil_servant {flag} NOT NULL,
    PRIMARY KEY (bucket, person, spell, state)
) {clustered};
