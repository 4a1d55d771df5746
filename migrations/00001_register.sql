-- +goose Up

-- Two roles share the database. The account that runs these migrations owns
-- everything and changes the schema. The program works as kaoping_app, which may
-- read, add rows, and update only what is named below: what was recorded stays.
-- Where the migrating account may not create roles, an administrator first runs
--     CREATE ROLE kaoping_app NOLOGIN;
--     GRANT kaoping_app TO <the account in DATABASE_URL>;
-- +goose StatementBegin
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kaoping_app') THEN
        BEGIN
            CREATE ROLE kaoping_app NOLOGIN;
        EXCEPTION
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'the role kaoping_app is missing and % may not create it', current_user
                    USING HINT = format('Have an administrator run: CREATE ROLE kaoping_app NOLOGIN; GRANT kaoping_app TO %I;', current_user);
            WHEN duplicate_object OR unique_violation THEN
                NULL; -- another database of this server is being migrated at the same moment
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'kaoping_app', 'MEMBER') THEN
        EXECUTE format('GRANT kaoping_app TO %I', current_user);
    END IF;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO kaoping_app', current_database());
END
$$;
-- +goose StatementEnd
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO kaoping_app;

CREATE TABLE units (
    unit_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT units_pkey PRIMARY KEY,
    code    text NOT NULL CHECK (code ~ '^[A-Za-z0-9_-]{1,32}$'),

    CONSTRAINT units_code_key UNIQUE (code)
);
COMMENT ON TABLE units IS '@reference The bodies that plan, are evaluated, or supply figures. What is true of one only for a time is in unit_terms.';

CREATE TABLE unit_terms (
    unit_id       bigint      NOT NULL REFERENCES units,
    valid_from    timestamptz NOT NULL,
    valid_to      timestamptz,
    name          text        NOT NULL CHECK (name <> ''),
    kind          text        NOT NULL CHECK (kind IN ('AUTHORITY', 'PARTY_ORGAN', 'DEPARTMENT', 'TOWNSHIP', 'INSTITUTION', 'VERTICAL', 'SECTION')),
    parent_id     bigint      REFERENCES units,
    display_order int         NOT NULL,
    office_phone  text        NOT NULL DEFAULT '',

    CONSTRAINT unit_terms_pkey PRIMARY KEY (unit_id, valid_from),
    CONSTRAINT unit_terms_valid_to_check CHECK (valid_to > valid_from),
    CONSTRAINT unit_terms_parent_id_check CHECK (parent_id <> unit_id)
);
CREATE UNIQUE INDEX unit_terms_current_key ON unit_terms (unit_id) WHERE valid_to IS NULL;
CREATE INDEX unit_terms_parent_id_idx ON unit_terms (parent_id) WHERE valid_to IS NULL;
COMMENT ON TABLE unit_terms IS '@reference What a unit is called, where it stands in the tree and its office telephone, from one instant to another. A reorganisation ends a term and begins the next.';
COMMENT ON COLUMN unit_terms.valid_to IS 'exclusive; NULL while the term runs';
COMMENT ON COLUMN unit_terms.display_order IS 'the fixed order of official lists; decides how units of equal rank are printed';

CREATE TABLE accounts (
    account_id   bigint  GENERATED ALWAYS AS IDENTITY CONSTRAINT accounts_pkey PRIMARY KEY,
    login        text    NOT NULL CHECK (login ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
    name         text    NOT NULL CHECK (name <> ''),
    post         text    NOT NULL DEFAULT '',
    office_phone text    NOT NULL DEFAULT '',
    mobile       text    NOT NULL DEFAULT '',
    active       boolean NOT NULL DEFAULT true,
    version      int     NOT NULL DEFAULT 1,

    CONSTRAINT accounts_login_key UNIQUE (login)
);
COMMENT ON TABLE accounts IS '@reference People who sign in. Never deleted: their names stand under what they did.';
COMMENT ON COLUMN accounts.mobile IS 'confidential; no list or search shows it';

CREATE TABLE postings (
    account_id bigint      NOT NULL REFERENCES accounts,
    valid_from timestamptz NOT NULL,
    valid_to   timestamptz,
    unit_id    bigint      NOT NULL REFERENCES units,

    CONSTRAINT postings_pkey PRIMARY KEY (account_id, valid_from),
    CONSTRAINT postings_valid_to_check CHECK (valid_to > valid_from)
);
CREATE UNIQUE INDEX postings_current_key ON postings (account_id) WHERE valid_to IS NULL;
CREATE INDEX postings_unit_id_idx ON postings (unit_id);
COMMENT ON TABLE postings IS '@reference Where a person works, from when to when; one place at a time. It gives no rights, those come from grants, but it takes some: nobody judges a unit that they worked for in the year.';
COMMENT ON COLUMN postings.valid_to IS 'exclusive; NULL while the person works there';

CREATE TABLE plan_registry (
    plan_id   bigint  GENERATED ALWAYS AS IDENTITY CONSTRAINT plan_registry_pkey PRIMARY KEY,
    organ_id  bigint  NOT NULL REFERENCES units,
    year      int     NOT NULL CHECK (year BETWEEN 2000 AND 2200),
    withdrawn boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX plan_registry_organ_id_year_key ON plan_registry (organ_id, year) WHERE NOT withdrawn;
COMMENT ON TABLE plan_registry IS '@reference Gives plans their numbers and keeps an authority to one plan a year, which no constraint on a table spread by plan could.';

CREATE TABLE grants (
    grant_id    bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT grants_pkey PRIMARY KEY,
    account_id  bigint      NOT NULL REFERENCES accounts,
    role        text        NOT NULL CHECK (role IN ('OFFICE_DIRECTOR', 'OFFICE_OPERATOR', 'COMMITTEE', 'LEADER', 'INDICATOR_OWNER', 'UNIT_HEAD', 'UNIT_DEPUTY', 'REPORTER', 'REVIEWER', 'RATER', 'APPEAL_PANEL', 'OBSERVER', 'ANALYST', 'SYSTEM_ADMINISTRATOR')),
    unit_id     bigint      NOT NULL REFERENCES units,
    subtree     boolean     NOT NULL DEFAULT false,
    plan_id     bigint      REFERENCES plan_registry,
    valid_from  timestamptz NOT NULL,
    valid_to    timestamptz,
    reason      text        NOT NULL DEFAULT '',
    granted_by  bigint      REFERENCES accounts,
    granted_at  timestamptz NOT NULL,
    approved_by bigint      REFERENCES accounts,
    approved_at timestamptz,

    CONSTRAINT grants_valid_to_check CHECK (valid_to >= valid_from),
    CONSTRAINT grants_granted_by_check CHECK (granted_by <> account_id),
    CONSTRAINT grants_approved_by_check CHECK (approved_by IS NULL
        OR approved_by <> account_id AND approved_by IS DISTINCT FROM granted_by AND approved_at IS NOT NULL),
    CONSTRAINT grants_approved_at_check CHECK (approved_at IS NULL OR granted_by IS NULL OR approved_by IS NOT NULL
        OR role NOT IN ('OFFICE_DIRECTOR', 'OFFICE_OPERATOR', 'COMMITTEE', 'LEADER', 'OBSERVER', 'SYSTEM_ADMINISTRATOR'))
);
CREATE UNIQUE INDEX grants_current_key ON grants (account_id, role, unit_id, COALESCE(plan_id, 0)) WHERE valid_to IS NULL;
CREATE INDEX grants_unit_id_idx ON grants (unit_id);
COMMENT ON TABLE grants IS '@reference Who may act as what, on which unit or part of the tree, for all plans or one, from when to when. It counts from its approval on. Nobody grants or approves for themselves, and the roles that decide over others take two people.';
COMMENT ON COLUMN grants.subtree IS 'also on all that lies under the unit at the time, down to the next authority';
COMMENT ON COLUMN grants.plan_id IS 'NULL: for all plans';
COMMENT ON COLUMN grants.valid_to IS 'exclusive; equal to valid_from where it was ended before it began';
COMMENT ON COLUMN grants.granted_by IS 'NULL: from the server''s command line, which holds the database anyway and needs no second person';
COMMENT ON COLUMN grants.approved_at IS 'NULL: waits for a second system administrator';

CREATE TABLE portfolios (
    portfolio_id bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT portfolios_pkey PRIMARY KEY,
    account_id   bigint      NOT NULL REFERENCES accounts,
    unit_id      bigint      NOT NULL REFERENCES units,
    valid_from   timestamptz NOT NULL,
    valid_to     timestamptz,

    CONSTRAINT portfolios_valid_to_check CHECK (valid_to > valid_from)
);
CREATE UNIQUE INDEX portfolios_current_key ON portfolios (unit_id) WHERE valid_to IS NULL;
CREATE INDEX portfolios_account_id_idx ON portfolios (account_id);
COMMENT ON TABLE portfolios IS '@reference Which leader of the authority is in charge of a unit (分管领导), from when to when; one at a time.';

CREATE TABLE calendar_days (
    day   date    NOT NULL CONSTRAINT calendar_days_pkey PRIMARY KEY,
    works boolean NOT NULL,
    name  text    NOT NULL DEFAULT ''
);
COMMENT ON TABLE calendar_days IS '@reference Days that differ from the rule that Saturdays and Sundays are off: public holidays, and weekend days worked in exchange.';

GRANT SELECT, INSERT ON units, unit_terms, accounts, postings, grants, portfolios, calendar_days, plan_registry TO kaoping_app;
GRANT UPDATE (valid_to) ON unit_terms, postings, portfolios TO kaoping_app;
GRANT UPDATE (valid_to, approved_by, approved_at) ON grants TO kaoping_app;
GRANT UPDATE (name, post, office_phone, mobile, active, version) ON accounts TO kaoping_app;
GRANT UPDATE (works, name) ON calendar_days TO kaoping_app;
GRANT UPDATE (withdrawn) ON plan_registry TO kaoping_app;

-- +goose Down

DROP TABLE calendar_days;
DROP TABLE portfolios;
DROP TABLE grants;
DROP TABLE plan_registry;
DROP TABLE postings;
DROP TABLE accounts;
DROP TABLE unit_terms;
DROP TABLE units;
