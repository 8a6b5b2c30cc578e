-- What room staff shows to reports: read only, without names and numbers of people.
CREATE VIEW v_staff_posts AS
    SELECT bucket, office, post, title, role, valid_from, valid_until
    FROM post;
