%include "core/cursor.h"
%include "core/reach.sql"
%include "features/clock/clock.h"
%include "features/order/order.h"
%include "features/order/order_offer.h"
%include "features/place/place.h"

@clock_limits() -> struct clock_limit[]
SELECT l.id, l.clock, l.category AS category_row, l.urgency, l.minutes, l.working,
       k.word AS category, k.label AS category_label
  FROM order_limit l LEFT JOIN category k ON k.id = l.category
 ORDER BY l.clock, k.sort, l.urgency, l.id LIMIT 2000;

@clock_holidays(text from) -> struct clock_holiday[]
SELECT day, working, name FROM holiday WHERE day >= :from ORDER BY day LIMIT 2000;

@clock_settings() -> struct clock_setting[]
SELECT s.name, coalesce(p.name, '系统') AS who, s.at
  FROM setting s LEFT JOIN person p ON p.uid = s.who LIMIT 200;

-- Over the time of its state, where no job ends it (wall, offered, done); over the whole time.
@@clock_state_late
(o.state IN ({ORDER_SUBMITTED}, {ORDER_OPEN}, {ORDER_ACCEPTED}, {ORDER_SCHEDULED}, {ORDER_SERVING}, {ORDER_CALLBACK_DUE})
 AND o.deadline > 0 AND o.deadline <= :now)

@@clock_whole_late
(o.state BETWEEN {ORDER_SUBMITTED} AND {ORDER_CALLBACK_DUE} AND o.due > 0 AND o.due <= :now)

@@clock_level
CASE WHEN NOT {clock_state_late} THEN {LEVEL_WHOLE} WHEN o.level >= {LEVEL_CENTRE} THEN {LEVEL_CENTRE}
  WHEN o.level <= {LEVEL_VILLAGE} THEN {LEVEL_VILLAGE} ELSE o.level END

-- The order of the list: the centre's first, then the longest.
@@clock_late_key
-{clock_level}, CASE WHEN {clock_state_late} THEN o.deadline ELSE o.due END, o.id

@@clock_late_under
({clock_state_late} OR {clock_whole_late}) AND {reach p.path}
   AND (CAST(:under? AS TEXT) IS NULL OR p.path >= :under? AND p.path < :under? || '~')

-- `under`: the path of a place. One more than a page, so that the next one is known.
@clock_lates(scope s, text? under, struct cursor k) -> struct clock_late[]
SELECT o.id AS row, o.uid, o.number, o.title, o.state, o.level, o.urgency, o.deadline, o.due, o.person,
       k.label AS category, t.name AS team, coalesce(w.code, p.code) AS town,
       coalesce(w.label, p.label) AS town_label,
       CASE WHEN w.id IS NULL THEN p.label ELSE w.label || ' ' || p.label END AS place
  FROM orders o
  JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
  LEFT JOIN place w ON w.id = p.parent AND w.kind = {PLACE_TOWNSHIP}
  LEFT JOIN team t ON t.id = o.team
 WHERE {clock_late_under} AND ({clock_late_key}) > (:k.a, :k.b, :k.id)
 ORDER BY {clock_late_key} LIMIT {CLOCK_LATES} + 1;

@clock_levels(scope s, text? under) -> struct clock_level_count[]
SELECT {clock_level} AS level, count(*) AS orders FROM orders o JOIN place p ON p.id = o.place
 WHERE {clock_late_under} GROUP BY 1 LIMIT {LEVEL_COUNT};

@clock_towns(scope s) -> struct clock_town[]
SELECT coalesce(w.code, p.code) AS place, coalesce(w.label, p.label) AS label,
       count(*) AS total,
       sum(CASE WHEN {clock_state_late} THEN 0 ELSE 1 END) AS whole,
       sum(CASE WHEN {clock_state_late} AND o.level <= {LEVEL_VILLAGE} THEN 1 ELSE 0 END) AS village,
       sum(CASE WHEN {clock_state_late} AND o.level = {LEVEL_TOWNSHIP} THEN 1 ELSE 0 END) AS township,
       sum(CASE WHEN {clock_state_late} AND o.level >= {LEVEL_CENTRE} THEN 1 ELSE 0 END) AS centre
  FROM orders o
  JOIN place p ON p.id = o.place
  LEFT JOIN place w ON w.id = p.parent AND w.kind = {PLACE_TOWNSHIP}
 WHERE ({clock_state_late} OR {clock_whole_late}) AND {reach p.path}
 GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT 100;

@@clock_asked
{reach p.path}
   AND (CAST(:q.under? AS TEXT) IS NULL OR p.path >= :q.under? AND p.path < :q.under? || '~')
   AND (CAST(:q.category? AS TEXT) IS NULL OR k.word = :q.category?)
   AND (:q.urgency < 0 OR o.urgency = :q.urgency)

-- What starts or ends a stay, of every order that something happened to in the time asked about: a state left
-- or entered, the clock set anew by putting right or planning again, an escalation.
@clock_events(scope s, struct clock_search q) -> struct clock_event[]
SELECT e.orders, e.at, e.action, e.from_state, e.to_state, o.category AS category_row, o.urgency, o.ends_at
  FROM order_event e
  JOIN orders o ON o.id = e.orders
  JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
 WHERE e.orders > :q.after
   AND e.orders IN (SELECT x.orders FROM order_event x WHERE x.at >= :q.since)
   AND (e.from_state <> e.to_state OR e.action IN ({ACT_REROUTE}, {ACT_RESCHEDULE}, {ACT_ESCALATE}))
   AND ((CAST(:q.states AS BIGINT) >> CAST(e.to_state AS INTEGER)) & 1 = 1
        OR e.from_state > {ORDER_NOWHERE} AND (CAST(:q.states AS BIGINT) >> CAST(e.from_state AS INTEGER)) & 1 = 1)
   AND {clock_asked}
 ORDER BY e.orders, e.seq LIMIT 10000;

-- An offer that ran out, also when its job has not run yet.
@@clock_ran_out
(f.state = {OFFER_EXPIRED} OR f.state = {OFFER_WAITING} AND f.until <= :now)

-- Offers made in the time asked about, each a stay: until it was answered, or now.
@clock_offers(scope s, struct clock_search q) -> struct clock_stay[]
SELECT f.id AS row, f.orders, f.at AS "from", CASE WHEN f.state = {OFFER_WAITING} AND f.until > :now THEN :now
       WHEN f.state IN ({OFFER_WAITING}, {OFFER_EXPIRED}) THEN f.until ELSE f.answered END AS until,
       o.category AS category_row, o.urgency,
       CASE WHEN f.state = {OFFER_WAITING} AND f.until > :now THEN 1 ELSE 0 END AS running,
       CASE WHEN {clock_ran_out} THEN 1 ELSE 0 END AS cut,
       CASE WHEN {clock_ran_out} THEN 1 ELSE 0 END AS hit
  FROM order_offer f
  JOIN orders o ON o.id = f.orders
  JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
 WHERE (f.orders > :q.after OR f.orders = :q.after AND f.id > :q.after_row) AND f.at >= :q.since
   AND {clock_asked}
 ORDER BY f.orders, f.id LIMIT 5000;
