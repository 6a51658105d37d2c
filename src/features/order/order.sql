-- The order: its row, its events, its categories. The lists are in list.sql, the sides that are asked in offer.sql.
%include "core/reach.sql"
%include "core/access.h"
%include "core/search.h"
%include "features/order/order.h"
%include "features/order/order_priv.h"
%include "features/place/place.h"
%include "features/team/team.h"

@@order_columns
SELECT o.id AS row, o.uid, o.number, o.kind, o.form, o.source, o.state, o.revision, o.title,
       o.detail, o.public_title, o.public_detail, o.public_ok, o.published, o.category AS category_row,
       o.urgency, o.place AS place_row, o.wanted_from, o.wanted_until, o.people, o.service,
       o.requester, o.proxy, o.contact_name, o.phone, o.address, o.consent_by, o.consent_how,
       o.consent_at, o.team AS team_row, o.person AS person_row, o.leader AS leader_row, o.activity,
       o.starts_at, o.ends_at, o.score, o.comment, o.report, o.merged_into, o.deadline, o.due,
       o.level, o.created, o.entered, o.closed, o.sample, o.slot, o.verdict_by, o.verdict_how,
       CASE WHEN o.state = {ORDER_OFFERED} THEN (SELECT count(*) FROM order_offer f
            WHERE f.orders = o.id AND f.state = {OFFER_WAITING}) ELSE 0 END AS asked,
       k.word AS category, k.label AS category_label, k.never_public,
       p.code AS place, p.path AS place_path,
       CASE WHEN pp.kind = {PLACE_TOWNSHIP} THEN pp.label || ' ' || p.label ELSE p.label END AS place_title,
       t.uid AS team, t.name AS team_name, sp.uid AS person, sp.name AS person_name,
       lp.uid AS leader, lp.name AS leader_name, rp.name AS requester_name, mo.number AS merged
  FROM orders o
  JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
  LEFT JOIN place pp ON pp.id = p.parent
  LEFT JOIN team t ON t.id = o.team
  LEFT JOIN person sp ON sp.id = o.person
  LEFT JOIN person lp ON lp.id = o.leader
  LEFT JOIN person rp ON rp.id = o.requester
  LEFT JOIN orders mo ON mo.id = o.merged_into

@order_get(int row) -> struct order
{order_columns} WHERE o.id = :row;

@order_by_uid(text? uid) -> struct order
{order_columns} WHERE o.uid = :uid;

@order_by_number(text? number) -> struct order
{order_columns} WHERE o.number = :number;

@order_events(int row) -> struct order_event[]
SELECT e.seq, e.at, e.actor, e.action, e.from_state, e.to_state, e.deadline, e.reason,
       a.name AS actor_name, t.name AS team_name, s.name AS person_name
  FROM order_event e
  LEFT JOIN person a ON a.id = e.actor
  LEFT JOIN team t ON t.id = e.team
  LEFT JOIN person s ON s.id = e.person
 WHERE e.orders = :row ORDER BY e.seq LIMIT 500;

@order_reveal(text uid, text? reason)
INSERT INTO reveal (at, actor, kind, subject, reason) VALUES (:now, :by, 'order', :uid, :reason);

@order_totals() -> struct order_totals
SELECT at, orders, open, closed, teams, volunteers, places FROM order_total WHERE id = 1;

@order_totals_count() -> struct order_totals
SELECT (SELECT count(*) FROM orders WHERE state > {ORDER_DRAFT}) AS orders,
       (SELECT count(*) FROM orders WHERE state BETWEEN {ORDER_SUBMITTED} AND {ORDER_CALLBACK_DUE}) AS open,
       (SELECT count(*) FROM orders WHERE state = {ORDER_CLOSED}) AS closed,
       (SELECT count(*) FROM team WHERE kind = {TEAM_TEAM} AND state IN ({TEAM_INCUBATING}, {TEAM_REGISTERED})) AS teams,
       (SELECT count(*) FROM person WHERE volunteer = 1) AS volunteers,
       (SELECT count(*) FROM place WHERE kind = {PLACE_VILLAGE} AND state = {PLACE_OPEN}) AS places;

@order_totals_keep(struct order_totals n)
INSERT INTO order_total (id, at, orders, open, closed, teams, volunteers, places)
VALUES (1, :n.at, :n.orders, :n.open, :n.closed, :n.teams, :n.volunteers, :n.places)
    ON CONFLICT (id) DO UPDATE SET at = excluded.at, orders = excluded.orders,
       open = excluded.open, closed = excluded.closed, teams = excluded.teams,
       volunteers = excluded.volunteers, places = excluded.places;

@@category_columns
SELECT k.id, k.word, k.label, k.corps, k.never_public, k.sort, t.name AS corps_name
  FROM category k LEFT JOIN team t ON t.id = k.corps

@category_list() -> struct category[]
{category_columns} ORDER BY k.sort, k.id LIMIT 200;

@category_by_word(text? word) -> struct category
{category_columns} WHERE k.word = :word;

@order_villages() -> struct order_village[]
SELECT p.code, CASE WHEN p.kind = {PLACE_VILLAGE} THEN pp.label || ' ' || p.label ELSE p.label END AS label
  FROM place p LEFT JOIN place pp ON pp.id = p.parent
 WHERE p.kind IN ({PLACE_TOWNSHIP}, {PLACE_VILLAGE}) AND p.state = {PLACE_OPEN} ORDER BY p.path LIMIT 2000;

@order_serial
INSERT INTO order_serial (day, last) VALUES (?1, 1)
    ON CONFLICT (day) DO UPDATE SET last = order_serial.last + 1 RETURNING last;

@order_insert
INSERT INTO orders (uid, number, kind, form, source, state, revision, title, detail, public_ok,
                    category, urgency, place, wanted_from, wanted_until, people, service, requester,
                    proxy, contact_name, phone, phone_index, address, consent_by, consent_how,
                    consent_at, created, entered, sample)
VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
        ?20, ?21, ?22, ?23, ?24, ?25, ?25, ?26) RETURNING id;

@order_rewrite
UPDATE orders SET kind = ?3, form = ?4, title = ?5, detail = ?6, public_ok = ?7, category = ?8,
       urgency = ?9, place = ?10, wanted_from = ?11, wanted_until = ?12, people = ?13,
       service = ?14, contact_name = ?15, phone = ?16, phone_index = ?17, address = ?18,
       consent_by = ?19, consent_how = ?20, consent_at = ?21, source = ?22,
       revision = revision + 1
 WHERE id = ?1 AND revision = ?2 AND state = 0;

-- The one statement that changes a state; while it is offered, team and person stay 0. ?4 is the
-- present second where the state has a deadline that ends it (wall, offered, done), else 0: a late
-- job is never visible.
@order_move
UPDATE orders SET state = ?5, revision = revision + 1, deadline = ?6, due = ?7, entered = ?8,
       level = ?9, kind = ?10, category = ?11, urgency = ?12, place = ?13, public_title = ?14,
       public_detail = ?15, published = ?16, team = ?17, person = ?18, leader = ?19,
       activity = ?20, starts_at = ?21, ends_at = ?22, score = ?23, comment = ?24, report = ?25,
       merged_into = ?26, closed = ?27, slot = ?28, verdict_by = ?29, verdict_how = ?30
 WHERE id = ?1 AND revision = ?2 AND state = ?3 AND (CAST(?4 AS BIGINT) = 0 OR deadline > ?4);

@order_event_insert
INSERT INTO order_event (orders, seq, at, actor, action, from_state, to_state, deadline, reason,
                         team, person)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- The most particular row wins: category before urgency before the general one.
@order_limit
SELECT minutes, working FROM order_limit
 WHERE clock = ?1 AND category IN (0, ?2) AND urgency IN (-1, ?3)
 ORDER BY category DESC, urgency DESC LIMIT 1;

@order_holidays
SELECT day, working FROM holiday WHERE day >= ?1 ORDER BY day LIMIT 400;

@order_staff_of
SELECT DISTINCT g.person AS id FROM grants g JOIN place gp ON gp.id = g.place
 WHERE g.role = ?1 AND ?2 >= gp.path AND ?2 < gp.path || '~' ORDER BY 1 LIMIT 50;
