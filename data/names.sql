-- How names and numbers are compared, in the tables that figures read and in the checks of an import.

-- A text without case, nor spaces in excess.
CREATE OR REPLACE MACRO folded(words) AS lower(nfc_normalize(trim(regexp_replace(words, '\s+', ' ', 'g'))));

-- The SIREN in a number written with or without spaces: of a French VAT number, of a SIREN or a SIRET whose check digit
-- is right; NULL in any other text. A firm is one by it, however the number is written.
CREATE OR REPLACE MACRO bare(words) AS upper(regexp_replace(words, '[\s.\x{00A0}\x{202F}]', '', 'g'));
CREATE OR REPLACE MACRO checked(digits) AS list_sum(TRY_CAST(string_split(digits[1] || digits[3] || digits[5] || digits[7]
    || digits[9] || translate(digits[2] || digits[4] || digits[6] || digits[8], '0123456789', '0246813579'), '')
    AS INTEGER[])) % 10 = 0;
CREATE OR REPLACE MACRO siren(words) AS CASE
    WHEN regexp_full_match(bare(words), 'FR[0-9A-HJ-NP-Z]{2}[0-9]{9}') THEN right(bare(words), 9)
    WHEN regexp_full_match(bare(words), '[0-9]{9}([0-9]{5})?') AND left(bare(words), 9) <> '000000000'
        AND checked(left(bare(words), 9)) THEN left(bare(words), 9) END;
