-- The inbox of one person.

-- ?1 whose, ?2 unread only, ?3 id of the last one seen or '', ?4 rows.
@message_list
SELECT i.id AS message_row, i.uid AS id, i.at, i.subject, i.body, i.link, COALESCE(i.read_at, 0) AS read_at,
  CASE WHEN i.read_at IS NULL THEN 0 ELSE 1 END AS read
FROM inbox i
WHERE i.person = ?1 AND (?2 = 0 OR i.read_at IS NULL)
  AND (?3 = '' OR i.id < (SELECT l.id FROM inbox l WHERE l.uid = ?3 AND l.person = ?1))
ORDER BY i.id DESC LIMIT ?4;

@message_unread
SELECT COUNT(*) FROM inbox WHERE person = ?1 AND read_at IS NULL;

@message_link
SELECT COALESCE(link, '') FROM inbox WHERE uid = ?1 AND person = ?2;

@message_read
UPDATE inbox SET read_at = ?3 WHERE uid = ?1 AND person = ?2 AND read_at IS NULL;

@message_read_all
UPDATE inbox SET read_at = ?2 WHERE person = ?1 AND read_at IS NULL;
