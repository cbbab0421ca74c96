-- The store, version 3. Amounts are DECIMAL in the document's currency; `net` excludes tax.
-- Grain is said for every table. Derived tables (grains.sql) are rebuilt from these and never edited.

CREATE TABLE meta (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
-- `writes` moves with every write, `data_version` when what figures read may have moved.
INSERT INTO meta VALUES ('schema', '3'), ('writes', '0'), ('data_version', '0'), ('fiscal_start', '1');

-- One row per import: what one command or one drop on the page brought in, whole or not at all.
CREATE TABLE batches (
    batch_id INTEGER PRIMARY KEY, imported_at TIMESTAMPTZ NOT NULL, source VARCHAR NOT NULL, undone_at TIMESTAMPTZ
);

-- One row per file of an import. A rejected file is kept with its problems, and can be tried again.
CREATE TABLE files (
    file_id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL,
    size BIGINT NOT NULL, format VARCHAR NOT NULL, status VARCHAR NOT NULL, encoding VARCHAR NOT NULL,
    currency VARCHAR, lines_read BIGINT NOT NULL, lines_imported BIGINT NOT NULL, lines_set_aside BIGINT NOT NULL,
    lines_ignored BIGINT NOT NULL
);

-- The bytes of each file as received, in compressed parts: the store can be rebuilt from them.
CREATE TABLE originals (sha256 VARCHAR NOT NULL, part INTEGER NOT NULL, size BIGINT NOT NULL, bytes BLOB NOT NULL);

-- One row per problem told.
CREATE TABLE problems (
    file_id INTEGER NOT NULL, code VARCHAR NOT NULL, level VARCHAR NOT NULL, line_no BIGINT NOT NULL,
    column_name VARCHAR NOT NULL, seen VARCHAR NOT NULL, more VARCHAR NOT NULL
);

-- One row per line of a file that could not be read, with its text as received.
CREATE TABLE set_aside (
    file_id INTEGER NOT NULL, line_no BIGINT NOT NULL, code VARCHAR NOT NULL, column_name VARCHAR NOT NULL,
    seen VARCHAR NOT NULL, more VARCHAR NOT NULL, original VARCHAR NOT NULL
);

-- One row per e-billing document: an invoice or credit note of one file. Sums are those of its lines; a document
-- without lines (line_count 0) counts by its total. What only electronic invoices say stands last: `corrects` are the
-- documents it names as preceding, `firm_ids` the other names of its firm.
CREATE TABLE bills (
    bill_id BIGINT PRIMARY KEY, file_id INTEGER NOT NULL, firm_ref VARCHAR, firm_name VARCHAR, number VARCHAR NOT NULL,
    normal_number VARCHAR NOT NULL, invoice_date DATE NOT NULL, billing_from DATE, billing_to DATE,
    description VARCHAR, client_id VARCHAR, currency VARCHAR NOT NULL, currency_given BOOLEAN NOT NULL,
    channel VARCHAR NOT NULL, declared_total DECIMAL(18, 6), declared_tax DECIMAL(18, 6), declared_net DECIMAL(18, 6),
    line_count BIGINT NOT NULL, net DECIMAL(38, 6) NOT NULL, tax DECIMAL(38, 6) NOT NULL, first_line BIGINT NOT NULL,
    kind VARCHAR, type_code VARCHAR, due_on DATE, prepaid DECIMAL(18, 6), corrects VARCHAR[], firm_ids VARCHAR[]
);

-- One row per e-billing line, as the law firm wrote it; line_no is its line in the file as received.
CREATE TABLE lines (
    bill_id BIGINT NOT NULL, file_id INTEGER NOT NULL, line_no INTEGER NOT NULL, kind VARCHAR NOT NULL,
    work_date DATE, units DECIMAL(18, 6), unit_cost DECIMAL(18, 6), adjustment DECIMAL(18, 6),
    net DECIMAL(18, 6) NOT NULL, tax DECIMAL(18, 6) NOT NULL, client_matter_id VARCHAR, law_firm_matter_id VARCHAR,
    timekeeper_id VARCHAR, timekeeper_name VARCHAR, timekeeper_class VARCHAR, task_code VARCHAR,
    activity_code VARCHAR, expense_code VARCHAR, item_number VARCHAR, narrative VARCHAR
);

-- One row per bill × matter as written × nature (fees, expenses): what the lines add up to, kept with them; `whole`
-- is the total of a bill without lines.
-- net_cents adds up the lines each rounded to the cent, as they count when the currency is the euro.
CREATE TABLE bill_parts (
    bill_id BIGINT NOT NULL, file_id INTEGER NOT NULL, client_matter_id VARCHAR, law_firm_matter_id VARCHAR,
    nature VARCHAR NOT NULL, line_count BIGINT NOT NULL, net DECIMAL(38, 6) NOT NULL,
    net_cents DECIMAL(38, 2) NOT NULL, first_fee_date DATE
);

-- Reference tables: one row per row of a file as imported, never overwritten; the current rows are views below.
-- `extra` holds the columns we do not know, as JSON.
CREATE TABLE ref_firms (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, firm_id VARCHAR, name VARCHAR, group_id VARCHAR, kind VARCHAR,
    country VARCHAR, size VARCHAR, responsible_label VARCHAR
);
CREATE TABLE ref_firm_aliases (file_id INTEGER, line_no BIGINT, extra VARCHAR, alias VARCHAR, firm_id VARCHAR);
CREATE TABLE ref_matters (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, matter_id VARCHAR, name VARCHAR, matter_type VARCHAR,
    entity VARCHAR, business_unit VARCHAR, jurisdiction VARCHAR, owner VARCHAR, opened_on DATE, closed_on DATE,
    final_billed BOOLEAN, umbrella BOOLEAN, fee_arrangement VARCHAR, law_firm_matter_id VARCHAR
);
CREATE TABLE ref_mandates (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, firm_id VARCHAR, matter_id VARCHAR, appointed_on DATE,
    waiver VARCHAR, reason VARCHAR, fee_arrangement VARCHAR, agreed_fee DECIMAL(18, 6)
);
CREATE TABLE ref_panel (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, firm_id VARCHAR, matter_type VARCHAR, jurisdiction VARCHAR,
    entity VARCHAR, valid_from DATE, valid_to DATE
);
CREATE TABLE ref_budgets (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, matter_id VARCHAR, amount DECIMAL(18, 6), approved_on DATE,
    firm_id VARCHAR, phase VARCHAR, currency VARCHAR, scope VARCHAR, valid_from DATE, valid_to DATE, note VARCHAR
);
CREATE TABLE ref_invoices (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, firm_id VARCHAR, invoice_number VARCHAR, invoice_date DATE,
    net_amount DECIMAL(18, 6), matter_id VARCHAR, tax_amount DECIMAL(18, 6), currency VARCHAR, kind VARCHAR,
    channel VARCHAR, received_on DATE, approved_on DATE, approved_net DECIMAL(18, 6), paid_on DATE, status VARCHAR,
    corrects VARCHAR
);
CREATE TABLE ref_timekeepers (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, firm_id VARCHAR, timekeeper_id VARCHAR, name VARCHAR, level VARCHAR
);
CREATE TABLE ref_rates (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, firm_id VARCHAR, hourly_rate DECIMAL(18, 6), valid_from DATE,
    valid_to DATE, timekeeper_id VARCHAR, level VARCHAR, matter_type VARCHAR, matter_id VARCHAR, currency VARCHAR
);
CREATE TABLE ref_fx (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, currency VARCHAR, valid_on DATE, euros_per_unit DECIMAL(18, 10)
);
CREATE TABLE ref_accruals (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, period_end DATE, firm_id VARCHAR, matter_id VARCHAR,
    amount DECIMAL(18, 6), declared_on DATE
);
CREATE TABLE ref_surveys (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, firm_id VARCHAR, answered_on DATE, matter_id VARCHAR,
    respondent_role VARCHAR, expertise INTEGER, responsiveness INTEGER, clarity INTEGER,
    business_understanding INTEGER, cost_predictability INTEGER, outcome INTEGER, recommend INTEGER, comment VARCHAR
);
CREATE TABLE ref_contracts (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, firm_id VARCHAR, notified_on DATE, amount DECIMAL(18, 6),
    environmental BOOLEAN, social BOOLEAN, small_business BOOLEAN
);
CREATE TABLE ref_targets (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, kpi VARCHAR, reading VARCHAR, dimension VARCHAR, key VARCHAR,
    baseline DECIMAL(18, 6), target DECIMAL(18, 6), due_on DATE, owner VARCHAR, set_on DATE
);
CREATE TABLE ref_actions (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, decided_on DATE, text VARCHAR, firm_id VARCHAR, owner VARCHAR,
    due_on DATE, status VARCHAR, kpi VARCHAR, expected VARCHAR
);
CREATE TABLE ref_segments (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, matter_type VARCHAR, stakes INTEGER, credible_firms INTEGER,
    switching_cost INTEGER, rarity INTEGER, conflicts INTEGER, jurisdiction_score INTEGER, scored_by VARCHAR,
    scored_on DATE
);
CREATE TABLE ref_offers (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, consultation VARCHAR, firm_id VARCHAR, criterion VARCHAR,
    weight DECIMAL(18, 6), score DECIMAL(18, 6), price DECIMAL(18, 6), comment VARCHAR
);
CREATE TABLE ref_notes (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, noted_on DATE, text VARCHAR, kpi VARCHAR, dimension VARCHAR,
    key VARCHAR
);
CREATE TABLE ref_matter_aliases (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, alias VARCHAR, matter_id VARCHAR, firm_id VARCHAR
);
CREATE TABLE ref_timekeeper_aliases (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, firm_id VARCHAR, alias VARCHAR, timekeeper_id VARCHAR
);
-- What was decided about papers: whether two of one firm are one invoice (`same`: the first counts) or two (`distinct`).
-- A paper is named by its number and its file's SHA-256, none for a row of the register.
CREATE TABLE ref_paper_choices (
    file_id INTEGER, line_no BIGINT, extra VARCHAR, decided_on DATE, firm_id VARCHAR, choice VARCHAR,
    invoice_number VARCHAR, paper VARCHAR, other_number VARCHAR, other_paper VARCHAR, note VARCHAR
);

-- One row per supplier review: a period and one firm, or the whole panel where firm_id is empty. `plan` is JSON, what
-- the two decided to show and to say, kept as it was given.
CREATE TABLE reviews (
    review_id INTEGER PRIMARY KEY, period_start DATE NOT NULL, period_end DATE NOT NULL, firm_id VARCHAR,
    state VARCHAR NOT NULL, created_at TIMESTAMPTZ NOT NULL, held_on DATE, closed_on DATE, plan VARCHAR NOT NULL
);

-- One row per freezing of a review, never overwritten: the latest counts. `book` holds the figures frozen, compressed;
-- `batches` the imports alive then, as JSON: their files (number and name) by batch.
CREATE TABLE snapshots (
    snapshot_id INTEGER PRIMARY KEY, review_id INTEGER NOT NULL, taken_at TIMESTAMPTZ NOT NULL,
    data_version BIGINT NOT NULL, batches VARCHAR NOT NULL, book BLOB NOT NULL, sha256 VARCHAR NOT NULL
);

-- One row per saved mapping: what somebody said of the columns of a table that no format explains. `body` is JSON.
CREATE TABLE mappings (name VARCHAR PRIMARY KEY, target VARCHAR NOT NULL, saved_at TIMESTAMPTZ NOT NULL, body VARCHAR NOT NULL);

-- One row per file that a mapping read: the mapping as it stood then, since it may have changed.
CREATE TABLE mapped_files (file_id INTEGER NOT NULL, name VARCHAR NOT NULL, body VARCHAR NOT NULL);
