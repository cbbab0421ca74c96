-- From version 2 to 3: what electronic invoices say of themselves.

ALTER TABLE bills ADD COLUMN kind VARCHAR;
ALTER TABLE bills ADD COLUMN type_code VARCHAR;
ALTER TABLE bills ADD COLUMN due_on DATE;
ALTER TABLE bills ADD COLUMN prepaid DECIMAL(18, 6);
ALTER TABLE bills ADD COLUMN corrects VARCHAR[];
ALTER TABLE bills ADD COLUMN firm_ids VARCHAR[];

UPDATE meta SET value = '3' WHERE name = 'schema';
