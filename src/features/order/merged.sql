-- An order that became part of another; that one may have become part of a third.
%include "features/order/order.h"

@@merged_parts
WITH RECURSIVE part(id) AS (
  SELECT m.id FROM orders m WHERE m.merged_into > 0 AND m.merged_into = :row
  UNION SELECT m.id FROM part q JOIN orders m ON m.merged_into = q.id WHERE m.merged_into > 0)

-- How many of the asker's own became part of it.
@merged_own(int row) -> int
{merged_parts} SELECT count(*) FROM part q JOIN orders m ON m.id = q.id WHERE m.requester = :me OR m.proxy = :me;

-- How many of those that became part of it were asked for this person.
@merged_for(int row, int person) -> int
{merged_parts} SELECT count(*) FROM part q JOIN orders m ON m.id = q.id WHERE m.requester = :person;

-- Those that became part of it.
@merged_rows(int row) -> struct order_hit[]
{merged_parts} SELECT q.id FROM part q ORDER BY q.id LIMIT 20;

-- For whom each was asked, and who entered it.
@merged_askers(int row) -> struct order_asker[]
{merged_parts} SELECT CASE WHEN s.entered = 0 THEN m.requester ELSE m.proxy END AS person, m.title, m.number
  FROM part q JOIN orders m ON m.id = q.id JOIN (SELECT 0 AS entered UNION ALL SELECT 1) s ON s.entered = 0 OR m.proxy > 0
 ORDER BY m.id, s.entered LIMIT 400;
