--
-- PostgreSQL database dump
--

--
-- Name: access_tokens; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.access_tokens (
    token_id bigint NOT NULL,
    token_hash text NOT NULL,
    account_id bigint NOT NULL,
    label text NOT NULL,
    scope text NOT NULL,
    plan_id bigint,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_on date,
    revoked_at timestamp with time zone,
    CONSTRAINT access_tokens_expires_at_check CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '366 days'::interval)))),
    CONSTRAINT access_tokens_label_check CHECK ((label <> ''::text)),
    CONSTRAINT access_tokens_scope_check CHECK ((scope = ANY (ARRAY['READ'::text, 'READ_WRITE'::text]))),
    CONSTRAINT access_tokens_token_hash_check CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text))
);

--
-- Name: TABLE access_tokens; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.access_tokens IS '@reference Bearer tokens of programs that act for a person. Only their SHA-256 is kept, so the table gives nobody access.';

--
-- Name: COLUMN access_tokens.plan_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.access_tokens.plan_id IS 'the only plan that it sees; NULL: all that its holder does';

--
-- Name: COLUMN access_tokens.used_on; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.access_tokens.used_on IS 'the last day on which it was used, in UTC';

--
-- Name: access_tokens_token_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.access_tokens ALTER COLUMN token_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.access_tokens_token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: accounts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts (
    account_id bigint NOT NULL,
    login text NOT NULL,
    name text NOT NULL,
    post text DEFAULT ''::text NOT NULL,
    office_phone text DEFAULT ''::text NOT NULL,
    mobile text DEFAULT ''::text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT accounts_login_check CHECK ((login ~ '^[a-z0-9][a-z0-9._-]{0,63}$'::text)),
    CONSTRAINT accounts_name_check CHECK ((name <> ''::text))
);

--
-- Name: TABLE accounts; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.accounts IS '@reference People who sign in. Never deleted: their names stand under what they did.';

--
-- Name: COLUMN accounts.mobile; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.accounts.mobile IS 'confidential; no list or search shows it';

--
-- Name: accounts_account_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts ALTER COLUMN account_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.accounts_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: adjustments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.adjustments (
    plan_id bigint NOT NULL,
    adjustment_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    rule text NOT NULL,
    kind text NOT NULL,
    matter text NOT NULL,
    basis text NOT NULL,
    evidence text DEFAULT ''::text NOT NULL,
    happened_on date NOT NULL,
    claimed numeric NOT NULL,
    factor numeric,
    units integer DEFAULT 1 NOT NULL,
    status text NOT NULL,
    points numeric,
    version integer DEFAULT 1 NOT NULL,
    reverses bigint,
    proposed_by bigint,
    proposed_at timestamp with time zone NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone,
    decision_note text DEFAULT ''::text NOT NULL,
    CONSTRAINT adjustments_basis_check CHECK ((basis <> ''::text)),
    CONSTRAINT adjustments_claimed_check CHECK ((claimed > (0)::numeric)),
    CONSTRAINT adjustments_decided_at_check CHECK (((status = 'PROPOSED'::text) = (decided_at IS NULL))),
    CONSTRAINT adjustments_factor_check CHECK (((factor > (0)::numeric) AND (factor <= (1)::numeric))),
    CONSTRAINT adjustments_kind_check CHECK ((kind = ANY (ARRAY['BONUS'::text, 'DEDUCTION'::text]))),
    CONSTRAINT adjustments_matter_check CHECK ((matter <> ''::text)),
    CONSTRAINT adjustments_points_check CHECK ((points > (0)::numeric)),
    CONSTRAINT adjustments_points_check1 CHECK (((status = 'APPROVED'::text) = (points IS NOT NULL))),
    CONSTRAINT adjustments_status_check CHECK ((status = ANY (ARRAY['PROPOSED'::text, 'APPROVED'::text, 'REJECTED'::text]))),
    CONSTRAINT adjustments_units_check CHECK ((units > 0))
);

--
-- Name: TABLE adjustments; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.adjustments IS '@plan The ledger of bonuses and deductions: what for, on what basis, who proposed, who decided. A mistake is reversed by an entry of its own.';

--
-- Name: COLUMN adjustments.matter; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.adjustments.matter IS 'what it is for; awards for the same matter may count once';

--
-- Name: COLUMN adjustments.factor; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.adjustments.factor IS 'what a lower class of award is worth of the points; NULL: all';

--
-- Name: COLUMN adjustments.units; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.adjustments.units IS 'units that share the points evenly';

--
-- Name: COLUMN adjustments.points; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.adjustments.points IS 'as decided; positive for deductions too';

--
-- Name: COLUMN adjustments.reverses; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.adjustments.reverses IS 'the entry that this one takes back';

--
-- Name: adjustments_adjustment_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.adjustments ALTER COLUMN adjustment_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.adjustments_adjustment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: arrangement_items; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.arrangement_items (
    plan_id bigint NOT NULL,
    item_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    month text NOT NULL,
    display_order integer NOT NULL,
    matter text NOT NULL,
    section text DEFAULT ''::text NOT NULL,
    post text DEFAULT ''::text NOT NULL,
    due date NOT NULL,
    goal_id bigint,
    contingency text DEFAULT ''::text NOT NULL,
    status text DEFAULT 'NOT_STARTED'::text NOT NULL,
    percent integer DEFAULT 0 NOT NULL,
    cause text,
    cause_note text DEFAULT ''::text NOT NULL,
    measure text DEFAULT ''::text NOT NULL,
    new_due date,
    carried_from bigint,
    carried_times integer DEFAULT 0 NOT NULL,
    CONSTRAINT arrangement_items_cause_check CHECK ((cause = ANY (ARRAY['OWN_EFFORT'::text, 'COORDINATION'::text, 'FUNDS'::text, 'LAND'::text, 'APPROVAL'::text, 'POLICY'::text, 'WEATHER'::text, 'UPPER_LEVEL'::text, 'OTHER'::text]))),
    CONSTRAINT arrangement_items_delayed_check CHECK (((status <> 'DELAYED'::text) OR ((cause IS NOT NULL) AND (measure <> ''::text)))),
    CONSTRAINT arrangement_items_matter_check CHECK ((matter <> ''::text)),
    CONSTRAINT arrangement_items_percent_check CHECK (((percent >= 0) AND (percent <= 100))),
    CONSTRAINT arrangement_items_status_check CHECK ((status = ANY (ARRAY['NOT_STARTED'::text, 'ON_TRACK'::text, 'DELAYED'::text, 'DONE'::text, 'CARRIED_OVER'::text, 'CANCELLED'::text])))
);

--
-- Name: TABLE arrangement_items; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.arrangement_items IS '@plan One matter of a month: who does what by when, what if it goes wrong (预案), and what came of it.';

--
-- Name: COLUMN arrangement_items.post; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.arrangement_items.post IS 'the responsible post, not a person''s name';

--
-- Name: COLUMN arrangement_items.goal_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.arrangement_items.goal_id IS 'the goal it serves; NULL: other work';

--
-- Name: COLUMN arrangement_items.carried_from; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.arrangement_items.carried_from IS 'last month''s item that it goes on with (结转)';

--
-- Name: arrangement_items_item_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.arrangement_items ALTER COLUMN item_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.arrangement_items_item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: arrangement_receipts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.arrangement_receipts (
    plan_id bigint NOT NULL,
    receipt_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    month text NOT NULL,
    matters integer NOT NULL,
    submitted_by bigint,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT arrangement_receipts_matters_check CHECK ((matters > 0))
);

--
-- Name: TABLE arrangement_receipts; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.arrangement_receipts IS '@plan Proof that a month''s arrangement was submitted, and at which instant. Numbers rise but may have gaps.';

--
-- Name: arrangement_receipts_receipt_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.arrangement_receipts ALTER COLUMN receipt_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.arrangement_receipts_receipt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: arrangements; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.arrangements (
    plan_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    month text NOT NULL,
    status text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    submitted_by bigint,
    submitted_at timestamp with time zone,
    approved_by bigint,
    approved_at timestamp with time zone,
    returned_by bigint,
    returned_at timestamp with time zone,
    return_reason text DEFAULT ''::text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT arrangements_month_check CHECK ((month ~ '^\d{4}-\d{2}$'::text)),
    CONSTRAINT arrangements_status_check CHECK ((status = ANY (ARRAY['DRAFT'::text, 'SUBMITTED'::text, 'RETURNED'::text, 'APPROVED'::text])))
);

--
-- Name: TABLE arrangements; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.arrangements IS '@plan A unit''s work for one month (月度安排). That it runs or is over follows from the month.';

--
-- Name: audit_checkpoints; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_checkpoints (
    number bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    content text NOT NULL,
    sha256 text NOT NULL,
    key_id text NOT NULL,
    signature text NOT NULL,
    CONSTRAINT audit_checkpoints_number_check CHECK ((number > 0)),
    CONSTRAINT audit_checkpoints_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

--
-- Name: TABLE audit_checkpoints; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.audit_checkpoints IS '@reference The heads of all chains at an instant, signed (Ed25519). The same lines go to a file outside the database, which then proves what the database held.';

--
-- Name: COLUMN audit_checkpoints.content; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_checkpoints.content IS 'canonical JSON: chains that went on since the checkpoint before, a hash over all heads, and the hash of the checkpoint before';

--
-- Name: audit_entries; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_entries (
    plan_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    seq bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    actor_id bigint,
    on_behalf_of bigint,
    action text NOT NULL,
    object text NOT NULL,
    before text DEFAULT ''::text NOT NULL,
    after text DEFAULT ''::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    request_id text DEFAULT ''::text NOT NULL,
    records integer DEFAULT 0 NOT NULL,
    records_hash text DEFAULT ''::text NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL,
    mac_key text DEFAULT ''::text NOT NULL,
    mac text DEFAULT ''::text NOT NULL,
    CONSTRAINT audit_entries_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT audit_entries_mac_check CHECK (((mac_key = ''::text) = (mac = ''::text))),
    CONSTRAINT audit_entries_records_check CHECK ((records >= 0)),
    CONSTRAINT audit_entries_records_hash_check CHECK (((records = 0) = (records_hash = ''::text))),
    CONSTRAINT audit_entries_seq_check CHECK ((seq > 0))
);

--
-- Name: TABLE audit_entries; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.audit_entries IS '@plan What was done, by whom and when: one entry per use case, written in its transaction. Entries of one plan and unit form a chain: each holds the hash of the one before.';

--
-- Name: COLUMN audit_entries.plan_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_entries.plan_id IS '0: belongs to no plan';

--
-- Name: COLUMN audit_entries.unit_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_entries.unit_id IS '0: the plan''s own chain';

--
-- Name: COLUMN audit_entries.actor_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_entries.actor_id IS 'NULL: the server''s command line, or nobody who is known';

--
-- Name: COLUMN audit_entries.on_behalf_of; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_entries.on_behalf_of IS 'the unit in whose stead the actor acted';

--
-- Name: COLUMN audit_entries.before; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_entries.before IS 'canonical JSON of what changed, as it was; empty for what is new';

--
-- Name: COLUMN audit_entries.records_hash; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_entries.records_hash IS 'SHA-256 over the rows of audit_records, in their order';

--
-- Name: COLUMN audit_entries.hash; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_entries.hash IS 'SHA-256 over the canonical text of the entry, the previous hash included';

--
-- Name: COLUMN audit_entries.mac; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_entries.mac IS 'HMAC-SHA-256 of the hash under the key that mac_key names, which is kept outside the database; empty where the server has no key';

--
-- Name: audit_heads; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_heads (
    plan_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    seq bigint NOT NULL,
    hash text NOT NULL
);

--
-- Name: TABLE audit_heads; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.audit_heads IS '@plan The newest entry of each chain. Locked last in every transaction, so that two writers of one chain take turns and none waits for the other in a ring.';

--
-- Name: audit_records; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_records (
    plan_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    seq bigint NOT NULL,
    n integer NOT NULL,
    table_name text NOT NULL,
    key text NOT NULL,
    version bigint NOT NULL,
    goal_id bigint,
    content text NOT NULL,
    CONSTRAINT audit_records_n_check CHECK ((n > 0))
);

--
-- Name: TABLE audit_records; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.audit_records IS '@plan The rows of protected tables that an entry''s use case wrote, as they were written. `kaoping verify audit` holds the tables against them.';

--
-- Name: COLUMN audit_records.key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_records.key IS 'JSON array of the row''s primary key without plan_id';

--
-- Name: COLUMN audit_records.version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_records.version IS 'of a row that may change: the highest one is what the table must hold';

--
-- Name: COLUMN audit_records.content; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_records.content IS 'JSON of the row; long texts are there with their SHA-256 only';

--
-- Name: bulletin_issues; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bulletin_issues (
    plan_id bigint NOT NULL,
    bulletin_id bigint NOT NULL,
    content text NOT NULL,
    sha256 text NOT NULL,
    issued_by bigint,
    issued_at timestamp with time zone NOT NULL,
    CONSTRAINT bulletin_issues_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

--
-- Name: TABLE bulletin_issues; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.bulletin_issues IS '@plan Issued bulletins, word for word, with the hash of the text and the snapshot inside. Never changed.';

--
-- Name: bulletin_sections; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bulletin_sections (
    plan_id bigint NOT NULL,
    bulletin_id bigint NOT NULL,
    section text NOT NULL,
    display_order integer NOT NULL,
    heading text NOT NULL,
    body text DEFAULT ''::text NOT NULL,
    version integer DEFAULT 1 NOT NULL
);

--
-- Name: TABLE bulletin_sections; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.bulletin_sections IS '@plan A bulletin''s narrative, editable until it is issued.';

--
-- Name: bulletins; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bulletins (
    plan_id bigint NOT NULL,
    bulletin_id bigint NOT NULL,
    period text NOT NULL,
    number integer NOT NULL,
    title text NOT NULL,
    status text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    snapshot_id bigint NOT NULL,
    compiled_at timestamp with time zone NOT NULL,
    issued_at timestamp with time zone,
    CONSTRAINT bulletins_issued_at_check CHECK (((status = 'ISSUED'::text) = (issued_at IS NOT NULL))),
    CONSTRAINT bulletins_number_check CHECK ((number > 0)),
    CONSTRAINT bulletins_period_check CHECK ((period ~ '^\d{4}-Q[1-4]$'::text)),
    CONSTRAINT bulletins_status_check CHECK ((status = ANY (ARRAY['DRAFT'::text, 'ISSUED'::text]))),
    CONSTRAINT bulletins_title_check CHECK ((title <> ''::text))
);

--
-- Name: TABLE bulletins; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.bulletins IS '@plan The office''s quarterly publication (通报) and where it stands. What was issued is in bulletin_issues.';

--
-- Name: bulletins_bulletin_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.bulletins ALTER COLUMN bulletin_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bulletins_bulletin_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: calendar_days; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.calendar_days (
    day date NOT NULL,
    works boolean NOT NULL,
    name text DEFAULT ''::text NOT NULL
);

--
-- Name: TABLE calendar_days; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.calendar_days IS '@reference Days that differ from the rule that Saturdays and Sundays are off: public holidays, and weekend days worked in exchange.';

--
-- Name: closures; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.closures (
    plan_id bigint NOT NULL,
    period text NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    closed_by bigint,
    reason text NOT NULL,
    CONSTRAINT closures_reason_check CHECK ((reason <> ''::text))
);

--
-- Name: TABLE closures; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.closures IS '@plan Periods whose window the office ended for all units. Rows are only ever added; a unit that must still file gets an exception.';

--
-- Name: COLUMN closures.closed_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.closures.closed_at IS 'after every receipt of the period; what waited for the close to end was refused';

--
-- Name: component_scores; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.component_scores (
    plan_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    component text NOT NULL,
    revision integer NOT NULL,
    score numeric NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    recorded_by bigint,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT component_scores_component_check CHECK ((component = ANY (ARRAY['BALLOT'::text, 'LEADER'::text]))),
    CONSTRAINT component_scores_revision_check CHECK ((revision > 0)),
    CONSTRAINT component_scores_score_check CHECK (((score >= (0)::numeric) AND (score <= (100)::numeric)))
);

--
-- Name: TABLE component_scores; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.component_scores IS '@plan Ballot and leaders'' scores of a unit out of 100, revision by revision; the highest is current. Rows are only ever added.';

--
-- Name: components; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.components (
    plan_id bigint NOT NULL,
    group_id bigint NOT NULL,
    component text NOT NULL,
    weight numeric NOT NULL,
    CONSTRAINT components_component_check CHECK ((component = ANY (ARRAY['INDICATORS'::text, 'BALLOT'::text, 'LEADER'::text]))),
    CONSTRAINT components_weight_check CHECK (((weight >= (0)::numeric) AND (weight <= (1)::numeric)))
);

--
-- Name: TABLE components; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.components IS '@plan What share of a group''s final score the indicators, the ballots and the leaders have.';

--
-- Name: dimension_marks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.dimension_marks (
    plan_id bigint NOT NULL,
    dimension_id bigint NOT NULL,
    group_id bigint NOT NULL,
    full_marks numeric NOT NULL,
    CONSTRAINT dimension_marks_full_marks_check CHECK ((full_marks >= (0)::numeric))
);

--
-- Name: TABLE dimension_marks; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.dimension_marks IS '@plan A dimension''s full marks in one group.';

--
-- Name: dimensions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.dimensions (
    plan_id bigint NOT NULL,
    dimension_id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_en text DEFAULT ''::text NOT NULL,
    display_order integer NOT NULL,
    withdrawn boolean DEFAULT false NOT NULL
);

--
-- Name: TABLE dimensions; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.dimensions IS '@plan Top level of the indicator tree (维度).';

--
-- Name: dimensions_dimension_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.dimensions ALTER COLUMN dimension_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.dimensions_dimension_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: exception_ends; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.exception_ends (
    plan_id bigint NOT NULL,
    exception_id bigint NOT NULL,
    reason text NOT NULL,
    ended_by bigint,
    ended_at timestamp with time zone NOT NULL,
    CONSTRAINT exception_ends_reason_check CHECK ((reason <> ''::text))
);

--
-- Name: TABLE exception_ends; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.exception_ends IS '@plan Exceptions that were taken back before their time, by whom and why. Rows are only ever added.';

--
-- Name: exceptions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.exceptions (
    plan_id bigint NOT NULL,
    exception_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    period text NOT NULL,
    until timestamp with time zone NOT NULL,
    reason text NOT NULL,
    granted_by bigint,
    granted_at timestamp with time zone NOT NULL,
    CONSTRAINT exceptions_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT exceptions_until_check CHECK ((until > granted_at))
);

--
-- Name: TABLE exceptions; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.exceptions IS '@plan Leave for one unit to file one period''s figures after the window closed, until an instant.';

--
-- Name: exceptions_exception_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.exceptions ALTER COLUMN exception_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.exceptions_exception_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: exports; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.exports (
    plan_id bigint NOT NULL,
    export_id bigint NOT NULL,
    kind text NOT NULL,
    asked text NOT NULL,
    token_hash text NOT NULL,
    requested_by bigint,
    requested_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT exports_kind_check CHECK ((kind = ANY (ARRAY['SCORE_SHEET'::text, 'AUDIT'::text])))
);

--
-- Name: TABLE exports; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.exports IS '@plan Files that somebody asked for. Each is written when its link is opened, with the rights that the asker has then.';

--
-- Name: COLUMN exports.plan_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.exports.plan_id IS '0: belongs to no plan';

--
-- Name: COLUMN exports.asked; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.exports.asked IS 'canonical JSON: what is to be in it';

--
-- Name: COLUMN exports.token_hash; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.exports.token_hash IS 'SHA-256 of the secret part of the link';

--
-- Name: exports_export_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.exports ALTER COLUMN export_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.exports_export_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: external_identities; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.external_identities (
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id bigint NOT NULL,
    pinned_at timestamp with time zone NOT NULL,
    CONSTRAINT external_identities_issuer_check CHECK ((issuer <> ''::text)),
    CONSTRAINT external_identities_subject_check CHECK ((subject <> ''::text))
);

--
-- Name: TABLE external_identities; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.external_identities IS '@reference Whose account an identity of an OpenID Connect issuer opens, fixed at its first sign-in: a login that is given to somebody else there opens nothing here.';

--
-- Name: goal_progress; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.goal_progress (
    plan_id bigint NOT NULL,
    goal_id bigint NOT NULL,
    period text NOT NULL,
    revision integer NOT NULL,
    goal_revision integer NOT NULL,
    state text NOT NULL,
    value numeric,
    numerator numeric,
    denominator numeric,
    rate numeric,
    planned numeric NOT NULL,
    previous_rate numeric,
    reported integer NOT NULL,
    on_time integer NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT goal_progress_state_check CHECK ((state = ANY (ARRAY['VALUE'::text, 'NOTHING_PRODUCED'::text, 'NOT_APPLICABLE'::text, 'MISSING'::text])))
);

--
-- Name: TABLE goal_progress; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.goal_progress IS '@plan How far a goal is, kept so that lists need no aggregation. Recomputed from the values in the transaction that changes one; `kaoping verify progress` compares all.';

--
-- Name: COLUMN goal_progress.period; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.goal_progress.period IS 'the latest period with a counted value';

--
-- Name: COLUMN goal_progress.revision; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.goal_progress.revision IS 'the revision counted for that period';

--
-- Name: COLUMN goal_progress.goal_revision; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.goal_progress.goal_revision IS 'the target it is held against';

--
-- Name: COLUMN goal_progress.rate; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.goal_progress.rate IS 'completion of the year''s target, a fraction kept to 12 decimals; NULL where the goal has no rate';

--
-- Name: COLUMN goal_progress.planned; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.goal_progress.planned IS 'share of the year planned by the end of the period; 1 for goals on a level';

--
-- Name: COLUMN goal_progress.previous_rate; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.goal_progress.previous_rate IS 'the rate as of the reported period before';

--
-- Name: goal_revisions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.goal_revisions (
    plan_id bigint NOT NULL,
    goal_id bigint NOT NULL,
    revision integer NOT NULL,
    state text NOT NULL,
    full_marks numeric NOT NULL,
    target numeric,
    baseline numeric,
    challenge numeric,
    difficulty numeric,
    portion numeric,
    lead_unit_id bigint,
    cooperating_units bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    section text DEFAULT ''::text NOT NULL,
    leader_id bigint,
    planned_shares text DEFAULT '[]'::text NOT NULL,
    out_of_totals boolean DEFAULT false NOT NULL,
    recorded_by bigint,
    recorded_at timestamp with time zone NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT goal_revisions_difficulty_check CHECK ((difficulty > (0)::numeric)),
    CONSTRAINT goal_revisions_full_marks_check CHECK ((full_marks >= (0)::numeric)),
    CONSTRAINT goal_revisions_portion_check CHECK (((portion > (0)::numeric) AND (portion <= (1)::numeric))),
    CONSTRAINT goal_revisions_revision_check CHECK ((revision > 0)),
    CONSTRAINT goal_revisions_state_check CHECK ((state = ANY (ARRAY['SET'::text, 'NOT_APPLICABLE'::text, 'WITHDRAWN'::text])))
);

--
-- Name: TABLE goal_revisions; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.goal_revisions IS '@plan What a goal was, revision by revision; the highest is current. Rows are only ever added.';

--
-- Name: COLUMN goal_revisions.full_marks; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.goal_revisions.full_marks IS 'before the marks of goals that do not apply are redistributed';

--
-- Name: COLUMN goal_revisions.portion; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.goal_revisions.portion IS 'this unit''s part of a task that several share; NULL: all';

--
-- Name: COLUMN goal_revisions.leader_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.goal_revisions.leader_id IS 'leader in charge of this goal; NULL: the one in charge of the unit';

--
-- Name: COLUMN goal_revisions.planned_shares; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.goal_revisions.planned_shares IS 'JSON list of {month, share}; empty: the indicator''s, or else the plan''s';

--
-- Name: COLUMN goal_revisions.out_of_totals; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.goal_revisions.out_of_totals IS 'counted elsewhere already (a county total and its townships'' shares): left out of sums over units';

--
-- Name: goals; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.goals (
    plan_id bigint NOT NULL,
    goal_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    indicator_id bigint NOT NULL,
    sort_key bigint NOT NULL
);

--
-- Name: TABLE goals; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.goals IS '@plan That a unit answers for an indicator. All that can change about it is in goal_revisions.';

--
-- Name: COLUMN goals.sort_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.goals.sort_key IS 'natural order of lists: the unit''s place in the plan times a million plus the indicator''s';

--
-- Name: goals_goal_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.goals ALTER COLUMN goal_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.goals_goal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: grants; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.grants (
    grant_id bigint NOT NULL,
    account_id bigint NOT NULL,
    role text NOT NULL,
    unit_id bigint NOT NULL,
    subtree boolean DEFAULT false NOT NULL,
    plan_id bigint,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    reason text DEFAULT ''::text NOT NULL,
    granted_by bigint,
    granted_at timestamp with time zone NOT NULL,
    approved_by bigint,
    approved_at timestamp with time zone,
    CONSTRAINT grants_approved_at_check CHECK (((approved_at IS NULL) OR (granted_by IS NULL) OR (approved_by IS NOT NULL) OR (role <> ALL (ARRAY['OFFICE_DIRECTOR'::text, 'OFFICE_OPERATOR'::text, 'COMMITTEE'::text, 'LEADER'::text, 'OBSERVER'::text, 'SYSTEM_ADMINISTRATOR'::text])))),
    CONSTRAINT grants_approved_by_check CHECK (((approved_by IS NULL) OR ((approved_by <> account_id) AND (approved_by IS DISTINCT FROM granted_by) AND (approved_at IS NOT NULL)))),
    CONSTRAINT grants_granted_by_check CHECK ((granted_by <> account_id)),
    CONSTRAINT grants_role_check CHECK ((role = ANY (ARRAY['OFFICE_DIRECTOR'::text, 'OFFICE_OPERATOR'::text, 'COMMITTEE'::text, 'LEADER'::text, 'INDICATOR_OWNER'::text, 'UNIT_HEAD'::text, 'UNIT_DEPUTY'::text, 'REPORTER'::text, 'REVIEWER'::text, 'RATER'::text, 'APPEAL_PANEL'::text, 'OBSERVER'::text, 'ANALYST'::text, 'SYSTEM_ADMINISTRATOR'::text]))),
    CONSTRAINT grants_valid_to_check CHECK ((valid_to >= valid_from))
);

--
-- Name: TABLE grants; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.grants IS '@reference Who may act as what, on which unit or part of the tree, for all plans or one, from when to when. It counts from its approval on. Nobody grants or approves for themselves, and the roles that decide over others take two people.';

--
-- Name: COLUMN grants.subtree; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.grants.subtree IS 'also on all that lies under the unit at the time, down to the next authority';

--
-- Name: COLUMN grants.plan_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.grants.plan_id IS 'NULL: for all plans';

--
-- Name: COLUMN grants.valid_to; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.grants.valid_to IS 'exclusive; equal to valid_from where it was ended before it began';

--
-- Name: COLUMN grants.granted_by; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.grants.granted_by IS 'NULL: from the server''s command line, which holds the database anyway and needs no second person';

--
-- Name: COLUMN grants.approved_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.grants.approved_at IS 'NULL: waits for a second system administrator';

--
-- Name: grants_grant_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.grants ALTER COLUMN grant_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.grants_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: groups; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.groups (
    plan_id bigint NOT NULL,
    group_id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_en text DEFAULT ''::text NOT NULL,
    display_order integer NOT NULL,
    withdrawn boolean DEFAULT false NOT NULL
);

--
-- Name: TABLE groups; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.groups IS '@plan Units similar enough to be ranked together (考核序列).';

--
-- Name: COLUMN groups.withdrawn; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.groups.withdrawn IS 'left out of a later draft; kept because history may refer to it';

--
-- Name: groups_group_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.groups ALTER COLUMN group_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.groups_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: indicator_marks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.indicator_marks (
    plan_id bigint NOT NULL,
    indicator_id bigint NOT NULL,
    group_id bigint NOT NULL,
    full_marks numeric NOT NULL,
    CONSTRAINT indicator_marks_full_marks_check CHECK ((full_marks >= (0)::numeric))
);

--
-- Name: TABLE indicator_marks; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.indicator_marks IS '@plan An indicator''s full marks in one group; 0 or no row: the group does not have it.';

--
-- Name: indicators; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.indicators (
    plan_id bigint NOT NULL,
    indicator_id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_en text DEFAULT ''::text NOT NULL,
    dimension_id bigint NOT NULL,
    definition text NOT NULL,
    unit_of_measure text NOT NULL,
    direction text NOT NULL,
    binding boolean DEFAULT false NOT NULL,
    frequency text NOT NULL,
    aggregation text NOT NULL,
    period_weights text DEFAULT '[]'::text NOT NULL,
    ratio_scale numeric,
    source text NOT NULL,
    owner_id bigint NOT NULL,
    alternate_id bigint,
    rule text NOT NULL,
    target numeric,
    baseline numeric,
    planned_shares text DEFAULT '[]'::text NOT NULL,
    display_order integer NOT NULL,
    withdrawn boolean DEFAULT false NOT NULL,
    CONSTRAINT indicators_aggregation_check CHECK ((aggregation = ANY (ARRAY['SUM'::text, 'LAST'::text, 'CUMULATIVE'::text, 'AVG'::text, 'RATIO'::text, 'MAX'::text, 'MIN'::text, 'ANY'::text, 'ALL'::text, 'WEIGHTED_AVG'::text, 'MILESTONE'::text]))),
    CONSTRAINT indicators_alternate_id_check CHECK ((alternate_id <> owner_id)),
    CONSTRAINT indicators_direction_check CHECK ((direction = ANY (ARRAY['HIGHER'::text, 'LOWER'::text, 'RANGE'::text]))),
    CONSTRAINT indicators_frequency_check CHECK ((frequency = ANY (ARRAY['YEAR'::text, 'HALF'::text, 'QUARTER'::text, 'MONTH'::text]))),
    CONSTRAINT indicators_ratio_scale_check CHECK ((ratio_scale > (0)::numeric)),
    CONSTRAINT indicators_source_check CHECK ((source = ANY (ARRAY['UNIT'::text, 'OWNER'::text])))
);

--
-- Name: TABLE indicators; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.indicators IS '@plan What is measured, how, by whom, and how the figure becomes points.';

--
-- Name: COLUMN indicators.period_weights; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.indicators.period_weights IS 'JSON list of decimals, of the year''s periods in order; only with WEIGHTED_AVG';

--
-- Name: COLUMN indicators.ratio_scale; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.indicators.ratio_scale IS 'what a ratio of sums is multiplied by to be in the unit of measure: 100 for per cent';

--
-- Name: COLUMN indicators.alternate_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.indicators.alternate_id IS 'verifies where the owner would verify its own figure';

--
-- Name: COLUMN indicators.rule; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.indicators.rule IS 'canonical JSON: one scoring method and its modifiers';

--
-- Name: COLUMN indicators.target; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.indicators.target IS 'for goals that have none of their own';

--
-- Name: COLUMN indicators.planned_shares; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.indicators.planned_shares IS 'JSON list of {month, share}; empty: the plan''s';

--
-- Name: indicators_indicator_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.indicators ALTER COLUMN indicator_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.indicators_indicator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: operations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.operations (
    plan_id bigint NOT NULL,
    account_id bigint NOT NULL,
    key text NOT NULL,
    mutation text NOT NULL,
    request_hash text NOT NULL,
    answer text,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT operations_key_check CHECK (((length(key) >= 8) AND (length(key) <= 128)))
);

--
-- Name: TABLE operations; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.operations IS '@plan Mutations that were sent with an Idempotency-Key, written in their transaction, so that a repeated request has one effect and one answer.';

--
-- Name: COLUMN operations.answer; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.operations.answer IS 'canonical JSON: what was touched, row results and user errors, to answer the repeat from; NULL only inside the transaction';

--
-- Name: passwords; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.passwords (
    account_id bigint NOT NULL,
    hash text NOT NULL,
    set_at timestamp with time zone NOT NULL,
    good_until timestamp with time zone,
    CONSTRAINT passwords_good_until_check CHECK ((good_until >= set_at)),
    CONSTRAINT passwords_hash_check CHECK ((hash ~~ '$argon2id$%'::text))
);

--
-- Name: TABLE passwords; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.passwords IS '@reference The password that a person signs in with, as an argon2id hash. Changed in place: an old hash would only help who guesses, and the audit says who changed it when.';

--
-- Name: COLUMN passwords.good_until; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.passwords.good_until IS 'of a one-time password, which must be changed at the first sign-in; NULL for one that its owner chose';

--
-- Name: plan_editions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plan_editions (
    plan_id bigint NOT NULL,
    edition integer NOT NULL,
    document_no text NOT NULL,
    content text NOT NULL,
    sha256 text NOT NULL,
    issued_by bigint,
    issued_at timestamp with time zone NOT NULL,
    CONSTRAINT plan_editions_edition_check CHECK ((edition > 0)),
    CONSTRAINT plan_editions_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

--
-- Name: TABLE plan_editions; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.plan_editions IS '@plan Issued plans, word for word, with the hash of the text. Never changed.';

--
-- Name: COLUMN plan_editions.content; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.plan_editions.content IS 'canonical JSON of the whole plan, goals included';

--
-- Name: plan_registry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plan_registry (
    plan_id bigint NOT NULL,
    organ_id bigint NOT NULL,
    year integer NOT NULL,
    withdrawn boolean DEFAULT false NOT NULL,
    CONSTRAINT plan_registry_year_check CHECK (((year >= 2000) AND (year <= 2200)))
);

--
-- Name: TABLE plan_registry; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.plan_registry IS '@reference Gives plans their numbers and keeps an authority to one plan a year, which no constraint on a table spread by plan could.';

--
-- Name: plan_registry_plan_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.plan_registry ALTER COLUMN plan_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.plan_registry_plan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: plan_units; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plan_units (
    plan_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    group_id bigint NOT NULL,
    mode text NOT NULL,
    display_order integer NOT NULL,
    withdrawn boolean DEFAULT false NOT NULL,
    CONSTRAINT plan_units_mode_check CHECK ((mode = ANY (ARRAY['RANKED'::text, 'SCORED_UNRANKED'::text, 'ENTRUSTED'::text, 'EXEMPT'::text])))
);

--
-- Name: TABLE plan_units; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.plan_units IS '@plan Which units the plan evaluates, in which group, and how they take part.';

--
-- Name: COLUMN plan_units.mode; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.plan_units.mode IS 'SCORED_UNRANKED: listed apart (单列), no rank and no quota place';

--
-- Name: plans; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plans (
    plan_id bigint NOT NULL,
    organ_id bigint NOT NULL,
    organiser_id bigint NOT NULL,
    year integer NOT NULL,
    title text NOT NULL,
    status text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    edition integer DEFAULT 0 NOT NULL,
    settings text NOT NULL,
    document_no text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    submitted_by bigint,
    issued_at timestamp with time zone,
    CONSTRAINT plans_issued_at_check CHECK (((status = ANY (ARRAY['ISSUED'::text, 'CLOSED'::text])) = (issued_at IS NOT NULL))),
    CONSTRAINT plans_status_check CHECK ((status = ANY (ARRAY['DRAFT'::text, 'REVISING'::text, 'SUBMITTED'::text, 'APPROVED'::text, 'ISSUED'::text, 'CLOSED'::text, 'WITHDRAWN'::text]))),
    CONSTRAINT plans_title_check CHECK ((title <> ''::text))
);

--
-- Name: TABLE plans; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.plans IS '@plan One authority''s rules for one year.';

--
-- Name: COLUMN plans.version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.plans.version IS 'counts changes, against lost updates; not the edition';

--
-- Name: COLUMN plans.edition; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.plans.edition IS 'the newest issued edition; 0 before the first';

--
-- Name: COLUMN plans.settings; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.plans.settings IS 'canonical JSON of the rules that are not rows: calendar, steps, lights, scales, adjustments, vetoes, grades';

--
-- Name: portfolios; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.portfolios (
    portfolio_id bigint NOT NULL,
    account_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    CONSTRAINT portfolios_valid_to_check CHECK ((valid_to > valid_from))
);

--
-- Name: TABLE portfolios; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.portfolios IS '@reference Which leader of the authority is in charge of a unit (分管领导), from when to when; one at a time.';

--
-- Name: portfolios_portfolio_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.portfolios ALTER COLUMN portfolio_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.portfolios_portfolio_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: postings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postings (
    account_id bigint NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    unit_id bigint NOT NULL,
    CONSTRAINT postings_valid_to_check CHECK ((valid_to > valid_from))
);

--
-- Name: TABLE postings; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.postings IS '@reference Where a person works, from when to when; one place at a time. It gives no rights, those come from grants, but it takes some: nobody judges a unit that they worked for in the year.';

--
-- Name: COLUMN postings.valid_to; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.postings.valid_to IS 'exclusive; NULL while the person works there';

--
-- Name: receipts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.receipts (
    plan_id bigint NOT NULL,
    receipt_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    period text NOT NULL,
    figures integer NOT NULL,
    submitted_by bigint,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT receipts_figures_check CHECK ((figures > 0))
);

--
-- Name: TABLE receipts; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.receipts IS '@plan Proof that figures were submitted, and at which instant. Numbers rise but may have gaps.';

--
-- Name: receipts_receipt_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.receipts ALTER COLUMN receipt_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.receipts_receipt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: report_returns; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.report_returns (
    plan_id bigint NOT NULL,
    return_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    period text NOT NULL,
    goals bigint[] NOT NULL,
    reason text NOT NULL,
    returned_by bigint,
    returned_at timestamp with time zone NOT NULL,
    CONSTRAINT report_returns_goals_check CHECK ((cardinality(goals) > 0)),
    CONSTRAINT report_returns_reason_check CHECK ((reason <> ''::text))
);

--
-- Name: TABLE report_returns; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.report_returns IS '@plan Figures that were sent back, by whom and why (退回).';

--
-- Name: report_returns_return_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.report_returns ALTER COLUMN return_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.report_returns_return_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: report_rows; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.report_rows (
    plan_id bigint NOT NULL,
    goal_id bigint NOT NULL,
    period text NOT NULL,
    unit_id bigint NOT NULL,
    status text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    revision integer NOT NULL,
    official_revision integer,
    entered_by bigint,
    submitted_by bigint,
    submitted_at timestamp with time zone,
    approved_by bigint,
    approved_at timestamp with time zone,
    verified_by bigint,
    verified_at timestamp with time zone,
    confirmed_by bigint,
    confirmed_at timestamp with time zone,
    late boolean DEFAULT false NOT NULL,
    CONSTRAINT report_rows_status_check CHECK ((status = ANY (ARRAY['DRAFT'::text, 'SUBMITTED'::text, 'UNIT_APPROVED'::text, 'OWNER_VERIFIED'::text, 'CONFIRMED'::text, 'RETURNED'::text])))
);

--
-- Name: TABLE report_rows; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.report_rows IS '@plan Where one figure stands on its way, and which revisions of it count. The figures are in report_values.';

--
-- Name: COLUMN report_rows.revision; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.report_rows.revision IS 'the newest revision, whoever entered it';

--
-- Name: COLUMN report_rows.official_revision; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.report_rows.official_revision IS 'the owner''s own figure, which counts before the unit''s; NULL: the owner agreed or has not looked';

--
-- Name: COLUMN report_rows.late; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.report_rows.late IS 'first received after the deadline';

--
-- Name: report_values; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.report_values (
    plan_id bigint NOT NULL,
    goal_id bigint NOT NULL,
    period text NOT NULL,
    revision integer NOT NULL,
    source text NOT NULL,
    state text NOT NULL,
    value numeric,
    numerator numeric,
    denominator numeric,
    inputs text DEFAULT ''::text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    cause text,
    measure text DEFAULT ''::text NOT NULL,
    help_needed text DEFAULT ''::text NOT NULL,
    recorded_by bigint,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT report_values_cause_check CHECK ((cause = ANY (ARRAY['OWN_EFFORT'::text, 'COORDINATION'::text, 'FUNDS'::text, 'LAND'::text, 'APPROVAL'::text, 'POLICY'::text, 'WEATHER'::text, 'UPPER_LEVEL'::text, 'OTHER'::text]))),
    CONSTRAINT report_values_denominator_check CHECK ((denominator <> ALL (ARRAY['NaN'::numeric, 'Infinity'::numeric, '-Infinity'::numeric]))),
    CONSTRAINT report_values_filled_check CHECK (((state <> 'VALUE'::text) OR (num_nonnulls(value, numerator) = 1) OR (inputs <> ''::text))),
    CONSTRAINT report_values_numerator_check CHECK ((numerator <> ALL (ARRAY['NaN'::numeric, 'Infinity'::numeric, '-Infinity'::numeric]))),
    CONSTRAINT report_values_ratio_check CHECK (((numerator IS NULL) = (denominator IS NULL))),
    CONSTRAINT report_values_revision_check CHECK ((revision > 0)),
    CONSTRAINT report_values_source_check CHECK ((source = ANY (ARRAY['UNIT'::text, 'OWNER'::text]))),
    CONSTRAINT report_values_state_check CHECK ((state = ANY (ARRAY['VALUE'::text, 'NOTHING_PRODUCED'::text, 'NOT_APPLICABLE'::text]))),
    CONSTRAINT report_values_state_check1 CHECK (((state = 'VALUE'::text) OR ((value IS NULL) AND (numerator IS NULL) AND (denominator IS NULL) AND (inputs = ''::text)))),
    CONSTRAINT report_values_value_check CHECK ((value <> ALL (ARRAY['NaN'::numeric, 'Infinity'::numeric, '-Infinity'::numeric])))
);

--
-- Name: TABLE report_values; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.report_values IS '@plan Every figure that anyone entered, revision by revision. Rows are only ever added. That nothing was entered is the absence of a row; zero is a value.';

--
-- Name: COLUMN report_values.source; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.report_values.source IS 'OWNER: the official figure beside the unit''s';

--
-- Name: COLUMN report_values.inputs; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.report_values.inputs IS 'versioned JSON for rules that need more than a number: occurrences by kind, ratings, pass or fail';

--
-- Name: reports; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reports (
    plan_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    period text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    receipt bigint,
    submitted_by bigint,
    submitted_at timestamp with time zone,
    late boolean DEFAULT false NOT NULL,
    CONSTRAINT reports_receipt_check CHECK (((receipt IS NULL) = (submitted_at IS NULL)))
);

--
-- Name: TABLE reports; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.reports IS '@plan A unit''s figures for one period (填报). Its status is that of its least advanced row.';

--
-- Name: COLUMN reports.receipt; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.reports.receipt IS 'the first submit''s number in receipts';

--
-- Name: COLUMN reports.submitted_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.reports.submitted_at IS 'when the first submit was received; later ones do not make a report later';

--
-- Name: reviews; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews (
    plan_id bigint NOT NULL,
    status text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    opened_by bigint,
    opened_at timestamp with time zone NOT NULL,
    final_run_id bigint,
    document_no text DEFAULT ''::text NOT NULL,
    finalised_at timestamp with time zone,
    CONSTRAINT reviews_final_run_id_check CHECK (((status = 'FINALISED'::text) = ((final_run_id IS NOT NULL) AND (finalised_at IS NOT NULL)))),
    CONSTRAINT reviews_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'FINALISED'::text])))
);

--
-- Name: TABLE reviews; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.reviews IS '@plan The closing of a plan''s year (年终总评).';

--
-- Name: COLUMN reviews.final_run_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.reviews.final_run_id IS 'the score run that the committee made final';

--
-- Name: score_lines; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.score_lines (
    plan_id bigint NOT NULL,
    run_id bigint NOT NULL,
    goal_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    state text NOT NULL,
    full_marks text NOT NULL,
    value text DEFAULT ''::text NOT NULL,
    rate text DEFAULT ''::text NOT NULL,
    points numeric NOT NULL,
    most numeric NOT NULL,
    gain_step integer,
    gain numeric,
    trace text NOT NULL,
    CONSTRAINT score_lines_gain_check CHECK (((gain_step IS NULL) = (gain IS NULL))),
    CONSTRAINT score_lines_gain_step_check CHECK ((gain_step = ANY (ARRAY[1, '-1'::integer])))
);

--
-- Name: TABLE score_lines; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.score_lines IS '@plan A goal''s points in one run, with the trace that explains them. Never changed.';

--
-- Name: COLUMN score_lines.full_marks; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.score_lines.full_marks IS 'after redistribution, exact: an integer, decimal or fraction such as 50/3; value and rate likewise';

--
-- Name: COLUMN score_lines.most; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.score_lines.most IS 'the highest that the rule could have given';

--
-- Name: COLUMN score_lines.gain; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.score_lines.gain IS 'points that one unit of measure more (gain_step 1) or less (-1) would have added; NULL: the figure is no number';

--
-- Name: score_run_texts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.score_run_texts (
    plan_id bigint NOT NULL,
    run_id bigint NOT NULL,
    kind text NOT NULL,
    part integer NOT NULL,
    content text NOT NULL,
    CONSTRAINT score_run_texts_kind_check CHECK ((kind = ANY (ARRAY['INPUTS'::text, 'RESULTS'::text]))),
    CONSTRAINT score_run_texts_part_check CHECK ((part > 0))
);

--
-- Name: TABLE score_run_texts; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.score_run_texts IS '@plan What a run sealed, word for word: canonical JSON of everything the engine read, and of what it answered, traces included. In parts, since one value holds no more than a gigabyte. Never changed.';

--
-- Name: score_runs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.score_runs (
    plan_id bigint NOT NULL,
    run_id bigint NOT NULL,
    number integer NOT NULL,
    engine text NOT NULL,
    edition integer NOT NULL,
    inputs_at timestamp with time zone NOT NULL,
    sha256 text NOT NULL,
    quotas text NOT NULL,
    pending integer DEFAULT 0 NOT NULL,
    supersedes bigint,
    created_by bigint,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT score_runs_number_check CHECK ((number > 0)),
    CONSTRAINT score_runs_pending_check CHECK ((pending >= 0)),
    CONSTRAINT score_runs_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

--
-- Name: TABLE score_runs; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.score_runs IS '@plan One computation of all scores of a plan, sealed: what went in, what came out, and the hash over both. Never changed; a run is final when the review names it.';

--
-- Name: COLUMN score_runs.sha256; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.score_runs.sha256 IS 'over engine, inputs and results, joined by line feeds';

--
-- Name: COLUMN score_runs.quotas; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.score_runs.quotas IS 'JSON: places by group id, as in the results, which are too long to read for them';

--
-- Name: COLUMN score_runs.pending; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.score_runs.pending IS 'lines that wait for a result from elsewhere; such a run cannot become final';

--
-- Name: score_runs_run_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.score_runs ALTER COLUMN run_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.score_runs_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: scores; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.scores (
    plan_id bigint NOT NULL,
    run_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    group_id bigint NOT NULL,
    mode text NOT NULL,
    place integer NOT NULL,
    indicators numeric NOT NULL,
    bonus numeric NOT NULL,
    deduction numeric NOT NULL,
    exact numeric NOT NULL,
    final numeric NOT NULL,
    rank integer,
    grade text DEFAULT ''::text NOT NULL,
    components text NOT NULL,
    dimensions text NOT NULL,
    vetoes text[] DEFAULT '{}'::text[] NOT NULL,
    warnings text[] DEFAULT '{}'::text[] NOT NULL,
    trace text NOT NULL
);

--
-- Name: TABLE scores; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.scores IS '@plan A unit''s score in one run. Never changed.';

--
-- Name: COLUMN scores.place; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.scores.place IS 'row in the group''s printed list, from 1';

--
-- Name: COLUMN scores.exact; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.scores.exact IS 'before the final rounding';

--
-- Name: COLUMN scores.rank; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.scores.rank IS 'NULL: listed apart';

--
-- Name: COLUMN scores.warnings; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.scores.warnings IS 'codes of what the office should look at';

--
-- Name: sessions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sessions (
    session_id bigint NOT NULL,
    account_id bigint NOT NULL,
    secret_hash text NOT NULL,
    previous_hash text,
    rotated_at timestamp with time zone NOT NULL,
    method text NOT NULL,
    password_due boolean NOT NULL,
    address text NOT NULL,
    agent text NOT NULL,
    signed_in_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    idle_seconds integer NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT sessions_expires_at_check CHECK ((expires_at > signed_in_at)),
    CONSTRAINT sessions_idle_seconds_check CHECK ((idle_seconds > 0)),
    CONSTRAINT sessions_method_check CHECK ((method = ANY (ARRAY['PASSWORD'::text, 'OPENID_CONNECT'::text]))),
    CONSTRAINT sessions_previous_hash_check CHECK ((previous_hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT sessions_secret_hash_check CHECK ((secret_hash ~ '^[0-9a-f]{64}$'::text))
);

--
-- Name: TABLE sessions; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.sessions IS '@local People signed in in a browser. Only the SHA-256 of the secret is kept. Rows stay when a session has ended, to say who was in when.';

--
-- Name: COLUMN sessions.previous_hash; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.sessions.previous_hash IS 'the secret before the last rotation, good for a moment more: requests under way still carry it';

--
-- Name: COLUMN sessions.password_due; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.sessions.password_due IS 'signed in with a one-time password: may do nothing but change it';

--
-- Name: COLUMN sessions.seen_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.sessions.seen_at IS 'the last request, to the minute';

--
-- Name: COLUMN sessions.idle_seconds; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.sessions.idle_seconds IS 'ends so long after the last request';

--
-- Name: COLUMN sessions.expires_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.sessions.expires_at IS 'ends then at the latest';

--
-- Name: sessions_session_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.sessions ALTER COLUMN session_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sessions_session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: sign_in_tries; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sign_in_tries (
    subject text NOT NULL,
    tried bigint[] NOT NULL,
    refused_at timestamp with time zone,
    touched_at timestamp with time zone NOT NULL
);

--
-- Name: TABLE sign_in_tries; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.sign_in_tries IS '@local How often a password was tried lately, for an account and from an address, so that all servers count together. Rows are deleted when nothing in them counts any more.';

--
-- Name: COLUMN sign_in_tries.tried; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.sign_in_tries.tried IS 'instants of the tries that were evaluated, in microseconds since 1970';

--
-- Name: COLUMN sign_in_tries.refused_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.sign_in_tries.refused_at IS 'when a refusal was last put into the audit';

--
-- Name: snapshots; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.snapshots (
    plan_id bigint NOT NULL,
    snapshot_id bigint NOT NULL,
    period text NOT NULL,
    edition integer NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    taken_by bigint,
    content text NOT NULL,
    sha256 text NOT NULL,
    CONSTRAINT snapshots_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

--
-- Name: TABLE snapshots; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.snapshots IS '@plan Figures, rates, lights and trial points of a whole plan at one instant, as a bulletin quotes them. Never changed.';

--
-- Name: COLUMN snapshots.content; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.snapshots.content IS 'canonical JSON';

--
-- Name: snapshots_snapshot_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.snapshots ALTER COLUMN snapshot_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.snapshots_snapshot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: unit_terms; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.unit_terms (
    unit_id bigint NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone,
    name text NOT NULL,
    kind text NOT NULL,
    parent_id bigint,
    display_order integer NOT NULL,
    office_phone text DEFAULT ''::text NOT NULL,
    CONSTRAINT unit_terms_kind_check CHECK ((kind = ANY (ARRAY['AUTHORITY'::text, 'PARTY_ORGAN'::text, 'DEPARTMENT'::text, 'TOWNSHIP'::text, 'INSTITUTION'::text, 'VERTICAL'::text, 'SECTION'::text]))),
    CONSTRAINT unit_terms_name_check CHECK ((name <> ''::text)),
    CONSTRAINT unit_terms_parent_id_check CHECK ((parent_id <> unit_id)),
    CONSTRAINT unit_terms_valid_to_check CHECK ((valid_to > valid_from))
);

--
-- Name: TABLE unit_terms; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.unit_terms IS '@reference What a unit is called, where it stands in the tree and its office telephone, from one instant to another. A reorganisation ends a term and begins the next.';

--
-- Name: COLUMN unit_terms.valid_to; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.unit_terms.valid_to IS 'exclusive; NULL while the term runs';

--
-- Name: COLUMN unit_terms.display_order; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.unit_terms.display_order IS 'the fixed order of official lists; decides how units of equal rank are printed';

--
-- Name: units; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.units (
    unit_id bigint NOT NULL,
    code text NOT NULL,
    CONSTRAINT units_code_check CHECK ((code ~ '^[A-Za-z0-9_-]{1,32}$'::text))
);

--
-- Name: TABLE units; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.units IS '@reference The bodies that plan, are evaluated, or supply figures. What is true of one only for a time is in unit_terms.';

--
-- Name: units_unit_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.units ALTER COLUMN unit_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.units_unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: vetoes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.vetoes (
    plan_id bigint NOT NULL,
    veto_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    rule text NOT NULL,
    facts text NOT NULL,
    legal_basis text NOT NULL,
    status text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    reported_by bigint,
    reported_at timestamp with time zone NOT NULL,
    decided_by bigint,
    decided_at timestamp with time zone,
    decision_note text DEFAULT ''::text NOT NULL,
    CONSTRAINT vetoes_decided_at_check CHECK (((status = 'REPORTED'::text) = (decided_at IS NULL))),
    CONSTRAINT vetoes_facts_check CHECK ((facts <> ''::text)),
    CONSTRAINT vetoes_legal_basis_check CHECK ((legal_basis <> ''::text)),
    CONSTRAINT vetoes_status_check CHECK ((status = ANY (ARRAY['REPORTED'::text, 'APPLIED'::text, 'NOT_APPLIED'::text])))
);

--
-- Name: TABLE vetoes; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.vetoes IS '@plan Reported cases of the plan''s veto list (一票否决) and what was decided.';

--
-- Name: vetoes_veto_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.vetoes ALTER COLUMN veto_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.vetoes_veto_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: access_tokens access_tokens_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_tokens
    ADD CONSTRAINT access_tokens_pkey PRIMARY KEY (token_id);

--
-- Name: access_tokens access_tokens_token_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_tokens
    ADD CONSTRAINT access_tokens_token_hash_key UNIQUE (token_hash);

--
-- Name: accounts accounts_login_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_login_key UNIQUE (login);

--
-- Name: accounts accounts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (account_id);

--
-- Name: adjustments adjustments_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.adjustments
    ADD CONSTRAINT adjustments_pkey PRIMARY KEY (plan_id, adjustment_id);

--
-- Name: arrangement_items arrangement_items_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.arrangement_items
    ADD CONSTRAINT arrangement_items_pkey PRIMARY KEY (plan_id, item_id);

--
-- Name: arrangement_receipts arrangement_receipts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.arrangement_receipts
    ADD CONSTRAINT arrangement_receipts_pkey PRIMARY KEY (plan_id, receipt_id);

--
-- Name: arrangements arrangements_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.arrangements
    ADD CONSTRAINT arrangements_pkey PRIMARY KEY (plan_id, unit_id, month);

--
-- Name: audit_checkpoints audit_checkpoints_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_checkpoints
    ADD CONSTRAINT audit_checkpoints_pkey PRIMARY KEY (number);

--
-- Name: audit_entries audit_entries_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_pkey PRIMARY KEY (plan_id, unit_id, seq);

--
-- Name: audit_heads audit_heads_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_heads
    ADD CONSTRAINT audit_heads_pkey PRIMARY KEY (plan_id, unit_id);

--
-- Name: audit_records audit_records_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_records
    ADD CONSTRAINT audit_records_pkey PRIMARY KEY (plan_id, unit_id, seq, n);

--
-- Name: bulletin_issues bulletin_issues_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bulletin_issues
    ADD CONSTRAINT bulletin_issues_pkey PRIMARY KEY (plan_id, bulletin_id);

--
-- Name: bulletin_sections bulletin_sections_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bulletin_sections
    ADD CONSTRAINT bulletin_sections_pkey PRIMARY KEY (plan_id, bulletin_id, section);

--
-- Name: bulletins bulletins_number_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bulletins
    ADD CONSTRAINT bulletins_number_key UNIQUE (plan_id, number);

--
-- Name: bulletins bulletins_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bulletins
    ADD CONSTRAINT bulletins_pkey PRIMARY KEY (plan_id, bulletin_id);

--
-- Name: calendar_days calendar_days_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.calendar_days
    ADD CONSTRAINT calendar_days_pkey PRIMARY KEY (day);

--
-- Name: closures closures_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.closures
    ADD CONSTRAINT closures_pkey PRIMARY KEY (plan_id, period);

--
-- Name: component_scores component_scores_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.component_scores
    ADD CONSTRAINT component_scores_pkey PRIMARY KEY (plan_id, unit_id, component, revision);

--
-- Name: components components_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.components
    ADD CONSTRAINT components_pkey PRIMARY KEY (plan_id, group_id, component);

--
-- Name: dimension_marks dimension_marks_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dimension_marks
    ADD CONSTRAINT dimension_marks_pkey PRIMARY KEY (plan_id, dimension_id, group_id);

--
-- Name: dimensions dimensions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dimensions
    ADD CONSTRAINT dimensions_pkey PRIMARY KEY (plan_id, dimension_id);

--
-- Name: dimensions dimensions_plan_id_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dimensions
    ADD CONSTRAINT dimensions_plan_id_code_key UNIQUE (plan_id, code);

--
-- Name: exception_ends exception_ends_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exception_ends
    ADD CONSTRAINT exception_ends_pkey PRIMARY KEY (plan_id, exception_id);

--
-- Name: exceptions exceptions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exceptions
    ADD CONSTRAINT exceptions_pkey PRIMARY KEY (plan_id, exception_id);

--
-- Name: exports exports_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exports
    ADD CONSTRAINT exports_pkey PRIMARY KEY (plan_id, export_id);

--
-- Name: external_identities external_identities_account_id_issuer_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.external_identities
    ADD CONSTRAINT external_identities_account_id_issuer_key UNIQUE (account_id, issuer);

--
-- Name: external_identities external_identities_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.external_identities
    ADD CONSTRAINT external_identities_pkey PRIMARY KEY (issuer, subject);

--
-- Name: goal_progress goal_progress_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.goal_progress
    ADD CONSTRAINT goal_progress_pkey PRIMARY KEY (plan_id, goal_id);

--
-- Name: goal_revisions goal_revisions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.goal_revisions
    ADD CONSTRAINT goal_revisions_pkey PRIMARY KEY (plan_id, goal_id, revision);

--
-- Name: goals goals_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.goals
    ADD CONSTRAINT goals_pkey PRIMARY KEY (plan_id, goal_id);

--
-- Name: goals goals_unit_id_indicator_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.goals
    ADD CONSTRAINT goals_unit_id_indicator_id_key UNIQUE (plan_id, unit_id, indicator_id);

--
-- Name: grants grants_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_pkey PRIMARY KEY (grant_id);

--
-- Name: groups groups_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_pkey PRIMARY KEY (plan_id, group_id);

--
-- Name: groups groups_plan_id_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_plan_id_code_key UNIQUE (plan_id, code);

--
-- Name: indicator_marks indicator_marks_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.indicator_marks
    ADD CONSTRAINT indicator_marks_pkey PRIMARY KEY (plan_id, indicator_id, group_id);

--
-- Name: indicators indicators_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.indicators
    ADD CONSTRAINT indicators_pkey PRIMARY KEY (plan_id, indicator_id);

--
-- Name: indicators indicators_plan_id_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.indicators
    ADD CONSTRAINT indicators_plan_id_code_key UNIQUE (plan_id, code);

--
-- Name: operations operations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operations
    ADD CONSTRAINT operations_pkey PRIMARY KEY (plan_id, account_id, key);

--
-- Name: passwords passwords_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passwords
    ADD CONSTRAINT passwords_pkey PRIMARY KEY (account_id);

--
-- Name: plan_editions plan_editions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plan_editions
    ADD CONSTRAINT plan_editions_pkey PRIMARY KEY (plan_id, edition);

--
-- Name: plan_registry plan_registry_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plan_registry
    ADD CONSTRAINT plan_registry_pkey PRIMARY KEY (plan_id);

--
-- Name: plan_units plan_units_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plan_units
    ADD CONSTRAINT plan_units_pkey PRIMARY KEY (plan_id, unit_id);

--
-- Name: plans plans_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans
    ADD CONSTRAINT plans_pkey PRIMARY KEY (plan_id);

--
-- Name: portfolios portfolios_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portfolios
    ADD CONSTRAINT portfolios_pkey PRIMARY KEY (portfolio_id);

--
-- Name: postings postings_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postings
    ADD CONSTRAINT postings_pkey PRIMARY KEY (account_id, valid_from);

--
-- Name: receipts receipts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.receipts
    ADD CONSTRAINT receipts_pkey PRIMARY KEY (plan_id, receipt_id);

--
-- Name: report_returns report_returns_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report_returns
    ADD CONSTRAINT report_returns_pkey PRIMARY KEY (plan_id, return_id);

--
-- Name: report_rows report_rows_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report_rows
    ADD CONSTRAINT report_rows_pkey PRIMARY KEY (plan_id, goal_id, period);

--
-- Name: report_values report_values_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report_values
    ADD CONSTRAINT report_values_pkey PRIMARY KEY (plan_id, goal_id, period, revision);

--
-- Name: reports reports_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reports
    ADD CONSTRAINT reports_pkey PRIMARY KEY (plan_id, unit_id, period);

--
-- Name: reviews reviews_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT reviews_pkey PRIMARY KEY (plan_id);

--
-- Name: score_lines score_lines_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.score_lines
    ADD CONSTRAINT score_lines_pkey PRIMARY KEY (plan_id, run_id, goal_id);

--
-- Name: score_run_texts score_run_texts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.score_run_texts
    ADD CONSTRAINT score_run_texts_pkey PRIMARY KEY (plan_id, run_id, kind, part);

--
-- Name: score_runs score_runs_number_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.score_runs
    ADD CONSTRAINT score_runs_number_key UNIQUE (plan_id, number);

--
-- Name: score_runs score_runs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.score_runs
    ADD CONSTRAINT score_runs_pkey PRIMARY KEY (plan_id, run_id);

--
-- Name: scores scores_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.scores
    ADD CONSTRAINT scores_pkey PRIMARY KEY (plan_id, run_id, unit_id);

--
-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (session_id);

--
-- Name: sign_in_tries sign_in_tries_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sign_in_tries
    ADD CONSTRAINT sign_in_tries_pkey PRIMARY KEY (subject);

--
-- Name: snapshots snapshots_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_pkey PRIMARY KEY (plan_id, snapshot_id);

--
-- Name: unit_terms unit_terms_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.unit_terms
    ADD CONSTRAINT unit_terms_pkey PRIMARY KEY (unit_id, valid_from);

--
-- Name: units units_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.units
    ADD CONSTRAINT units_code_key UNIQUE (code);

--
-- Name: units units_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.units
    ADD CONSTRAINT units_pkey PRIMARY KEY (unit_id);

--
-- Name: vetoes vetoes_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.vetoes
    ADD CONSTRAINT vetoes_pkey PRIMARY KEY (plan_id, veto_id);

--
-- Name: access_tokens_account_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_tokens_account_id_idx ON public.access_tokens USING btree (account_id);

--
-- Name: adjustments_reverses_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX adjustments_reverses_key ON public.adjustments USING btree (plan_id, reverses);

--
-- Name: adjustments_unit_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX adjustments_unit_id_idx ON public.adjustments USING btree (plan_id, unit_id);

--
-- Name: arrangement_items_carried_from_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX arrangement_items_carried_from_key ON public.arrangement_items USING btree (plan_id, carried_from);

--
-- Name: arrangement_items_month_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX arrangement_items_month_idx ON public.arrangement_items USING btree (plan_id, unit_id, month);

--
-- Name: arrangement_receipts_month_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX arrangement_receipts_month_idx ON public.arrangement_receipts USING btree (plan_id, unit_id, month);

--
-- Name: audit_entries_object_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_entries_object_idx ON public.audit_entries USING btree (plan_id, object);

--
-- Name: audit_entries_recorded_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_entries_recorded_at_idx ON public.audit_entries USING btree (plan_id, recorded_at, unit_id, seq);

--
-- Name: audit_records_goal_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_records_goal_id_idx ON public.audit_records USING btree (plan_id, goal_id) WHERE (goal_id IS NOT NULL);

--
-- Name: audit_records_key_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_records_key_idx ON public.audit_records USING btree (plan_id, table_name, key) WHERE (goal_id IS NULL);

--
-- Name: bulletins_draft_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX bulletins_draft_key ON public.bulletins USING btree (plan_id, period) WHERE (status = 'DRAFT'::text);

--
-- Name: exceptions_period_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX exceptions_period_idx ON public.exceptions USING btree (plan_id, unit_id, period);

--
-- Name: goals_indicator_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX goals_indicator_id_idx ON public.goals USING btree (plan_id, indicator_id);

--
-- Name: goals_sort_key_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX goals_sort_key_key ON public.goals USING btree (plan_id, sort_key, goal_id);

--
-- Name: grants_current_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX grants_current_key ON public.grants USING btree (account_id, role, unit_id, COALESCE(plan_id, (0)::bigint)) WHERE (valid_to IS NULL);

--
-- Name: grants_unit_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX grants_unit_id_idx ON public.grants USING btree (unit_id);

--
-- Name: operations_key_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX operations_key_idx ON public.operations USING btree (account_id, key);

--
-- Name: plan_registry_organ_id_year_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX plan_registry_organ_id_year_key ON public.plan_registry USING btree (organ_id, year) WHERE (NOT withdrawn);

--
-- Name: plan_units_group_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plan_units_group_id_idx ON public.plan_units USING btree (plan_id, group_id);

--
-- Name: portfolios_account_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX portfolios_account_id_idx ON public.portfolios USING btree (account_id);

--
-- Name: portfolios_current_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX portfolios_current_key ON public.portfolios USING btree (unit_id) WHERE (valid_to IS NULL);

--
-- Name: postings_current_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX postings_current_key ON public.postings USING btree (account_id) WHERE (valid_to IS NULL);

--
-- Name: postings_unit_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postings_unit_id_idx ON public.postings USING btree (unit_id);

--
-- Name: receipts_period_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX receipts_period_idx ON public.receipts USING btree (plan_id, unit_id, period);

--
-- Name: report_returns_period_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX report_returns_period_idx ON public.report_returns USING btree (plan_id, unit_id, period);

--
-- Name: report_rows_period_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX report_rows_period_idx ON public.report_rows USING btree (plan_id, period);

--
-- Name: report_rows_unit_id_period_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX report_rows_unit_id_period_idx ON public.report_rows USING btree (plan_id, unit_id, period);

--
-- Name: score_lines_unit_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX score_lines_unit_id_idx ON public.score_lines USING btree (plan_id, run_id, unit_id);

--
-- Name: sessions_account_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sessions_account_id_idx ON public.sessions USING btree (account_id) WHERE (ended_at IS NULL);

--
-- Name: sessions_previous_hash_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX sessions_previous_hash_key ON public.sessions USING btree (previous_hash);

--
-- Name: sessions_secret_hash_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX sessions_secret_hash_key ON public.sessions USING btree (secret_hash);

--
-- Name: unit_terms_current_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX unit_terms_current_key ON public.unit_terms USING btree (unit_id) WHERE (valid_to IS NULL);

--
-- Name: unit_terms_parent_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX unit_terms_parent_id_idx ON public.unit_terms USING btree (parent_id) WHERE (valid_to IS NULL);

--
-- Name: vetoes_unit_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX vetoes_unit_id_idx ON public.vetoes USING btree (plan_id, unit_id);

--
-- Name: access_tokens access_tokens_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_tokens
    ADD CONSTRAINT access_tokens_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(account_id);

--
-- Name: access_tokens access_tokens_plan_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_tokens
    ADD CONSTRAINT access_tokens_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plan_registry(plan_id);

--
-- Name: adjustments adjustments_decided_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.adjustments
    ADD CONSTRAINT adjustments_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.accounts(account_id);

--
-- Name: adjustments adjustments_proposed_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.adjustments
    ADD CONSTRAINT adjustments_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES public.accounts(account_id);

--
-- Name: adjustments adjustments_reverses_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.adjustments
    ADD CONSTRAINT adjustments_reverses_fkey FOREIGN KEY (plan_id, reverses) REFERENCES public.adjustments(plan_id, adjustment_id);

--
-- Name: adjustments adjustments_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.adjustments
    ADD CONSTRAINT adjustments_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES public.plan_units(plan_id, unit_id);

--
-- Name: arrangement_items arrangement_items_carried_from_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.arrangement_items
    ADD CONSTRAINT arrangement_items_carried_from_fkey FOREIGN KEY (plan_id, carried_from) REFERENCES public.arrangement_items(plan_id, item_id);

--
-- Name: arrangement_items arrangement_items_goal_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.arrangement_items
    ADD CONSTRAINT arrangement_items_goal_id_fkey FOREIGN KEY (plan_id, goal_id) REFERENCES public.goals(plan_id, goal_id);

--
-- Name: arrangement_items arrangement_items_month_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.arrangement_items
    ADD CONSTRAINT arrangement_items_month_fkey FOREIGN KEY (plan_id, unit_id, month) REFERENCES public.arrangements(plan_id, unit_id, month);

--
-- Name: arrangement_receipts arrangement_receipts_month_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.arrangement_receipts
    ADD CONSTRAINT arrangement_receipts_month_fkey FOREIGN KEY (plan_id, unit_id, month) REFERENCES public.arrangements(plan_id, unit_id, month);

--
-- Name: arrangement_receipts arrangement_receipts_submitted_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.arrangement_receipts
    ADD CONSTRAINT arrangement_receipts_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES public.accounts(account_id);

--
-- Name: arrangements arrangements_approved_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.arrangements
    ADD CONSTRAINT arrangements_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.accounts(account_id);

--
-- Name: arrangements arrangements_returned_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.arrangements
    ADD CONSTRAINT arrangements_returned_by_fkey FOREIGN KEY (returned_by) REFERENCES public.accounts(account_id);

--
-- Name: arrangements arrangements_submitted_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.arrangements
    ADD CONSTRAINT arrangements_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES public.accounts(account_id);

--
-- Name: arrangements arrangements_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.arrangements
    ADD CONSTRAINT arrangements_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES public.plan_units(plan_id, unit_id);

--
-- Name: audit_entries audit_entries_actor_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.accounts(account_id);

--
-- Name: audit_entries audit_entries_on_behalf_of_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_on_behalf_of_fkey FOREIGN KEY (on_behalf_of) REFERENCES public.units(unit_id);

--
-- Name: bulletin_issues bulletin_issues_bulletin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bulletin_issues
    ADD CONSTRAINT bulletin_issues_bulletin_id_fkey FOREIGN KEY (plan_id, bulletin_id) REFERENCES public.bulletins(plan_id, bulletin_id);

--
-- Name: bulletin_issues bulletin_issues_issued_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bulletin_issues
    ADD CONSTRAINT bulletin_issues_issued_by_fkey FOREIGN KEY (issued_by) REFERENCES public.accounts(account_id);

--
-- Name: bulletin_sections bulletin_sections_bulletin_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bulletin_sections
    ADD CONSTRAINT bulletin_sections_bulletin_id_fkey FOREIGN KEY (plan_id, bulletin_id) REFERENCES public.bulletins(plan_id, bulletin_id);

--
-- Name: bulletins bulletins_plan_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bulletins
    ADD CONSTRAINT bulletins_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(plan_id);

--
-- Name: bulletins bulletins_snapshot_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bulletins
    ADD CONSTRAINT bulletins_snapshot_id_fkey FOREIGN KEY (plan_id, snapshot_id) REFERENCES public.snapshots(plan_id, snapshot_id);

--
-- Name: closures closures_closed_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.closures
    ADD CONSTRAINT closures_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES public.accounts(account_id);

--
-- Name: closures closures_plan_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.closures
    ADD CONSTRAINT closures_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(plan_id);

--
-- Name: component_scores component_scores_recorded_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.component_scores
    ADD CONSTRAINT component_scores_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES public.accounts(account_id);

--
-- Name: component_scores component_scores_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.component_scores
    ADD CONSTRAINT component_scores_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES public.plan_units(plan_id, unit_id);

--
-- Name: components components_group_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.components
    ADD CONSTRAINT components_group_id_fkey FOREIGN KEY (plan_id, group_id) REFERENCES public.groups(plan_id, group_id);

--
-- Name: dimension_marks dimension_marks_dimension_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dimension_marks
    ADD CONSTRAINT dimension_marks_dimension_id_fkey FOREIGN KEY (plan_id, dimension_id) REFERENCES public.dimensions(plan_id, dimension_id);

--
-- Name: dimension_marks dimension_marks_group_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dimension_marks
    ADD CONSTRAINT dimension_marks_group_id_fkey FOREIGN KEY (plan_id, group_id) REFERENCES public.groups(plan_id, group_id);

--
-- Name: dimensions dimensions_plan_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dimensions
    ADD CONSTRAINT dimensions_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(plan_id);

--
-- Name: exception_ends exception_ends_ended_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exception_ends
    ADD CONSTRAINT exception_ends_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES public.accounts(account_id);

--
-- Name: exception_ends exception_ends_exception_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exception_ends
    ADD CONSTRAINT exception_ends_exception_id_fkey FOREIGN KEY (plan_id, exception_id) REFERENCES public.exceptions(plan_id, exception_id);

--
-- Name: exceptions exceptions_granted_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exceptions
    ADD CONSTRAINT exceptions_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES public.accounts(account_id);

--
-- Name: exceptions exceptions_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exceptions
    ADD CONSTRAINT exceptions_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES public.plan_units(plan_id, unit_id);

--
-- Name: exports exports_requested_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.exports
    ADD CONSTRAINT exports_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES public.accounts(account_id);

--
-- Name: external_identities external_identities_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.external_identities
    ADD CONSTRAINT external_identities_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(account_id);

--
-- Name: goal_progress goal_progress_goal_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.goal_progress
    ADD CONSTRAINT goal_progress_goal_id_fkey FOREIGN KEY (plan_id, goal_id) REFERENCES public.goals(plan_id, goal_id);

--
-- Name: goal_revisions goal_revisions_goal_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.goal_revisions
    ADD CONSTRAINT goal_revisions_goal_id_fkey FOREIGN KEY (plan_id, goal_id) REFERENCES public.goals(plan_id, goal_id);

--
-- Name: goal_revisions goal_revisions_lead_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.goal_revisions
    ADD CONSTRAINT goal_revisions_lead_unit_id_fkey FOREIGN KEY (lead_unit_id) REFERENCES public.units(unit_id);

--
-- Name: goal_revisions goal_revisions_leader_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.goal_revisions
    ADD CONSTRAINT goal_revisions_leader_id_fkey FOREIGN KEY (leader_id) REFERENCES public.accounts(account_id);

--
-- Name: goal_revisions goal_revisions_recorded_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.goal_revisions
    ADD CONSTRAINT goal_revisions_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES public.accounts(account_id);

--
-- Name: goals goals_indicator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.goals
    ADD CONSTRAINT goals_indicator_id_fkey FOREIGN KEY (plan_id, indicator_id) REFERENCES public.indicators(plan_id, indicator_id);

--
-- Name: goals goals_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.goals
    ADD CONSTRAINT goals_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES public.plan_units(plan_id, unit_id);

--
-- Name: grants grants_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(account_id);

--
-- Name: grants grants_approved_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.accounts(account_id);

--
-- Name: grants grants_granted_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES public.accounts(account_id);

--
-- Name: grants grants_plan_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plan_registry(plan_id);

--
-- Name: grants grants_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.units(unit_id);

--
-- Name: groups groups_plan_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(plan_id);

--
-- Name: indicator_marks indicator_marks_group_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.indicator_marks
    ADD CONSTRAINT indicator_marks_group_id_fkey FOREIGN KEY (plan_id, group_id) REFERENCES public.groups(plan_id, group_id);

--
-- Name: indicator_marks indicator_marks_indicator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.indicator_marks
    ADD CONSTRAINT indicator_marks_indicator_id_fkey FOREIGN KEY (plan_id, indicator_id) REFERENCES public.indicators(plan_id, indicator_id);

--
-- Name: indicators indicators_alternate_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.indicators
    ADD CONSTRAINT indicators_alternate_id_fkey FOREIGN KEY (alternate_id) REFERENCES public.units(unit_id);

--
-- Name: indicators indicators_dimension_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.indicators
    ADD CONSTRAINT indicators_dimension_id_fkey FOREIGN KEY (plan_id, dimension_id) REFERENCES public.dimensions(plan_id, dimension_id);

--
-- Name: indicators indicators_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.indicators
    ADD CONSTRAINT indicators_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.units(unit_id);

--
-- Name: operations operations_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operations
    ADD CONSTRAINT operations_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(account_id);

--
-- Name: passwords passwords_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passwords
    ADD CONSTRAINT passwords_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(account_id);

--
-- Name: plan_editions plan_editions_issued_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plan_editions
    ADD CONSTRAINT plan_editions_issued_by_fkey FOREIGN KEY (issued_by) REFERENCES public.accounts(account_id);

--
-- Name: plan_editions plan_editions_plan_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plan_editions
    ADD CONSTRAINT plan_editions_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(plan_id);

--
-- Name: plan_registry plan_registry_organ_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plan_registry
    ADD CONSTRAINT plan_registry_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.units(unit_id);

--
-- Name: plan_units plan_units_group_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plan_units
    ADD CONSTRAINT plan_units_group_id_fkey FOREIGN KEY (plan_id, group_id) REFERENCES public.groups(plan_id, group_id);

--
-- Name: plan_units plan_units_plan_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plan_units
    ADD CONSTRAINT plan_units_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(plan_id);

--
-- Name: plan_units plan_units_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plan_units
    ADD CONSTRAINT plan_units_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.units(unit_id);

--
-- Name: plans plans_organ_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans
    ADD CONSTRAINT plans_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.units(unit_id);

--
-- Name: plans plans_organiser_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans
    ADD CONSTRAINT plans_organiser_id_fkey FOREIGN KEY (organiser_id) REFERENCES public.units(unit_id);

--
-- Name: plans plans_plan_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans
    ADD CONSTRAINT plans_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plan_registry(plan_id);

--
-- Name: plans plans_submitted_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans
    ADD CONSTRAINT plans_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES public.accounts(account_id);

--
-- Name: portfolios portfolios_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portfolios
    ADD CONSTRAINT portfolios_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(account_id);

--
-- Name: portfolios portfolios_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.portfolios
    ADD CONSTRAINT portfolios_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.units(unit_id);

--
-- Name: postings postings_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postings
    ADD CONSTRAINT postings_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(account_id);

--
-- Name: postings postings_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postings
    ADD CONSTRAINT postings_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.units(unit_id);

--
-- Name: receipts receipts_period_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.receipts
    ADD CONSTRAINT receipts_period_fkey FOREIGN KEY (plan_id, unit_id, period) REFERENCES public.reports(plan_id, unit_id, period);

--
-- Name: receipts receipts_submitted_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.receipts
    ADD CONSTRAINT receipts_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES public.accounts(account_id);

--
-- Name: report_returns report_returns_period_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report_returns
    ADD CONSTRAINT report_returns_period_fkey FOREIGN KEY (plan_id, unit_id, period) REFERENCES public.reports(plan_id, unit_id, period);

--
-- Name: report_returns report_returns_returned_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report_returns
    ADD CONSTRAINT report_returns_returned_by_fkey FOREIGN KEY (returned_by) REFERENCES public.accounts(account_id);

--
-- Name: report_rows report_rows_approved_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report_rows
    ADD CONSTRAINT report_rows_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.accounts(account_id);

--
-- Name: report_rows report_rows_confirmed_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report_rows
    ADD CONSTRAINT report_rows_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES public.accounts(account_id);

--
-- Name: report_rows report_rows_entered_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report_rows
    ADD CONSTRAINT report_rows_entered_by_fkey FOREIGN KEY (entered_by) REFERENCES public.accounts(account_id);

--
-- Name: report_rows report_rows_goal_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report_rows
    ADD CONSTRAINT report_rows_goal_id_fkey FOREIGN KEY (plan_id, goal_id) REFERENCES public.goals(plan_id, goal_id);

--
-- Name: report_rows report_rows_submitted_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report_rows
    ADD CONSTRAINT report_rows_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES public.accounts(account_id);

--
-- Name: report_rows report_rows_verified_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report_rows
    ADD CONSTRAINT report_rows_verified_by_fkey FOREIGN KEY (verified_by) REFERENCES public.accounts(account_id);

--
-- Name: report_values report_values_goal_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report_values
    ADD CONSTRAINT report_values_goal_id_fkey FOREIGN KEY (plan_id, goal_id) REFERENCES public.goals(plan_id, goal_id);

--
-- Name: report_values report_values_recorded_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report_values
    ADD CONSTRAINT report_values_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES public.accounts(account_id);

--
-- Name: reports reports_submitted_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reports
    ADD CONSTRAINT reports_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES public.accounts(account_id);

--
-- Name: reports reports_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reports
    ADD CONSTRAINT reports_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES public.plan_units(plan_id, unit_id);

--
-- Name: reviews reviews_opened_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT reviews_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES public.accounts(account_id);

--
-- Name: reviews reviews_plan_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT reviews_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(plan_id);

--
-- Name: score_lines score_lines_goal_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.score_lines
    ADD CONSTRAINT score_lines_goal_id_fkey FOREIGN KEY (plan_id, goal_id) REFERENCES public.goals(plan_id, goal_id);

--
-- Name: score_lines score_lines_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.score_lines
    ADD CONSTRAINT score_lines_unit_id_fkey FOREIGN KEY (plan_id, run_id, unit_id) REFERENCES public.scores(plan_id, run_id, unit_id);

--
-- Name: score_run_texts score_run_texts_run_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.score_run_texts
    ADD CONSTRAINT score_run_texts_run_id_fkey FOREIGN KEY (plan_id, run_id) REFERENCES public.score_runs(plan_id, run_id);

--
-- Name: score_runs score_runs_created_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.score_runs
    ADD CONSTRAINT score_runs_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.accounts(account_id);

--
-- Name: score_runs score_runs_edition_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.score_runs
    ADD CONSTRAINT score_runs_edition_fkey FOREIGN KEY (plan_id, edition) REFERENCES public.plan_editions(plan_id, edition);

--
-- Name: score_runs score_runs_supersedes_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.score_runs
    ADD CONSTRAINT score_runs_supersedes_fkey FOREIGN KEY (plan_id, supersedes) REFERENCES public.score_runs(plan_id, run_id);

--
-- Name: scores scores_run_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.scores
    ADD CONSTRAINT scores_run_id_fkey FOREIGN KEY (plan_id, run_id) REFERENCES public.score_runs(plan_id, run_id);

--
-- Name: scores scores_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.scores
    ADD CONSTRAINT scores_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES public.plan_units(plan_id, unit_id);

--
-- Name: sessions sessions_account_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(account_id);

--
-- Name: snapshots snapshots_edition_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_edition_fkey FOREIGN KEY (plan_id, edition) REFERENCES public.plan_editions(plan_id, edition);

--
-- Name: snapshots snapshots_taken_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_taken_by_fkey FOREIGN KEY (taken_by) REFERENCES public.accounts(account_id);

--
-- Name: unit_terms unit_terms_parent_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.unit_terms
    ADD CONSTRAINT unit_terms_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.units(unit_id);

--
-- Name: unit_terms unit_terms_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.unit_terms
    ADD CONSTRAINT unit_terms_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES public.units(unit_id);

--
-- Name: vetoes vetoes_decided_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.vetoes
    ADD CONSTRAINT vetoes_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.accounts(account_id);

--
-- Name: vetoes vetoes_reported_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.vetoes
    ADD CONSTRAINT vetoes_reported_by_fkey FOREIGN KEY (reported_by) REFERENCES public.accounts(account_id);

--
-- Name: vetoes vetoes_unit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.vetoes
    ADD CONSTRAINT vetoes_unit_id_fkey FOREIGN KEY (plan_id, unit_id) REFERENCES public.plan_units(plan_id, unit_id);

--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: -
--

REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO kaoping_app;

--
-- Name: TABLE access_tokens; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.access_tokens TO kaoping_app;

--
-- Name: COLUMN access_tokens.used_on; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(used_on) ON TABLE public.access_tokens TO kaoping_app;

--
-- Name: COLUMN access_tokens.revoked_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(revoked_at) ON TABLE public.access_tokens TO kaoping_app;

--
-- Name: TABLE accounts; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.accounts TO kaoping_app;

--
-- Name: COLUMN accounts.name; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(name) ON TABLE public.accounts TO kaoping_app;

--
-- Name: COLUMN accounts.post; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(post) ON TABLE public.accounts TO kaoping_app;

--
-- Name: COLUMN accounts.office_phone; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(office_phone) ON TABLE public.accounts TO kaoping_app;

--
-- Name: COLUMN accounts.mobile; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(mobile) ON TABLE public.accounts TO kaoping_app;

--
-- Name: COLUMN accounts.active; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(active) ON TABLE public.accounts TO kaoping_app;

--
-- Name: COLUMN accounts.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.accounts TO kaoping_app;

--
-- Name: TABLE adjustments; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.adjustments TO kaoping_app;

--
-- Name: COLUMN adjustments.status; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(status) ON TABLE public.adjustments TO kaoping_app;

--
-- Name: COLUMN adjustments.points; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(points) ON TABLE public.adjustments TO kaoping_app;

--
-- Name: COLUMN adjustments.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.adjustments TO kaoping_app;

--
-- Name: COLUMN adjustments.decided_by; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(decided_by) ON TABLE public.adjustments TO kaoping_app;

--
-- Name: COLUMN adjustments.decided_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(decided_at) ON TABLE public.adjustments TO kaoping_app;

--
-- Name: COLUMN adjustments.decision_note; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(decision_note) ON TABLE public.adjustments TO kaoping_app;

--
-- Name: TABLE arrangement_items; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.arrangement_items TO kaoping_app;

--
-- Name: TABLE arrangement_receipts; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.arrangement_receipts TO kaoping_app;

--
-- Name: TABLE arrangements; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.arrangements TO kaoping_app;

--
-- Name: TABLE audit_checkpoints; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.audit_checkpoints TO kaoping_app;

--
-- Name: TABLE audit_entries; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.audit_entries TO kaoping_app;

--
-- Name: TABLE audit_heads; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.audit_heads TO kaoping_app;

--
-- Name: COLUMN audit_heads.seq; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(seq) ON TABLE public.audit_heads TO kaoping_app;

--
-- Name: COLUMN audit_heads.hash; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(hash) ON TABLE public.audit_heads TO kaoping_app;

--
-- Name: TABLE audit_records; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.audit_records TO kaoping_app;

--
-- Name: TABLE bulletin_issues; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.bulletin_issues TO kaoping_app;

--
-- Name: TABLE bulletin_sections; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.bulletin_sections TO kaoping_app;

--
-- Name: TABLE bulletins; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.bulletins TO kaoping_app;

--
-- Name: TABLE calendar_days; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.calendar_days TO kaoping_app;

--
-- Name: COLUMN calendar_days.works; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(works) ON TABLE public.calendar_days TO kaoping_app;

--
-- Name: COLUMN calendar_days.name; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(name) ON TABLE public.calendar_days TO kaoping_app;

--
-- Name: TABLE closures; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.closures TO kaoping_app;

--
-- Name: TABLE component_scores; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.component_scores TO kaoping_app;

--
-- Name: TABLE components; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.components TO kaoping_app;

--
-- Name: TABLE dimension_marks; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.dimension_marks TO kaoping_app;

--
-- Name: TABLE dimensions; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.dimensions TO kaoping_app;

--
-- Name: TABLE exception_ends; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.exception_ends TO kaoping_app;

--
-- Name: TABLE exceptions; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.exceptions TO kaoping_app;

--
-- Name: TABLE exports; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.exports TO kaoping_app;

--
-- Name: TABLE external_identities; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.external_identities TO kaoping_app;

--
-- Name: TABLE goal_progress; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.goal_progress TO kaoping_app;

--
-- Name: TABLE goal_revisions; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.goal_revisions TO kaoping_app;

--
-- Name: TABLE goals; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.goals TO kaoping_app;

--
-- Name: COLUMN goals.sort_key; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(sort_key) ON TABLE public.goals TO kaoping_app;

--
-- Name: TABLE grants; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.grants TO kaoping_app;

--
-- Name: COLUMN grants.valid_to; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(valid_to) ON TABLE public.grants TO kaoping_app;

--
-- Name: COLUMN grants.approved_by; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(approved_by) ON TABLE public.grants TO kaoping_app;

--
-- Name: COLUMN grants.approved_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(approved_at) ON TABLE public.grants TO kaoping_app;

--
-- Name: TABLE groups; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.groups TO kaoping_app;

--
-- Name: TABLE indicator_marks; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.indicator_marks TO kaoping_app;

--
-- Name: TABLE indicators; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.indicators TO kaoping_app;

--
-- Name: TABLE operations; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.operations TO kaoping_app;

--
-- Name: COLUMN operations.answer; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(answer) ON TABLE public.operations TO kaoping_app;

--
-- Name: TABLE passwords; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.passwords TO kaoping_app;

--
-- Name: COLUMN passwords.hash; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(hash) ON TABLE public.passwords TO kaoping_app;

--
-- Name: COLUMN passwords.set_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(set_at) ON TABLE public.passwords TO kaoping_app;

--
-- Name: COLUMN passwords.good_until; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(good_until) ON TABLE public.passwords TO kaoping_app;

--
-- Name: TABLE plan_editions; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.plan_editions TO kaoping_app;

--
-- Name: TABLE plan_registry; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.plan_registry TO kaoping_app;

--
-- Name: COLUMN plan_registry.withdrawn; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(withdrawn) ON TABLE public.plan_registry TO kaoping_app;

--
-- Name: TABLE plan_units; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.plan_units TO kaoping_app;

--
-- Name: TABLE plans; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.plans TO kaoping_app;

--
-- Name: TABLE portfolios; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.portfolios TO kaoping_app;

--
-- Name: COLUMN portfolios.valid_to; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(valid_to) ON TABLE public.portfolios TO kaoping_app;

--
-- Name: TABLE postings; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.postings TO kaoping_app;

--
-- Name: COLUMN postings.valid_to; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(valid_to) ON TABLE public.postings TO kaoping_app;

--
-- Name: TABLE receipts; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.receipts TO kaoping_app;

--
-- Name: TABLE report_returns; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.report_returns TO kaoping_app;

--
-- Name: TABLE report_rows; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.report_rows TO kaoping_app;

--
-- Name: TABLE report_values; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.report_values TO kaoping_app;

--
-- Name: TABLE reports; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.reports TO kaoping_app;

--
-- Name: TABLE reviews; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.reviews TO kaoping_app;

--
-- Name: TABLE score_lines; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.score_lines TO kaoping_app;

--
-- Name: TABLE score_run_texts; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.score_run_texts TO kaoping_app;

--
-- Name: TABLE score_runs; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.score_runs TO kaoping_app;

--
-- Name: TABLE scores; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.scores TO kaoping_app;

--
-- Name: TABLE sessions; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.sessions TO kaoping_app;

--
-- Name: COLUMN sessions.secret_hash; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(secret_hash) ON TABLE public.sessions TO kaoping_app;

--
-- Name: COLUMN sessions.previous_hash; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(previous_hash) ON TABLE public.sessions TO kaoping_app;

--
-- Name: COLUMN sessions.rotated_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(rotated_at) ON TABLE public.sessions TO kaoping_app;

--
-- Name: COLUMN sessions.password_due; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(password_due) ON TABLE public.sessions TO kaoping_app;

--
-- Name: COLUMN sessions.seen_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(seen_at) ON TABLE public.sessions TO kaoping_app;

--
-- Name: COLUMN sessions.ended_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(ended_at) ON TABLE public.sessions TO kaoping_app;

--
-- Name: TABLE sign_in_tries; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE public.sign_in_tries TO kaoping_app;

--
-- Name: COLUMN sign_in_tries.tried; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(tried) ON TABLE public.sign_in_tries TO kaoping_app;

--
-- Name: COLUMN sign_in_tries.refused_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(refused_at) ON TABLE public.sign_in_tries TO kaoping_app;

--
-- Name: COLUMN sign_in_tries.touched_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(touched_at) ON TABLE public.sign_in_tries TO kaoping_app;

--
-- Name: TABLE snapshots; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.snapshots TO kaoping_app;

--
-- Name: TABLE unit_terms; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.unit_terms TO kaoping_app;

--
-- Name: COLUMN unit_terms.valid_to; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(valid_to) ON TABLE public.unit_terms TO kaoping_app;

--
-- Name: TABLE units; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.units TO kaoping_app;

--
-- Name: TABLE vetoes; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.vetoes TO kaoping_app;

--
-- Name: COLUMN vetoes.status; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(status) ON TABLE public.vetoes TO kaoping_app;

--
-- Name: COLUMN vetoes.version; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(version) ON TABLE public.vetoes TO kaoping_app;

--
-- Name: COLUMN vetoes.decided_by; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(decided_by) ON TABLE public.vetoes TO kaoping_app;

--
-- Name: COLUMN vetoes.decided_at; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(decided_at) ON TABLE public.vetoes TO kaoping_app;

--
-- Name: COLUMN vetoes.decision_note; Type: ACL; Schema: public; Owner: -
--

GRANT UPDATE(decision_note) ON TABLE public.vetoes TO kaoping_app;

--
-- PostgreSQL database dump complete
--
