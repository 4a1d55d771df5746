-- +goose Up

CREATE TABLE plans (
    plan_id      bigint      NOT NULL CONSTRAINT plans_pkey PRIMARY KEY REFERENCES plan_registry,
    organ_id     bigint      NOT NULL REFERENCES units,
    organiser_id bigint      NOT NULL REFERENCES units,
    year         int         NOT NULL,
    title        text        NOT NULL CHECK (title <> ''),
    status       text        NOT NULL CHECK (status IN ('DRAFT', 'REVISING', 'SUBMITTED', 'APPROVED', 'ISSUED', 'CLOSED', 'WITHDRAWN')),
    version      int         NOT NULL DEFAULT 1,
    edition      int         NOT NULL DEFAULT 0,
    settings     text        NOT NULL,
    document_no  text        NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    submitted_by bigint      REFERENCES accounts,
    issued_at    timestamptz,

    CONSTRAINT plans_issued_at_check CHECK ((status IN ('ISSUED', 'CLOSED')) = (issued_at IS NOT NULL))
);
COMMENT ON TABLE plans IS '@plan One authority''s rules for one year.';
COMMENT ON COLUMN plans.settings IS 'canonical JSON of the rules that are not rows: calendar, steps, lights, scales, adjustments, vetoes, grades';
COMMENT ON COLUMN plans.version IS 'counts changes, against lost updates; not the edition';
COMMENT ON COLUMN plans.edition IS 'the newest issued edition; 0 before the first';

CREATE TABLE plan_editions (
    plan_id     bigint      NOT NULL,
    edition     int         NOT NULL CHECK (edition > 0),
    document_no text        NOT NULL,
    content     text        NOT NULL,
    sha256      text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    issued_by   bigint      REFERENCES accounts,
    issued_at   timestamptz NOT NULL,

    CONSTRAINT plan_editions_pkey PRIMARY KEY (plan_id, edition),
    CONSTRAINT plan_editions_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plans
);
COMMENT ON TABLE plan_editions IS '@plan Issued plans, word for word, with the hash of the text. Never changed.';
COMMENT ON COLUMN plan_editions.content IS 'canonical JSON of the whole plan, goals included';

CREATE TABLE groups (
    plan_id       bigint  NOT NULL,
    group_id      bigint  GENERATED ALWAYS AS IDENTITY,
    code          text    NOT NULL,
    name          text    NOT NULL,
    name_en       text    NOT NULL DEFAULT '',
    display_order int     NOT NULL,
    withdrawn     boolean NOT NULL DEFAULT false,

    CONSTRAINT groups_pkey PRIMARY KEY (plan_id, group_id),
    CONSTRAINT groups_plan_id_code_key UNIQUE (plan_id, code),
    CONSTRAINT groups_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plans
);
COMMENT ON TABLE groups IS '@plan Units similar enough to be ranked together (考核序列).';
COMMENT ON COLUMN groups.withdrawn IS 'left out of a later draft; kept because history may refer to it';

CREATE TABLE components (
    plan_id   bigint  NOT NULL,
    group_id  bigint  NOT NULL,
    component text    NOT NULL CHECK (component IN ('INDICATORS', 'BALLOT', 'LEADER')),
    weight    numeric NOT NULL CHECK (weight BETWEEN 0 AND 1),

    CONSTRAINT components_pkey PRIMARY KEY (plan_id, group_id, component),
    CONSTRAINT components_group_id_fkey FOREIGN KEY (plan_id, group_id) REFERENCES groups
);
COMMENT ON TABLE components IS '@plan What share of a group''s final score the indicators, the ballots and the leaders have.';

CREATE TABLE dimensions (
    plan_id       bigint  NOT NULL,
    dimension_id  bigint  GENERATED ALWAYS AS IDENTITY,
    code          text    NOT NULL,
    name          text    NOT NULL,
    name_en       text    NOT NULL DEFAULT '',
    display_order int     NOT NULL,
    withdrawn     boolean NOT NULL DEFAULT false,

    CONSTRAINT dimensions_pkey PRIMARY KEY (plan_id, dimension_id),
    CONSTRAINT dimensions_plan_id_code_key UNIQUE (plan_id, code),
    CONSTRAINT dimensions_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plans
);
COMMENT ON TABLE dimensions IS '@plan Top level of the indicator tree (维度).';

CREATE TABLE dimension_marks (
    plan_id      bigint  NOT NULL,
    dimension_id bigint  NOT NULL,
    group_id     bigint  NOT NULL,
    full_marks   numeric NOT NULL CHECK (full_marks >= 0),

    CONSTRAINT dimension_marks_pkey PRIMARY KEY (plan_id, dimension_id, group_id),
    CONSTRAINT dimension_marks_dimension_id_fkey FOREIGN KEY (plan_id, dimension_id) REFERENCES dimensions,
    CONSTRAINT dimension_marks_group_id_fkey FOREIGN KEY (plan_id, group_id) REFERENCES groups
);
COMMENT ON TABLE dimension_marks IS '@plan A dimension''s full marks in one group.';

CREATE TABLE indicators (
    plan_id         bigint  NOT NULL,
    indicator_id    bigint  GENERATED ALWAYS AS IDENTITY,
    code            text    NOT NULL,
    name            text    NOT NULL,
    name_en         text    NOT NULL DEFAULT '',
    dimension_id    bigint  NOT NULL,
    definition      text    NOT NULL,
    unit_of_measure text    NOT NULL,
    direction       text    NOT NULL CHECK (direction IN ('HIGHER', 'LOWER', 'RANGE')),
    binding         boolean NOT NULL DEFAULT false,
    frequency       text    NOT NULL CHECK (frequency IN ('YEAR', 'HALF', 'QUARTER', 'MONTH')),
    aggregation     text    NOT NULL CHECK (aggregation IN ('SUM', 'LAST', 'CUMULATIVE', 'AVG', 'RATIO', 'MAX', 'MIN', 'ANY', 'ALL', 'WEIGHTED_AVG', 'MILESTONE')),
    period_weights  text    NOT NULL DEFAULT '[]',
    ratio_scale     numeric CHECK (ratio_scale > 0),
    source          text    NOT NULL CHECK (source IN ('UNIT', 'OWNER')),
    owner_id        bigint  NOT NULL REFERENCES units,
    alternate_id    bigint  REFERENCES units,
    rule            text    NOT NULL,
    target          numeric,
    baseline        numeric,
    planned_shares  text    NOT NULL DEFAULT '[]',
    display_order   int     NOT NULL,
    withdrawn       boolean NOT NULL DEFAULT false,

    CONSTRAINT indicators_pkey PRIMARY KEY (plan_id, indicator_id),
    CONSTRAINT indicators_plan_id_code_key UNIQUE (plan_id, code),
    CONSTRAINT indicators_alternate_id_check CHECK (alternate_id <> owner_id),
    CONSTRAINT indicators_dimension_id_fkey FOREIGN KEY (plan_id, dimension_id) REFERENCES dimensions
);
COMMENT ON TABLE indicators IS '@plan What is measured, how, by whom, and how the figure becomes points.';
COMMENT ON COLUMN indicators.rule IS 'canonical JSON: one scoring method and its modifiers';
COMMENT ON COLUMN indicators.ratio_scale IS 'what a ratio of sums is multiplied by to be in the unit of measure: 100 for per cent';
COMMENT ON COLUMN indicators.alternate_id IS 'verifies where the owner would verify its own figure';
COMMENT ON COLUMN indicators.target IS 'for goals that have none of their own';
COMMENT ON COLUMN indicators.period_weights IS 'JSON list of decimals, of the year''s periods in order; only with WEIGHTED_AVG';
COMMENT ON COLUMN indicators.planned_shares IS 'JSON list of {month, share}; empty: the plan''s';

CREATE TABLE indicator_marks (
    plan_id      bigint  NOT NULL,
    indicator_id bigint  NOT NULL,
    group_id     bigint  NOT NULL,
    full_marks   numeric NOT NULL CHECK (full_marks >= 0),

    CONSTRAINT indicator_marks_pkey PRIMARY KEY (plan_id, indicator_id, group_id),
    CONSTRAINT indicator_marks_indicator_id_fkey FOREIGN KEY (plan_id, indicator_id) REFERENCES indicators,
    CONSTRAINT indicator_marks_group_id_fkey FOREIGN KEY (plan_id, group_id) REFERENCES groups
);
COMMENT ON TABLE indicator_marks IS '@plan An indicator''s full marks in one group; 0 or no row: the group does not have it.';

CREATE TABLE plan_units (
    plan_id   bigint  NOT NULL,
    unit_id   bigint  NOT NULL REFERENCES units,
    group_id  bigint  NOT NULL,
    mode      text    NOT NULL CHECK (mode IN ('RANKED', 'SCORED_UNRANKED', 'ENTRUSTED', 'EXEMPT')),
    display_order int NOT NULL,
    withdrawn boolean NOT NULL DEFAULT false,

    CONSTRAINT plan_units_pkey PRIMARY KEY (plan_id, unit_id),
    CONSTRAINT plan_units_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plans,
    CONSTRAINT plan_units_group_id_fkey FOREIGN KEY (plan_id, group_id) REFERENCES groups
);
CREATE INDEX plan_units_group_id_idx ON plan_units (plan_id, group_id);
COMMENT ON TABLE plan_units IS '@plan Which units the plan evaluates, in which group, and how they take part.';
COMMENT ON COLUMN plan_units.mode IS 'SCORED_UNRANKED: listed apart (单列), no rank and no quota place';

CREATE TABLE goals (
    plan_id      bigint NOT NULL,
    goal_id      bigint GENERATED ALWAYS AS IDENTITY,
    unit_id      bigint NOT NULL,
    indicator_id bigint NOT NULL,
    sort_key     bigint NOT NULL,

    CONSTRAINT goals_pkey PRIMARY KEY (plan_id, goal_id),
    CONSTRAINT goals_unit_id_indicator_id_key UNIQUE (plan_id, unit_id, indicator_id),
    CONSTRAINT goals_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES plan_units,
    CONSTRAINT goals_indicator_id_fkey FOREIGN KEY (plan_id, indicator_id) REFERENCES indicators
);
CREATE UNIQUE INDEX goals_sort_key_key ON goals (plan_id, sort_key, goal_id);
CREATE INDEX goals_indicator_id_idx ON goals (plan_id, indicator_id);
COMMENT ON TABLE goals IS '@plan That a unit answers for an indicator. All that can change about it is in goal_revisions.';
COMMENT ON COLUMN goals.sort_key IS 'natural order of lists: the unit''s place in the plan times a million plus the indicator''s';

CREATE TABLE goal_revisions (
    plan_id           bigint      NOT NULL,
    goal_id           bigint      NOT NULL,
    revision          int         NOT NULL CHECK (revision > 0),
    state             text        NOT NULL CHECK (state IN ('SET', 'NOT_APPLICABLE', 'WITHDRAWN')),
    full_marks        numeric     NOT NULL CHECK (full_marks >= 0),
    target            numeric,
    baseline          numeric,
    challenge         numeric,
    difficulty        numeric     CHECK (difficulty > 0),
    portion           numeric     CHECK (portion > 0 AND portion <= 1),
    lead_unit_id      bigint      REFERENCES units,
    cooperating_units bigint[]    NOT NULL DEFAULT '{}',
    section           text        NOT NULL DEFAULT '',
    leader_id         bigint      REFERENCES accounts,
    planned_shares    text        NOT NULL DEFAULT '[]',
    out_of_totals     boolean     NOT NULL DEFAULT false,
    recorded_by       bigint      REFERENCES accounts,
    recorded_at       timestamptz NOT NULL,
    reason            text        NOT NULL DEFAULT '',

    CONSTRAINT goal_revisions_pkey PRIMARY KEY (plan_id, goal_id, revision),
    CONSTRAINT goal_revisions_goal_id_fkey FOREIGN KEY (plan_id, goal_id) REFERENCES goals
);
COMMENT ON TABLE goal_revisions IS '@plan What a goal was, revision by revision; the highest is current. Rows are only ever added.';
COMMENT ON COLUMN goal_revisions.full_marks IS 'before the marks of goals that do not apply are redistributed';
COMMENT ON COLUMN goal_revisions.leader_id IS 'leader in charge of this goal; NULL: the one in charge of the unit';
COMMENT ON COLUMN goal_revisions.portion IS 'this unit''s part of a task that several share; NULL: all';
COMMENT ON COLUMN goal_revisions.planned_shares IS 'JSON list of {month, share}; empty: the indicator''s, or else the plan''s';
COMMENT ON COLUMN goal_revisions.out_of_totals IS 'counted elsewhere already (a county total and its townships'' shares): left out of sums over units';

CREATE TABLE goal_progress (
    plan_id       bigint      NOT NULL,
    goal_id       bigint      NOT NULL,
    period        text        NOT NULL,
    revision      int         NOT NULL,
    goal_revision int         NOT NULL,
    state         text        NOT NULL CHECK (state IN ('VALUE', 'NOTHING_PRODUCED', 'NOT_APPLICABLE', 'MISSING')),
    value         numeric,
    numerator     numeric,
    denominator   numeric,
    rate          numeric,
    planned       numeric     NOT NULL,
    previous_rate numeric,
    reported      int         NOT NULL,
    on_time       int         NOT NULL,
    updated_at    timestamptz NOT NULL,

    CONSTRAINT goal_progress_pkey PRIMARY KEY (plan_id, goal_id),
    CONSTRAINT goal_progress_goal_id_fkey FOREIGN KEY (plan_id, goal_id) REFERENCES goals
);
COMMENT ON TABLE goal_progress IS '@plan How far a goal is, kept so that lists need no aggregation. Recomputed from the values in the transaction that changes one; `kaoping verify progress` compares all.';
COMMENT ON COLUMN goal_progress.period IS 'the latest period with a counted value';
COMMENT ON COLUMN goal_progress.revision IS 'the revision counted for that period';
COMMENT ON COLUMN goal_progress.goal_revision IS 'the target it is held against';
COMMENT ON COLUMN goal_progress.rate IS 'completion of the year''s target, a fraction kept to 12 decimals; NULL where the goal has no rate';
COMMENT ON COLUMN goal_progress.planned IS 'share of the year planned by the end of the period; 1 for goals on a level';
COMMENT ON COLUMN goal_progress.previous_rate IS 'the rate as of the reported period before';

GRANT SELECT, INSERT ON plans, plan_editions, groups, components, dimensions, dimension_marks, indicators, indicator_marks, plan_units, goals, goal_revisions, goal_progress TO kaoping_app;
GRANT UPDATE ON plans, groups, components, dimensions, dimension_marks, indicators, indicator_marks, plan_units, goal_progress TO kaoping_app;
GRANT UPDATE (sort_key) ON goals TO kaoping_app;
GRANT DELETE ON goal_progress TO kaoping_app; -- derived; dropped when a goal's only figure is sent back

-- +goose Down

DROP TABLE goal_progress;
DROP TABLE goal_revisions;
DROP TABLE goals;
DROP TABLE plan_units;
DROP TABLE indicator_marks;
DROP TABLE indicators;
DROP TABLE dimension_marks;
DROP TABLE dimensions;
DROP TABLE components;
DROP TABLE groups;
DROP TABLE plan_editions;
DROP TABLE plans;
