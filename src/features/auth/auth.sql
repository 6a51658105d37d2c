-- Accounts, roles and the audit log as administrators see them.
%include "core/access.h"
%include "features/auth/auth.h"

-- :q.index of the whole phone, :q.part of the name, folded.
@auth_accounts(struct account_query q) -> struct account_row[]
SELECT a.person, a.locked, a.seen, a.created, a.failed, p.uid, p.name, p.phone, h.label AS home_name,
  CASE WHEN EXISTS (SELECT 1 FROM grants g WHERE g.person = a.person) THEN 1 ELSE a.staff END AS staff
FROM account a JOIN person p ON p.id = a.person LEFT JOIN place h ON h.id = p.home
WHERE (CAST(:q.index? AS TEXT) IS NULL OR a.login = :q.index?)
  AND (CAST(:q.part? AS TEXT) IS NULL OR replace(lower(p.name), :q.part?, '') <> lower(p.name))
  AND (:q.staff = 0 OR a.staff = 1 OR EXISTS (SELECT 1 FROM grants g WHERE g.person = a.person))
  AND a.person < CASE WHEN CAST(:q.after? AS TEXT) IS NULL THEN 9223372036854775807 ELSE (SELECT l.id FROM person l WHERE l.uid = :q.after?) END
ORDER BY a.person DESC LIMIT :q.limit;

-- ROLE_GUEST: all; :after an id, 0: from the newest.
@auth_grants(text? person, int role, int after, int limit) -> struct grant_seen[]
SELECT g.id AS row, g.role, g.at, p.uid, p.name, pl.code AS place, pl.label AS place_name, b.name AS given_by
FROM grants g JOIN person p ON p.id = g.person JOIN place pl ON pl.id = g.place
LEFT JOIN person b ON b.id = g.given_by
WHERE (CAST(:person AS TEXT) IS NULL OR p.uid = :person) AND (:role = {ROLE_GUEST} OR g.role = :role)
  AND g.id < CASE WHEN :after = 0 THEN 9223372036854775807 ELSE :after END
ORDER BY g.id DESC LIMIT :limit;

@auth_audit(struct audit_query q, text node, int limit) -> struct audit_row[]
SELECT a.node, a.seq, a.at, a.who, p.name, a.roles, a.action, a.kind, a.subject, a.detail, a.source,
  a.request
FROM audit a LEFT JOIN person p ON p.uid = a.who
WHERE a.node = :node
  AND (CAST(:q.action? AS TEXT) IS NULL OR substr(a.action, 1, length(:q.action?)) = :q.action?)
  AND (CAST(:q.subject? AS TEXT) IS NULL OR a.subject = :q.subject?)
  AND (CAST(:q.who? AS TEXT) IS NULL OR a.who = :q.who?) AND a.seq < CASE WHEN :q.before = 0 THEN 9223372036854775807 ELSE :q.before END
  AND (:q.from = 0 OR a.at >= :q.from) AND (:q.until = 0 OR a.at < :q.until)
ORDER BY a.seq DESC LIMIT :limit;

-- How many there are of each action.
@auth_audit_sums(struct audit_query q, text node) -> struct audit_sum[]
SELECT a.action, COUNT(*) AS entries FROM audit a
WHERE a.node = :node
  AND (CAST(:q.action? AS TEXT) IS NULL OR substr(a.action, 1, length(:q.action?)) = :q.action?)
  AND (CAST(:q.subject? AS TEXT) IS NULL OR a.subject = :q.subject?)
  AND (CAST(:q.who? AS TEXT) IS NULL OR a.who = :q.who?)
  AND (:q.from = 0 OR a.at >= :q.from) AND (:q.until = 0 OR a.at < :q.until)
GROUP BY a.action;

-- Of whom `part`, folded, is part of the name; also of those whom the search no longer knows, since they were merged.
@auth_named(text part, int limit) -> struct audit_named[]
SELECT uid FROM person WHERE replace(lower(name), :part, '') <> lower(name) ORDER BY id DESC LIMIT :limit;

@auth_person_named(text index, text name) -> int
SELECT id FROM person WHERE phone_index = :index AND name = :name AND merged_into = 0 ORDER BY id LIMIT 1;

@auth_has_grants(int person) -> int
SELECT COUNT(*) FROM grants WHERE person = :person;
