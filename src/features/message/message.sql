%include "base/limits.h"
%include "features/message/message.h"

-- The inbox of who asks. One more than a page, so that the next one is known; after '': from the newest.
@message_list(bool unread, text after) -> struct message[]
SELECT i.uid AS id, i.at, i.kind, i.subject, i.body, i.link, CASE WHEN i.read_at IS NULL THEN 0 ELSE 1 END AS read,
  CASE WHEN i.asks >= 0 THEN 1 ELSE 0 END AS asks
FROM inbox i
WHERE i.person = :me AND (:unread = 0 OR i.read_at IS NULL)
  AND (:after = '' OR i.id < (SELECT l.id FROM inbox l WHERE l.uid = :after AND l.person = :me))
ORDER BY i.id DESC LIMIT {LIMIT_PAGE} + 1;

@message_unread() -> int
SELECT COUNT(*) FROM inbox WHERE person = :me AND read_at IS NULL;

@message_link(text uid) -> text
SELECT COALESCE(link, '') FROM inbox WHERE uid = :uid AND person = :me;

@message_read(text uid)
UPDATE inbox SET read_at = :now WHERE uid = :uid AND person = :me AND read_at IS NULL;

@message_read_all()
UPDATE inbox SET read_at = :now WHERE person = :me AND read_at IS NULL;
