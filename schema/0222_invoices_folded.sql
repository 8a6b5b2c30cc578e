-- Invoices were put down as they were typed until their numbers were folded: a job of room settle
-- goes through those of before, once. A store without any needs none.
INSERT INTO job (bucket, job, kind, subject, cursor, state, done, total, started, version)
SELECT 0, 1, 'settle.fold-invoices', 1, '0|0| ', 'running', 0, 1024, 0, 1
WHERE EXISTS (SELECT 1 FROM settle_invoice);
