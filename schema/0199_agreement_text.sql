-- Texts by which agreements and their supplements are signed: what each says, sealed; who signed it
-- how, and who countersigned. Agreements concluded before have none and stay as they are.
CREATE TABLE agreement_text (
    bucket {bucket} NOT NULL,
    institution {id} NOT NULL,
    text {id} NOT NULL,
    agreement {id} NOT NULL,
    kind {text} NOT NULL,
    number {text} NOT NULL,
    place {count} NOT NULL,
    office {id},
    holds_from {day} NOT NULL,
    holds_until {day},
    under {text},
    sign_by {day} NOT NULL,
    body_zh {text} NOT NULL,
    body_en {text} NOT NULL,
    digest {text} NOT NULL,
    made_at {moment} NOT NULL,
    made_by {id},
    cause {id},
    state {text} NOT NULL,
    reason {text},
    signer {text},
    signed_how {text},
    signed_on {day},
    signed_at {moment},
    signed_by {id},
    scan {text},
    scan_name {text},
    scan_type {text},
    signed_digest {text},
    countersigned_at {moment},
    countersigned_by {id},
    countersigned_digest {text},
    seal {text},
    sealed_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, institution, text)
){clustered};
CREATE INDEX agreement_text_alone ON agreement_text (bucket, text);
CREATE INDEX agreement_text_unsealed ON agreement_text (bucket, text) WHERE seal IS NULL;
CREATE INDEX agreement_text_waiting ON agreement_text (place, text)
    WHERE state IN ('issued', 'signed');
