-- From version 1 to 2: supplier reviews and what they froze, dated notes, the day a target was set.

INSERT INTO meta SELECT 'writes', value FROM meta WHERE name = 'data_version';

ALTER TABLE ref_targets ADD COLUMN set_on DATE;

CREATE TABLE ref_notes (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, noted_on DATE, text VARCHAR, kpi VARCHAR, dimension VARCHAR,
    key VARCHAR
);

CREATE TABLE reviews (
    review_id INTEGER PRIMARY KEY, period_start DATE NOT NULL, period_end DATE NOT NULL, firm_id VARCHAR,
    state VARCHAR NOT NULL, created_at TIMESTAMPTZ NOT NULL, held_on DATE, closed_on DATE, plan VARCHAR NOT NULL
);

CREATE TABLE snapshots (
    snapshot_id INTEGER PRIMARY KEY, review_id INTEGER NOT NULL, taken_at TIMESTAMPTZ NOT NULL,
    data_version BIGINT NOT NULL, batches VARCHAR NOT NULL, book BLOB NOT NULL, sha256 VARCHAR NOT NULL
);

UPDATE meta SET value = '2' WHERE name = 'schema';
