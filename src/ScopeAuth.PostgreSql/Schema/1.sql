-- Version 1 of the schema. "$schema" stands for its name. A version that was released never changes; the next one gets a file of its own.

-- One row. Whoever gives out a sequence number locks it until its transaction ends: numbers are committed in their order, and last_sequence says how
-- far a snapshot reaches. It begins with 1, because 0 is the position of a node that knows nothing.
CREATE TABLE $schema.revocation_state (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    last_sequence bigint NOT NULL DEFAULT 1,
    lifts_kept_after bigint NOT NULL DEFAULT 0,
    key bytea NOT NULL CHECK (length(key) = 16)
) WITH (fillfactor = 10);

-- What is in force, and what has ended and was not purged yet. Columns of one width come first: a start reads ten million of them, page by page.
CREATE TABLE $schema.revocations (
    id uuid NOT NULL,
    sequence bigint NOT NULL,
    ends_at timestamptz,
    revoked_at timestamptz NOT NULL,
    issued_before timestamptz,
    kind smallint NOT NULL,
    reason smallint NOT NULL,
    authorization_server text COLLATE "C",
    value text COLLATE "C",
    revoked_by text COLLATE "C" NOT NULL,
    CONSTRAINT revocations_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX revocations_by_sequence ON $schema.revocations (sequence);
CREATE INDEX revocations_by_end ON $schema.revocations (ends_at) WHERE ends_at IS NOT NULL;
CREATE INDEX revocations_of_many_tokens ON $schema.revocations (sequence) WHERE kind > 2;
-- One token is found by its ID, which follows from its server and its name: an index of ten million names would be a fifth of what it costs to add one.
CREATE INDEX revocations_by_value ON $schema.revocations USING hash (value) WHERE kind > 2;

-- Every authorization server of which anything was ever revoked: whoever looks for a token without naming its server looks for an ID at each of them.
CREATE TABLE $schema.revocation_servers (
    name text COLLATE "C" PRIMARY KEY
);

-- What was lifted, so that nodes hear of it. Kept for a while; whoever was away for longer reads the whole list.
CREATE TABLE $schema.lifts (
    sequence bigint PRIMARY KEY,
    id uuid NOT NULL,
    lifted_at timestamptz NOT NULL,
    lifted_by text COLLATE "C" NOT NULL
);

-- Adds revocations with the numbers after base. Of two with one ID the first stands, with the later of the two ends and under a new number, so that nodes
-- hear of it; unless it has ended: then it makes room. A row tells of one place, or of a run of places with numbers that follow each other: a row for each
-- would cost as much as the work. An array with one element alone stands for as many of the same.
CREATE FUNCTION $schema.add_revocations(
    base bigint, ids uuid[], kinds smallint[], servers text[], names text[], times_issued_before timestamptz[], reasons smallint[],
    names_revoked_by text[], times_revoked_at timestamptz[], times_ends_at timestamptz[])
RETURNS TABLE (place int, run int, assigned bigint, is_applied boolean, earlier $schema.revocations)
LANGUAGE plpgsql AS $body$
DECLARE
    count int := cardinality(ids);
    every_kind smallint := CASE WHEN cardinality(kinds) = 1 THEN kinds[1] END;
    every_server text := CASE WHEN cardinality(servers) = 1 THEN servers[1] END;
    every_name text := CASE WHEN cardinality(names) = 1 THEN names[1] END;
    every_time_issued_before timestamptz := CASE WHEN cardinality(times_issued_before) = 1 THEN times_issued_before[1] END;
    every_reason smallint := CASE WHEN cardinality(reasons) = 1 THEN reasons[1] END;
    every_name_revoked_by text := CASE WHEN cardinality(names_revoked_by) = 1 THEN names_revoked_by[1] END;
    every_time_revoked_at timestamptz := CASE WHEN cardinality(times_revoked_at) = 1 THEN times_revoked_at[1] END;
    every_time_ends_at timestamptz := CASE WHEN cardinality(times_ends_at) = 1 THEN times_ends_at[1] END;
BEGIN
    -- No revocation without its server in the list. Where nothing is new, this writes nothing.
    INSERT INTO $schema.revocation_servers SELECT DISTINCT n.server FROM unnest(servers) AS n (server) WHERE n.server IS NOT NULL
    ON CONFLICT DO NOTHING;

    -- Most are new, and it is cheaper to find out late that one is not. Whoever calls holds the lock: nobody else adds any meanwhile.
    BEGIN
        INSERT INTO $schema.revocations (id, sequence, ends_at, revoked_at, issued_before, kind, reason, authorization_server, value, revoked_by)
        SELECT n.id, base + n.place, coalesce(n.ends_at, every_time_ends_at), coalesce(n.revoked_at, every_time_revoked_at),
            coalesce(n.issued_before, every_time_issued_before), coalesce(n.kind, every_kind), coalesce(n.reason, every_reason),
            coalesce(n.server, every_server), coalesce(n.name, every_name), coalesce(n.revoked_by, every_name_revoked_by)
        FROM unnest(ids, kinds, servers, names, times_issued_before, reasons, names_revoked_by, times_revoked_at, times_ends_at) WITH ORDINALITY
            AS n (id, kind, server, name, issued_before, reason, revoked_by, revoked_at, ends_at, place);
        RETURN QUERY SELECT 1, count, base + 1, true, NULL::$schema.revocations;
        RETURN;
    EXCEPTION WHEN unique_violation THEN
        -- Nothing was added.
    END;

    INSERT INTO $schema.revocations AS r (id, sequence, ends_at, revoked_at, issued_before, kind, reason, authorization_server, value, revoked_by)
    SELECT n.id, base + n.place, coalesce(n.ends_at, every_time_ends_at), coalesce(n.revoked_at, every_time_revoked_at),
        coalesce(n.issued_before, every_time_issued_before), coalesce(n.kind, every_kind), coalesce(n.reason, every_reason),
        coalesce(n.server, every_server), coalesce(n.name, every_name), coalesce(n.revoked_by, every_name_revoked_by)
    FROM unnest(ids, kinds, servers, names, times_issued_before, reasons, names_revoked_by, times_revoked_at, times_ends_at) WITH ORDINALITY
        AS n (id, kind, server, name, issued_before, reason, revoked_by, revoked_at, ends_at, place)
    ORDER BY n.place
    ON CONFLICT ON CONSTRAINT revocations_pkey DO NOTHING;

    UPDATE $schema.revocations AS r
    SET sequence = base + n.place, ends_at = n.ends_at,
        revoked_at = CASE WHEN r.ends_at <= n.revoked_at THEN n.revoked_at ELSE r.revoked_at END,
        reason = CASE WHEN r.ends_at <= n.revoked_at THEN n.reason ELSE r.reason END,
        revoked_by = CASE WHEN r.ends_at <= n.revoked_at THEN n.revoked_by ELSE r.revoked_by END
    FROM (
        SELECT DISTINCT ON (u.id) u.id, u.place, coalesce(u.reason, every_reason) AS reason, coalesce(u.revoked_by, every_name_revoked_by) AS revoked_by,
            coalesce(u.revoked_at, every_time_revoked_at) AS revoked_at, coalesce(u.ends_at, every_time_ends_at) AS ends_at
        FROM unnest(ids, reasons, names_revoked_by, times_revoked_at, times_ends_at) WITH ORDINALITY AS u (id, reason, revoked_by, revoked_at, ends_at, place)
        ORDER BY u.id, coalesce(u.ends_at, every_time_ends_at, 'infinity') DESC, u.place) AS n
    WHERE r.id = n.id AND r.ends_at < coalesce(n.ends_at, 'infinity');

    RETURN QUERY
    SELECT n.place::int, 1, r.sequence, r.sequence = base + n.place, r
    FROM unnest(ids) WITH ORDINALITY AS n (id, place) JOIN $schema.revocations AS r ON r.id = n.id;
END $body$;

-- Keeps changes in their order. A change with lifted[n] lifts that, and adds ids[n], if there is one, in its place; any other adds ids[n]. Where nothing is
-- lifted, that array is empty, and others may stand for more than they hold, as above.
-- It is one call, so that no node can stop in the middle and keep the others waiting for the lock.
CREATE FUNCTION $schema.append_changes(
    lifted uuid[], names_lifted_by text[], ids uuid[], kinds smallint[], servers text[], names text[], times_issued_before timestamptz[], reasons smallint[],
    names_revoked_by text[], times_revoked_at timestamptz[], times_ends_at timestamptz[])
RETURNS TABLE (place int, run int, assigned bigint, is_applied boolean, earlier $schema.revocations)
LANGUAGE plpgsql AS $body$
DECLARE
    start bigint;
    last bigint;
    first int := 1;
    until int;
    count int := cardinality(ids);
    found_row $schema.revocations;
BEGIN
    -- What is acknowledged is on disk, whatever the database is set to.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    SELECT last_sequence INTO STRICT start FROM $schema.revocation_state FOR UPDATE;
    last := start;
    IF cardinality(lifted) = 0 THEN
        RETURN QUERY SELECT * FROM $schema.add_revocations(
            last, ids, kinds, servers, names, times_issued_before, reasons, names_revoked_by, times_revoked_at, times_ends_at);
        last := last + count;
        first := count + 1;
    END IF;
    WHILE first <= count LOOP
        until := first;
        IF lifted[first] IS NULL THEN
            WHILE until < count AND lifted[until + 1] IS NULL LOOP
                until := until + 1;
            END LOOP;
        END IF;
        IF lifted[first] IS NOT NULL THEN
            SELECT * INTO found_row FROM $schema.revocations AS r WHERE r.id = lifted[first];
            IF NOT FOUND THEN
                RETURN QUERY SELECT first, 1, 0::bigint, false, NULL::$schema.revocations;
                first := first + 1;
                CONTINUE;
            END IF;
        END IF;
        IF ids[first] IS NOT NULL THEN
            IF lifted[first] IS NOT NULL THEN
                PERFORM $schema.add_revocations(last, ids[first:first], kinds[first:first], servers[first:first], names[first:first],
                    times_issued_before[first:first], reasons[first:first], names_revoked_by[first:first], times_revoked_at[first:first],
                    times_ends_at[first:first]);
            ELSE
                RETURN QUERY SELECT a.place + first - 1, a.run, a.assigned, a.is_applied, a.earlier FROM $schema.add_revocations(
                    last, ids[first:until], kinds[first:until], servers[first:until], names[first:until], times_issued_before[first:until],
                    reasons[first:until], names_revoked_by[first:until], times_revoked_at[first:until], times_ends_at[first:until]) AS a;
            END IF;
            last := last + until - first + 1;
        END IF;
        IF lifted[first] IS NOT NULL THEN
            DELETE FROM $schema.revocations AS r WHERE r.id = lifted[first];
            last := last + 1;
            INSERT INTO $schema.lifts VALUES (last, lifted[first], clock_timestamp(), names_lifted_by[first]);
            RETURN QUERY SELECT first, 1, last, true, found_row;
        END IF;
        first := until + 1;
    END LOOP;
    IF last > start THEN
        UPDATE $schema.revocation_state SET last_sequence = last;
        PERFORM pg_notify('$schema.revocations', last::text);
    END IF;
END $body$;

-- Drops some of what has ended, under the same lock: nothing that is being revoked anew is dropped with it.
CREATE FUNCTION $schema.purge_revocations(ended_before timestamptz, lifted_before timestamptz, at_most int) RETURNS int
LANGUAGE plpgsql AS $body$
DECLARE
    dropped int;
    forgotten bigint;
BEGIN
    PERFORM 1 FROM $schema.revocation_state FOR UPDATE;
    DELETE FROM $schema.revocations WHERE id = ANY (ARRAY(
        SELECT r.id FROM $schema.revocations AS r WHERE r.ends_at < ended_before ORDER BY r.ends_at LIMIT at_most));
    GET DIAGNOSTICS dropped = ROW_COUNT;
    SELECT max(sequence) INTO forgotten FROM $schema.lifts WHERE lifted_at < lifted_before;
    IF forgotten IS NOT NULL THEN
        DELETE FROM $schema.lifts WHERE sequence <= forgotten;
        UPDATE $schema.revocation_state SET lifts_kept_after = forgotten;
    END IF;
    RETURN dropped;
END $body$;
