-- Everything core asks of the database.

-- settings

@setting_get
SELECT value FROM setting WHERE name = ?1;

@setting_set
INSERT INTO setting (name, value, who, at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, who = excluded.who, at = excluded.at;

@setting_drop
DELETE FROM setting WHERE name = ?1;

-- accounts

@@account_columns
a.person, a.hash, a.staff, a.locked, a.failed, a.seen

@account_by_login
SELECT {account_columns} FROM account a WHERE a.login = ?1;

@account_by_person
SELECT {account_columns} FROM account a WHERE a.person = ?1;

@account_insert
INSERT INTO account (person, login, hash, staff, created) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT DO NOTHING;

-- He died, or this record is that of somebody kept twice.
@account_nobody
SELECT COUNT(*) FROM person WHERE id = ?1 AND (ended = 1 OR merged_into > 0);

@account_hash_set
UPDATE account SET hash = ?2, failed = 0 WHERE person = ?1;

-- A letter of one hand stands for a person, one of two for the proposal that two agreed on.
@account_letters_end
UPDATE token SET used = ?2 WHERE used IS NULL
  AND (purpose = 'letter' AND subject = (SELECT p.uid FROM person p WHERE p.id = ?1)
    OR purpose = 'letter-two' AND subject IN (SELECT r.uid FROM proposal r WHERE r.person = ?1));

@account_locked_set
UPDATE account SET locked = ?2 WHERE person = ?1;

@account_seen
UPDATE account SET failed = 0, seen = ?2 WHERE person = ?1;

@account_failed_more
UPDATE account SET failed = failed + 1 WHERE person = ?1;

@signin_get
SELECT failed, at FROM signin WHERE login = ?1 AND network = ?2;

-- A day without a try begins anew.
@signin_failed
INSERT INTO signin (login, network, failed, at) VALUES (?1, ?2, 1, ?3)
ON CONFLICT (login, network) DO UPDATE
SET failed = CASE WHEN signin.at < excluded.at - 86400 THEN 1 ELSE signin.failed + 1 END,
    at = excluded.at;

@signin_clear
DELETE FROM signin WHERE login = ?1 AND network = ?2;

@signin_sweep
DELETE FROM signin WHERE at < ?1;

-- The public id of a person, for the audit log.
@person_uid_of
SELECT uid FROM person WHERE id = ?1;

@person_name_of
SELECT name FROM person WHERE id = ?1;

-- sessions and the actor

@session_insert
INSERT INTO session (token_hash, person, kind, started, last_seen, until)
VALUES (?1, ?2, ?3, ?4, ?4, ?5);

-- API tokens: kind 1.
@session_tokens
SELECT s.id, s.started, s.last_seen, s.until FROM session s
WHERE s.person = ?1 AND s.kind = 1 AND s.ended IS NULL AND s.started > ?2
  AND (s.until = 0 OR s.until > ?3)
ORDER BY s.id DESC LIMIT 100;

@session_token_end
UPDATE session SET ended = ?3 WHERE id = ?2 AND person = ?1 AND kind = 1 AND ended IS NULL;

@session_get
SELECT s.id, s.person, s.kind, s.started, s.last_seen, s.until, a.locked,
       CASE WHEN a.staff = 1 OR EXISTS (SELECT 1 FROM grants g WHERE g.person = s.person)
            THEN 1 ELSE 0 END AS staff
FROM session s JOIN account a ON a.person = s.person
WHERE s.token_hash = ?1 AND s.ended IS NULL;

@session_person
SELECT p.id, p.uid, p.name, COALESCE(p.home, 0) AS home, p.volunteer,
       CASE WHEN EXISTS (SELECT 1 FROM account a WHERE a.person = p.id) THEN 1 ELSE 0 END AS account
FROM person p WHERE p.id = ?1;

@session_grants
SELECT g.role, g.place, p.path FROM grants g JOIN place p ON p.id = g.place
WHERE g.person = ?1 ORDER BY g.id LIMIT 16;

-- Deputies lead too.
@session_leads
SELECT m.team FROM member m WHERE m.person = ?1 AND m.state = 2 AND m.role IN (1, 2)
ORDER BY m.team LIMIT 32;

@session_seen
UPDATE session SET last_seen = ?2 WHERE id = ?1 AND last_seen < ?2;

@session_end
UPDATE session SET ended = ?2 WHERE id = ?1 AND ended IS NULL;

@session_end_all
UPDATE session SET ended = ?2 WHERE person = ?1 AND ended IS NULL;

-- ?2 … ?4: started before this is over, for staff, others, api. ?5, ?6: last seen, staff and others.
@session_sweep
UPDATE session SET ended = ?1
WHERE ended IS NULL AND CASE
  WHEN kind = 1 THEN CASE WHEN started <= ?4 OR (until > 0 AND until <= ?1) THEN 1 ELSE 0 END
  WHEN EXISTS (SELECT 1 FROM account a WHERE a.person = session.person AND a.staff = 1)
    OR EXISTS (SELECT 1 FROM grants g WHERE g.person = session.person)
  THEN CASE WHEN started <= ?2 OR last_seen <= ?5 THEN 1 ELSE 0 END
  ELSE CASE WHEN started <= ?3 OR last_seen <= ?6 THEN 1 ELSE 0 END END = 1;

-- Set back meanwhile: from now on, so that nothing lasts longer than it should.
@session_clamp
UPDATE session SET last_seen = CASE WHEN last_seen > ?1 THEN ?1 ELSE last_seen END,
  started = CASE WHEN started > ?1 THEN ?1 ELSE started END
WHERE ended IS NULL AND (last_seen > ?1 OR started > ?1);

@session_forget
DELETE FROM session WHERE ended < ?1;

-- single-use codes

@token_insert
INSERT INTO token (hash, purpose, subject, created, expires) VALUES (?1, ?2, ?3, ?4, ?5);

@token_void
UPDATE token SET used = ?3
WHERE purpose = ?1 AND COALESCE(subject, '') = COALESCE(?2, '') AND used IS NULL;

@token_spend
UPDATE token SET used = ?3 WHERE hash = ?1 AND purpose = ?2 AND used IS NULL AND expires > ?3;

@token_subject
SELECT subject FROM token WHERE hash = ?1;

@token_good
SELECT COUNT(*) FROM token WHERE hash = ?1 AND purpose = ?2 AND used IS NULL AND expires > ?3;

@token_sweep
DELETE FROM token WHERE expires < ?1;

-- grants

@grant_insert
INSERT INTO grants (person, role, place, given_by, at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT DO NOTHING;

@grant_get
SELECT person, role, place FROM grants WHERE id = ?1;

@grant_delete
DELETE FROM grants WHERE id = ?1;

-- A person and every record that was merged with his, from whichever of them (?1).
@@one_person
SELECT p.id FROM person p WHERE p.id = ?1
  UNION SELECT q.id FROM person q WHERE q.merged_into > 0 AND q.merged_into = ?1
  UNION SELECT p.merged_into FROM person p WHERE p.id = ?1 AND p.merged_into > 0
  UNION SELECT q.id FROM person p JOIN person q ON q.merged_into = p.merged_into AND q.merged_into > 0
    WHERE p.id = ?1 AND p.merged_into > 0

-- ?3 place, 0: wherever.
@grant_find
SELECT MIN(g.id) FROM grants g WHERE g.role = ?2 AND (?3 = 0 OR g.place = ?3) AND g.person IN ({one_person});

-- Two servers that change the duties of one person, or who he is, do it one after the other.
@duty_turn [sqlite]
SELECT id FROM person WHERE id = ?1;
@duty_turn [postgres]
SELECT id FROM person WHERE id = ?1 FOR NO KEY UPDATE;

-- The roles of a person and of every record that was merged with his.
@duty_of
SELECT DISTINCT g.role AS n FROM grants g WHERE g.person IN ({one_person}) ORDER BY n;

-- ?1 uid, ?2 and ?3 actions, ?4 not after, ?5 how the detail begins. The newest.
@origin_entry
SELECT a.at, a.who, p.name, a.detail FROM audit a LEFT JOIN person p ON p.uid = a.who
WHERE a.kind = 'person' AND a.subject = ?1 AND (a.action = ?2 OR a.action = ?3) AND a.at <= ?4
  AND substr(COALESCE(a.detail, ''), 1, length(?5)) = ?5
ORDER BY a.at DESC, a.seq DESC LIMIT 1;

-- Teams that he leads, or deputises in.
@duty_leads
SELECT COUNT(*) FROM member m WHERE m.person IN ({one_person}) AND m.state = 2 AND m.role IN (1, 2);

-- Whoever died, left, or was merged into another is given no role.
@duty_gone
SELECT COUNT(*) FROM person WHERE id = ?1 AND (ended > 0 OR merged_into > 0);

-- ?1 bit per role. Who holds one of them and can act.
@duty_holders
SELECT DISTINCT g.person AS n FROM grants g JOIN account a ON a.person = g.person
JOIN person p ON p.id = g.person
WHERE (CAST(?1 AS BIGINT) >> CAST(g.role AS INTEGER)) & 1 = 1 AND a.locked = 0 AND p.merged_into = 0
ORDER BY n LIMIT 100;

@grant_holders
SELECT COUNT(*) FROM grants WHERE role = ?1;

@grant_place_kind
SELECT kind + 1 FROM place WHERE id = ?1;

-- audit

-- Two servers with one name share a chain: the second waits here until the first has committed. The lock
-- is a statement of its own, so that the head is read after the wait. 7421: audit, among advisory locks.
@audit_turn [sqlite]
SELECT CASE WHEN ?1 IS NULL THEN 0 ELSE 1 END;
@audit_turn [postgres]
SELECT count(*) FROM pg_advisory_xact_lock(7421, hashtext(CAST(?1 AS TEXT)));

@audit_head
SELECT seq, hash FROM audit WHERE node = ?1 ORDER BY seq DESC LIMIT 1;

-- Once an hour per actor and thing, and at most 60 things: 1 when it is to be written down.
@audit_denied_first
INSERT INTO denied_look (who, hour, object) SELECT ?1, ?2, ?3
 WHERE (SELECT count(*) FROM denied_look WHERE who = ?1 AND hour = ?2) < 60
    ON CONFLICT (who, hour, object) DO NOTHING;

@audit_denied_sweep
DELETE FROM denied_look WHERE hour < ?1;

@audit_insert
INSERT INTO audit (node, seq, at, who, roles, request, source, action, kind, subject, detail, prev, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

@audit_page
SELECT node, seq, at, who, roles, request, source, action, kind, subject, detail, prev, hash
FROM audit WHERE node = ?1 AND seq > ?2 ORDER BY seq LIMIT 4000;

@audit_nodes
SELECT DISTINCT node FROM audit ORDER BY node LIMIT 100;

@audit_holds
SELECT COUNT(*) FROM audit WHERE hash = ?1;

-- operations

@operation_get
SELECT content, status, location, body, type FROM operation WHERE id = ?1;

@operation_insert
INSERT INTO operation (id, content, status, location, body, type, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (id) DO NOTHING;

@operation_sweep
DELETE FROM operation WHERE at < ?1;

-- messages

@inbox_insert
INSERT INTO inbox (uid, person, at, subject, body, link, kind, about, asks) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- A record (?1) came into a state (?2): by whom (?4), and what had waited in another.
@inbox_done
UPDATE inbox SET read_at = ?3 WHERE about = ?1 AND read_at IS NULL AND (person = ?4 OR (asks >= 0 AND asks <> ?2));

-- What was asked of one person about it.
@inbox_answered
UPDATE inbox SET read_at = ?3 WHERE about = ?1 AND read_at IS NULL AND person = ?2 AND asks >= 0;

-- Who was kept twice is told as the one that was kept.
@outbox_channels
SELECT p.id AS person, CASE WHEN p.phone IS NOT NULL AND p.no_sms = 0 THEN 1 ELSE 0 END AS sms,
       CASE WHEN p.email IS NOT NULL AND COALESCE(k.email, 1) = 1 THEN 1 ELSE 0 END AS email,
       CASE WHEN p.phone IS NOT NULL THEN 1 ELSE 0 END AS has_phone,
       CASE WHEN p.email IS NOT NULL THEN 1 ELSE 0 END AS has_email,
       COALESCE(k.quiet_from, 21) AS quiet_from, COALESCE(k.quiet_to, 8) AS quiet_to, COALESCE(k.digest, 0) AS digest,
       CASE WHEN p.ended = 1 THEN 1 ELSE 0 END AS dead,
       p.no_sms, CASE WHEN k.email = 0 THEN 1 ELSE 0 END AS no_email
FROM person u JOIN person p ON p.id = CASE WHEN u.merged_into > 0 THEN u.merged_into ELSE u.id END
LEFT JOIN channel_choice k ON k.person = p.id WHERE u.id = ?1;

@outbox_insert
INSERT INTO outbox (uid, channel, person, webhook, subject, body, link, created, next_at, kind, urgent, digest,
  orders, order_state, order_revision, every)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16);

-- Something newer waits for the same person about the same order. ?1 now.
@@outbox_newer
EXISTS (SELECT 1 FROM outbox n WHERE n.state = 0 AND n.orders = outbox.orders AND n.person = outbox.person
    AND n.channel = outbox.channel AND n.order_revision > outbox.order_revision AND n.next_at <= ?1)

-- ?2 one that is leased.
@outbox_outdate
UPDATE outbox SET state = 4, lease_until = 0 WHERE id = ?2 AND orders > 0 AND {outbox_newer};

-- All that waits for one person, before it is gathered.
@outbox_outdate_his
UPDATE outbox SET state = 4 WHERE person = ?2 AND channel = ?3 AND state = 0 AND orders > 0
  AND next_at <= ?1 AND lease_until <= ?1 AND {outbox_newer};

-- What is older than the one that leaves now: it would come after it.
@outbox_outdate_older
UPDATE outbox SET state = 4 WHERE state = 0 AND orders = ?2 AND person = ?3 AND channel = ?4
  AND order_revision < ?5 AND lease_until <= ?1;

@outbox_digests
SELECT person, channel FROM outbox WHERE state = 0 AND next_at <= ?1 AND lease_until <= ?1 AND digest = 1
GROUP BY person, channel HAVING COUNT(*) > 1 LIMIT 100;

@outbox_gather
UPDATE outbox SET state = 5 WHERE person = ?2 AND channel = ?3 AND state = 0 AND next_at <= ?1
  AND lease_until <= ?1 AND digest = 1
RETURNING id, subject, body;

@outbox_defer
UPDATE outbox SET next_at = ?2, lease_until = 0 WHERE id = ?1 AND state = 0;

@outbox_drop
UPDATE outbox SET state = 3, lease_until = 0 WHERE id = ?1 AND state = 0;

@webhook_for
SELECT id FROM webhook WHERE event = ?1 OR event = '*' ORDER BY id LIMIT 100;

-- The outer conditions are asked again by PostgreSQL after it waited for another node's lease.
-- What is still to be gathered for a digest waits for the next lease. ?1 now, ?2 the end of the lease.
@outbox_lease
UPDATE outbox SET lease_until = ?2
WHERE state = 0 AND lease_until <= ?1 AND id IN (
  SELECT o.id FROM outbox o WHERE o.state = 0 AND o.next_at <= ?1 AND o.lease_until <= ?1
    AND (o.digest <> 1 OR NOT EXISTS (SELECT 1 FROM outbox m WHERE m.person = o.person
      AND m.channel = o.channel AND m.state = 0 AND m.digest = 1 AND m.next_at <= ?1 AND m.id <> o.id))
  ORDER BY o.next_at, o.id LIMIT 16)
RETURNING id, uid, channel, person, webhook, subject, body, link, tries, urgent, every, orders, order_state,
  order_revision;

@outbox_address
SELECT uid, phone, email FROM person WHERE id = ?1;

@outbox_silence
UPDATE outbox SET state = 3 WHERE person = ?1 AND state = 0;

@outbox_hook_url
SELECT url FROM webhook WHERE id = ?1;

@outbox_settle
UPDATE outbox SET state = ?2, tries = ?3, next_at = ?4, lease_until = 0, fault = ?5
WHERE id = ?1 AND state = 0;

-- jobs

@job_take
INSERT INTO job (name, next_at, lease_until, node) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (name) DO UPDATE SET lease_until = excluded.lease_until, node = excluded.node
WHERE (job.next_at <= ?2 OR job.next_at > ?5) AND (job.lease_until <= ?2 OR job.lease_until > ?6);

@job_done
UPDATE job SET next_at = ?2, lease_until = 0 WHERE name = ?1 AND node = ?3;
