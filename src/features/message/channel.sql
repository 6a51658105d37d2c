-- How people are told, in whose words, and what became of it.
@template_get
SELECT subject, body FROM template WHERE kind = ?1;

@template_delete
DELETE FROM template WHERE kind = ?1;

@template_insert
INSERT INTO template (kind, subject, body, who, at) VALUES (?1, ?2, ?3, ?4, ?5);

@channel_get
SELECT CASE WHEN p.no_sms = 0 THEN 1 ELSE 0 END AS sms, COALESCE(k.email, 1) AS email,
  COALESCE(k.quiet_from, 21) AS quiet_from, COALESCE(k.quiet_to, 8) AS quiet_to, COALESCE(k.digest, 0) AS digest,
  CASE WHEN p.phone IS NOT NULL THEN 1 ELSE 0 END AS has_phone,
  CASE WHEN p.email IS NOT NULL THEN 1 ELSE 0 END AS has_email
FROM person p LEFT JOIN channel_choice k ON k.person = p.id WHERE p.id = ?1;

@channel_sms
UPDATE person SET no_sms = ?2 WHERE id = ?1;

@channel_set
INSERT INTO channel_choice (person, email, quiet_from, quiet_to, digest) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (person) DO UPDATE SET email = excluded.email, quiet_from = excluded.quiet_from,
  quiet_to = excluded.quiet_to, digest = excluded.digest;

@@delivery_columns
o.uid AS id, o.channel, o.kind, o.subject, o.created, o.state, o.tries, o.next_at, COALESCE(o.fault, '') AS fault,
p.name AS person_name, h.url AS hook

-- ?1 state, ?2 uid of the last one seen or '', ?3 rows.
@delivery_list
SELECT {delivery_columns} FROM outbox o LEFT JOIN person p ON p.id = o.person LEFT JOIN webhook h ON h.id = o.webhook
WHERE o.state = ?1 AND (?2 = '' OR o.id < (SELECT l.id FROM outbox l WHERE l.uid = ?2))
ORDER BY o.id DESC LIMIT ?3;

@delivery_counts
SELECT state, COUNT(*) AS count FROM outbox GROUP BY state;

@delivery_retry
UPDATE outbox SET state = 0, tries = 0, next_at = ?2, lease_until = 0 WHERE uid = ?1 AND state IN (2, 3);

@delivery_state
SELECT state FROM outbox WHERE uid = ?1;
