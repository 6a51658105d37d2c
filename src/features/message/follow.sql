%include "core/feature.h"

-- What goes along when two places or two persons become one (message_face.c).
-- E-mail when both have it, the digest when one has it, the longer of the quiet hours. No row: as usual.
@channel_follow_person(int gone, int kept) -> struct followed[]
INSERT INTO channel_choice (person, email, quiet_from, quiet_to, digest)
SELECT :kept, (SELECT MIN(COALESCE(e.email, 1)) FROM person p LEFT JOIN channel_choice e ON e.person = p.id
            WHERE p.id IN (:gone, :kept)),
       COALESCE(k.quiet_from, 21), COALESCE(k.quiet_to, 8),
       (SELECT MAX(d.digest) FROM channel_choice d WHERE d.person IN (:gone, :kept))
FROM person p LEFT JOIN channel_choice k ON k.person = p.id
WHERE p.id IN (:gone, :kept) AND EXISTS (SELECT 1 FROM channel_choice c WHERE c.person IN (:gone, :kept))
ORDER BY (COALESCE(k.quiet_to, 8) - COALESCE(k.quiet_from, 21) + 24) % 24 DESC,
  CASE WHEN p.id = :kept THEN 0 ELSE 1 END LIMIT 1
ON CONFLICT (person) DO UPDATE SET email = excluded.email, quiet_from = excluded.quiet_from,
  quiet_to = excluded.quiet_to, digest = excluded.digest RETURNING person AS id;
