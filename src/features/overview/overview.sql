%include "core/cursor.h"
%include "core/access.h"
%include "core/reach.sql"
%include "features/order/order.h"
%include "features/order/wait.sql"
%include "features/overview/overview.h"
%include "features/overview/overview_priv.h"
%include "features/place/place.h"
%include "features/team/team.h"
%include "features/team/wait.sql"

-- x: the part that is asked about and when the period begins; path NULL: all that is in reach.

-- A range of the index of paths, the whole of it where no part is asked about.
@@overview_places
SELECT r.id FROM place r WHERE (:s.all OR r.id IN ({held}))
   AND r.path >= coalesce(CAST(:x.path? AS TEXT), '') AND r.path < coalesce(CAST(:x.path? AS TEXT), '') || '~'

-- Order o, event e: nothing is looked up where everything is in reach. The + leaves the lead to the time.
@@overview_here
(:s.all AND CAST(:x.path? AS TEXT) IS NULL OR +o.place IN ({overview_places}))

@@overview_there
(:s.all AND CAST(:x.path? AS TEXT) IS NULL
 OR +e.orders IN (SELECT o.id FROM orders o WHERE o.place IN ({overview_places})))

-- The first term is that of the index order_event_by_step. Sent back, an order is a draft again.
@@overview_event
order_event e WHERE e.action IN ({ACT_SUBMIT}, {ACT_APPROVE}, {ACT_CLAIM}, {ACT_ACCEPT})
   AND e.at >= :x.from AND {overview_there}

@@overview_approved
{overview_event} AND e.action = {ACT_APPROVE}

@@overview_accepted
{overview_event} AND e.action IN ({ACT_CLAIM}, {ACT_ACCEPT})

@@overview_submitted
{overview_event} AND e.action = {ACT_SUBMIT}
   AND e.orders NOT IN (SELECT d.id FROM orders d WHERE d.state = {ORDER_DRAFT})

@@overview_found
orders o WHERE o.created >= :x.from AND o.state <> {ORDER_DRAFT} AND {overview_here}

-- No period begins at 0, which stands for: not closed.
@@overview_shut
orders o WHERE o.closed >= :x.from AND {overview_here}

-- ---- how it went ----

-- An order is approved once; it may be submitted or accepted again.
@overview_steps(scope s, struct overview_scope x) -> struct overview_step_row[]
SELECT {STEP_FOUND} AS step, count(*) AS n FROM {overview_found}
UNION ALL
SELECT {STEP_MATCHED}, count(*) FROM {overview_approved}
UNION ALL
SELECT {STEP_SUBMITTED}, count(*) FROM (SELECT 1 FROM {overview_submitted} GROUP BY e.orders) y
UNION ALL
SELECT {STEP_ACCEPTED}, count(*) FROM (SELECT 1 FROM {overview_accepted} GROUP BY e.orders) y
UNION ALL
SELECT {STEP_CLOSED}, count(*) FROM {overview_shut};

@@overview_corps_of
c.id = CASE WHEN t.kind = {TEAM_CORPS} THEN t.id ELSE t.corps END AND c.state <> {TEAM_DISSOLVED}

-- Closed ones by corps and face; FACE_COUNT: without a score.
@overview_closed(scope s, struct overview_scope x) -> struct overview_closed_row[]
SELECT c.uid AS corps, y.face, CAST(sum(y.n) AS BIGINT) AS n
  FROM (SELECT +o.team AS team, CASE WHEN o.score >= 4 THEN {FACE_GOOD} WHEN o.score = 3 THEN {FACE_FAIR}
               WHEN o.score > 0 THEN {FACE_BAD} ELSE {FACE_COUNT} END AS face, count(*) AS n
          FROM {overview_shut} GROUP BY 1, 2) y
  LEFT JOIN team t ON t.id = y.team
  LEFT JOIN team c ON {overview_corps_of}
 GROUP BY 1, 2;

@@overview_first_submission
(SELECT f.at FROM order_event f WHERE f.orders = y.id AND f.action = {ACT_SUBMIT} ORDER BY f.seq LIMIT 1)

-- From the first submission to the acceptance, to the closing, of every n-th order.
@overview_took(scope s, struct overview_scope x, int accepts, int closings) -> struct overview_step_row[]
SELECT {STEP_ACCEPTED} AS step, y.at - {overview_first_submission} AS took
  FROM (SELECT e.orders AS id, min(e.at) AS at FROM {overview_accepted}
           AND e.orders % :accepts = 0 GROUP BY e.orders) y
UNION ALL
SELECT {STEP_CLOSED}, y.closed - {overview_first_submission}
  FROM (SELECT o.id, o.closed FROM {overview_shut} AND o.id % :closings = 0) y;

-- Between two times.
@overview_trend(scope s, struct overview_scope x, int until) -> struct overview_bucket
SELECT (SELECT count(*) FROM {overview_found} AND o.created < :until) AS found,
       (SELECT count(*) FROM {overview_shut} AND o.closed < :until) AS closed;

-- By village or by township. A place that is closed or merged stands here while it has orders.
@overview_tiles(scope s, struct overview_scope x, bool villages) -> struct overview_place[]
SELECT t.code AS place, t.label, t.kind, CAST(sum(y.n) AS BIGINT) AS orders
  FROM (SELECT +o.place AS place, count(*) AS n FROM {overview_found} GROUP BY 1
        UNION ALL
        SELECT q.id, 0 FROM place q WHERE q.state = {PLACE_OPEN}
           AND q.kind IN ({PLACE_TOWNSHIP}, {PLACE_VILLAGE}) AND q.id IN ({overview_places})) y
  JOIN place p ON p.id = y.place
  JOIN place t ON t.id = CASE WHEN :villages = 0 AND p.kind = {PLACE_VILLAGE} THEN p.parent ELSE p.id END
 GROUP BY 1, 2, 3 HAVING :villages = 0 OR t.kind = {PLACE_VILLAGE} OR sum(y.n) > 0 ORDER BY 4 DESC, 1;

-- As they stand: wall and offered whose time is over are open, done ones are to be called.
@overview_states(scope s, struct overview_scope x) -> struct overview_state[]
SELECT CASE WHEN o.state IN ({ORDER_WALL}, {ORDER_OFFERED}) AND {order_ended} THEN {ORDER_OPEN}
            WHEN o.state = {ORDER_DONE} AND {order_ended} THEN {ORDER_CALLBACK_DUE}
            ELSE o.state END AS state, count(*) AS count
  FROM orders o WHERE {order_running} AND {overview_here} GROUP BY 1 ORDER BY 1;

-- Past the time of a state, in reach.
@overview_late(scope s, int state) -> int
SELECT count(*) FROM orders o WHERE o.state = :state AND o.deadline > 0 AND o.deadline <= :now AND {reached o.place};

-- ---- down to the orders ----

@@overview_row
SELECT o.uid AS id, o.number, o.title, o.state, o.urgency, o.deadline, k.label AS category,
       CASE WHEN w.kind = {PLACE_TOWNSHIP} THEN w.label || ' ' || p.label ELSE p.label END AS place, t.name AS team

@@overview_joined
JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
  LEFT JOIN place w ON w.id = p.parent
  LEFT JOIN team t ON t.id = o.team

-- One more than a page, so that the next one is known.
@overview_orders(scope s, struct overview_scope x, struct overview_ask a, struct cursor k) -> struct overview_order[]
WITH z AS (
SELECT o.id, o.created AS at FROM {overview_found} AND :a.step = {STEP_FOUND}
UNION ALL
SELECT e.orders, e.at FROM {overview_approved} AND :a.step = {STEP_MATCHED}
UNION ALL
SELECT e.orders, min(e.at) FROM {overview_submitted} AND :a.step = {STEP_SUBMITTED} GROUP BY e.orders
UNION ALL
SELECT e.orders, min(e.at) FROM {overview_accepted} AND :a.step = {STEP_ACCEPTED} GROUP BY e.orders
UNION ALL
SELECT o.id, o.closed FROM {overview_shut} AND :a.step = {STEP_CLOSED}),
y AS (
SELECT z.id, z.at FROM z JOIN orders o ON o.id = z.id
 WHERE (:a.face = {FACE_COUNT} OR :a.face = {FACE_GOOD} AND o.score >= 4
        OR :a.face = {FACE_FAIR} AND o.score = 3 OR :a.face = {FACE_BAD} AND o.score BETWEEN 1 AND 2)
   AND (CAST(:a.corps? AS TEXT) IS NULL OR :a.corps? = coalesce((SELECT c.uid FROM team t
        JOIN team c ON {overview_corps_of} WHERE t.id = o.team), 'none'))
   AND (:a.exact = 0 OR o.place = (SELECT q.id FROM place q WHERE q.path = :x.path?))
   AND (z.at, z.id) < (-CAST(:k.a AS BIGINT), -CAST(:k.id AS BIGINT))
 ORDER BY z.at DESC, z.id DESC LIMIT {OVERVIEW_PAGE} + 1)
{overview_row}, y.at, o.id AS row
  FROM y JOIN orders o ON o.id = y.id {overview_joined}
 ORDER BY y.at DESC, o.id DESC;

@overview_drafts(struct cursor k) -> struct overview_order[]
{overview_row}, o.entered AS at, o.id AS row, (SELECT count(*) FROM order_event e
         WHERE e.orders = o.id AND e.action = {ACT_RETURN}) AS returned
  FROM orders o {overview_joined}
 WHERE {order_of_proxy} AND o.state = {ORDER_DRAFT} AND (o.entered, o.id) > (:k.a, :k.id)
 ORDER BY o.entered, o.id LIMIT {OVERVIEW_PAGE} + 1;

@overview_verdicts(struct cursor k) -> struct overview_order[]
{overview_row}, o.entered AS at, o.id AS row
  FROM orders o {overview_joined}
 WHERE {order_verdict_due} AND (o.entered, o.id) > (:k.a, :k.id)
 ORDER BY o.entered, o.id LIMIT {OVERVIEW_PAGE} + 1;

@overview_running(scope s) -> struct overview_order[]
{overview_row}, o.entered AS at
  FROM orders o {overview_joined}
 WHERE {order_running} AND {reached o.place}
 ORDER BY CASE WHEN o.deadline > 0 THEN o.deadline ELSE o.due END, o.id LIMIT 10;

@overview_joins(scope s, struct cursor k) -> struct overview_join[]
SELECT t.uid AS team, t.name AS team_name, p.name, m.since, m.id AS row {team_join_from}
   AND (m.since, m.id) > (:k.a, :k.id)
 ORDER BY m.since, m.id LIMIT {OVERVIEW_PAGE} + 1;

@overview_contacts() -> struct overview_contact[]
SELECT DISTINCT p.name, t.label AS town
  FROM grants g
  JOIN place v ON v.id = g.place
  JOIN place t ON t.id = v.parent
  JOIN grants b ON b.place = t.id AND b.role = {ROLE_TOWNSHIP}
  JOIN person p ON p.id = b.person
 WHERE g.person = :me AND g.role = {ROLE_STATION} ORDER BY 2, 1 LIMIT 20;

-- ---- what waits: `most` are counted at most; all take the same (struct wait_row) ----
