-- +goose Up

-- None of these tables refers to a plan's rows: evidence must not hang on what it
-- is evidence of. What belongs to no plan (units, accounts, grants, sign-in) has
-- plan_id 0.

CREATE TABLE audit_entries (
    plan_id       bigint      NOT NULL,
    unit_id       bigint      NOT NULL,
    seq           bigint      NOT NULL CHECK (seq > 0),
    recorded_at   timestamptz NOT NULL,
    actor_id      bigint      REFERENCES accounts,
    on_behalf_of  bigint      REFERENCES units,
    action        text        NOT NULL,
    object        text        NOT NULL,
    before        text        NOT NULL DEFAULT '',
    after         text        NOT NULL DEFAULT '',
    reason        text        NOT NULL DEFAULT '',
    request_id    text        NOT NULL DEFAULT '',
    records       int         NOT NULL DEFAULT 0 CHECK (records >= 0),
    records_hash  text        NOT NULL DEFAULT '',
    previous_hash text        NOT NULL,
    hash          text        NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    mac_key       text        NOT NULL DEFAULT '',
    mac           text        NOT NULL DEFAULT '',

    CONSTRAINT audit_entries_pkey PRIMARY KEY (plan_id, unit_id, seq),
    CONSTRAINT audit_entries_records_hash_check CHECK ((records = 0) = (records_hash = '')),
    CONSTRAINT audit_entries_mac_check CHECK ((mac_key = '') = (mac = ''))
);
CREATE INDEX audit_entries_recorded_at_idx ON audit_entries (plan_id, recorded_at, unit_id, seq);
CREATE INDEX audit_entries_object_idx ON audit_entries (plan_id, object);
COMMENT ON TABLE audit_entries IS '@plan What was done, by whom and when: one entry per use case, written in its transaction. Entries of one plan and unit form a chain: each holds the hash of the one before.';
COMMENT ON COLUMN audit_entries.plan_id IS '0: belongs to no plan';
COMMENT ON COLUMN audit_entries.unit_id IS '0: the plan''s own chain';
COMMENT ON COLUMN audit_entries.actor_id IS 'NULL: the server''s command line, or nobody who is known';
COMMENT ON COLUMN audit_entries.on_behalf_of IS 'the unit in whose stead the actor acted';
COMMENT ON COLUMN audit_entries.before IS 'canonical JSON of what changed, as it was; empty for what is new';
COMMENT ON COLUMN audit_entries.records_hash IS 'SHA-256 over the rows of audit_records, in their order';
COMMENT ON COLUMN audit_entries.hash IS 'SHA-256 over the canonical text of the entry, the previous hash included';
COMMENT ON COLUMN audit_entries.mac IS 'HMAC-SHA-256 of the hash under the key that mac_key names, which is kept outside the database; empty where the server has no key';

CREATE TABLE audit_records (
    plan_id    bigint NOT NULL,
    unit_id    bigint NOT NULL,
    seq        bigint NOT NULL,
    n          int    NOT NULL CHECK (n > 0),
    table_name text   NOT NULL,
    key        text   NOT NULL,
    version    bigint NOT NULL,
    goal_id    bigint,
    content    text   NOT NULL,

    CONSTRAINT audit_records_pkey PRIMARY KEY (plan_id, unit_id, seq, n)
);
CREATE INDEX audit_records_goal_id_idx ON audit_records (plan_id, goal_id) WHERE goal_id IS NOT NULL;
CREATE INDEX audit_records_key_idx ON audit_records (plan_id, table_name, key) WHERE goal_id IS NULL;
COMMENT ON TABLE audit_records IS '@plan The rows of protected tables that an entry''s use case wrote, as they were written. `kaoping verify audit` holds the tables against them.';
COMMENT ON COLUMN audit_records.key IS 'JSON array of the row''s primary key without plan_id';
COMMENT ON COLUMN audit_records.version IS 'of a row that may change: the highest one is what the table must hold';
COMMENT ON COLUMN audit_records.content IS 'JSON of the row; long texts are there with their SHA-256 only';

CREATE TABLE audit_heads (
    plan_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    seq     bigint NOT NULL,
    hash    text   NOT NULL,

    CONSTRAINT audit_heads_pkey PRIMARY KEY (plan_id, unit_id)
);
COMMENT ON TABLE audit_heads IS '@plan The newest entry of each chain. Locked last in every transaction, so that two writers of one chain take turns and none waits for the other in a ring.';

CREATE TABLE audit_checkpoints (
    number      bigint      NOT NULL CONSTRAINT audit_checkpoints_pkey PRIMARY KEY CHECK (number > 0),
    recorded_at timestamptz NOT NULL,
    content     text        NOT NULL,
    sha256      text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    key_id      text        NOT NULL,
    signature   text        NOT NULL
);
COMMENT ON TABLE audit_checkpoints IS '@reference The heads of all chains at an instant, signed (Ed25519). The same lines go to a file outside the database, which then proves what the database held.';
COMMENT ON COLUMN audit_checkpoints.content IS 'canonical JSON: chains that went on since the checkpoint before, a hash over all heads, and the hash of the checkpoint before';

CREATE TABLE operations (
    plan_id      bigint      NOT NULL,
    account_id   bigint      NOT NULL REFERENCES accounts,
    key          text        NOT NULL CHECK (length(key) BETWEEN 8 AND 128),
    mutation     text        NOT NULL,
    request_hash text        NOT NULL,
    answer       text,
    received_at  timestamptz NOT NULL,

    CONSTRAINT operations_pkey PRIMARY KEY (plan_id, account_id, key)
);
CREATE INDEX operations_key_idx ON operations (account_id, key);
COMMENT ON TABLE operations IS '@plan Mutations that were sent with an Idempotency-Key, written in their transaction, so that a repeated request has one effect and one answer.';
COMMENT ON COLUMN operations.answer IS 'canonical JSON: what was touched, row results and user errors, to answer the repeat from; NULL only inside the transaction';

GRANT SELECT, INSERT ON audit_entries, audit_records, audit_heads, audit_checkpoints, operations TO kaoping_app;
GRANT UPDATE (seq, hash) ON audit_heads TO kaoping_app;
GRANT UPDATE (answer) ON operations TO kaoping_app;

-- +goose Down

DROP TABLE operations;
DROP TABLE audit_checkpoints;
DROP TABLE audit_heads;
DROP TABLE audit_records;
DROP TABLE audit_entries;
