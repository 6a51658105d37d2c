-- What the doctor asks of people (person_face.c).
%include "core/access.h"
%include "core/feature.h"
%include "features/person/person.h"

-- A person, with the records that were merged with his, who holds two of these duties.
@person_duties_meet() -> text
SELECT p.name FROM grants g JOIN person q ON q.id = g.person
JOIN person p ON p.id = CASE WHEN q.merged_into > 0 THEN q.merged_into ELSE q.id END
WHERE g.role BETWEEN {ROLE_AUDITOR} AND {ROLE_SECADMIN}
GROUP BY p.id, p.name HAVING COUNT(DISTINCT g.role) > 1 ORDER BY p.id LIMIT 1;

-- Whoever died or left and holds a role still.
@person_duties_gone() -> struct person_named[]
SELECT DISTINCT p.id AS n, p.name FROM grants g JOIN person p ON p.id = g.person WHERE p.ended <> {PERSON_HERE} ORDER BY n LIMIT 100;

@person_seals(text after) -> struct seal_row[]
SELECT uid AS place, phone AS a, id_number AS b, address AS c, email AS d FROM person
WHERE uid > :after ORDER BY uid LIMIT 2000;

@qualification_seals(text after) -> struct seal_row[]
SELECT uid AS place, number AS a FROM qualification WHERE uid > :after ORDER BY uid LIMIT 2000;

@guardian_seals(text after) -> struct seal_row[]
SELECT seal AS place, name AS a, phone AS b FROM guardian WHERE seal > :after ORDER BY seal LIMIT 2000;
