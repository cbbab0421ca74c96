-- From the lines just read to the bills they make, in the staging database.

-- Bills in which an item number, or a whole line, stands more than once. Each in a pass of its own: two DISTINCT
-- counts beside other sums cost four times as much.
CREATE TABLE same_items AS SELECT DISTINCT bill FROM (
    SELECT bill FROM staged WHERE item_number IS NOT NULL GROUP BY bill, item_number HAVING count(*) > 1);
CREATE TABLE same_lines AS SELECT DISTINCT bill FROM (
    SELECT bill FROM staged
    GROUP BY bill, hash(work_date, timekeeper_id, timekeeper_name, units, narrative, kind, total) HAVING count(*) > 1);

-- One row per bill.
CREATE TABLE staged_bills AS
WITH counted AS (
    SELECT bill, min(line_no) AS first_line, count(*) FILTER (kind <> 'T') AS line_count, sum(total - tax) AS net, sum(tax) AS tax,
        min(invoice_date) <> max(invoice_date) AS several_dates,
        min(declared_total) <> max(declared_total) AS several_totals,
        count(*) FILTER (kind = 'F' AND timekeeper_id IS NULL AND timekeeper_name IS NULL) AS without_timekeeper,
        count(*) FILTER (kind = 'E' AND expense_code IS NULL) AS without_code,
        count(*) FILTER (client_matter_id IS NULL AND law_firm_matter_id IS NULL) AS without_matter,
        count(*) FILTER (kind = 'F' AND (units IS NULL OR unit_cost IS NULL)) AS without_units,
        count(*) FILTER (kind IN ('F', 'E') AND (total < 0 OR units < 0)) AS negative,
        count(*) FILTER (kind = 'F' AND unit_cost = 0 AND units > 0) AS at_zero,
        count(*) FILTER (work_date > invoice_date OR work_date < billing_from OR work_date > billing_to) AS outside
    FROM staged GROUP BY bill
), heads AS (  -- the first line of a bill speaks for it; where it is silent, the first line that is not
    SELECT s.bill, any_value(s.src) AS src, any_value(s.firm_ref) AS firm_ref, any_value(s.firm_name) AS firm_name,
        any_value(s.number) AS number, any_value(s.invoice_date) AS invoice_date,
        any_value(s.declared_total) AS declared_total, any_value(s.declared_tax) AS declared_tax,
        any_value(s.declared_net) AS declared_net, any_value(s.billing_from) AS billing_from,
        any_value(s.billing_to) AS billing_to, any_value(s.description) AS description,
        any_value(s.client_id) AS client_id, any_value(s.currency) AS currency
    FROM staged AS s JOIN counted AS c ON c.bill = s.bill AND c.first_line = s.line_no GROUP BY s.bill
), dated AS (
    SELECT bill, arg_min(invoice_date, line_no) AS invoice_date FROM staged
    WHERE bill IN (SELECT bill FROM heads WHERE invoice_date IS NULL) GROUP BY bill
)
SELECT c.*, h.* EXCLUDE (bill, invoice_date), coalesce(h.invoice_date, d.invoice_date) AS invoice_date,
    coalesce(nullif(ltrim(regexp_replace(upper(nfc_normalize(h.number)), '[^\p{L}\p{N}]', '', 'g'), '0'), ''),
        upper(h.number)) AS normal_number,
    hd.kind, hd.type_code, hd.due_on, hd.prepaid, hd.withheld, hd.corrects, hd.firm_ids, coalesce(hd.staffed, true) AS staffed,
    m.matters, c.bill IN (FROM tax_added) AS tax_added, c.bill IN (FROM same_items) AS same_items,
    c.bill IN (FROM same_lines) AS same_lines
FROM counted AS c JOIN heads AS h ON h.bill = c.bill LEFT JOIN dated AS d ON d.bill = c.bill
LEFT JOIN (SELECT DISTINCT ON (bill) * FROM staged_heads) AS hd ON hd.bill = c.bill
LEFT JOIN (
    SELECT bill, list(matter) AS matters FROM (
        SELECT DISTINCT bill, coalesce(client_matter_id, law_firm_matter_id) AS matter FROM staged) GROUP BY bill
) AS m ON m.bill = c.bill;
