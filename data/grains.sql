-- The tables that figures read, each at its own grain, rebuilt whole from what was imported, inside the
-- transaction of each import. Euros are rounded to the cent once, here, half away from zero.

-- An amount in euros at a rate, rounded to the cent half away from zero; wide enough not to overflow.
CREATE OR REPLACE MACRO euros(amount, rate) AS CAST(
    round(CAST(amount AS DECIMAL(38, 6)) * CAST(rate AS DECIMAL(18, 10)), 2) AS DECIMAL(18, 2));

-- total × part ÷ whole, rounded to the cent half away from zero, in whole cents so that it is exact.
CREATE OR REPLACE MACRO cents(amount) AS (CAST(amount AS DECIMAL(20, 2)) * 100)::HUGEINT;
CREATE OR REPLACE MACRO share(total, part, whole) AS (
    CASE WHEN cents(whole) = 0 THEN 0::DECIMAL(18, 2) ELSE
        (sign(cents(total)) * sign(cents(part)) * sign(cents(whole))
            * ((2 * abs(cents(total)) * abs(cents(part)) + abs(cents(whole))) // (2 * abs(cents(whole)))
        ))::DECIMAL(20, 0) * 0.01::DECIMAL(3, 2)
    END
);

-- Channels, the best first; the rank of one, 99 where there is none.
CREATE OR REPLACE MACRO channels() AS
    ['platform', 'ledes', 'factur_x', 'ubl', 'cii', 'edi', 'portal', 'pdf', 'paper', 'unknown'];
CREATE OR REPLACE MACRO rank_of_channel(channel) AS coalesce(list_position(channels(), channel), 99);

-- The current row of each reference table: of two with one key, the one imported last.
CREATE OR REPLACE VIEW firms AS SELECT * FROM ref_firms
    QUALIFY row_number() OVER (PARTITION BY firm_id ORDER BY file_id DESC, line_no DESC) = 1;
CREATE OR REPLACE VIEW firm_aliases AS SELECT * FROM ref_firm_aliases
    QUALIFY row_number() OVER (PARTITION BY folded(alias) ORDER BY file_id DESC, line_no DESC) = 1;
CREATE OR REPLACE VIEW matter_cards AS SELECT * FROM ref_matters
    QUALIFY row_number() OVER (PARTITION BY matter_id ORDER BY file_id DESC, line_no DESC) = 1;
CREATE OR REPLACE VIEW timekeepers AS SELECT * FROM ref_timekeepers
    QUALIFY row_number() OVER (PARTITION BY firm_id, timekeeper_id ORDER BY file_id DESC, line_no DESC) = 1;
CREATE OR REPLACE VIEW fx AS SELECT * FROM ref_fx
    QUALIFY row_number() OVER (PARTITION BY currency, valid_on ORDER BY file_id DESC, line_no DESC) = 1;
CREATE OR REPLACE VIEW rates AS SELECT * FROM ref_rates
    QUALIFY row_number() OVER (
        PARTITION BY firm_id, timekeeper_id, level, matter_type, matter_id, upper(coalesce(currency, 'EUR')), valid_from
        ORDER BY file_id DESC, line_no DESC) = 1;
CREATE OR REPLACE VIEW targets AS SELECT * FROM ref_targets
    QUALIFY row_number() OVER (
        PARTITION BY kpi, reading, dimension, key, due_on ORDER BY file_id DESC, line_no DESC) = 1;

-- One row per way a firm is written in files, and what leads from it to the firm: an alias (followed to its end when it
-- is the alias of an alias), its id, its SIREN, a name that it alone has; `together`: no table knows it, and several
-- texts are one SIREN, the shortest of them stands for all.
CREATE OR REPLACE TABLE firm_refs AS
    WITH RECURSIVE led AS (
        SELECT folded(alias) AS ref, firm_id FROM firm_aliases
        UNION SELECT l.ref, a.firm_id FROM led AS l JOIN firm_aliases AS a ON folded(a.alias) = folded(l.firm_id)
    ), ended AS (
        SELECT ref, firm_id FROM led WHERE folded(firm_id) NOT IN (
            SELECT folded(alias) FROM firm_aliases WHERE folded(alias) <> folded(firm_id))
    ), aliased AS (  -- aliases that lead in a circle lead as they are written
        FROM ended UNION ALL SELECT folded(alias), firm_id FROM firm_aliases
        WHERE folded(alias) NOT IN (SELECT ref FROM ended)
    ), written AS (
        SELECT DISTINCT ref AS text, folded(ref) AS ref, siren(ref) AS number FROM (
            SELECT firm_ref AS ref FROM bills UNION SELECT firm_name FROM bills UNION SELECT unnest(firm_ids) FROM bills
            UNION SELECT firm_id FROM ref_invoices UNION SELECT firm_id FROM ref_mandates
            UNION SELECT firm_id FROM ref_panel UNION SELECT firm_id FROM ref_budgets
            UNION SELECT firm_id FROM ref_timekeepers UNION SELECT firm_id FROM ref_rates
            UNION SELECT firm_id FROM ref_accruals UNION SELECT firm_id FROM ref_surveys
            UNION SELECT firm_id FROM ref_contracts UNION SELECT firm_id FROM ref_actions
            UNION SELECT firm_id FROM ref_offers)
        WHERE siren(ref) IS NOT NULL
    ), numbered AS (
        SELECT number, min(firm_id) AS firm_id FROM (
            SELECT siren(firm_id) AS number, firm_id FROM firms
            UNION ALL SELECT siren(a.alias), l.firm_id FROM firm_aliases AS a JOIN aliased AS l ON l.ref = folded(a.alias))
        WHERE number IS NOT NULL GROUP BY number HAVING count(DISTINCT firm_id) = 1
    ), every AS (
        SELECT 1 AS place, 'alias' AS via, ref, firm_id FROM aliased
        UNION ALL SELECT 2, 'id', folded(firm_id), min(firm_id) FROM firms GROUP BY folded(firm_id)
            HAVING count(*) = 1
        UNION ALL SELECT 3, 'number', w.ref, n.firm_id FROM written AS w JOIN numbered AS n ON n.number = w.number
        UNION ALL SELECT 4, 'name', folded(name), min(firm_id) FROM firms GROUP BY folded(name)
            HAVING count(DISTINCT firm_id) = 1
        UNION ALL SELECT 5, 'together', w.ref, t.firm_id FROM written AS w JOIN (
            SELECT number, arg_min(text, (length(text), text)) AS firm_id FROM written GROUP BY number HAVING count(*) > 1
        ) AS t ON t.number = w.number
    )
    SELECT ref, firm_id, via FROM every QUALIFY row_number() OVER (PARTITION BY ref ORDER BY place, firm_id) = 1;

-- One row per other name of a matter or of a timekeeper, followed to its end; firm_id is empty where every firm may use
-- it. One that leads to itself says that it is nobody else.
CREATE OR REPLACE TABLE renamings AS
    WITH RECURSIVE named AS (
        SELECT 'matter' AS kind, coalesce(r.firm_id, a.firm_id, '') AS firm_id, folded(a.alias) AS ref, a.matter_id AS id,
            a.file_id, a.line_no
        FROM ref_matter_aliases AS a LEFT JOIN firm_refs AS r ON r.ref = folded(a.firm_id)
        UNION ALL
        SELECT 'timekeeper', coalesce(r.firm_id, a.firm_id), folded(a.alias), a.timekeeper_id, a.file_id, a.line_no
        FROM ref_timekeeper_aliases AS a LEFT JOIN firm_refs AS r ON r.ref = folded(a.firm_id)
    ), latest AS (
        SELECT kind, firm_id, ref, id FROM named
        QUALIFY row_number() OVER (PARTITION BY kind, firm_id, ref ORDER BY file_id DESC, line_no DESC) = 1
    ), led AS (
        FROM latest UNION SELECT l.kind, l.firm_id, l.ref, n.id FROM led AS l
        JOIN latest AS n ON n.kind = l.kind AND n.firm_id IN (l.firm_id, '') AND n.ref = folded(l.id)
    ), ended AS (
        SELECT l.kind, l.firm_id, l.ref, min(l.id) AS id FROM led AS l
        WHERE NOT EXISTS (FROM latest AS n WHERE n.kind = l.kind AND n.firm_id IN (l.firm_id, '')
            AND n.ref = folded(l.id) AND n.ref <> folded(n.id))
        GROUP BY ALL
    )
    FROM ended UNION ALL FROM latest AS w WHERE NOT EXISTS (
        FROM ended AS e WHERE e.kind = w.kind AND e.firm_id = w.firm_id AND e.ref = w.ref);

-- The matter that a reference means when a firm writes it: what that firm, else every firm, means by it, else itself.
CREATE OR REPLACE MACRO matter_called(who, written_as) AS coalesce((
    SELECT arg_max(n.id, n.firm_id) FROM renamings AS n
    WHERE n.kind = 'matter' AND n.ref = folded(written_as) AND n.firm_id IN (coalesce(who, ''), '')), written_as);

-- What reviews write down: the current row of each decision (its status is changed by writing it again), and each
-- dated note once. Nothing else is made from them: they are written without rebuilding anything.
CREATE OR REPLACE VIEW actions AS
    SELECT a.* REPLACE (coalesce(r.firm_id, a.firm_id) AS firm_id)
    FROM ref_actions AS a LEFT JOIN firm_refs AS r ON r.ref = folded(a.firm_id)
    QUALIFY row_number() OVER (PARTITION BY a.decided_on, a.text, coalesce(r.firm_id, a.firm_id)
        ORDER BY a.file_id DESC, a.line_no DESC) = 1;
CREATE OR REPLACE VIEW notes AS SELECT * FROM ref_notes
    QUALIFY row_number() OVER (
        PARTITION BY noted_on, text, kpi, dimension, key ORDER BY file_id DESC, line_no DESC) = 1;

-- One row per e-billing document that names its firm in several ways: the firm that the surest of them leads to.
CREATE OR REPLACE TABLE identified AS
    WITH named AS (
        SELECT bill_id, unnest(firm_ids) AS ref, generate_subscripts(firm_ids, 1) AS place FROM bills
        WHERE len(firm_ids) > 0
    )
    SELECT n.bill_id, arg_min(k.firm_id, n.place) AS firm_id
    FROM named AS n JOIN firm_refs AS k ON k.ref = folded(n.ref) WHERE k.via <> 'together' GROUP BY n.bill_id;

-- One row per firm known from `firms` or from a document, with the house (group or firm) the panel judges.
CREATE OR REPLACE TABLE firm_list AS
    WITH seen AS (
        SELECT coalesce(i.firm_id, b.firm_ref, b.firm_name) AS ref, any_value(b.firm_name) AS name
        FROM bills AS b LEFT JOIN identified AS i ON i.bill_id = b.bill_id GROUP BY ref
        UNION ALL SELECT firm_id, NULL FROM ref_invoices UNION ALL SELECT firm_id, NULL FROM ref_mandates
        UNION ALL SELECT firm_id, NULL FROM ref_panel UNION ALL SELECT firm_id, NULL FROM ref_budgets
    ), resolved AS (
        SELECT coalesce(r.firm_id, s.ref) AS firm_id, max(s.name) AS name
        FROM seen AS s LEFT JOIN firm_refs AS r ON r.ref = folded(s.ref)
        WHERE s.ref IS NOT NULL GROUP BY ALL
    )
    SELECT coalesce(f.firm_id, s.firm_id) AS firm_id, coalesce(f.name, s.name, s.firm_id) AS name,
        coalesce(f.kind, 'law_firm') AS kind, f.group_id, f.firm_id IS NOT NULL AS known,
        coalesce('group:' || f.group_id, 'firm:' || coalesce(f.firm_id, s.firm_id)) AS house
    FROM firms AS f FULL JOIN resolved AS s ON s.firm_id = f.firm_id;

-- What was decided about papers, as said last of each pair: `own` where both numbers are one but for spelling. Then the
-- verdict on each paper (its firm, number and file; no file for a row of the register), as said last of it: it `counts`,
-- is `beaten` (the other one counts), stands `apart` (another invoice than the other one of its number), or `stays`.
CREATE OR REPLACE MACRO normal(number) AS coalesce(
    nullif(ltrim(regexp_replace(upper(nfc_normalize(number)), '[^\p{L}\p{N}]', '', 'g'), '0'), ''), upper(trim(number)));
CREATE OR REPLACE VIEW choices AS
    SELECT c.* REPLACE (coalesce(r.firm_id, c.firm_id) AS firm_id, trim(c.invoice_number) AS invoice_number,
            trim(c.other_number) AS other_number, lower(c.paper) AS paper, lower(c.other_paper) AS other_paper),
        normal(c.invoice_number) = normal(c.other_number) AS own
    FROM ref_paper_choices AS c LEFT JOIN firm_refs AS r ON r.ref = folded(c.firm_id)
    QUALIFY row_number() OVER (
        PARTITION BY coalesce(r.firm_id, c.firm_id), list_sort([
            [trim(c.invoice_number), coalesce(lower(c.paper), '')],
            [trim(c.other_number), coalesce(lower(c.other_paper), '')]])
        ORDER BY c.file_id DESC, c.line_no DESC) = 1;
CREATE OR REPLACE TABLE verdicts AS
    WITH named AS (
        SELECT firm_id, invoice_number AS number, paper AS sha256, own, 'counts' AS verdict,
            other_number AS by_number, other_paper AS by_sha256, file_id, line_no
        FROM choices WHERE choice = 'same'
        UNION ALL SELECT firm_id, other_number, other_paper, own,
            CASE choice WHEN 'same' THEN 'beaten' ELSE 'apart' END, invoice_number, paper, file_id, line_no
        FROM choices WHERE choice = 'same' OR own
        UNION ALL SELECT firm_id, invoice_number, paper, own, 'stays', other_number, other_paper, file_id, line_no
        FROM choices WHERE choice = 'distinct' AND own
    )
    SELECT * FROM named QUALIFY row_number() OVER (
        PARTITION BY firm_id, number, sha256, own ORDER BY verdict = 'stays', file_id DESC, line_no DESC) = 1;

-- One row per e-billing document, its firm resolved, with the invoice it is a paper of: same firm, same number, or two
-- spellings of it with the same date and amount (a LEDES file and an electronic invoice: one of the two). Of the papers
-- of an invoice one counts (age 1): lines of a LEDES file before those of an electronic invoice, those before a total
-- alone, then the best channel, then the one imported last; what was decided comes first. `role` says what each is.
CREATE OR REPLACE TABLE billed AS
    WITH RECURSIVE resolved AS (
        SELECT b.* EXCLUDE (number), trim(b.number) AS number, trim(b.number) AS written, f.sha256,
            b.channel IN ('factur_x', 'ubl', 'cii') AS legal,
            coalesce(i.firm_id, r.firm_id, b.firm_ref, b.firm_name) AS firm_id
        FROM bills AS b LEFT JOIN firm_refs AS r ON r.ref = folded(coalesce(b.firm_ref, b.firm_name))
        LEFT JOIN identified AS i ON i.bill_id = b.bill_id LEFT JOIN files AS f ON f.file_id = b.file_id
    ), several AS (  -- most documents are the only paper of their number: only of the others is anything to be settled
        SELECT unnest(bills) AS bill_id FROM (
            SELECT list(bill_id) AS bills FROM resolved GROUP BY firm_id, normal_number HAVING count(*) > 1
            UNION ALL SELECT list(bill_id) FROM resolved GROUP BY firm_id, written HAVING count(*) > 1)
    ), prints AS (  -- what a paper says, whatever its file looks like: only where two may be one
        SELECT bill_id, md5(string_agg(cells, chr(10) ORDER BY cells)) AS lines_print FROM (
            SELECT bill_id, concat_ws('|', kind, coalesce(work_date::VARCHAR, ''), coalesce(units::VARCHAR, ''),
                coalesce(unit_cost::VARCHAR, ''), net, tax, coalesce(client_matter_id, ''),
                coalesce(law_firm_matter_id, ''), coalesce(timekeeper_id, ''), coalesce(timekeeper_name, ''),
                coalesce(task_code, ''), coalesce(activity_code, ''), coalesce(expense_code, ''),
                coalesce(narrative, '')) AS cells
            FROM lines SEMI JOIN several USING (bill_id)
        ) GROUP BY bill_id
    ), judged AS (
        SELECT r.*, md5(concat_ws('|', r.channel, r.invoice_date, r.net, r.tax,
                CASE WHEN r.currency_given THEN r.currency ELSE '' END, coalesce(p.lines_print, ''))) AS print,
            v.verdict AS own_verdict, v.file_id AS decided_in
        FROM resolved AS r LEFT JOIN prints AS p ON p.bill_id = r.bill_id
        LEFT JOIN verdicts AS v ON v.own AND v.firm_id IS NOT DISTINCT FROM r.firm_id AND v.number = r.written
            AND v.sha256 = r.sha256
    ), settled AS (  -- the same content under another name was judged with it
        SELECT * EXCLUDE (own_verdict, decided_in), coalesce(own_verdict,
            arg_max(nullif(own_verdict, 'stays'), decided_in) OVER (PARTITION BY firm_id, written, print),
            arg_max(nullif(own_verdict, 'apart'), decided_in) OVER (PARTITION BY firm_id, normal_number, print)
        ) AS verdict FROM judged SEMI JOIN several USING (bill_id)
    ), alike AS (
        SELECT DISTINCT a.firm_id, a.written, b.written AS other
        FROM settled AS a JOIN settled AS b ON b.firm_id = a.firm_id AND b.normal_number = a.normal_number
            AND b.written <> a.written AND CASE WHEN a.legal = b.legal
                THEN a.invoice_date = b.invoice_date AND a.net = b.net
                ELSE a.invoice_date = b.invoice_date OR a.net = b.net END
        WHERE a.verdict IS DISTINCT FROM 'apart' AND b.verdict IS DISTINCT FROM 'apart'
    ), reached (firm_id, written, other) AS (
        SELECT firm_id, written, other FROM alike
        UNION SELECT r.firm_id, r.written, a.other FROM reached AS r
            JOIN alike AS a ON a.firm_id = r.firm_id AND a.written = r.other
    ), called AS (
        SELECT firm_id, written, min(other) AS first FROM reached GROUP BY firm_id, written
    ), every AS (
        FROM settled UNION ALL
        SELECT * EXCLUDE (own_verdict, decided_in), own_verdict FROM judged ANTI JOIN several USING (bill_id)
    ), one_of AS (
        SELECT s.*, CASE WHEN s.verdict = 'apart' THEN '#' || left(s.print, 8) ELSE '' END AS mark,
            CASE WHEN s.verdict = 'apart' THEN s.written || '#' || left(s.print, 8)
                ELSE least(s.written, c.first) END AS invoice,
            s.verdict IS NOT DISTINCT FROM 'beaten' AS beaten,
            CASE WHEN s.line_count = 0 THEN 3 WHEN s.legal THEN 2 ELSE 1 END AS detail,
            rank_of_channel(s.channel) AS channel_rank
        FROM every AS s LEFT JOIN called AS c ON c.firm_id = s.firm_id AND c.written = s.written
    ), placed AS (
        SELECT bill_id, beaten, row_number() OVER (
                PARTITION BY firm_id, invoice ORDER BY beaten, detail, channel_rank, bill_id DESC) AS age,
            row_number() OVER of_channel AS place,
            row_number() OVER (
                PARTITION BY firm_id, invoice, channel, print ORDER BY beaten, bill_id DESC) > 1 AS copied,
            first_value(written) OVER (
                PARTITION BY firm_id, invoice, channel, invoice_date, net ORDER BY beaten, bill_id DESC
            ) <> written AS respelled
        FROM one_of SEMI JOIN several USING (bill_id)
        WINDOW of_channel AS (PARTITION BY firm_id, invoice, channel, detail ORDER BY beaten, bill_id DESC)
    )
    SELECT o.* EXCLUDE (detail), coalesce(p.age, 1) AS age, CASE WHEN coalesce(p.age, 1) = 1 THEN 'counts'
        WHEN p.copied OR p.respelled THEN 'duplicate' WHEN p.place > 1 OR p.beaten THEN 'superseded'
        ELSE 'other_paper' END AS role
    FROM one_of AS o LEFT JOIN placed AS p ON p.bill_id = o.bill_id;

-- Documents that a later one of the same firm takes the place of: an invoice that a corrected invoice replaces, a
-- deposit that the final invoice, whose net is whole, says was already paid. All their papers go.
CREATE OR REPLACE TABLE replaced AS
    WITH later AS (
        SELECT *, unnest(corrects) AS corrected FROM billed WHERE role IN ('counts', 'other_paper') AND net > 0
    ), named AS (
        SELECT DISTINCT o.firm_id, o.invoice
        FROM later AS n JOIN billed AS o
            ON o.firm_id = n.firm_id AND o.written = trim(n.corrected) AND o.invoice <> n.invoice
        WHERE n.type_code IN ('384', '471', '472', '473')
            OR (o.kind = 'prepayment' AND n.kind = 'invoice' AND n.prepaid > 0)
    )
    SELECT b.bill_id FROM billed AS b JOIN named AS n ON n.firm_id = b.firm_id AND n.invoice = b.invoice;

-- One row per invoice with e-billing papers: what its electronic invoice says of it, and its best channel.
CREATE OR REPLACE TABLE announced AS
    SELECT firm_id, invoice, min(channel_rank) AS channel_rank,
        arg_min(invoice_date, age) FILTER (legal AND role <> 'superseded') AS invoice_date,
        arg_min(currency, age) FILTER (legal AND role <> 'superseded' AND currency_given) AS currency,
        arg_min(kind, age) FILTER (legal AND role <> 'superseded') AS kind
    FROM billed GROUP BY firm_id, invoice;

-- One row per register row that counts, its firm and number resolved. Of two rows of one firm, number and matter
-- the last counts, with the best channel of all. Rows of rejected, withdrawn and superseded invoices are `dead`.
CREATE OR REPLACE TABLE registered AS
    WITH resolved AS (
        SELECT i.* EXCLUDE (firm_id, currency), coalesce(r.firm_id, i.firm_id) AS firm_id,
            trim(i.invoice_number) AS written, upper(i.currency) AS currency,
            normal(i.invoice_number) AS normal_number,
            CASE WHEN i.status IN ('rejected', 'withdrawn', 'superseded') THEN i.status END AS dead,
            rank_of_channel(i.channel) AS channel_rank
        FROM ref_invoices AS i LEFT JOIN firm_refs AS r ON r.ref = folded(i.firm_id)
    ), spelled AS (  -- two spellings are one invoice when date and amount agree; else two invoices, kept apart
        SELECT firm_id, normal_number, written, max(invoice_date) AS day, sum(net_amount) AS net
        FROM (SELECT DISTINCT firm_id, normal_number, written, matter_id, invoice_date, net_amount FROM resolved)
        GROUP BY ALL
    ), called AS (
        SELECT firm_id, written, min(written) OVER (PARTITION BY firm_id, normal_number, day, net, apart) AS document
        FROM (SELECT s.*, CASE WHEN v.verdict = 'apart' THEN s.written END AS apart FROM spelled AS s
            LEFT JOIN verdicts AS v ON v.own AND v.sha256 IS NULL AND v.by_sha256 IS NULL AND v.firm_id = s.firm_id
                AND v.number = s.written)
    )
    SELECT r.*, c.document,
        min(r.channel_rank) OVER (PARTITION BY r.firm_id, c.document, r.dead) AS best_rank
    FROM resolved AS r JOIN called AS c ON c.firm_id = r.firm_id AND c.written = r.written
    QUALIFY row_number() OVER (
        PARTITION BY r.firm_id, c.document, r.matter_id, r.dead ORDER BY r.file_id DESC, r.line_no DESC) = 1;

-- One row per invoice of the register, from its last row; dead only where no row of it lives.
CREATE OR REPLACE TABLE register_documents AS
    SELECT firm_id, document, dead, arg_max(normal_number, (file_id, line_no)) AS normal_number,
        arg_max(invoice_number, (file_id, line_no)) AS number, list(DISTINCT written) AS spellings,
        arg_max(invoice_date, (file_id, line_no)) AS invoice_date,
        arg_max(received_on, (file_id, line_no)) AS received_on,
        arg_max(currency, (file_id, line_no)) AS currency,
        bool_or(kind IS NOT DISTINCT FROM 'credit_note') AS credit_note,
        channels()[min(best_rank)] AS channel,
        min(best_rank) AS channel_rank, sum(net_amount) AS net,
        CASE WHEN count(approved_net) > 0 THEN sum(coalesce(approved_net, net_amount)) END AS approved,
        CASE WHEN count(DISTINCT matter_id) = 1 THEN any_value(matter_id) END AS matter_id,
        max(approved_on) AS approved_on,
        CASE WHEN count(paid_on) = count(*) THEN max(paid_on) END AS paid_on,
        bool_and(status IS NOT DISTINCT FROM 'paid') AS marked_paid,
        list(DISTINCT corrects) FILTER (corrects IS NOT NULL) AS corrects,
        row_number() OVER (PARTITION BY firm_id, document ORDER BY dead NULLS FIRST) = 1 AS speaks
    FROM registered GROUP BY firm_id, document, dead;

-- Invoices of the register that were said to be others than the e-billing invoices of their number.
CREATE OR REPLACE TABLE set_apart AS
    SELECT DISTINCT r.firm_id, r.document FROM register_documents AS r JOIN verdicts AS v
        ON v.firm_id = r.firm_id AND list_contains(r.spellings, v.number)
    WHERE v.own AND v.sha256 IS NULL AND v.by_sha256 IS NOT NULL AND v.verdict = 'apart';

-- One row per e-billing document and the invoice of the register it is: same firm, same normalised number; where
-- several could be, the same spelling first, then the same date, then the same amount.
CREATE OR REPLACE TABLE matched AS
    WITH pairs AS (
        SELECT b.bill_id, b.invoice, r.firm_id, r.document, r.dead,
            list_contains(r.spellings, b.written) AS spelling, r.invoice_date = b.invoice_date AS day, r.net = b.net AS net
        FROM billed AS b JOIN register_documents AS r
            ON r.firm_id = b.firm_id AND r.normal_number = b.normal_number
        WHERE b.age = 1 AND r.speaks AND NOT (r.firm_id, r.document) IN (FROM set_apart)
    ), ranked AS (
        SELECT *,
            row_number() OVER (PARTITION BY bill_id ORDER BY spelling DESC, day DESC, net DESC, document, dead) AS of_bill,
            row_number() OVER (
                PARTITION BY firm_id, document, dead ORDER BY spelling DESC, day DESC, net DESC, invoice) AS of_register
        FROM pairs
    )
    SELECT bill_id, firm_id, document, dead FROM ranked WHERE of_bill = 1 AND of_register = 1;

-- Invoices that were said to be one with another of the same firm, under quite another number, that counts.
CREATE OR REPLACE TABLE dismissed AS
    WITH every AS (
        SELECT firm_id, written AS number, sha256, invoice, NULL AS document FROM billed
        UNION ALL SELECT firm_id, unnest(spellings), NULL, NULL, document FROM register_documents
    )
    SELECT DISTINCT o.firm_id, o.invoice, o.document
    FROM verdicts AS v JOIN every AS o
        ON o.firm_id = v.firm_id AND o.number = v.number AND o.sha256 IS NOT DISTINCT FROM v.sha256
    WHERE NOT v.own AND v.verdict = 'beaten' AND EXISTS (FROM every AS p WHERE p.firm_id = v.firm_id
        AND p.number = v.by_number AND p.sha256 IS NOT DISTINCT FROM v.by_sha256);

-- One row per document: an invoice or a credit note, known from e-billing, from the register, or from both.
CREATE OR REPLACE TABLE documents AS
    WITH both_sides AS (
        SELECT b.bill_id, coalesce(b.firm_id, r.firm_id) AS firm_id, coalesce(b.number, r.number) AS number,
            CASE WHEN r.document IS NULL OR r.speaks THEN coalesce(b.written || b.mark, r.document ||
                    CASE WHEN (r.firm_id, r.document) IN (FROM set_apart) THEN '#register' ELSE '' END)
                ELSE r.document || '#' || r.dead END || CASE WHEN b.age > 1 THEN '#' || b.bill_id ELSE '' END AS written,
            b.invoice, r.document, r.dead AS register_status,
            CASE WHEN b.role = 'other_paper' THEN 'other_paper' WHEN b.age > 1 OR b.bill_id IN (FROM replaced)
                    OR (b.bill_id IS NULL AND (r.firm_id, r.document) IN (SELECT (firm_id, document) FROM dismissed))
                    OR (b.firm_id, b.invoice) IN (SELECT (firm_id, invoice) FROM dismissed)
                THEN 'superseded' ELSE r.dead END AS excluded,
            coalesce(r.invoice_date, a.invoice_date, b.invoice_date) AS invoice_date,
            coalesce(r.received_on, r.invoice_date, a.invoice_date, b.invoice_date) AS received_on,
            channels()[least(r.channel_rank, a.channel_rank, b.channel_rank)] AS channel,
            CASE WHEN b.bill_id IS NULL THEN coalesce(r.currency, 'EUR')
                WHEN b.currency_given THEN b.currency ELSE coalesce(r.currency, a.currency, b.currency) END AS currency,
            coalesce(r.currency, 'EUR') AS register_currency, r.matter_id AS register_matter,
            coalesce(b.line_count > 0, false) AS has_lines, r.document IS NOT NULL AS in_register,
            coalesce(b.net, r.net) AS billed_net, r.net AS register_net, r.approved,
            r.approved_on, r.paid_on, coalesce(r.marked_paid, false) AS marked_paid,
            coalesce(r.credit_note, false) OR coalesce(a.kind = 'credit_note', false) AS registered_credit,
            registered_credit OR coalesce(b.net, r.net) < 0 AS credit_note,
            CASE WHEN registered_credit AND coalesce(b.net, r.net) > 0 THEN -1 ELSE 1 END AS direction
        FROM billed AS b
        LEFT JOIN announced AS a ON a.firm_id IS NOT DISTINCT FROM b.firm_id AND a.invoice = b.invoice AND b.age = 1
        LEFT JOIN matched AS m ON m.bill_id = b.bill_id
        FULL JOIN register_documents AS r
            ON r.firm_id = m.firm_id AND r.document = m.document AND r.dead IS NOT DISTINCT FROM m.dead
    ), rated AS (
        SELECT d.*, CASE WHEN d.currency = 'EUR' THEN 1 ELSE x.euros_per_unit END AS rate
        FROM both_sides AS d ASOF LEFT JOIN fx AS x ON x.currency = d.currency AND d.invoice_date >= x.valid_on
    )
    SELECT coalesce(d.firm_id, '') || '/' || d.written AS document_id, d.*,
        CASE WHEN d.register_currency = 'EUR' THEN 1 ELSE x.euros_per_unit END AS register_rate
    FROM rated AS d ASOF LEFT JOIN fx AS x ON x.currency = d.register_currency AND d.invoice_date >= x.valid_on;

-- One row per paper of an invoice: a document of an e-billing file, or the invoice as the register has it. `invoice_id` is
-- the document that speaks for the invoice; a tax that the paper cannot give (LEDES 1998B) is empty.
CREATE OR REPLACE VIEW papers AS
    WITH heads AS (
        SELECT b.firm_id, b.invoice, d.document_id AS invoice_id FROM billed AS b
        JOIN documents AS d ON d.bill_id = b.bill_id WHERE b.age = 1
    ), rows AS (
        SELECT firm_id, document, dead, max(file_id) AS file_id, arg_max(line_no, (file_id, line_no)) AS line_no,
            CASE WHEN count(tax_amount) = count(*) THEN sum(tax_amount) END AS tax
        FROM registered GROUP BY ALL
    )
    SELECT h.invoice_id, d.document_id, b.bill_id, b.firm_id, b.number, b.normal_number, b.role, b.verdict, d.excluded,
        b.channel, f.format, f.name AS file, b.file_id, b.first_line AS line, b.sha256, b.print, b.invoice_date,
        CASE WHEN b.currency_given THEN b.currency END AS currency, b.line_count AS lines, d.rate,
        b.net * d.direction AS net, CASE WHEN f.format <> 'LEDES1998B' THEN b.tax * d.direction END AS tax, b.corrects
    FROM billed AS b JOIN documents AS d ON d.bill_id = b.bill_id JOIN files AS f ON f.file_id = b.file_id
    JOIN heads AS h ON h.firm_id IS NOT DISTINCT FROM b.firm_id AND h.invoice = b.invoice
    UNION ALL BY NAME
    SELECT d.document_id AS invoice_id, d.document_id, r.firm_id, r.number, r.normal_number,
        CASE WHEN d.bill_id IS NULL THEN 'counts' ELSE 'register' END AS role, d.excluded, r.channel,
        'invoices' AS format, f.name AS file, w.file_id, w.line_no AS line, r.invoice_date, r.currency,
        0 AS lines, d.register_rate AS rate, CASE WHEN r.credit_note THEN -abs(r.net) ELSE r.net END AS net,
        CASE WHEN r.credit_note THEN -abs(w.tax) ELSE w.tax END AS tax, r.corrects
    FROM register_documents AS r JOIN documents AS d ON d.firm_id = r.firm_id AND d.document = r.document
        AND d.register_status IS NOT DISTINCT FROM r.dead
    JOIN rows AS w ON w.firm_id = r.firm_id AND w.document = r.document AND w.dead IS NOT DISTINCT FROM r.dead
    JOIN files AS f ON f.file_id = w.file_id;

-- One row per e-billing document × matter as written, with the matter it is: the client's id, or the matter that it is
-- another name of; where it is empty the firm's own id, by an alias, or because a single matter has it and that firm may
-- have it (it holds a mandate on it, or nobody does); else the matter of the register's row.
CREATE OR REPLACE TABLE matter_refs AS
    WITH written AS (
        SELECT DISTINCT p.bill_id, d.firm_id, p.client_matter_id, p.law_firm_matter_id, d.register_matter
        FROM bill_parts AS p JOIN documents AS d ON d.bill_id = p.bill_id
    ), mandated AS (
        SELECT DISTINCT m.matter_id, coalesce(r.firm_id, m.firm_id) AS firm_id
        FROM ref_mandates AS m LEFT JOIN firm_refs AS r ON r.ref = folded(m.firm_id)
    ), own AS (
        SELECT w.firm_id, w.law_firm_matter_id, min(c.matter_id) AS matter_id
        FROM (SELECT DISTINCT firm_id, law_firm_matter_id FROM written WHERE client_matter_id IS NULL) AS w
        JOIN matter_cards AS c ON c.law_firm_matter_id = w.law_firm_matter_id
        WHERE c.matter_id NOT IN (SELECT matter_id FROM mandated)
            OR EXISTS (SELECT 1 FROM mandated AS m WHERE m.matter_id = c.matter_id AND m.firm_id = w.firm_id)
        GROUP BY ALL HAVING count(*) = 1
    )
    SELECT w.bill_id, w.client_matter_id, w.law_firm_matter_id,
        CASE WHEN w.client_matter_id IS NOT NULL THEN matter_called(w.firm_id, w.client_matter_id)
            ELSE coalesce(nullif(matter_called(w.firm_id, w.law_firm_matter_id), w.law_firm_matter_id),
                matter_called(w.firm_id, o.matter_id), matter_called(w.firm_id, w.register_matter)) END AS matter_id
    FROM written AS w LEFT JOIN own AS o ON o.firm_id = w.firm_id AND o.law_firm_matter_id = w.law_firm_matter_id;

-- One row per document × matter × nature, in euros; the approved amount is shared over matters, then natures, so
-- that the parts add up exactly: each is rounded, the difference goes to the largest.
CREATE OR REPLACE TABLE parts AS
    WITH converted AS (
        SELECT l.bill_id, coalesce(l.client_matter_id, '') AS client, coalesce(l.law_firm_matter_id, '') AS firm_own,
            CASE WHEN l.kind IN ('F', 'IF') THEN 'fees' ELSE 'expenses' END AS nature,
            sum(euros(l.net, d.rate)) AS amount
        FROM lines AS l JOIN documents AS d ON d.bill_id = l.bill_id
        WHERE d.currency <> 'EUR' AND d.rate IS NOT NULL GROUP BY ALL
        UNION ALL
        SELECT p.bill_id, coalesce(p.client_matter_id, ''), coalesce(p.law_firm_matter_id, ''), p.nature,
            euros(p.net, d.rate)
        FROM bill_parts AS p JOIN documents AS d ON d.bill_id = p.bill_id
        WHERE p.nature = 'whole' AND d.currency <> 'EUR' AND d.rate IS NOT NULL
    ), billed_parts AS (
        SELECT d.document_id, d.approved, d.register_rate, d.direction, d.registered_credit, d.rate,
            m.matter_id, p.nature,
            sum(d.direction * CASE WHEN d.currency = 'EUR' THEN p.net_cents ELSE c.amount END) AS amount,
            sum(d.direction * p.net_cents) AS net, min(p.first_fee_date) AS first_fee_date
        FROM bill_parts AS p
        JOIN documents AS d ON d.bill_id = p.bill_id
        LEFT JOIN matter_refs AS m ON m.bill_id = p.bill_id AND m.client_matter_id IS NOT DISTINCT FROM p.client_matter_id
            AND m.law_firm_matter_id IS NOT DISTINCT FROM p.law_firm_matter_id
        LEFT JOIN converted AS c ON c.bill_id = p.bill_id AND c.nature = p.nature
            AND c.client = coalesce(p.client_matter_id, '') AND c.firm_own = coalesce(p.law_firm_matter_id, '')
        GROUP BY ALL
    ), targeted AS (
        SELECT *, CASE WHEN registered_credit THEN -abs(euros(approved, register_rate))
                ELSE euros(approved, register_rate) END AS target,
            sum(net) OVER (PARTITION BY document_id) AS whole,
            sum(net) OVER (PARTITION BY document_id, matter_id) AS of_matter,
            row_number() OVER (PARTITION BY document_id, matter_id ORDER BY abs(net) DESC, nature) AS nature_place
        FROM billed_parts
    ), by_matter AS (
        SELECT DISTINCT document_id, matter_id, target, abs(of_matter) AS size,
            share(target, of_matter, whole) AS target_share
        FROM targeted WHERE approved IS NOT NULL
    ), settled AS (
        SELECT document_id, matter_id, target_share + CASE WHEN row_number() OVER (
                PARTITION BY document_id ORDER BY size DESC, matter_id) = 1
            THEN target - sum(target_share) OVER (PARTITION BY document_id) ELSE 0 END AS matter_target
        FROM by_matter
    ), shared AS (
        SELECT t.*, s.matter_target, share(s.matter_target, t.net, t.of_matter) AS nature_share
        FROM targeted AS t LEFT JOIN settled AS s
            ON s.document_id = t.document_id AND s.matter_id IS NOT DISTINCT FROM t.matter_id
    )
    SELECT document_id, matter_id, nullif(nature, 'whole') AS nature, first_fee_date, amount AS billed, CAST(CASE WHEN approved IS NULL THEN amount
        ELSE nature_share + CASE WHEN nature_place = 1 THEN matter_target
            - sum(nature_share) OVER (PARTITION BY document_id, matter_id) ELSE 0 END END AS DECIMAL(18, 2)) AS amount
    FROM shared
    UNION ALL
    SELECT d.document_id, matter_called(d.firm_id, r.matter_id), NULL, NULL,
        sum(CASE WHEN d.registered_credit THEN -abs(euros(r.net_amount, d.register_rate))
            ELSE euros(r.net_amount, d.register_rate) END),
        sum(CASE WHEN d.registered_credit THEN -abs(euros(coalesce(r.approved_net, r.net_amount), d.register_rate))
            ELSE euros(coalesce(r.approved_net, r.net_amount), d.register_rate) END)
    FROM documents AS d JOIN registered AS r
        ON r.firm_id = d.firm_id AND r.document = d.document AND r.dead IS NOT DISTINCT FROM d.register_status
    WHERE d.bill_id IS NULL GROUP BY ALL;

-- One row per matter known from `matters` or from a document, a mandate or a budget.
CREATE OR REPLACE TABLE matters AS
    WITH seen AS (
        SELECT matter_id FROM parts
        UNION SELECT matter_called(coalesce(r.firm_id, m.firm_id), m.matter_id) FROM ref_mandates AS m
            LEFT JOIN firm_refs AS r ON r.ref = folded(m.firm_id)
        UNION SELECT matter_called(coalesce(r.firm_id, b.firm_id), b.matter_id) FROM ref_budgets AS b
            LEFT JOIN firm_refs AS r ON r.ref = folded(b.firm_id)
    )
    SELECT coalesce(c.matter_id, s.matter_id) AS matter_id, c.name, c.matter_type, c.entity, c.business_unit,
        c.jurisdiction, c.owner, c.opened_on, c.closed_on, coalesce(c.final_billed, false) AS final_billed,
        coalesce(c.umbrella, false) AS umbrella, c.fee_arrangement, c.matter_id IS NOT NULL AS known
    FROM matter_cards AS c FULL JOIN (SELECT * FROM seen WHERE matter_id IS NOT NULL) AS s USING (matter_id);

-- One row per document × matter × nature, with everything a figure can filter or cut by.
CREATE OR REPLACE TABLE spend AS
    SELECT p.document_id, d.firm_id, d.number, p.matter_id, m.matter_type, m.entity, m.business_unit, m.jurisdiction,
        p.nature, d.channel, d.invoice_date, d.received_on, d.has_lines,
        d.credit_note, d.in_register, d.excluded, p.amount, p.billed
    FROM parts AS p JOIN documents AS d ON d.document_id = p.document_id
    LEFT JOIN matters AS m ON m.matter_id = p.matter_id
    ORDER BY d.invoice_date;

-- A name whatever its order, accents, comma and titles: « Me DUPONT-Roy, Élise » and « elise dupont roy » are one.
CREATE OR REPLACE MACRO name_key(words) AS nullif(array_to_string(list_sort(regexp_extract_all(regexp_replace(
    strip_accents(lower(words)), '\b(me|maitre|mr|mme|mrs|ms)\b', '', 'g'), '[\p{L}\p{N}]+')), ' '), '');

-- One row per firm × person as lines write them, with who that is: the id written, or the id it is another name of;
-- where no id is written, the timekeeper of that firm who alone bears the name, else the name itself.
CREATE OR REPLACE TABLE timekeeper_refs AS
    WITH staff AS (
        SELECT coalesce(r.firm_id, t.firm_id) AS firm_id, t.timekeeper_id, t.name, t.level FROM timekeepers AS t
        LEFT JOIN firm_refs AS r ON r.ref = folded(t.firm_id)
        QUALIFY row_number() OVER (PARTITION BY coalesce(r.firm_id, t.firm_id), t.timekeeper_id
            ORDER BY t.file_id DESC, t.line_no DESC) = 1
    ), named AS (
        SELECT firm_id, name_key(name) AS key, min(timekeeper_id) AS timekeeper_id FROM staff
        WHERE name_key(name) IS NOT NULL GROUP BY ALL HAVING count(*) = 1
    ), written AS (
        SELECT DISTINCT b.firm_id, l.timekeeper_id AS written_id, l.timekeeper_name AS written_name
        FROM lines AS l JOIN billed AS b ON b.bill_id = l.bill_id
        WHERE l.timekeeper_id IS NOT NULL OR l.timekeeper_name IS NOT NULL
    ), told AS (  -- several spellings of a name without an id are one person, by the first of them
        SELECT w.*, coalesce(w.written_id, s.timekeeper_id, min(folded(w.written_name)) OVER (
            PARTITION BY w.firm_id, w.written_id IS NULL, coalesce(name_key(w.written_name), folded(w.written_name)))) AS own
        FROM written AS w LEFT JOIN named AS s ON s.firm_id = w.firm_id AND s.key = name_key(w.written_name)
    ), called AS (
        SELECT w.firm_id, w.written_id, w.written_name, coalesce(n.id, i.id, w.own) AS timekeeper_id
        FROM told AS w
        LEFT JOIN renamings AS i ON i.kind = 'timekeeper' AND i.firm_id = w.firm_id AND i.ref = folded(w.own)
        LEFT JOIN renamings AS n ON n.kind = 'timekeeper' AND n.firm_id = w.firm_id AND w.written_id IS NULL
            AND n.ref = folded(w.written_name)
    )
    SELECT c.*, s.level, s.timekeeper_id IS NOT NULL AS known
    FROM called AS c LEFT JOIN staff AS s ON s.firm_id = c.firm_id AND s.timekeeper_id = c.timekeeper_id;

-- The level of a timekeeper: the timekeepers table's, else the class that the firm wrote on the line.
CREATE OR REPLACE MACRO level_of(class) AS CASE
    WHEN class IN ('PT', 'PARTNR', 'PARTNER', 'ASSOCIÉ', 'ASSOCIE') THEN 'partner'
    WHEN class IN ('OC', 'OFCOUN', 'COUNSEL', 'OF COUNSEL') THEN 'counsel'
    WHEN class IN ('SENIOR ASSOCIATE', 'COLLABORATEUR SENIOR') THEN 'senior_associate'
    WHEN class IN ('JUNIOR ASSOCIATE', 'COLLABORATEUR JUNIOR') THEN 'junior_associate'
    WHEN class IN ('AS', 'ASSOC', 'STFATT', 'ASSOCIATE', 'COLLABORATEUR') THEN 'associate'
    WHEN class IN ('LA', 'PL', 'PARALG', 'LGLAST', 'PARALEGAL', 'JURISTE') THEN 'paralegal'
    WHEN class IN ('TRANEE', 'LGLINT', 'TRAINEE', 'STAGIAIRE', 'ÉLÈVE-AVOCAT') THEN 'trainee'
    WHEN class IS NOT NULL THEN 'other' END;

-- One row per document × matter × nature × timekeeper level, read from the lines when asked for. Each part's euros are
-- shared in proportion to the lines, the difference of rounding going to the largest, so that it adds up to `spend`.
CREATE OR REPLACE VIEW work AS
    WITH staffed AS (
        SELECT d.document_id, m.matter_id,
            CASE WHEN l.kind IN ('F', 'IF') THEN 'fees' ELSE 'expenses' END AS nature,
            CASE WHEN l.kind = 'F' THEN coalesce(t.level, level_of(l.timekeeper_class)) END AS timekeeper_level,
            sum(round(l.net, 2)) AS net
        FROM lines AS l JOIN documents AS d ON d.bill_id = l.bill_id
        LEFT JOIN matter_refs AS m ON m.bill_id = l.bill_id AND m.client_matter_id IS NOT DISTINCT FROM l.client_matter_id
            AND m.law_firm_matter_id IS NOT DISTINCT FROM l.law_firm_matter_id
        LEFT JOIN timekeeper_refs AS t ON t.firm_id IS NOT DISTINCT FROM d.firm_id
            AND t.written_id IS NOT DISTINCT FROM l.timekeeper_id AND t.written_name IS NOT DISTINCT FROM l.timekeeper_name
        GROUP BY ALL
    ), placed AS (
        SELECT *, sum(net) OVER (PARTITION BY document_id, matter_id, nature) AS whole,
            row_number() OVER (PARTITION BY document_id, matter_id, nature ORDER BY abs(net) DESC, timekeeper_level) AS place
        FROM staffed
    ), shared AS (
        SELECT s.* EXCLUDE (amount, billed), p.timekeeper_level, s.amount AS part, p.place,
            share(s.amount, p.net, p.whole) AS portion
        FROM spend AS s LEFT JOIN placed AS p ON p.document_id = s.document_id
            AND coalesce(p.matter_id, '') = coalesce(s.matter_id, '') AND p.nature = s.nature
    )
    SELECT * EXCLUDE (part, place, portion), CAST(CASE WHEN place IS NULL THEN part ELSE portion + CASE WHEN place = 1
        THEN part - sum(portion) OVER (PARTITION BY document_id, matter_id, nature) ELSE 0 END END AS DECIMAL(18, 2)) AS amount
    FROM shared;

-- One row per fee line, read from the lines when asked for: hours at a rate (`hourly`), or a flat fee. What lowers a
-- whole invoice on a matter (IF lines below zero, which another line does not undo) is no row: each fee of that document
-- × matter bears it in proportion, to the cent, as `discount`, and `net` is what is left, in euros as billed. What takes
-- off more than all those fees is a credit, and lowers no rate.
CREATE OR REPLACE VIEW time AS
    WITH lowered AS (
        SELECT l.bill_id, m.matter_id, sum(l.net) AS net
        FROM lines AS l JOIN documents AS d ON d.bill_id = l.bill_id
        LEFT JOIN matter_refs AS m ON m.bill_id = l.bill_id AND m.client_matter_id IS NOT DISTINCT FROM l.client_matter_id
            AND m.law_firm_matter_id IS NOT DISTINCT FROM l.law_firm_matter_id
        WHERE l.kind = 'IF' GROUP BY 1, 2, abs(l.net)
    ), discounts AS (
        SELECT bill_id, matter_id, sum(net) AS net FROM lowered WHERE net < 0 GROUP BY ALL
    ), discounted AS (
        SELECT x.bill_id, x.matter_id, CAST(x.net / (sum(p.net) - x.net) AS DECIMAL(18, 12)) AS share
        FROM discounts AS x JOIN documents AS d ON d.bill_id = x.bill_id
        JOIN bill_parts AS p ON p.bill_id = x.bill_id AND p.nature = 'fees'
        JOIN matter_refs AS m ON m.bill_id = p.bill_id AND m.client_matter_id IS NOT DISTINCT FROM p.client_matter_id
            AND m.law_firm_matter_id IS NOT DISTINCT FROM p.law_firm_matter_id
        WHERE m.matter_id IS NOT DISTINCT FROM x.matter_id
        GROUP BY x.bill_id, x.matter_id, x.net HAVING sum(p.net) >= 0
    ), fees AS (
        SELECT d.document_id, d.firm_id, d.number, l.bill_id, l.file_id, l.line_no,
            m.matter_id,
            t.timekeeper_id,
            coalesce(t.level, level_of(l.timekeeper_class)) AS timekeeper_level, l.work_date, d.invoice_date,
            d.excluded, d.credit_note,
            l.kind = 'F' AND coalesce(l.units <> 0 AND l.unit_cost <> 0, false) AS hourly,
            CAST(d.direction * sign(l.unit_cost) * l.units AS DECIMAL(18, 6)) AS hours, abs(l.unit_cost) AS rate,
            d.currency, d.rate AS euros_per_unit,
            CASE WHEN d.approved IS NOT NULL AND d.register_rate IS NULL THEN NULL
                WHEN d.currency = 'EUR' THEN CAST(d.direction * round(l.net, 2) AS DECIMAL(18, 2))
                ELSE CAST(d.direction * euros(l.net, d.rate) AS DECIMAL(18, 2)) END AS fee
        FROM lines AS l JOIN documents AS d ON d.bill_id = l.bill_id
        LEFT JOIN matter_refs AS m ON m.bill_id = l.bill_id AND m.client_matter_id IS NOT DISTINCT FROM l.client_matter_id
            AND m.law_firm_matter_id IS NOT DISTINCT FROM l.law_firm_matter_id
        LEFT JOIN timekeeper_refs AS t ON t.firm_id IS NOT DISTINCT FROM d.firm_id
            AND t.written_id IS NOT DISTINCT FROM l.timekeeper_id AND t.written_name IS NOT DISTINCT FROM l.timekeeper_name
        WHERE l.kind = 'F' OR (l.kind = 'IF' AND l.net > 0)
    )
    SELECT f.* EXCLUDE (bill_id, fee), c.matter_type, c.entity, c.business_unit, c.jurisdiction,
        CAST(coalesce(round(f.fee * x.share, 2), 0) AS DECIMAL(18, 2)) AS discount,
        CAST(f.fee + coalesce(round(f.fee * x.share, 2), 0) AS DECIMAL(18, 2)) AS net
    FROM fees AS f LEFT JOIN matters AS c ON c.matter_id = f.matter_id
    LEFT JOIN discounted AS x ON x.bill_id = f.bill_id AND x.matter_id IS NOT DISTINCT FROM f.matter_id;

-- The same rows with the rate agreed for that work on that day: of the rates in force, the one that says most, what it
-- says of the matter first, then of the type of matter, the timekeeper, the level. None where it is in another currency.
CREATE OR REPLACE VIEW rated AS
    WITH agreed AS (
        SELECT r.* REPLACE (coalesce(f.firm_id, r.firm_id) AS firm_id, upper(coalesce(r.currency, 'EUR')) AS currency,
                matter_called(coalesce(f.firm_id, r.firm_id), r.matter_id) AS matter_id,
                coalesce(n.id, r.timekeeper_id) AS timekeeper_id),
            coalesce(r.valid_to, DATE '9999-12-31') AS last_day,
            [r.matter_id IS NOT NULL, r.matter_type IS NOT NULL, r.timekeeper_id IS NOT NULL, r.level IS NOT NULL] AS says
        FROM rates AS r LEFT JOIN firm_refs AS f ON f.ref = folded(r.firm_id)
        LEFT JOIN renamings AS n ON n.kind = 'timekeeper' AND n.firm_id = coalesce(f.firm_id, r.firm_id)
            AND n.ref = folded(r.timekeeper_id)
    )
    SELECT t.*, CASE WHEN a.currency = t.currency THEN a.hourly_rate END AS agreed_rate
    FROM time AS t LEFT JOIN agreed AS a ON a.firm_id = t.firm_id AND t.work_date BETWEEN a.valid_from AND a.last_day
        AND (a.matter_id IS NULL OR a.matter_id = t.matter_id)
        AND (a.matter_type IS NULL OR a.matter_type = t.matter_type)
        AND (a.timekeeper_id IS NULL OR a.timekeeper_id = t.timekeeper_id)
        AND (a.level IS NULL OR a.level = t.timekeeper_level)
    QUALIFY row_number() OVER (PARTITION BY t.file_id, t.line_no, t.work_date, t.invoice_date
        ORDER BY a.says DESC, a.currency = t.currency DESC, a.valid_from DESC, a.file_id DESC, a.line_no DESC) = 1;

-- One row per firm × matter: the day the firm was instructed, and on what ground.
CREATE OR REPLACE TABLE instructions AS
    WITH mandates AS (
        SELECT coalesce(r.firm_id, m.firm_id) AS firm_id,
            matter_called(coalesce(r.firm_id, m.firm_id), m.matter_id) AS matter_id, m.appointed_on, m.waiver, m.reason
        FROM ref_mandates AS m LEFT JOIN firm_refs AS r ON r.ref = folded(m.firm_id)
        QUALIFY row_number() OVER (
            PARTITION BY coalesce(r.firm_id, m.firm_id), matter_called(coalesce(r.firm_id, m.firm_id), m.matter_id)
            ORDER BY m.appointed_on NULLS LAST, m.file_id DESC, m.line_no DESC) = 1
    ), worked AS (
        SELECT d.firm_id, p.matter_id, min(p.first_fee_date) AS first_fee, min(d.invoice_date) AS first_invoice
        FROM parts AS p JOIN documents AS d ON d.document_id = p.document_id
        WHERE d.excluded IS NULL AND NOT d.credit_note AND p.matter_id IS NOT NULL AND d.firm_id IS NOT NULL
        GROUP BY ALL
    )
    SELECT firm_id, matter_id, c.matter_type, c.entity, c.business_unit, c.jurisdiction, f.house,
        f.kind AS firm_kind, coalesce(m.appointed_on, w.first_fee, w.first_invoice) AS instructed_on,
        CASE WHEN m.appointed_on IS NOT NULL THEN 'appointed_on' WHEN w.first_fee IS NOT NULL THEN 'first_fee_line'
            WHEN w.first_invoice IS NOT NULL THEN 'first_invoice' END AS date_basis, m.waiver, m.reason
    FROM mandates AS m FULL JOIN worked AS w USING (firm_id, matter_id)
    LEFT JOIN firm_list AS f USING (firm_id) LEFT JOIN matters AS c USING (matter_id);

-- One row per panel entry: the house it covers (every firm of the group), its scope, its dates. A later file replaces
-- the entries of the same firm, scope and first day, so that an entry can be closed; rows of one file all stand.
CREATE OR REPLACE TABLE panel AS
    SELECT coalesce(f.house, 'group:' || g.group_id, 'firm:' || p.firm_id) AS house, p.firm_id, p.matter_type,
        p.jurisdiction, p.entity, p.valid_from, p.valid_to
    FROM ref_panel AS p
    LEFT JOIN firm_refs AS r ON r.ref = folded(p.firm_id)
    LEFT JOIN firm_list AS f ON f.firm_id = coalesce(r.firm_id, p.firm_id) AND f.known
    LEFT JOIN (SELECT DISTINCT group_id FROM firms) AS g ON g.group_id = p.firm_id
    QUALIFY p.file_id = max(p.file_id) OVER (
        PARTITION BY p.firm_id, p.matter_type, p.jurisdiction, p.entity, p.valid_from);

-- One row per approved budget version, in euros at the rate of the day it was approved.
CREATE OR REPLACE TABLE budgets AS
    WITH rated AS (
        SELECT b.*, upper(coalesce(b.currency, 'EUR')) AS money FROM ref_budgets AS b
    )
    SELECT matter_called(coalesce(r.firm_id, b.firm_id), b.matter_id) AS matter_id,
        coalesce(r.firm_id, b.firm_id) AS firm_id, b.phase, b.approved_on,
        row_number() OVER (ORDER BY b.file_id, b.line_no) AS position, b.scope, b.valid_from, b.valid_to, b.note,
        b.money AS currency, b.amount AS original_amount,
        euros(b.amount, CASE WHEN b.money = 'EUR' THEN 1 ELSE x.euros_per_unit END) AS amount
    FROM rated AS b ASOF LEFT JOIN fx AS x ON x.currency = b.money AND b.approved_on >= x.valid_on
    LEFT JOIN firm_refs AS r ON r.ref = folded(b.firm_id);

-- One row per fee line (F) or flat fee and discount (IF), in euros as billed, with the days from its work to its
-- invoice. Read from the lines when asked for: only those of the documents of a period are touched.
CREATE OR REPLACE VIEW delays AS
    SELECT d.document_id, d.firm_id, d.number, r.matter_id,
        m.matter_type, m.entity, m.business_unit, m.jurisdiction, d.invoice_date, d.credit_note, d.excluded,
        l.work_date, d.invoice_date - l.work_date AS days, l.kind = 'IF' AS flat,
        CASE WHEN d.currency = 'EUR' THEN CAST(round(l.net, 2) AS DECIMAL(18, 2)) ELSE euros(l.net, d.rate) END
            * d.direction AS amount
    FROM lines AS l JOIN documents AS d ON d.bill_id = l.bill_id
    LEFT JOIN matter_refs AS r ON r.bill_id = l.bill_id AND r.client_matter_id IS NOT DISTINCT FROM l.client_matter_id
        AND r.law_firm_matter_id IS NOT DISTINCT FROM l.law_firm_matter_id
    LEFT JOIN matters AS m ON m.matter_id = r.matter_id
    WHERE l.kind IN ('F', 'IF');

-- One row per document of the register, with the days from its invoice to its payment. It is paid once all its parts
-- are. A matter, or an attribute of its matters, is named only where there is a single one.
CREATE OR REPLACE MACRO only_one(item) AS CASE WHEN count(item) = count(*) AND min(item) = max(item) THEN min(item) END;
CREATE OR REPLACE TABLE settlements AS
    SELECT d.document_id, d.firm_id, d.number, only_one(s.matter_id) AS matter_id, only_one(s.matter_type) AS matter_type,
        only_one(s.entity) AS entity, only_one(s.business_unit) AS business_unit,
        only_one(s.jurisdiction) AS jurisdiction, d.invoice_date, d.received_on, d.approved_on, d.paid_on,
        d.paid_on - d.invoice_date AS days, d.marked_paid, d.credit_note, d.excluded, sum(s.amount) AS amount
    FROM documents AS d LEFT JOIN spend AS s ON s.document_id = d.document_id
    WHERE d.in_register
    GROUP BY ALL;

-- One row per answer of an internal client; neither the respondent nor the comment leaves the table as imported. An
-- answer that comes again in a later file is the same one; answers of one file all stand, were they alike.
CREATE OR REPLACE VIEW surveys AS
    SELECT s.firm_id, s.matter_id, m.matter_type, m.entity, m.business_unit, m.jurisdiction, s.answered_on, s.expertise, s.responsiveness, s.clarity, s.business_understanding,
        s.cost_predictability, s.outcome, s.recommend, s.file_id || ':' || s.line_no AS source
    FROM (
        SELECT a.* REPLACE (coalesce(r.firm_id, a.firm_id) AS firm_id,
            matter_called(coalesce(r.firm_id, a.firm_id), a.matter_id) AS matter_id)
        FROM ref_surveys AS a LEFT JOIN firm_refs AS r ON r.ref = folded(a.firm_id)
    ) AS s
    LEFT JOIN matters AS m ON m.matter_id = s.matter_id
    QUALIFY s.file_id = max(s.file_id) OVER (
        PARTITION BY s.firm_id, s.answered_on, s.matter_id, s.respondent_role, s.expertise,
            s.responsiveness, s.clarity, s.business_understanding, s.cost_predictability, s.outcome, s.recommend,
            s.comment);

-- One row per contract notified to a firm: of two of one firm, day and amount, the one imported last.
CREATE OR REPLACE VIEW contracts AS
    SELECT coalesce(r.firm_id, c.firm_id) AS firm_id, c.notified_on, CAST(round(c.amount, 2) AS DECIMAL(18, 2)) AS amount,
        c.environmental, c.social, c.small_business, c.file_id || ':' || c.line_no AS source
    FROM ref_contracts AS c LEFT JOIN firm_refs AS r ON r.ref = folded(c.firm_id)
    QUALIFY row_number() OVER (PARTITION BY coalesce(r.firm_id, c.firm_id), c.notified_on, c.amount
        ORDER BY c.file_id DESC, c.line_no DESC) = 1;
