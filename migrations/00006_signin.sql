-- +goose Up

CREATE TABLE passwords (
    account_id bigint      NOT NULL CONSTRAINT passwords_pkey PRIMARY KEY REFERENCES accounts,
    hash       text        NOT NULL CHECK (hash LIKE '$argon2id$%'),
    set_at     timestamptz NOT NULL,
    good_until timestamptz,

    CONSTRAINT passwords_good_until_check CHECK (good_until >= set_at)
);
COMMENT ON TABLE passwords IS '@reference The password that a person signs in with, as an argon2id hash. Changed in place: an old hash would only help who guesses, and the audit says who changed it when.';
COMMENT ON COLUMN passwords.good_until IS 'of a one-time password, which must be changed at the first sign-in; NULL for one that its owner chose';

CREATE TABLE sessions (
    session_id    bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT sessions_pkey PRIMARY KEY,
    account_id    bigint      NOT NULL REFERENCES accounts,
    secret_hash   text        NOT NULL CHECK (secret_hash ~ '^[0-9a-f]{64}$'),
    previous_hash text        CHECK (previous_hash ~ '^[0-9a-f]{64}$'),
    rotated_at    timestamptz NOT NULL,
    method        text        NOT NULL CHECK (method IN ('PASSWORD', 'OPENID_CONNECT')),
    password_due  boolean     NOT NULL,
    address       text        NOT NULL,
    agent         text        NOT NULL,
    signed_in_at  timestamptz NOT NULL,
    seen_at       timestamptz NOT NULL,
    idle_seconds  int         NOT NULL CHECK (idle_seconds > 0),
    expires_at    timestamptz NOT NULL,
    ended_at      timestamptz,

    CONSTRAINT sessions_expires_at_check CHECK (expires_at > signed_in_at)
);
CREATE UNIQUE INDEX sessions_secret_hash_key ON sessions (secret_hash);
CREATE UNIQUE INDEX sessions_previous_hash_key ON sessions (previous_hash);
CREATE INDEX sessions_account_id_idx ON sessions (account_id) WHERE ended_at IS NULL;
COMMENT ON TABLE sessions IS '@local People signed in in a browser. Only the SHA-256 of the secret is kept. Rows stay when a session has ended, to say who was in when.';
COMMENT ON COLUMN sessions.previous_hash IS 'the secret before the last rotation, good for a moment more: requests under way still carry it';
COMMENT ON COLUMN sessions.password_due IS 'signed in with a one-time password: may do nothing but change it';
COMMENT ON COLUMN sessions.seen_at IS 'the last request, to the minute';
COMMENT ON COLUMN sessions.idle_seconds IS 'ends so long after the last request';
COMMENT ON COLUMN sessions.expires_at IS 'ends then at the latest';

CREATE TABLE external_identities (
    issuer     text        NOT NULL CHECK (issuer <> ''),
    subject    text        NOT NULL CHECK (subject <> ''),
    account_id bigint      NOT NULL REFERENCES accounts,
    pinned_at  timestamptz NOT NULL,

    CONSTRAINT external_identities_pkey PRIMARY KEY (issuer, subject),
    CONSTRAINT external_identities_account_id_issuer_key UNIQUE (account_id, issuer)
);
COMMENT ON TABLE external_identities IS '@reference Whose account an identity of an OpenID Connect issuer opens, fixed at its first sign-in: a login that is given to somebody else there opens nothing here.';

CREATE TABLE access_tokens (
    token_id   bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT access_tokens_pkey PRIMARY KEY,
    token_hash text        NOT NULL CHECK (token_hash ~ '^[0-9a-f]{64}$'),
    account_id bigint      NOT NULL REFERENCES accounts,
    label      text        NOT NULL CHECK (label <> ''),
    scope      text        NOT NULL CHECK (scope IN ('READ', 'READ_WRITE')),
    plan_id    bigint      REFERENCES plan_registry,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_on    date,
    revoked_at timestamptz,

    CONSTRAINT access_tokens_token_hash_key UNIQUE (token_hash),
    CONSTRAINT access_tokens_expires_at_check CHECK (expires_at > created_at AND expires_at <= created_at + interval '366 days')
);
CREATE INDEX access_tokens_account_id_idx ON access_tokens (account_id);
COMMENT ON TABLE access_tokens IS '@reference Bearer tokens of programs that act for a person. Only their SHA-256 is kept, so the table gives nobody access.';
COMMENT ON COLUMN access_tokens.plan_id IS 'the only plan that it sees; NULL: all that its holder does';
COMMENT ON COLUMN access_tokens.used_on IS 'the last day on which it was used, in UTC';

CREATE TABLE sign_in_tries (
    subject    text        NOT NULL CONSTRAINT sign_in_tries_pkey PRIMARY KEY,
    tried      bigint[]    NOT NULL,
    refused_at timestamptz,
    touched_at timestamptz NOT NULL
);
COMMENT ON TABLE sign_in_tries IS '@local How often a password was tried lately, for an account and from an address, so that all servers count together. Rows are deleted when nothing in them counts any more.';
COMMENT ON COLUMN sign_in_tries.tried IS 'instants of the tries that were evaluated, in microseconds since 1970';
COMMENT ON COLUMN sign_in_tries.refused_at IS 'when a refusal was last put into the audit';

GRANT SELECT, INSERT ON passwords, sessions, external_identities, access_tokens, sign_in_tries TO kaoping_app;
GRANT UPDATE (hash, set_at, good_until) ON passwords TO kaoping_app;
GRANT UPDATE (secret_hash, previous_hash, rotated_at, password_due, seen_at, ended_at) ON sessions TO kaoping_app;
GRANT UPDATE (used_on, revoked_at) ON access_tokens TO kaoping_app;
GRANT UPDATE (tried, refused_at, touched_at), DELETE ON sign_in_tries TO kaoping_app;

-- +goose Down

DROP TABLE sign_in_tries;
DROP TABLE access_tokens;
DROP TABLE external_identities;
DROP TABLE sessions;
DROP TABLE passwords;
