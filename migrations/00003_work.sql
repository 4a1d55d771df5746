-- +goose Up

CREATE TABLE arrangements (
    plan_id      bigint      NOT NULL,
    unit_id      bigint      NOT NULL,
    month        text        NOT NULL CHECK (month ~ '^\d{4}-\d{2}$'),
    status       text        NOT NULL CHECK (status IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED')),
    version      int         NOT NULL DEFAULT 1,
    submitted_by bigint      REFERENCES accounts,
    submitted_at timestamptz,
    approved_by  bigint      REFERENCES accounts,
    approved_at  timestamptz,
    returned_by  bigint      REFERENCES accounts,
    returned_at  timestamptz,
    return_reason text       NOT NULL DEFAULT '',
    changed_at   timestamptz NOT NULL,

    CONSTRAINT arrangements_pkey PRIMARY KEY (plan_id, unit_id, month),
    CONSTRAINT arrangements_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES plan_units
);
COMMENT ON TABLE arrangements IS '@plan A unit''s work for one month (月度安排). That it runs or is over follows from the month.';

CREATE TABLE arrangement_items (
    plan_id       bigint NOT NULL,
    item_id       bigint GENERATED ALWAYS AS IDENTITY,
    unit_id       bigint NOT NULL,
    month         text   NOT NULL,
    display_order int    NOT NULL,
    matter        text   NOT NULL CHECK (matter <> ''),
    section       text   NOT NULL DEFAULT '',
    post          text   NOT NULL DEFAULT '',
    due           date   NOT NULL,
    goal_id       bigint,
    contingency   text   NOT NULL DEFAULT '',
    status        text   NOT NULL DEFAULT 'NOT_STARTED' CHECK (status IN ('NOT_STARTED', 'ON_TRACK', 'DELAYED', 'DONE', 'CARRIED_OVER', 'CANCELLED')),
    percent       int    NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    cause         text   CHECK (cause IN ('OWN_EFFORT', 'COORDINATION', 'FUNDS', 'LAND', 'APPROVAL', 'POLICY', 'WEATHER', 'UPPER_LEVEL', 'OTHER')),
    cause_note    text   NOT NULL DEFAULT '',
    measure       text   NOT NULL DEFAULT '',
    new_due       date,
    carried_from  bigint,
    carried_times int    NOT NULL DEFAULT 0,

    CONSTRAINT arrangement_items_pkey PRIMARY KEY (plan_id, item_id),
    CONSTRAINT arrangement_items_month_fkey FOREIGN KEY (plan_id, unit_id, month) REFERENCES arrangements,
    CONSTRAINT arrangement_items_goal_id_fkey FOREIGN KEY (plan_id, goal_id) REFERENCES goals,
    CONSTRAINT arrangement_items_carried_from_fkey FOREIGN KEY (plan_id, carried_from) REFERENCES arrangement_items,
    CONSTRAINT arrangement_items_delayed_check CHECK (status <> 'DELAYED' OR (cause IS NOT NULL AND measure <> ''))
);
CREATE INDEX arrangement_items_month_idx ON arrangement_items (plan_id, unit_id, month);
CREATE UNIQUE INDEX arrangement_items_carried_from_key ON arrangement_items (plan_id, carried_from);
COMMENT ON TABLE arrangement_items IS '@plan One matter of a month: who does what by when, what if it goes wrong (预案), and what came of it.';
COMMENT ON COLUMN arrangement_items.post IS 'the responsible post, not a person''s name';
COMMENT ON COLUMN arrangement_items.goal_id IS 'the goal it serves; NULL: other work';
COMMENT ON COLUMN arrangement_items.carried_from IS 'last month''s item that it goes on with (结转)';

CREATE TABLE reports (
    plan_id      bigint      NOT NULL,
    unit_id      bigint      NOT NULL,
    period       text        NOT NULL,
    version      int         NOT NULL DEFAULT 1,
    receipt      bigint,
    submitted_by bigint      REFERENCES accounts,
    submitted_at timestamptz,
    late         boolean     NOT NULL DEFAULT false,

    CONSTRAINT reports_pkey PRIMARY KEY (plan_id, unit_id, period),
    CONSTRAINT reports_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES plan_units,
    CONSTRAINT reports_receipt_check CHECK ((receipt IS NULL) = (submitted_at IS NULL))
);
COMMENT ON TABLE reports IS '@plan A unit''s figures for one period (填报). Its status is that of its least advanced row.';
COMMENT ON COLUMN reports.receipt IS 'the first submit''s number in receipts';
COMMENT ON COLUMN reports.submitted_at IS 'when the first submit was received; later ones do not make a report later';

CREATE TABLE receipts (
    plan_id      bigint      NOT NULL,
    receipt_id   bigint      GENERATED ALWAYS AS IDENTITY,
    unit_id      bigint      NOT NULL,
    period       text        NOT NULL,
    figures      int         NOT NULL CHECK (figures > 0),
    submitted_by bigint      REFERENCES accounts,
    received_at  timestamptz NOT NULL,

    CONSTRAINT receipts_pkey PRIMARY KEY (plan_id, receipt_id),
    CONSTRAINT receipts_period_fkey FOREIGN KEY (plan_id, unit_id, period) REFERENCES reports
);
CREATE INDEX receipts_period_idx ON receipts (plan_id, unit_id, period);
COMMENT ON TABLE receipts IS '@plan Proof that figures were submitted, and at which instant. Numbers rise but may have gaps.';

CREATE TABLE report_rows (
    plan_id           bigint      NOT NULL,
    goal_id           bigint      NOT NULL,
    period            text        NOT NULL,
    unit_id           bigint      NOT NULL,
    status            text        NOT NULL CHECK (status IN ('DRAFT', 'SUBMITTED', 'UNIT_APPROVED', 'OWNER_VERIFIED', 'CONFIRMED', 'RETURNED')),
    version           int         NOT NULL DEFAULT 1,
    revision          int         NOT NULL,
    official_revision int,
    entered_by        bigint      REFERENCES accounts,
    submitted_by      bigint      REFERENCES accounts,
    submitted_at      timestamptz,
    approved_by       bigint      REFERENCES accounts,
    approved_at       timestamptz,
    verified_by       bigint      REFERENCES accounts,
    verified_at       timestamptz,
    confirmed_by      bigint      REFERENCES accounts,
    confirmed_at      timestamptz,
    late              boolean     NOT NULL DEFAULT false,

    CONSTRAINT report_rows_pkey PRIMARY KEY (plan_id, goal_id, period),
    CONSTRAINT report_rows_goal_id_fkey FOREIGN KEY (plan_id, goal_id) REFERENCES goals
);
CREATE INDEX report_rows_unit_id_period_idx ON report_rows (plan_id, unit_id, period);
CREATE INDEX report_rows_period_idx ON report_rows (plan_id, period);
COMMENT ON TABLE report_rows IS '@plan Where one figure stands on its way, and which revisions of it count. The figures are in report_values.';
COMMENT ON COLUMN report_rows.revision IS 'the newest revision, whoever entered it';
COMMENT ON COLUMN report_rows.official_revision IS 'the owner''s own figure, which counts before the unit''s; NULL: the owner agreed or has not looked';
COMMENT ON COLUMN report_rows.late IS 'first received after the deadline';

CREATE TABLE report_values (
    plan_id     bigint      NOT NULL,
    goal_id     bigint      NOT NULL,
    period      text        NOT NULL,
    revision    int         NOT NULL CHECK (revision > 0),
    source      text        NOT NULL CHECK (source IN ('UNIT', 'OWNER')),
    state       text        NOT NULL CHECK (state IN ('VALUE', 'NOTHING_PRODUCED', 'NOT_APPLICABLE')),
    value       numeric     CHECK (value NOT IN ('NaN', 'Infinity', '-Infinity')),
    numerator   numeric     CHECK (numerator NOT IN ('NaN', 'Infinity', '-Infinity')),
    denominator numeric     CHECK (denominator NOT IN ('NaN', 'Infinity', '-Infinity')),
    inputs      text        NOT NULL DEFAULT '',
    note        text        NOT NULL DEFAULT '',
    cause       text        CHECK (cause IN ('OWN_EFFORT', 'COORDINATION', 'FUNDS', 'LAND', 'APPROVAL', 'POLICY', 'WEATHER', 'UPPER_LEVEL', 'OTHER')),
    measure     text        NOT NULL DEFAULT '',
    help_needed text        NOT NULL DEFAULT '',
    recorded_by bigint      REFERENCES accounts,
    recorded_at timestamptz NOT NULL,

    CONSTRAINT report_values_pkey PRIMARY KEY (plan_id, goal_id, period, revision),
    CONSTRAINT report_values_goal_id_fkey FOREIGN KEY (plan_id, goal_id) REFERENCES goals,
    CONSTRAINT report_values_state_check1 CHECK (state = 'VALUE' OR (value IS NULL AND numerator IS NULL AND denominator IS NULL AND inputs = '')),
    CONSTRAINT report_values_ratio_check CHECK ((numerator IS NULL) = (denominator IS NULL)),
    CONSTRAINT report_values_filled_check CHECK (state <> 'VALUE' OR num_nonnulls(value, numerator) = 1 OR inputs <> '')
);
COMMENT ON TABLE report_values IS '@plan Every figure that anyone entered, revision by revision. Rows are only ever added. That nothing was entered is the absence of a row; zero is a value.';
COMMENT ON COLUMN report_values.source IS 'OWNER: the official figure beside the unit''s';
COMMENT ON COLUMN report_values.inputs IS 'versioned JSON for rules that need more than a number: occurrences by kind, ratings, pass or fail';

CREATE TABLE report_returns (
    plan_id     bigint      NOT NULL,
    return_id   bigint      GENERATED ALWAYS AS IDENTITY,
    unit_id     bigint      NOT NULL,
    period      text        NOT NULL,
    goals       bigint[]    NOT NULL CHECK (cardinality(goals) > 0),
    reason      text        NOT NULL CHECK (reason <> ''),
    returned_by bigint      REFERENCES accounts,
    returned_at timestamptz NOT NULL,

    CONSTRAINT report_returns_pkey PRIMARY KEY (plan_id, return_id),
    CONSTRAINT report_returns_period_fkey FOREIGN KEY (plan_id, unit_id, period) REFERENCES reports
);
CREATE INDEX report_returns_period_idx ON report_returns (plan_id, unit_id, period);
COMMENT ON TABLE report_returns IS '@plan Figures that were sent back, by whom and why (退回).';

CREATE TABLE exceptions (
    plan_id      bigint      NOT NULL,
    exception_id bigint      GENERATED ALWAYS AS IDENTITY,
    unit_id      bigint      NOT NULL,
    period       text        NOT NULL,
    until        timestamptz NOT NULL,
    reason       text        NOT NULL CHECK (reason <> ''),
    granted_by   bigint      REFERENCES accounts,
    granted_at   timestamptz NOT NULL,

    CONSTRAINT exceptions_pkey PRIMARY KEY (plan_id, exception_id),
    CONSTRAINT exceptions_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES plan_units,
    CONSTRAINT exceptions_until_check CHECK (until > granted_at)
);
CREATE INDEX exceptions_period_idx ON exceptions (plan_id, unit_id, period);
COMMENT ON TABLE exceptions IS '@plan Leave for one unit to file one period''s figures after the window closed, until an instant.';

CREATE TABLE exception_ends (
    plan_id      bigint      NOT NULL,
    exception_id bigint      NOT NULL,
    reason       text        NOT NULL CHECK (reason <> ''),
    ended_by     bigint      REFERENCES accounts,
    ended_at     timestamptz NOT NULL,

    CONSTRAINT exception_ends_pkey PRIMARY KEY (plan_id, exception_id),
    CONSTRAINT exception_ends_exception_id_fkey FOREIGN KEY (plan_id, exception_id) REFERENCES exceptions
);
COMMENT ON TABLE exception_ends IS '@plan Exceptions that were taken back before their time, by whom and why. Rows are only ever added.';

CREATE TABLE closures (
    plan_id   bigint      NOT NULL,
    period    text        NOT NULL,
    closed_at timestamptz NOT NULL,
    closed_by bigint      REFERENCES accounts,
    reason    text        NOT NULL CHECK (reason <> ''),

    CONSTRAINT closures_pkey PRIMARY KEY (plan_id, period),
    CONSTRAINT closures_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plans
);
COMMENT ON TABLE closures IS '@plan Periods whose window the office ended for all units. Rows are only ever added; a unit that must still file gets an exception.';
COMMENT ON COLUMN closures.closed_at IS 'after every receipt of the period; what waited for the close to end was refused';

CREATE TABLE arrangement_receipts (
    plan_id      bigint      NOT NULL,
    receipt_id   bigint      GENERATED ALWAYS AS IDENTITY,
    unit_id      bigint      NOT NULL,
    month        text        NOT NULL,
    matters      int         NOT NULL CHECK (matters > 0),
    submitted_by bigint      REFERENCES accounts,
    received_at  timestamptz NOT NULL,

    CONSTRAINT arrangement_receipts_pkey PRIMARY KEY (plan_id, receipt_id),
    CONSTRAINT arrangement_receipts_month_fkey FOREIGN KEY (plan_id, unit_id, month) REFERENCES arrangements
);
CREATE INDEX arrangement_receipts_month_idx ON arrangement_receipts (plan_id, unit_id, month);
COMMENT ON TABLE arrangement_receipts IS '@plan Proof that a month''s arrangement was submitted, and at which instant. Numbers rise but may have gaps.';

GRANT SELECT, INSERT ON exception_ends, closures, arrangement_receipts TO kaoping_app;
GRANT SELECT, INSERT ON arrangements, arrangement_items, reports, report_rows, report_values, report_returns, exceptions, receipts TO kaoping_app;
GRANT UPDATE ON arrangements, arrangement_items, reports, report_rows TO kaoping_app;
GRANT DELETE ON arrangement_items TO kaoping_app;

-- +goose Down

DROP TABLE arrangement_receipts;
DROP TABLE closures;
DROP TABLE exception_ends;
DROP TABLE exceptions;
DROP TABLE report_returns;
DROP TABLE report_values;
DROP TABLE report_rows;
DROP TABLE receipts;
DROP TABLE reports;
DROP TABLE arrangement_items;
DROP TABLE arrangements;
