-- Version 3: audit records, and the tokens that were seen.

-- Who wrote a record gave it its ID: what is written a second time, because nobody knows whether the first was kept, stands there once.
CREATE TABLE $schema.audit_records (
    recorded_at timestamptz NOT NULL,
    id uuid NOT NULL,
    status_code int NOT NULL,
    result smallint NOT NULL,
    rejection smallint,
    action text COLLATE "C" NOT NULL,
    category text COLLATE "C",
    resource text COLLATE "C" NOT NULL,
    admin_id text COLLATE "C",
    client_ip text COLLATE "C",
    interface text COLLATE "C" NOT NULL,
    trace_id text COLLATE "C" NOT NULL,
    authorization_server text COLLATE "C",
    client_id text COLLATE "C",
    organization text COLLATE "C",
    role text COLLATE "C",
    token_id text COLLATE "C",
    before text COLLATE "C",
    after text COLLATE "C",
    CONSTRAINT audit_records_pkey PRIMARY KEY (recorded_at, id)
);

-- Of a text the first 256 letters: an entry of an index has a greatest length, and no caller may reach it and so lose a record.
CREATE INDEX audit_records_by_result ON $schema.audit_records (result, recorded_at);
CREATE INDEX audit_records_by_action ON $schema.audit_records (left(action, 256), recorded_at);
CREATE INDEX audit_records_by_category ON $schema.audit_records (left(category, 256), recorded_at);
CREATE INDEX audit_records_by_interface ON $schema.audit_records (left(interface, 256), recorded_at);
CREATE INDEX audit_records_by_resource ON $schema.audit_records (left(resource, 256), recorded_at);
CREATE INDEX audit_records_by_admin_id ON $schema.audit_records (left(admin_id, 256), recorded_at);
CREATE INDEX audit_records_by_client_ip ON $schema.audit_records (left(client_ip, 256), recorded_at);
CREATE INDEX audit_records_by_trace_id ON $schema.audit_records (left(trace_id, 256), recorded_at);

-- One row for each token that any node accepted; never the token. Header and claims lie aside: lists do not read them, and a use does not write them again.
CREATE TABLE $schema.seen_tokens (
    id bytea NOT NULL CHECK (length(id) = 32),
    first_used timestamptz NOT NULL,
    last_used timestamptz NOT NULL,
    issued_at timestamptz,
    expires_at timestamptz NOT NULL,
    accepted_until timestamptz NOT NULL,
    uses bigint NOT NULL,
    authorization_server text COLLATE "C" NOT NULL,
    client_id text COLLATE "C",
    token_id text COLLATE "C",
    subject text COLLATE "C",
    roles text COLLATE "C" NOT NULL,
    header text COLLATE "C",
    claims text COLLATE "C",
    CONSTRAINT seen_tokens_pkey PRIMARY KEY (id)
) WITH (fillfactor = 80, toast_tuple_target = 256);

CREATE INDEX seen_tokens_by_first_use ON $schema.seen_tokens (first_used, accepted_until);
CREATE INDEX seen_tokens_by_server ON $schema.seen_tokens (left(authorization_server, 256), first_used, accepted_until);
CREATE INDEX seen_tokens_by_client_id ON $schema.seen_tokens (left(client_id, 256), first_used, accepted_until);
CREATE INDEX seen_tokens_by_token_id ON $schema.seen_tokens (left(token_id, 256), first_used);
CREATE INDEX seen_tokens_by_issue ON $schema.seen_tokens (issued_at);
CREATE INDEX seen_tokens_by_expiry ON $schema.seen_tokens (expires_at);
CREATE INDEX seen_tokens_by_end ON $schema.seen_tokens (accepted_until);
