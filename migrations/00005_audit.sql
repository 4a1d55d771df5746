-- +goose Up

CREATE TABLE audit_entries (
    plan_id       bigint      NOT NULL,
    unit_id       bigint      NOT NULL,
    seq           bigint      NOT NULL CHECK (seq > 0),
    recorded_at   timestamptz NOT NULL,
    actor_id      bigint      REFERENCES accounts,
    action        text        NOT NULL,
    object        text        NOT NULL,
    before        text        NOT NULL DEFAULT '',
    after         text        NOT NULL DEFAULT '',
    reason        text        NOT NULL DEFAULT '',
    request_id    text        NOT NULL DEFAULT '',
    previous_hash text        NOT NULL,
    hash          text        NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),

    CONSTRAINT audit_entries_pkey PRIMARY KEY (plan_id, unit_id, seq)
);
CREATE INDEX audit_entries_recorded_at_idx ON audit_entries (plan_id, recorded_at);
COMMENT ON TABLE audit_entries IS '@plan What was done, by whom and when: one entry per use case, written in its transaction. Entries of one plan and unit form a chain: each holds the hash of the one before.';
COMMENT ON COLUMN audit_entries.unit_id IS '0: the plan''s own chain. No foreign key, since evidence must not hang on other rows';
COMMENT ON COLUMN audit_entries.actor_id IS 'NULL: the server''s command line';
COMMENT ON COLUMN audit_entries.before IS 'canonical JSON of what changed, as it was; empty for what is new';
COMMENT ON COLUMN audit_entries.hash IS 'SHA-256 over the canonical text of the entry, the previous hash included';

CREATE TABLE audit_heads (
    plan_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    seq     bigint NOT NULL,
    hash    text   NOT NULL,

    CONSTRAINT audit_heads_pkey PRIMARY KEY (plan_id, unit_id)
);
COMMENT ON TABLE audit_heads IS '@plan The newest entry of each chain. Locked last in every transaction, so that two writers of one chain take turns and none waits for the other in a ring.';

CREATE TABLE register_audit_entries (
    seq           bigint      NOT NULL CONSTRAINT register_audit_entries_pkey PRIMARY KEY CHECK (seq > 0),
    recorded_at   timestamptz NOT NULL,
    actor_id      bigint      REFERENCES accounts,
    action        text        NOT NULL,
    object        text        NOT NULL,
    before        text        NOT NULL DEFAULT '',
    after         text        NOT NULL DEFAULT '',
    reason        text        NOT NULL DEFAULT '',
    request_id    text        NOT NULL DEFAULT '',
    previous_hash text        NOT NULL,
    hash          text        NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$')
);
COMMENT ON TABLE register_audit_entries IS '@reference The chain of what belongs to no plan: units, accounts, grants, days, tokens.';

CREATE TABLE idempotency_keys (
    plan_id      bigint      NOT NULL,
    account_id   bigint      NOT NULL REFERENCES accounts,
    key          text        NOT NULL CHECK (length(key) BETWEEN 8 AND 128),
    request_hash text        NOT NULL,
    answer       text        NOT NULL,
    used_at      timestamptz NOT NULL,

    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (plan_id, account_id, key),
    CONSTRAINT idempotency_keys_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plans
);
COMMENT ON TABLE idempotency_keys IS '@plan Keys that clients sent with a mutation, written in its transaction, so that a repeated request has one effect and one answer.';
COMMENT ON COLUMN idempotency_keys.answer IS 'canonical JSON: what was touched, row results and user errors, to answer the repeat from';

GRANT SELECT, INSERT ON audit_entries, audit_heads, register_audit_entries, idempotency_keys TO kaoping_app;
GRANT UPDATE (seq, hash) ON audit_heads TO kaoping_app;

-- +goose Down

DROP TABLE idempotency_keys;
DROP TABLE register_audit_entries;
DROP TABLE audit_heads;
DROP TABLE audit_entries;
