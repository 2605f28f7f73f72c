-- Version 2: authorization servers and API roles that are registered while the application runs.

-- One row for each kind of registration. Whoever changes one locks the row until its transaction ends: versions are committed in their order.
CREATE TABLE $schema.registration_state (
    kind text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);
INSERT INTO $schema.registration_state (kind) VALUES ('authorization-servers'), ('api-roles');

-- What was deleted stays, without settings: so nodes hear of it, however long they were away. There are as many rows as names were ever used.
CREATE TABLE $schema.registrations (
    kind text COLLATE "C" NOT NULL REFERENCES $schema.registration_state,
    name text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    settings text COLLATE "C",
    changed_by text COLLATE "C" NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT registrations_pkey PRIMARY KEY (kind, name)
);
CREATE UNIQUE INDEX registrations_by_version ON $schema.registrations (kind, version);

-- Keeps one change, if the set still has the version that it expects. It is one call, so that no node can stop in the middle and keep the others waiting.
CREATE FUNCTION $schema.change_registration(
    of_kind text, expected_version bigint, of_name text, new_settings text, by_whom text, at_time timestamptz)
RETURNS boolean
LANGUAGE plpgsql AS $body$
DECLARE
    known bigint;
BEGIN
    -- What is acknowledged is on disk, whatever the database is set to.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    SELECT s.version INTO STRICT known FROM $schema.registration_state AS s WHERE s.kind = of_kind FOR UPDATE;
    IF known <> expected_version THEN
        RETURN false;
    END IF;
    INSERT INTO $schema.registrations AS r (kind, name, version, settings, changed_by, changed_at)
    VALUES (of_kind, of_name, known + 1, new_settings, by_whom, at_time)
    ON CONFLICT ON CONSTRAINT registrations_pkey DO UPDATE
    SET version = excluded.version, settings = excluded.settings, changed_by = excluded.changed_by, changed_at = excluded.changed_at;
    UPDATE $schema.registration_state AS s SET version = known + 1 WHERE s.kind = of_kind;
    PERFORM pg_notify('$schema.registrations', of_kind);
    RETURN true;
END $body$;
