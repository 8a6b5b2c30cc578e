-- Who is applied for and stands in no register yet: what his number says of him and how he is
-- called. An approval writes him into `person` under the same number of ours.
CREATE TABLE newcomer (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    name {text},
    certificate {text},
    number_sealed {bytes},
    number_masked {text},
    sex {text},
    ethnicity {text},
    born {day},
    phone_sealed {bytes},
    phone_masked {text},
    merged_into {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person)
) {clustered};
