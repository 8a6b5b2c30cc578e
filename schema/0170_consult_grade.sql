-- How who applied found the handling of his case: five grades, one a case; the low ones are called.
CREATE TABLE consult_grade (
    bucket {bucket} NOT NULL,
    case_id {id} NOT NULL,
    office {id} NOT NULL,
    place {count} NOT NULL,
    institution {id},
    matter {text} NOT NULL,
    receipt {text} NOT NULL,
    rating {count} NOT NULL,
    remark {text},
    rated_at {moment} NOT NULL,
    handled_minutes {count} NOT NULL,
    follow {text},
    followed_by {id},
    followed_at {moment},
    follow_note {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, case_id)
) {clustered};
CREATE INDEX consult_grade_follow ON consult_grade (office, follow, case_id);

CREATE VIEW v_consult_grades AS
    SELECT office, matter, institution, COUNT(*) AS rated, SUM(rating) AS points,
           SUM(CASE WHEN follow IS NULL THEN 0 ELSE 1 END) AS low,
           SUM(CASE WHEN follow = 'due' THEN 1 ELSE 0 END) AS waiting,
           SUM(handled_minutes) AS minutes
    FROM consult_grade
    GROUP BY office, matter, institution;
