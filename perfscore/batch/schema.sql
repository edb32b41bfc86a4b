-- The store of a batch: one DuckDB file. Written by one process, in transactions; read by anyone afterwards.
--
-- A file's results are kept once per edition (what was in force when they were computed), so that two rule books
-- stand side by side. A file that changed, or that another version of perfscore has to read again, replaces its
-- own rows. Nothing is deleted because a file is gone from the disk.
--
-- Absent is NULL and never zero. Points and weights are DECIMAL; *_text columns hold what is printed.

CREATE TABLE IF NOT EXISTS store (
    schema VARCHAR NOT NULL      -- 'perfscore.store/2'
);

-- What was in force: a rule book as it stood, the approved target tables and the language of the findings.
CREATE TABLE IF NOT EXISTS editions (
    edition INTEGER NOT NULL,        -- key
    rulebook VARCHAR NOT NULL,       -- id, such as cn-2020
    version VARCHAR NOT NULL,        -- the rule book's own version
    title VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,         -- over the rule book and what it extends
    targets_sha256 VARCHAR NOT NULL, -- over the approved target tables; '' without
    language VARCHAR NOT NULL        -- of the findings
);

-- The values that a rule book had, with their sources.
CREATE TABLE IF NOT EXISTS parameters (
    edition INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    since DATE,
    until DATE,
    document VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    verified BOOLEAN NOT NULL
);

-- One row per call of `perfscore batch`.
CREATE TABLE IF NOT EXISTS runs (
    run INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    perfscore VARCHAR NOT NULL,      -- version of the program, and of the extensions in force
    started TIMESTAMP NOT NULL,      -- UTC
    ended TIMESTAMP,                 -- NULL while running, and after a kill
    status VARCHAR NOT NULL,         -- running, done, stopped
    found BIGINT,                    -- files to assess that were found
    done_before BIGINT,              -- of these: unchanged since an earlier run
    other_files BIGINT               -- files of kinds that hold no tables, passed over
);

-- One row per file and edition; a workbook inside an archive is a file.
CREATE TABLE IF NOT EXISTS files (
    file BIGINT NOT NULL,            -- key
    edition INTEGER NOT NULL,
    run INTEGER NOT NULL,            -- the run that computed it
    perfscore VARCHAR NOT NULL,      -- version that computed it
    path VARCHAR NOT NULL,           -- absolute; bytes that are no UTF-8 as \xNN
    place VARCHAR NOT NULL,          -- below the folder given to the command
    sha256 VARCHAR NOT NULL,         -- of the content; '' where it could not be read
    source_sha256 VARCHAR NOT NULL,  -- of what tells that it changed: the content, or the archive around it
    bytes BIGINT,
    status VARCHAR NOT NULL,         -- read, unreadable, timeout, crashed, folder
    error VARCHAR,                   -- why it was not read
    tables INTEGER NOT NULL,
    corrected VARCHAR,               -- the corrected copy that was written
    correction_error VARCHAR,        -- why none was written although asked for
    milliseconds INTEGER             -- time it took
);

CREATE TABLE IF NOT EXISTS tables (
    file BIGINT NOT NULL,
    table_no INTEGER NOT NULL,       -- from 1, in the order of the file
    kind VARCHAR NOT NULL,           -- project_evaluation, department_evaluation, project_target
    sheet VARCHAR NOT NULL,
    range VARCHAR NOT NULL,
    layout VARCHAR NOT NULL,
    year INTEGER,
    project VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    same_as VARCHAR,                 -- year, unit and project folded: tables that share it are about the same; NULL without a project
    claimed_total DECIMAL(38, 15),
    total DECIMAL(18, 2),            -- recomputed
    settled DECIMAL(18, 2),          -- what stands when only certain corrections are applied
    claimed_grade VARCHAR,
    grade VARCHAR,                   -- by the recomputed total
    settled_grade VARCHAR,           -- by the settled total
    corrections INTEGER NOT NULL,    -- scores and totals to correct, rounding gaps and blanks filled included
    waiting INTEGER NOT NULL,        -- scores that wait for a person
    errors INTEGER NOT NULL,         -- findings by severity
    warnings INTEGER NOT NULL,
    notices INTEGER NOT NULL
);

-- One row per score: the execution row (place 0), the indicators in the order of the sheet, the total (last).
-- An indicator of a target table has a row without points.
CREATE TABLE IF NOT EXISTS scores (
    file BIGINT NOT NULL,
    table_no INTEGER NOT NULL,
    place INTEGER NOT NULL,
    part VARCHAR NOT NULL,           -- execution, indicator, total
    sheet_row INTEGER,
    cell VARCHAR,
    level1 VARCHAR NOT NULL,
    level2 VARCHAR NOT NULL,
    level3 VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    actual VARCHAR NOT NULL,
    weight_text VARCHAR NOT NULL,
    weight DECIMAL(38, 15),
    rule VARCHAR NOT NULL,
    rule_source VARCHAR,             -- sheet, target_table, inferred
    claimed_text VARCHAR NOT NULL,
    claimed DECIMAL(38, 15),
    recomputed DECIMAL(18, 2),
    low DECIMAL(18, 2),
    high DECIMAL(18, 2),
    status VARCHAR,                  -- scored, judged, unscored, decided
    verdict VARCHAR,                 -- agrees, rounding, differs
    action VARCHAR,                  -- keep, replace, confirm, judge
    reasons VARCHAR[],               -- why it waits for confirmation
    explained_by VARCHAR[],          -- other known conventions under which the claimed score is right
    change VARCHAR,                  -- differs, rounding, filled, confirm, judged, unscored: what happens to it; NULL: it stays
    branch VARCHAR,                  -- key of the way taken through the rule
    formula VARCHAR
);

CREATE TABLE IF NOT EXISTS findings (
    file BIGINT NOT NULL,
    table_no INTEGER,                -- NULL: about the file
    place INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    topic VARCHAR,                   -- NULL: about the file, the rule book or the program
    severity VARCHAR NOT NULL,
    cell VARCHAR,                    -- the first of its cells
    cells VARCHAR[],
    message VARCHAR NOT NULL,
    suggestion VARCHAR NOT NULL
);

-- What the summary prints, added to stores that were begun without it. A file whose rows lack it is assessed again.
ALTER TABLE files ADD COLUMN IF NOT EXISTS revision INTEGER;          -- of the columns that were filled; NULL: without these
ALTER TABLE tables ADD COLUMN IF NOT EXISTS budget DECIMAL(38, 15);   -- adjusted budget, in units of 10,000 yuan
ALTER TABLE tables ADD COLUMN IF NOT EXISTS spent DECIMAL(38, 15);
ALTER TABLE tables ADD COLUMN IF NOT EXISTS proposed DECIMAL(18, 2);  -- the total if every score that waits were adopted
ALTER TABLE scores ADD COLUMN IF NOT EXISTS settled DECIMAL(38, 15);  -- the score that stands, decisions included
ALTER TABLE scores ADD COLUMN IF NOT EXISTS explanation VARCHAR;      -- how it came about, and the remarks on its row
ALTER TABLE findings ADD COLUMN IF NOT EXISTS subject VARCHAR;        -- name of the row that it is about
ALTER TABLE findings ADD COLUMN IF NOT EXISTS decision VARCHAR;       -- what a person decided about it, in words

-- What tables are held against each other by, across files.
ALTER TABLE files ADD COLUMN IF NOT EXISTS related BOOLEAN;           -- whether its findings across files are up to date; NULL: no
ALTER TABLE tables ADD COLUMN IF NOT EXISTS owner VARCHAR;            -- unit, or department without one, folded: whose tables are compared
ALTER TABLE tables ADD COLUMN IF NOT EXISTS goal VARCHAR;
ALTER TABLE tables ADD COLUMN IF NOT EXISTS completion VARCHAR;
ALTER TABLE tables ADD COLUMN IF NOT EXISTS cells MAP(VARCHAR, VARCHAR);  -- where its texts stand, by field
ALTER TABLE scores ADD COLUMN IF NOT EXISTS last_year VARCHAR;
ALTER TABLE scores ADD COLUMN IF NOT EXISTS cells MAP(VARCHAR, VARCHAR);

-- Files of the same content in one edition; the first by path counts, the others are copies of it.
CREATE OR REPLACE VIEW copies AS
SELECT * FROM (
    SELECT edition, file, path, sha256, first_value(path) OVER content AS first_path, count(*) OVER (PARTITION BY edition, sha256) AS files
    FROM files WHERE sha256 <> ''
    WINDOW content AS (PARTITION BY edition, sha256 ORDER BY path)
) WHERE files > 1;

-- Every evaluation, each content once; what most questions start from.
CREATE OR REPLACE VIEW evaluations AS
SELECT editions.rulebook, files.edition, files.path, files.place, files.corrected, tables.*
FROM tables JOIN files USING (file) JOIN editions USING (edition)
WHERE tables.kind <> 'project_target'
  AND files.file NOT IN (SELECT file FROM copies WHERE path <> first_path);

-- Evaluations of one year, unit and project that stand more than once with different content.
CREATE OR REPLACE VIEW same_project AS
SELECT edition, same_as, any_value(year) AS year, any_value(unit) AS unit, any_value(project) AS project,
       count(*) AS evaluations, count(DISTINCT total) AS different_totals, list(place ORDER BY path, table_no) AS places
FROM evaluations WHERE same_as IS NOT NULL
GROUP BY edition, same_as HAVING count(*) > 1;

CREATE OR REPLACE VIEW by_unit AS
SELECT edition, any_value(rulebook) AS rulebook, coalesce(nullif(unit, ''), nullif(department, ''), '') AS unit,
       count(*) AS evaluations, sum(corrections) AS corrections, sum(waiting) AS waiting, sum(errors) AS errors,
       count(*) FILTER (grade <> claimed_grade) AS regraded, sum(abs(total - claimed_total)) AS moved
FROM evaluations GROUP BY ALL;

CREATE OR REPLACE VIEW by_year AS
SELECT edition, any_value(rulebook) AS rulebook, year,
       count(*) AS evaluations, sum(corrections) AS corrections, sum(waiting) AS waiting, sum(errors) AS errors,
       count(*) FILTER (grade <> claimed_grade) AS regraded, sum(abs(total - claimed_total)) AS moved
FROM evaluations GROUP BY edition, year;

CREATE OR REPLACE VIEW by_code AS
SELECT evaluations.edition, any_value(evaluations.rulebook) AS rulebook, code, severity, count(*) AS findings,
       count(DISTINCT (evaluations.file, evaluations.table_no)) AS evaluations
FROM findings JOIN evaluations ON findings.file = evaluations.file AND findings.table_no = evaluations.table_no
GROUP BY evaluations.edition, code, severity;

CREATE OR REPLACE VIEW grades AS
SELECT edition, any_value(rulebook) AS rulebook, claimed_grade, grade, count(*) AS evaluations
FROM evaluations GROUP BY edition, claimed_grade, grade;
