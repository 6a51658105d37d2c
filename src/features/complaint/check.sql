-- What the doctor asks of complaints (complaint_face.c).
%include "core/feature.h"

@complaint_seals(text after) -> struct seal_row[]
SELECT uid AS place, text AS a, answer AS b FROM complaint WHERE uid > :after ORDER BY uid LIMIT 2000;
