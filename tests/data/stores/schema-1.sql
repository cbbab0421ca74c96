-- A store of schema 1, as that version left it: its tables, a few rows of two imports (the second one taken back), and,
-- of its derived tables, those that the tables of this version could trip over.

-- The store, version 1. Amounts are DECIMAL in the document's currency; `net` excludes tax.
-- Grain is said for every table. Derived tables (grains.sql) are rebuilt from these and never edited.

CREATE TABLE meta (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

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

-- One row per e-billing document: an invoice or credit note of one file. Sums are those of its lines.
CREATE TABLE bills (
    bill_id BIGINT PRIMARY KEY, file_id INTEGER NOT NULL, firm_ref VARCHAR, firm_name VARCHAR, number VARCHAR NOT NULL,
    normal_number VARCHAR NOT NULL, invoice_date DATE NOT NULL, billing_from DATE, billing_to DATE,
    description VARCHAR, client_id VARCHAR, currency VARCHAR NOT NULL, currency_given BOOLEAN NOT NULL,
    channel VARCHAR NOT NULL, declared_total DECIMAL(18, 6), declared_tax DECIMAL(18, 6), declared_net DECIMAL(18, 6),
    line_count BIGINT NOT NULL, net DECIMAL(38, 6) NOT NULL, tax DECIMAL(38, 6) NOT NULL, first_line BIGINT NOT NULL
);

-- One row per e-billing line, as the law firm wrote it; line_no is its line in the file as received.
CREATE TABLE lines (
    bill_id BIGINT NOT NULL, file_id INTEGER NOT NULL, line_no INTEGER NOT NULL, kind VARCHAR NOT NULL,
    work_date DATE, units DECIMAL(18, 6), unit_cost DECIMAL(18, 6), adjustment DECIMAL(18, 6),
    net DECIMAL(18, 6) NOT NULL, tax DECIMAL(18, 6) NOT NULL, client_matter_id VARCHAR, law_firm_matter_id VARCHAR,
    timekeeper_id VARCHAR, timekeeper_name VARCHAR, timekeeper_class VARCHAR, task_code VARCHAR,
    activity_code VARCHAR, expense_code VARCHAR, item_number VARCHAR, narrative VARCHAR
);

-- One row per bill × matter as written × nature (fees, expenses): what the lines add up to, kept with them.
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
    baseline DECIMAL(18, 6), target DECIMAL(18, 6), due_on DATE, owner VARCHAR
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

INSERT INTO meta VALUES ('schema', '1');
INSERT INTO meta VALUES ('data_version', '3');
INSERT INTO meta VALUES ('fiscal_start', '1');
INSERT INTO meta VALUES ('grains', 'ca44ae69b1168131');
INSERT INTO batches VALUES (1, '2026-11-22 06:23:19.293571+00', 'command line', NULL);
INSERT INTO batches VALUES (2, '2026-11-22 06:23:19.530143+00', 'page', '2026-11-22 06:23:19.661131+00');
INSERT INTO files VALUES (1, 1, 'factures.txt', 'cc5e9727659ba5dc38ffe67e7061020c5811e5571b95579bc90af738c226ddf4', 947, 'LEDES1998B', 'imported', 'utf-8', 'EUR', 3, 3, 0, 0);
INSERT INTO files VALUES (2, 1, 'cabinets.csv', '8cf31413d49d108fcc85635627f2099bbcf4ab9097b27bdae01501726de89453', 35, 'firms', 'imported', 'utf-8', NULL, 1, 1, 0, 0);
INSERT INTO files VALUES (3, 1, 'budgets.csv', '0cb1161acf8a92ea828c32ac7505fd1cf2603e99f066a4bd551deb8044f3886d', 64, 'budgets', 'imported', 'utf-8', NULL, 2, 2, 0, 0);
INSERT INTO files VALUES (4, 1, 'cibles.csv', '6594328b98cfd31a3433b74981f45314aabcbb134c4a21add0789f32fe6b2fac', 65, 'targets', 'imported', 'utf-8', NULL, 1, 1, 0, 0);
INSERT INTO files VALUES (5, 1, 'actions.csv', '0f7844268b370b092f06e14685ead8b35381c00f7028891098474a8c22c497a7', 71, 'actions', 'imported', 'utf-8', NULL, 1, 1, 0, 0);
INSERT INTO originals VALUES ('cc5e9727659ba5dc38ffe67e7061020c5811e5571b95579bc90af738c226ddf4', 0, 947, '\x28\xB5\x2F\xFD\x60\xB3\x02\x05\x0D\x00\x86\x18\x4D\x25\x20\x8F\xDC\xA0\x6B\x21\x1A\x5D\x43\xAE\x44\xE0\xBD\x0A\x51\xD8\xC9\x64\x3B\x57\x9A\x22\xD6\x37\x82\xF4\x8B\xD2\x74\x33\x24\x01\x00\xEC\x01\x5C\x01\x3E\x00\x3F\x00\x43\x00\xFD\x3E\x3E\xED\x50\x47\x8D\x64\xE7\x22\x7B\xB4\x2E\xE7\x41\xEC\xF7\x5A\xF2\x6F\xFD\x71\xD7\x33\x62\xF7\x85\x13\x46\xED\xCC\x85\x7D\xEF\x7A\x7A\xE4\x7E\xCD\x47\x2C\x81\x52\x7C\xF6\x75\x93\x9B\x7E\x26\xB1\x19\x8D\x0A\x45\x02\x89\x44\x54\xB2\xE3\x17\x70\xA3\xCB\xA7\x99\xDE\x51\x8A\x18\x62\x56\x60\xD8\xDE\xE0\x3D\x69\x6F\x96\x65\x64\x88\x81\xDD\xD3\x4C\x05\xB9\xEE\x51\x7A\xE0\x4E\x8F\x0C\x5D\x4A\x09\x6E\xA5\x77\x94\xA6\xF3\x4C\x86\x1A\x7C\x26\xB8\x9D\x93\xD8\x02\xCC\x8E\x00\xC4\xC0\x90\xBD\x27\xC7\xAF\xCC\xFF\xC1\x74\xFF\x59\xD3\xF7\x8D\xE9\xBF\xBE\xF3\xFA\x14\x94\x84\x44\x55\x11\xC1\x50\x10\xCC\x45\x5D\xAA\xE9\x62\xB1\x2C\x08\xAF\x0F\x65\xCF\x58\x00\x23\x78\x3C\x44\xD5\xE1\x9E\xB1\x88\xA3\x79\xDD\xD7\x87\x01\x2B\x68\xAC\x31\x1A\x15\xCA\x36\xED\xB4\x94\xFB\x9A\x8C\x46\x85\xD2\xE0\xBF\x65\xB9\x78\x8C\x83\xB9\xAA\xCB\x04\x31\x56\x35\x5D\xFC\xFF\x99\x2A\xFF\x47\x5E\x9F\x21\xAD\x11\xB4\xA6\xF0\xE5\x3E\x65\x59\xCB\x00\x5C\x95\xC5\xA1\xC2\xB5\x01\xA6\x0E\xE7\x2F\xEA\xBA\x50\x16\x10\x13\x73\x51\x0F\x54\x35\xC1\x5C\x14\x04\x43\x5D\x17\x12\x93\xB5\x01\x2B\x20\x60\x22\x49\x66\x3C\xD4\x01\x58\x12\xE1\xF0\x32\xE1\x1A\x09\x79\xB8\xEB\x60\x94\xC5\x13\x70\x41\x2F\xB1\x03\x83\x30\x23\x3B\x05\xDF\xAD\x2C\x38\xE1\x72\x9B\x78\x90\xE1\x8A\x49\x36\xC3\x0B\x2D\xBA\x74\x8C\x23\xDC\x95\x0F\xF8\x2C\x01\x65\x1C\xA0\x2E\x80\xE2\x45\xFB\xC0\x75\xC4\x9C\x9C\x45\x1B\x92\x1B\x4C\x43\x38\x81\xC1\xD7\xAC\x96\x71\x24\x27\x7B\xF7\x71\xFD\x01\x12\x8F\x49\x40\x48\x23\xEC\x51\xC8\x40\x3C\x3C'::BLOB);
INSERT INTO originals VALUES ('8cf31413d49d108fcc85635627f2099bbcf4ab9097b27bdae01501726de89453', 0, 35, '\x28\xB5\x2F\xFD\x20\x23\x19\x01\x00\x66\x69\x72\x6D\x5F\x69\x64\x3B\x6E\x61\x6D\x65\x0A\x46\x2D\x31\x30\x34\x32\x3B\x43\x61\x62\x69\x6E\x65\x74\x20\x44\x75\x62\x6F\x69\x73\x0A'::BLOB);
INSERT INTO originals VALUES ('0cb1161acf8a92ea828c32ac7505fd1cf2603e99f066a4bd551deb8044f3886d', 0, 64, '\x28\xB5\x2F\xFD\x20\x40\x01\x02\x00\x6D\x61\x74\x74\x65\x72\x5F\x69\x64\x3B\x61\x6D\x6F\x75\x6E\x74\x3B\x61\x70\x70\x72\x6F\x76\x65\x64\x5F\x6F\x6E\x0A\x4D\x31\x3B\x39\x30\x3B\x32\x30\x32\x36\x2D\x30\x31\x2D\x30\x32\x0A\x4D\x32\x3B\x34\x30\x30\x3B\x32\x30\x32\x36\x2D\x30\x32\x2D\x30\x33\x0A'::BLOB);
INSERT INTO originals VALUES ('6594328b98cfd31a3433b74981f45314aabcbb134c4a21add0789f32fe6b2fac', 0, 65, '\x28\xB5\x2F\xFD\x20\x41\x09\x02\x00\x6B\x70\x69\x3B\x74\x61\x72\x67\x65\x74\x3B\x64\x75\x65\x5F\x6F\x6E\x3B\x6F\x77\x6E\x65\x72\x0A\x62\x75\x64\x67\x65\x74\x5F\x63\x6F\x6E\x66\x6F\x72\x6D\x69\x74\x79\x3B\x30\x2C\x38\x30\x3B\x32\x30\x32\x36\x2D\x31\x32\x2D\x33\x31\x3B\x41\x63\x68\x61\x74\x73\x0A'::BLOB);
INSERT INTO originals VALUES ('0f7844268b370b092f06e14685ead8b35381c00f7028891098474a8c22c497a7', 0, 71, '\x28\xB5\x2F\xFD\x20\x47\x39\x02\x00\x64\x65\x63\x69\x64\x65\x64\x5F\x6F\x6E\x3B\x74\x65\x78\x74\x3B\x66\x69\x72\x6D\x5F\x69\x64\x3B\x73\x74\x61\x74\x75\x73\x0A\x32\x30\x32\x36\x2D\x30\x34\x2D\x32\x30\x3B\x42\x75\x64\x67\x65\x74\x20\x70\x61\x72\x20\x70\x68\x61\x73\x65\x3B\x46\x2D\x31\x30\x34\x32\x3B\x6F\x70\x65\x6E\x0A'::BLOB);
INSERT INTO problems VALUES (1, 'CUR', 'info', 0, '', 'EUR', '{}');
INSERT INTO bills VALUES (1, 1, 'F-1042', NULL, 'A1', 'A1', '2026-07-31', '2026-07-01', '2026-07-31', 'Honoraires de juillet', 'C-900', 'EUR', false, 'ledes', 350.000000, NULL, NULL, 2, 350.000000, 0.000000, 3);
INSERT INTO bills VALUES (2, 1, 'F-1042', NULL, 'A2', 'A2', '2026-07-31', '2026-07-01', '2026-07-31', 'Honoraires de juillet', 'C-900', 'EUR', false, 'ledes', 80.000000, NULL, NULL, 1, 80.000000, 0.000000, 5);
INSERT INTO lines VALUES (1, 1, 3, 'F', '2026-07-02', 1.000000, 100.000000, NULL, 100.000000, 0.000000, 'M1', 'D-118', 'T01', 'Dubois, Anne', 'AS', 'L120', 'A103', NULL, '1', 'Analyse des pieces adverses');
INSERT INTO lines VALUES (1, 1, 4, 'F', '2026-07-02', 1.000000, 250.000000, NULL, 250.000000, 0.000000, 'M2', 'D-118', 'T01', 'Dubois, Anne', 'AS', 'L120', 'A103', NULL, '2', 'Analyse des pieces adverses');
INSERT INTO lines VALUES (2, 1, 5, 'E', '2026-07-09', 1.000000, 80.000000, NULL, 80.000000, 0.000000, 'M2', 'D-118', NULL, NULL, NULL, NULL, NULL, 'E110', '1', 'Train Paris - Lyon');
INSERT INTO bill_parts VALUES (1, 1, 'M1', 'D-118', 'fees', 1, 100.000000, 100.00, '2026-07-02');
INSERT INTO bill_parts VALUES (2, 1, 'M2', 'D-118', 'expenses', 1, 80.000000, 80.00, NULL);
INSERT INTO bill_parts VALUES (1, 1, 'M2', 'D-118', 'fees', 1, 250.000000, 250.00, '2026-07-02');
INSERT INTO ref_firms VALUES (2, 2, '{}', 'F-1042', 'Cabinet Dubois', NULL, NULL, NULL, NULL, NULL);
INSERT INTO ref_budgets VALUES (3, 2, '{}', 'M1', 90.000000, '2026-01-02', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO ref_budgets VALUES (3, 3, '{}', 'M2', 400.000000, '2026-02-03', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO ref_targets VALUES (4, 2, '{}', 'budget_conformity', NULL, NULL, NULL, NULL, 0.800000, '2026-12-31', 'Achats');
INSERT INTO ref_actions VALUES (5, 2, '{}', '2026-04-20', 'Budget par phase', 'F-1042', NULL, NULL, 'open', NULL, NULL);

CREATE TABLE spend AS SELECT 'F-1042/A1' AS document_id, 350.00::DECIMAL(18, 2) AS amount;
CREATE VIEW targets AS SELECT * FROM ref_targets
    QUALIFY row_number() OVER (
        PARTITION BY kpi, reading, dimension, key, due_on ORDER BY file_id DESC, line_no DESC) = 1;
