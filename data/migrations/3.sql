-- From version 2 to 3: what electronic invoices say of themselves; mappings of other tables; other names of matters and
-- timekeepers; what was decided about the papers of an invoice.

ALTER TABLE bills ADD COLUMN kind VARCHAR;
ALTER TABLE bills ADD COLUMN type_code VARCHAR;
ALTER TABLE bills ADD COLUMN due_on DATE;
ALTER TABLE bills ADD COLUMN prepaid DECIMAL(18, 6);
ALTER TABLE bills ADD COLUMN corrects VARCHAR[];
ALTER TABLE bills ADD COLUMN firm_ids VARCHAR[];

CREATE TABLE mappings (name VARCHAR PRIMARY KEY, target VARCHAR NOT NULL, saved_at TIMESTAMPTZ NOT NULL, body VARCHAR NOT NULL);
CREATE TABLE mapped_files (file_id INTEGER NOT NULL, name VARCHAR NOT NULL, body VARCHAR NOT NULL);
CREATE TABLE ref_matter_aliases (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, alias VARCHAR, matter_id VARCHAR, firm_id VARCHAR
);
CREATE TABLE ref_timekeeper_aliases (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, firm_id VARCHAR, alias VARCHAR, timekeeper_id VARCHAR
);
CREATE TABLE ref_paper_choices (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, decided_on DATE, firm_id VARCHAR, choice VARCHAR,
    invoice_number VARCHAR, paper VARCHAR, other_number VARCHAR, other_paper VARCHAR, note VARCHAR
);

UPDATE meta SET value = '3' WHERE name = 'schema';
