-- What the doctor asks of core (core_face.c).
%include "core/feature.h"

@operation_seals(text after) -> struct seal_row[]
SELECT id AS place, location AS a, body AS b FROM operation WHERE id > :after ORDER BY id LIMIT 2000;
