-- Accounts, roles and the audit log as administrators see them.

-- ?1 blind index or '', ?2 folded part of the name or '', ?3 staff only, ?4 last uid seen or '', ?5 rows.
@auth_accounts
SELECT a.person, a.locked, a.seen, a.created, a.failed, p.uid AS id, p.name, p.phone, h.label AS home_name,
  CASE WHEN EXISTS (SELECT 1 FROM grants g WHERE g.person = a.person) THEN 1 ELSE a.staff END AS staff
FROM account a JOIN person p ON p.id = a.person LEFT JOIN place h ON h.id = p.home
WHERE (?1 = '' OR a.login = ?1)
  AND (?2 = '' OR replace(lower(p.name), ?2, '') <> lower(p.name))
  AND (?3 = 0 OR a.staff = 1 OR EXISTS (SELECT 1 FROM grants g WHERE g.person = a.person))
  AND (?4 = '' OR a.person < (SELECT l.id FROM person l WHERE l.uid = ?4))
ORDER BY a.person DESC LIMIT ?5;

-- ?1 uid or '', ?2 role or 0, ?3 last id seen or 0, ?4 rows.
@auth_grants
SELECT g.id AS grant_row, g.role, g.at, p.uid AS person, p.name, pl.code AS place, pl.label AS place_name,
  b.name AS given_by
FROM grants g JOIN person p ON p.id = g.person JOIN place pl ON pl.id = g.place
LEFT JOIN person b ON b.id = g.given_by
WHERE (?1 = '' OR p.uid = ?1) AND (?2 = 0 OR g.role = ?2) AND (?3 = 0 OR g.id < ?3)
ORDER BY g.id DESC LIMIT ?4;

-- ?1 node, ?2 prefix of the action or '', ?3 subject or '', ?4 who or '', ?5 below this or 0, ?6 rows.
@auth_audit
SELECT a.node, a.seq, a.at, a.who, p.name, a.roles, a.action, a.kind, a.subject, a.detail, a.source,
  a.request
FROM audit a LEFT JOIN person p ON p.uid = a.who
WHERE a.node = ?1 AND (?2 = '' OR substr(a.action, 1, length(?2)) = ?2)
  AND (?3 = '' OR a.subject = ?3) AND (?4 = '' OR a.who = ?4) AND (?5 = 0 OR a.seq < ?5)
ORDER BY a.seq DESC LIMIT ?6;

@auth_person_named
SELECT id FROM person WHERE phone_index = ?1 AND name = ?2 AND merged_into = 0 ORDER BY id LIMIT 1;

@auth_has_grants
SELECT COUNT(*) FROM grants WHERE person = ?1;
