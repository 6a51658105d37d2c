-- What was typed and could not be sent.
%include "core/feature.h"
%include "core/unsent.h"

@unsent_add(text uid, int person, text path, text body, int at)
INSERT INTO unsent (uid, person, path, body, at) VALUES (:uid, :person, :path, :body, :at);

@unsent_get(text uid, int person, int since) -> struct unsent
SELECT path, body FROM unsent WHERE uid = :uid AND person = :person AND at > :since;

-- The newest ten of a person are kept.
@unsent_crop(int person)
DELETE FROM unsent WHERE person = :person
   AND id NOT IN (SELECT id FROM unsent WHERE person = :person ORDER BY at DESC, id DESC LIMIT 10);

@unsent_sweep(int before)
DELETE FROM unsent WHERE at < :before;

@unsent_seals(text after) -> struct seal_row[]
SELECT uid AS place, body AS a FROM unsent WHERE uid > :after ORDER BY uid LIMIT 2000;
