%include "features/activity/activity.h"
%include "features/dispatch/dispatch_priv.h"
%include "features/order/order.h"
%include "features/order/order_offer.h"
%include "features/person/person.h"
%include "features/person/qualification.h"
%include "features/team/team.h"

-- SQLite goes by the state and sorts ten thousand rows unless it is told of the index that has them in order.
@@dispatch_verdicts [sqlite]
orders INDEXED BY orders_verdicts
@@dispatch_verdicts [postgres]
orders

-- What all sides have in hand and behind them: orders in hand, offers that wait, verdicts since :year,
-- offers since :half, those since :month counted.
@dispatch_sides(int month, int half, int year) -> struct fact[]
SELECT team, person, {FACT_IN_HAND} AS kind, count(*) AS n, 0 AS sum, 0 AS last
  FROM orders WHERE state IN ({ORDER_ACCEPTED}, {ORDER_SCHEDULED}, {ORDER_SERVING}) GROUP BY team, person
UNION ALL
SELECT team, person, {FACT_WAITING} AS kind, count(*) AS n, 0 AS sum, 0 AS last
  FROM order_offer WHERE state = {OFFER_WAITING} AND until > :now GROUP BY team, person
UNION ALL
SELECT team, person, {FACT_VERDICTS} AS kind, count(*) AS n, sum(score) AS sum, 0 AS last
  FROM {dispatch_verdicts} WHERE state = {ORDER_CLOSED} AND closed >= :year AND score > 0 GROUP BY team, person
UNION ALL
SELECT team, person, {FACT_ASKED} AS kind, sum(CASE WHEN at >= :month THEN 1 ELSE 0 END) AS n, 0 AS sum, max(at) AS last
  FROM order_event WHERE action = {ACT_OFFER} AND at >= :half GROUP BY team, person
LIMIT 10000;

-- For whom it is, or who entered it ({who}), of the order and of those that became part of it.
@@dispatch_for(who)
SELECT {who} AS person FROM orders m WHERE m.id IN (WITH RECURSIVE part(id) AS (
    SELECT a.id FROM orders a WHERE a.id = :o.row
    UNION SELECT b.id FROM part q JOIN orders b ON b.merged_into = q.id WHERE b.merged_into > 0)
  SELECT q.id FROM part q)

-- What ties a side to the order: it declined, handed back, broke off, did not come or did not answer in
-- time; its offer waits; it served this person, with how many points in all; it does the menu item;
-- nobody but those served lead it; he is served, or entered it.
@dispatch_ties(struct order o) -> struct fact[]
SELECT team, person, {FACT_DECLINED} AS kind, 1 AS n, 0 AS sum
  FROM order_event WHERE orders = :o.row AND (team > 0 OR person > 0)
   AND (action IN ({ACT_DECLINE}, {ACT_HAND_BACK}, {ACT_ABORT}, {ACT_NOT_SERVED})
        OR action = {ACT_EXPIRE} AND from_state = {ORDER_OFFERED})
UNION ALL
SELECT team, person, {FACT_OFFERED} AS kind, 1 AS n, 0 AS sum
  FROM order_offer WHERE orders = :o.row AND state = {OFFER_WAITING} AND until > :now
UNION ALL
SELECT team, person, {FACT_SERVED} AS kind, count(*) AS n, sum(score) AS sum
  FROM orders WHERE requester = :o.requester AND state = {ORDER_CLOSED} AND score > 0 AND id <> :o.row GROUP BY team, person
UNION ALL
SELECT mt.team, 0 AS person, {FACT_DOES} AS kind, 1 AS n, 0 AS sum
  FROM menu_item i JOIN menu_item_team mt ON mt.item = i.id WHERE i.uid = :o.service?
UNION ALL
SELECT m.team, 0 AS person, {FACT_OWN} AS kind, 1 AS n, 0 AS sum
  FROM member m WHERE m.person IN ({dispatch_for m.requester}) AND m.state = {MEMBER_ACTIVE} AND m.role > {MEMBER_PLAIN}
   AND NOT EXISTS (SELECT 1 FROM member x WHERE x.team = m.team AND x.state = {MEMBER_ACTIVE}
        AND x.role > {MEMBER_PLAIN} AND x.person NOT IN ({dispatch_for m.requester}))
UNION ALL
SELECT 0 AS team, served.person, {FACT_OWN} AS kind, 1 AS n, 0 AS sum
  FROM ({dispatch_for m.requester} UNION {dispatch_for m.proxy}) served WHERE served.person > 0
LIMIT 10000;

-- A paper that the category asks for, good on the day after :day; a team has it by a member.
@@dispatch_paper
category_gate g JOIN qualification q ON q.kind = g.kind AND q.state = {QUALIFICATION_CONFIRMED}
   AND (q.expires = 0 OR q.expires > :day)

@dispatch_papers(int category, int day) -> struct fact[]
SELECT 0 AS team, q.person, {FACT_PAPER} AS kind, 1 AS n, 0 AS sum
  FROM {dispatch_paper} WHERE g.category = :category
UNION
SELECT m.team, 0 AS person, {FACT_PAPER} AS kind, 1 AS n, 0 AS sum
  FROM {dispatch_paper} JOIN member m ON m.person = q.person AND m.state = {MEMBER_ACTIVE}
 WHERE g.category = :category
LIMIT 10000;

-- Whom to ring: who leads it, before who deputises. The path is that of his home.
@dispatch_leader(int team) -> struct dispatch_call
SELECT p.uid AS id, h.path FROM member m JOIN person p ON p.id = m.person LEFT JOIN place h ON h.id = p.home
 WHERE m.team = :team AND m.state = {MEMBER_ACTIVE} AND m.role > {MEMBER_PLAIN} ORDER BY m.role DESC, m.id LIMIT 1;

@dispatch_single(int person) -> struct dispatch_call
SELECT p.uid AS id, h.path FROM person p LEFT JOIN place h ON h.id = p.home WHERE p.id = :person;

-- All teams; :word of the category between blanks.
@dispatch_teams(text word) -> struct known[]
SELECT t.id AS team, t.uid, t.name, t.state, t.members, p.label AS place, p.path, p.lon, p.lat,
       CASE WHEN t.skills LIKE '%' || :word || '%' THEN 1 ELSE 0 END AS skilled,
       (SELECT count(*) FROM member m
         WHERE m.team = t.id AND m.state = {MEMBER_ACTIVE} AND m.role > {MEMBER_PLAIN}) AS leaders
  FROM team t JOIN place p ON p.id = t.place
 WHERE t.kind = {TEAM_TEAM} ORDER BY t.id LIMIT 5000;

-- Volunteers who put the category down among their skills and live around. From the places to
-- their people, without their rows: CROSS JOIN and person_gone keep SQLite to that.
@dispatch_people(text word, struct around a) -> struct known[]
SELECT v.id AS person, v.uid, v.name, v.birth, v.hours, v.radius, p.label AS place, p.path, p.lon, p.lat,
       1 AS skilled
  FROM place p CROSS JOIN person v
 WHERE v.home = p.id AND v.volunteer = 1 AND v.merged_into = 0
   AND v.id NOT IN (SELECT g.id FROM person g WHERE g.ended > {PERSON_HERE})
   AND (p.path >= :a.township AND p.path < :a.township || '~'
        OR p.lon BETWEEN :a.west AND :a.east AND p.lat BETWEEN :a.south AND :a.north)
   AND v.skills LIKE '%' || :word || '%'
 LIMIT 10000;

-- Visits that touch the window.
@@dispatch_then
a.state < {ACTIVITY_ENDED} AND a.starts_at < :w.until AND a.starts_at > :w.from - 86400 AND a.ends_at > :w.from

@dispatch_visits(struct window w) -> struct busy[]
SELECT t.person, a.starts_at, a.ends_at
  FROM activity a JOIN attendance t ON t.activity = a.id
 WHERE {dispatch_then} ORDER BY t.person, a.starts_at LIMIT 10000;

-- Of eight teams the members who have said when they are free, and those who have not and are on a visit
-- in the window. SQLite goes to the wide rows unless it is told of the index that holds the hours.
@@dispatch_eight
m.state = {MEMBER_ACTIVE} AND m.team IN (:b.t1, :b.t2, :b.t3, :b.t4, :b.t5, :b.t6, :b.t7, :b.t8)

@@dispatch_said [sqlite]
person v INDEXED BY person_said
@@dispatch_said [postgres]
person v

@dispatch_members(struct window w, struct batch b) -> struct mate[]
SELECT m.team, m.person, v.hours
  FROM member m JOIN {dispatch_said} ON v.id = m.person AND v.hours IS NOT NULL
 WHERE {dispatch_eight}
UNION
SELECT m.team, m.person, v.hours
  FROM activity a CROSS JOIN attendance t CROSS JOIN member m CROSS JOIN person v
 WHERE {dispatch_then} AND t.activity = a.id AND m.person = t.person AND v.id = m.person
   AND {dispatch_eight} AND v.hours IS NULL
LIMIT 10000;
