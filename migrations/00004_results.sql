-- +goose Up

CREATE TABLE snapshots (
    plan_id     bigint      NOT NULL,
    snapshot_id bigint      GENERATED ALWAYS AS IDENTITY,
    period      text        NOT NULL,
    edition     int         NOT NULL,
    taken_at    timestamptz NOT NULL,
    taken_by    bigint      REFERENCES accounts,
    content     text        NOT NULL,
    sha256      text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),

    CONSTRAINT snapshots_pkey PRIMARY KEY (plan_id, snapshot_id),
    CONSTRAINT snapshots_edition_fkey FOREIGN KEY (plan_id, edition) REFERENCES plan_editions
);
COMMENT ON TABLE snapshots IS '@plan Figures, rates, lights and trial points of a whole plan at one instant, as a bulletin quotes them. Never changed.';
COMMENT ON COLUMN snapshots.content IS 'canonical JSON';

CREATE TABLE bulletins (
    plan_id     bigint      NOT NULL,
    bulletin_id bigint      GENERATED ALWAYS AS IDENTITY,
    period      text        NOT NULL CHECK (period ~ '^\d{4}-Q[1-4]$'),
    number      int         NOT NULL CHECK (number > 0),
    title       text        NOT NULL CHECK (title <> ''),
    status      text        NOT NULL CHECK (status IN ('DRAFT', 'ISSUED')),
    version     int         NOT NULL DEFAULT 1,
    snapshot_id bigint      NOT NULL,
    compiled_at timestamptz NOT NULL,
    issued_at   timestamptz,

    CONSTRAINT bulletins_pkey PRIMARY KEY (plan_id, bulletin_id),
    CONSTRAINT bulletins_number_key UNIQUE (plan_id, number),
    CONSTRAINT bulletins_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plans,
    CONSTRAINT bulletins_snapshot_id_fkey FOREIGN KEY (plan_id, snapshot_id) REFERENCES snapshots,
    CONSTRAINT bulletins_issued_at_check CHECK ((status = 'ISSUED') = (issued_at IS NOT NULL))
);
CREATE UNIQUE INDEX bulletins_draft_key ON bulletins (plan_id, period) WHERE status = 'DRAFT';
COMMENT ON TABLE bulletins IS '@plan The office''s quarterly publication (通报) and where it stands. What was issued is in bulletin_issues.';

CREATE TABLE bulletin_sections (
    plan_id       bigint NOT NULL,
    bulletin_id   bigint NOT NULL,
    section       text   NOT NULL,
    display_order int    NOT NULL,
    heading       text   NOT NULL,
    body          text   NOT NULL DEFAULT '',
    version       int    NOT NULL DEFAULT 1,

    CONSTRAINT bulletin_sections_pkey PRIMARY KEY (plan_id, bulletin_id, section),
    CONSTRAINT bulletin_sections_bulletin_id_fkey FOREIGN KEY (plan_id, bulletin_id) REFERENCES bulletins
);
COMMENT ON TABLE bulletin_sections IS '@plan A bulletin''s narrative, editable until it is issued.';

CREATE TABLE bulletin_issues (
    plan_id     bigint      NOT NULL,
    bulletin_id bigint      NOT NULL,
    content     text        NOT NULL,
    sha256      text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    issued_by   bigint      REFERENCES accounts,
    issued_at   timestamptz NOT NULL,

    CONSTRAINT bulletin_issues_pkey PRIMARY KEY (plan_id, bulletin_id),
    CONSTRAINT bulletin_issues_bulletin_id_fkey FOREIGN KEY (plan_id, bulletin_id) REFERENCES bulletins
);
COMMENT ON TABLE bulletin_issues IS '@plan Issued bulletins, word for word, with the hash of the text and the snapshot inside. Never changed.';

CREATE TABLE reviews (
    plan_id      bigint      NOT NULL CONSTRAINT reviews_pkey PRIMARY KEY,
    status       text        NOT NULL CHECK (status IN ('OPEN', 'FINALISED')),
    version      int         NOT NULL DEFAULT 1,
    opened_by    bigint      REFERENCES accounts,
    opened_at    timestamptz NOT NULL,
    final_run_id bigint,
    document_no  text        NOT NULL DEFAULT '',
    finalised_at timestamptz,

    CONSTRAINT reviews_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plans,
    CONSTRAINT reviews_final_run_id_check CHECK ((status = 'FINALISED') = (final_run_id IS NOT NULL AND finalised_at IS NOT NULL))
);
COMMENT ON TABLE reviews IS '@plan The closing of a plan''s year (年终总评).';
COMMENT ON COLUMN reviews.final_run_id IS 'the score run that the committee made final';

CREATE TABLE component_scores (
    plan_id     bigint      NOT NULL,
    unit_id     bigint      NOT NULL,
    component   text        NOT NULL CHECK (component IN ('BALLOT', 'LEADER')),
    revision    int         NOT NULL CHECK (revision > 0),
    score       numeric     NOT NULL CHECK (score BETWEEN 0 AND 100),
    note        text        NOT NULL DEFAULT '',
    recorded_by bigint      REFERENCES accounts,
    recorded_at timestamptz NOT NULL,

    CONSTRAINT component_scores_pkey PRIMARY KEY (plan_id, unit_id, component, revision),
    CONSTRAINT component_scores_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES plan_units
);
COMMENT ON TABLE component_scores IS '@plan Ballot and leaders'' scores of a unit out of 100, revision by revision; the highest is current. Rows are only ever added.';

CREATE TABLE adjustments (
    plan_id       bigint      NOT NULL,
    adjustment_id bigint      GENERATED ALWAYS AS IDENTITY,
    unit_id       bigint      NOT NULL,
    rule          text        NOT NULL,
    kind          text        NOT NULL CHECK (kind IN ('BONUS', 'DEDUCTION')),
    matter        text        NOT NULL CHECK (matter <> ''),
    basis         text        NOT NULL CHECK (basis <> ''),
    evidence      text        NOT NULL DEFAULT '',
    happened_on   date        NOT NULL,
    claimed       numeric     NOT NULL CHECK (claimed > 0),
    factor        numeric     CHECK (factor > 0 AND factor <= 1),
    units         int         NOT NULL DEFAULT 1 CHECK (units > 0),
    status        text        NOT NULL CHECK (status IN ('PROPOSED', 'APPROVED', 'REJECTED')),
    points        numeric     CHECK (points > 0),
    version       int         NOT NULL DEFAULT 1,
    reverses      bigint,
    proposed_by   bigint      REFERENCES accounts,
    proposed_at   timestamptz NOT NULL,
    decided_by    bigint      REFERENCES accounts,
    decided_at    timestamptz,
    decision_note text        NOT NULL DEFAULT '',

    CONSTRAINT adjustments_pkey PRIMARY KEY (plan_id, adjustment_id),
    CONSTRAINT adjustments_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES plan_units,
    CONSTRAINT adjustments_reverses_fkey FOREIGN KEY (plan_id, reverses) REFERENCES adjustments,
    CONSTRAINT adjustments_points_check1 CHECK ((status = 'APPROVED') = (points IS NOT NULL)),
    CONSTRAINT adjustments_decided_at_check CHECK ((status = 'PROPOSED') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX adjustments_reverses_key ON adjustments (plan_id, reverses);
CREATE INDEX adjustments_unit_id_idx ON adjustments (plan_id, unit_id);
COMMENT ON TABLE adjustments IS '@plan The ledger of bonuses and deductions: what for, on what basis, who proposed, who decided. A mistake is reversed by an entry of its own.';
COMMENT ON COLUMN adjustments.matter IS 'what it is for; awards for the same matter may count once';
COMMENT ON COLUMN adjustments.factor IS 'what a lower class of award is worth of the points; NULL: all';
COMMENT ON COLUMN adjustments.units IS 'units that share the points evenly';
COMMENT ON COLUMN adjustments.points IS 'as decided; positive for deductions too';
COMMENT ON COLUMN adjustments.reverses IS 'the entry that this one takes back';

CREATE TABLE vetoes (
    plan_id     bigint      NOT NULL,
    veto_id     bigint      GENERATED ALWAYS AS IDENTITY,
    unit_id     bigint      NOT NULL,
    rule        text        NOT NULL,
    facts       text        NOT NULL CHECK (facts <> ''),
    legal_basis text        NOT NULL CHECK (legal_basis <> ''),
    status      text        NOT NULL CHECK (status IN ('REPORTED', 'APPLIED', 'NOT_APPLIED')),
    version     int         NOT NULL DEFAULT 1,
    reported_by bigint      REFERENCES accounts,
    reported_at timestamptz NOT NULL,
    decided_by  bigint      REFERENCES accounts,
    decided_at  timestamptz,
    decision_note text      NOT NULL DEFAULT '',

    CONSTRAINT vetoes_pkey PRIMARY KEY (plan_id, veto_id),
    CONSTRAINT vetoes_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES plan_units,
    CONSTRAINT vetoes_decided_at_check CHECK ((status = 'REPORTED') = (decided_at IS NULL))
);
CREATE INDEX vetoes_unit_id_idx ON vetoes (plan_id, unit_id);
COMMENT ON TABLE vetoes IS '@plan Reported cases of the plan''s veto list (一票否决) and what was decided.';

CREATE TABLE score_runs (
    plan_id    bigint      NOT NULL,
    run_id     bigint      GENERATED ALWAYS AS IDENTITY,
    number     int         NOT NULL CHECK (number > 0),
    engine     text        NOT NULL,
    edition    int         NOT NULL,
    inputs_at  timestamptz NOT NULL,
    sha256     text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    quotas     text        NOT NULL,
    pending    int         NOT NULL DEFAULT 0 CHECK (pending >= 0),
    supersedes bigint,
    created_by bigint      REFERENCES accounts,
    created_at timestamptz NOT NULL,

    CONSTRAINT score_runs_pkey PRIMARY KEY (plan_id, run_id),
    CONSTRAINT score_runs_number_key UNIQUE (plan_id, number),
    CONSTRAINT score_runs_edition_fkey FOREIGN KEY (plan_id, edition) REFERENCES plan_editions,
    CONSTRAINT score_runs_supersedes_fkey FOREIGN KEY (plan_id, supersedes) REFERENCES score_runs
);
COMMENT ON TABLE score_runs IS '@plan One computation of all scores of a plan, sealed: what went in, what came out, and the hash over both. Never changed; a run is final when the review names it.';
COMMENT ON COLUMN score_runs.quotas IS 'JSON: places by group id, as in the results, which are too long to read for them';
COMMENT ON COLUMN score_runs.pending IS 'lines that wait for a result from elsewhere; such a run cannot become final';
COMMENT ON COLUMN score_runs.sha256 IS 'over engine, inputs and results, joined by line feeds';

CREATE TABLE score_run_texts (
    plan_id bigint NOT NULL,
    run_id  bigint NOT NULL,
    kind    text   NOT NULL CHECK (kind IN ('INPUTS', 'RESULTS')),
    part    int    NOT NULL CHECK (part > 0),
    content text   NOT NULL,

    CONSTRAINT score_run_texts_pkey PRIMARY KEY (plan_id, run_id, kind, part),
    CONSTRAINT score_run_texts_run_id_fkey FOREIGN KEY (plan_id, run_id) REFERENCES score_runs
);
COMMENT ON TABLE score_run_texts IS '@plan What a run sealed, word for word: canonical JSON of everything the engine read, and of what it answered, traces included. In parts, since one value holds no more than a gigabyte. Never changed.';

CREATE TABLE scores (
    plan_id       bigint  NOT NULL,
    run_id        bigint  NOT NULL,
    unit_id       bigint  NOT NULL,
    group_id      bigint  NOT NULL,
    mode          text    NOT NULL,
    place         int     NOT NULL,
    indicators    numeric NOT NULL,
    bonus         numeric NOT NULL,
    deduction     numeric NOT NULL,
    exact         numeric NOT NULL,
    final         numeric NOT NULL,
    rank          int,
    grade         text    NOT NULL DEFAULT '',
    components    text    NOT NULL,
    dimensions    text    NOT NULL,
    vetoes        text[]  NOT NULL DEFAULT '{}',
    warnings      text[]  NOT NULL DEFAULT '{}',
    trace         text    NOT NULL,

    CONSTRAINT scores_pkey PRIMARY KEY (plan_id, run_id, unit_id),
    CONSTRAINT scores_run_id_fkey FOREIGN KEY (plan_id, run_id) REFERENCES score_runs,
    CONSTRAINT scores_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES plan_units
);
COMMENT ON TABLE scores IS '@plan A unit''s score in one run. Never changed.';
COMMENT ON COLUMN scores.rank IS 'NULL: listed apart';
COMMENT ON COLUMN scores.place IS 'row in the group''s printed list, from 1';
COMMENT ON COLUMN scores.exact IS 'before the final rounding';
COMMENT ON COLUMN scores.warnings IS 'codes of what the office should look at';

CREATE TABLE score_lines (
    plan_id    bigint  NOT NULL,
    run_id     bigint  NOT NULL,
    goal_id    bigint  NOT NULL,
    unit_id    bigint  NOT NULL,
    state      text    NOT NULL,
    full_marks text    NOT NULL,
    value      text    NOT NULL DEFAULT '',
    rate       text    NOT NULL DEFAULT '',
    points     numeric NOT NULL,
    most       numeric NOT NULL,
    gain_step  int     CHECK (gain_step IN (1, -1)),
    gain       numeric,
    trace      text    NOT NULL,

    CONSTRAINT score_lines_pkey PRIMARY KEY (plan_id, run_id, goal_id),
    CONSTRAINT score_lines_gain_check CHECK ((gain_step IS NULL) = (gain IS NULL)),
    CONSTRAINT score_lines_unit_id_fkey FOREIGN KEY (plan_id, run_id, unit_id) REFERENCES scores,
    CONSTRAINT score_lines_goal_id_fkey FOREIGN KEY (plan_id, goal_id) REFERENCES goals
);
CREATE INDEX score_lines_unit_id_idx ON score_lines (plan_id, run_id, unit_id);
COMMENT ON TABLE score_lines IS '@plan A goal''s points in one run, with the trace that explains them. Never changed.';
COMMENT ON COLUMN score_lines.full_marks IS 'after redistribution, exact: an integer, decimal or fraction such as 50/3; value and rate likewise';
COMMENT ON COLUMN score_lines.most IS 'the highest that the rule could have given';
COMMENT ON COLUMN score_lines.gain IS 'points that one unit of measure more (gain_step 1) or less (-1) would have added; NULL: the figure is no number';

CREATE TABLE exports (
    plan_id      bigint      NOT NULL,
    export_id    bigint      GENERATED ALWAYS AS IDENTITY,
    kind         text        NOT NULL CHECK (kind IN ('SCORE_SHEET', 'AUDIT')),
    asked        text        NOT NULL,
    token_hash   text        NOT NULL,
    requested_by bigint      REFERENCES accounts,
    requested_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,

    CONSTRAINT exports_pkey PRIMARY KEY (plan_id, export_id)
);
COMMENT ON TABLE exports IS '@plan Files that somebody asked for. Each is written when its link is opened, with the rights that the asker has then.';
COMMENT ON COLUMN exports.plan_id IS '0: belongs to no plan';
COMMENT ON COLUMN exports.asked IS 'canonical JSON: what is to be in it';
COMMENT ON COLUMN exports.token_hash IS 'SHA-256 of the secret part of the link';

GRANT SELECT, INSERT ON snapshots, bulletins, bulletin_sections, bulletin_issues, reviews, component_scores, adjustments, vetoes, score_runs, score_run_texts, scores, score_lines, exports TO kaoping_app;
GRANT UPDATE ON bulletins, bulletin_sections, reviews TO kaoping_app;
GRANT UPDATE (status, points, version, decided_by, decided_at, decision_note) ON adjustments TO kaoping_app;
GRANT UPDATE (status, version, decided_by, decided_at, decision_note) ON vetoes TO kaoping_app;

-- +goose Down

DROP TABLE exports;
DROP TABLE score_lines;
DROP TABLE scores;
DROP TABLE score_run_texts;
DROP TABLE score_runs;
DROP TABLE vetoes;
DROP TABLE adjustments;
DROP TABLE component_scores;
DROP TABLE reviews;
DROP TABLE bulletin_issues;
DROP TABLE bulletin_sections;
DROP TABLE bulletins;
DROP TABLE snapshots;
