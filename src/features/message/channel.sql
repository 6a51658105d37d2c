%include "base/limits.h"
%include "features/message/channel.h"
%include "features/message/delivery.h"
%include "features/message/message_kind.h"

-- How people are told, in whose words, and what became of it.
@template_get(text kind) -> struct message_text
SELECT subject, body FROM template WHERE kind = :kind;

@template_delete(text kind)
DELETE FROM template WHERE kind = :kind;

@template_insert(text kind, text subject, text body)
INSERT INTO template (kind, subject, body, who, at) VALUES (:kind, :subject, :body, :by, :now);

@channel_get() -> struct channel_choice
SELECT CASE WHEN p.no_sms = 0 THEN 1 ELSE 0 END AS sms, COALESCE(k.email, 1) AS email,
  COALESCE(k.quiet_from, 21) AS quiet_from, COALESCE(k.quiet_to, 8) AS quiet_to, COALESCE(k.digest, 0) AS digest,
  CASE WHEN p.phone IS NOT NULL THEN 1 ELSE 0 END AS has_phone,
  CASE WHEN p.email IS NOT NULL THEN 1 ELSE 0 END AS has_email
FROM person p LEFT JOIN channel_choice k ON k.person = p.id WHERE p.id = :me;

@channel_set(struct channel_choice k)
INSERT INTO channel_choice (person, email, quiet_from, quiet_to, digest)
VALUES (:me, :k.email, :k.quiet_from, :k.quiet_to, :k.digest)
ON CONFLICT (person) DO UPDATE SET email = excluded.email, quiet_from = excluded.quiet_from,
  quiet_to = excluded.quiet_to, digest = excluded.digest;

-- One more than a page, so that the next one is known; after '': from the newest.
@delivery_list(int state, text after) -> struct delivery_row[]
SELECT o.uid AS id, o.channel, o.kind, o.subject, o.created, o.state, o.tries, o.next_at,
  COALESCE(o.fault, '') AS fault, p.name AS person_name, h.url AS hook
FROM outbox o LEFT JOIN person p ON p.id = o.person LEFT JOIN webhook h ON h.id = o.webhook
WHERE o.state = :state AND o.id < CASE WHEN :after = '' THEN 9223372036854775807 ELSE (SELECT l.id FROM outbox l WHERE l.uid = :after) END
ORDER BY o.id DESC LIMIT {LIMIT_PAGE} + 1;

@delivery_counts() -> struct delivery_tally[]
SELECT state, COUNT(*) AS count FROM outbox GROUP BY state;

-- Due at once, with all tries anew.
@delivery_write(struct delivery_row d, int was)
UPDATE outbox SET state = :d.state, tries = 0, next_at = :now, lease_until = 0 WHERE uid = :d.id AND state = :was;

@delivery_get(text uid) -> struct delivery_row
SELECT uid AS id, state FROM outbox WHERE uid = :uid;
