-- The order: its row, its events, its categories. The lists are in list.sql, the sides that are asked in offer.sql.
%include "core/reach.sql"
%include "core/access.h"
%include "core/search.h"
%include "features/activity/activity.h"
%include "features/order/order.h"
%include "features/order/category.h"
%include "features/order/order_list.h"
%include "features/order/order_offer.h"
%include "features/order/order_move.h"
%include "features/order/order_priv.h"
%include "features/order/order_rules.h"
%include "features/place/place.h"
%include "features/team/team.h"

-- What is entered, and edited while it is a draft.
@@order_own[]
kind, form, source, title, detail, public_ok, category AS category_row, urgency, place AS place_row, wanted_from,
wanted_until, people, service?, contact_name?, phone?, address?, consent_by?, consent_how?, consent_at

@@order_columns
SELECT o.id AS row, o.uid, o.number, {order_own o.}, o.state, o.revision, o.public_title, o.public_detail,
       o.published, o.requester, o.proxy, o.team AS team_row, o.person AS person_row, o.leader AS leader_row, o.activity,
       o.starts_at, o.ends_at, o.score, o.comment, o.report, o.merged_into, o.deadline, o.due,
       o.level, o.created, o.entered, o.closed, o.sample, o.slot, o.verdict_by, o.verdict_how,
       CASE WHEN o.state = {ORDER_OFFERED} THEN (SELECT count(*) FROM order_offer f
            WHERE f.orders = o.id AND f.state = {OFFER_WAITING}) ELSE 0 END AS asked,
       CASE WHEN o.activity > 0 AND EXISTS (SELECT 1 FROM attendance x
            WHERE x.activity = o.activity AND x.person = :me) THEN 1 ELSE 0 END AS goes,
       k.word AS category, k.label AS category_label, k.never_public,
       p.code AS place, p.path AS place_path,
       CASE WHEN pp.kind = {PLACE_TOWNSHIP} THEN pp.label || ' ' || p.label ELSE p.label END AS place_title,
       t.uid AS team, t.name AS team_name, sp.uid AS person, sp.name AS person_name,
       lp.uid AS leader, lp.name AS leader_name, rp.name AS requester_name
  FROM orders o
  JOIN place p ON p.id = o.place
  JOIN category k ON k.id = o.category
  LEFT JOIN place pp ON pp.id = p.parent
  LEFT JOIN team t ON t.id = o.team
  LEFT JOIN person sp ON sp.id = o.person
  LEFT JOIN person lp ON lp.id = o.leader
  LEFT JOIN person rp ON rp.id = o.requester

@order_get(int row) -> struct order
{order_columns} WHERE o.id = :row;

@order_by_uid(text? uid) -> struct order
{order_columns} WHERE o.uid = :uid;

@order_by_number(text? number) -> struct order
{order_columns} WHERE o.number = :number;

@@order_event_rows
SELECT e.seq, e.at, e.actor, e.action, e.from_state, e.to_state, e.deadline, e.reason,
       a.name AS actor_name, t.name AS team_name, s.name AS person_name
  FROM order_event e
  LEFT JOIN person a ON a.id = e.actor
  LEFT JOIN team t ON t.id = e.team
  LEFT JOIN person s ON s.id = e.person
 WHERE e.orders = :row

-- The last of them; which they are, seq says.
@order_events(int row) -> struct order_event[]
{order_event_rows} AND e.seq > (SELECT max(l.seq) FROM order_event l WHERE l.orders = :row) - {ORDER_EVENTS} ORDER BY e.seq;

-- A page of them, from the first on, and one more.
@order_events_after(int row, int seq) -> struct order_event[]
{order_event_rows} AND e.seq > :seq ORDER BY e.seq LIMIT {ORDER_EVENTS} + 1;

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

@order_serial(text day) -> int
INSERT INTO order_serial (day, last) VALUES (:day, 1)
    ON CONFLICT (day) DO UPDATE SET last = order_serial.last + 1 RETURNING last;

@order_insert(struct order n, text? phone_index) -> int
INSERT INTO orders ({order_own}, uid, number, state, revision, requester, proxy, phone_index, created, entered, sample)
VALUES ({order_own :n.}, :n.uid, :n.number, {ORDER_DRAFT}, 0, :n.requester, :n.proxy, :phone_index?, :now, :now, 0)
RETURNING id;

@order_rewrite(struct order n, text? phone_index, int revision)
UPDATE orders SET {order_own = :n.}, phone_index = :phone_index?, revision = revision + 1
 WHERE id = :n.row AND revision = :revision AND state = {ORDER_DRAFT};

-- The one statement that changes a state; while it is offered, team and person stay 0. `ends`: the
-- present state is one that its deadline ends (wall, offered, done), so a late job is never visible. Nor
-- is anything written over a merge of places or people, which makes no revision; before it is accepted
-- nobody stands in `person`.
@order_write(struct order was, struct order n, bool ends)
UPDATE orders SET state = :n.state, revision = revision + 1, deadline = :n.deadline, due = :n.due,
       entered = :n.entered, level = :n.level, kind = :n.kind, category = :n.category_row,
       urgency = :n.urgency, place = :n.place_row, service = :n.service?,
       public_title = :n.public_title?, public_detail = :n.public_detail?, published = :n.published,
       team = :n.team_row, person = :n.person_row, leader = :n.leader_row, activity = :n.activity,
       starts_at = :n.starts_at, ends_at = :n.ends_at, score = :n.score, comment = :n.comment?,
       report = :n.report?, merged_into = :n.merged_into, closed = :n.closed, slot = :n.slot,
       verdict_by = :n.verdict_by?, verdict_how = :n.verdict_how
 WHERE id = :was.row AND revision = :was.revision AND state = :was.state
   AND (CAST(:ends AS INTEGER) = 0 OR deadline > :now) AND place = :was.place_row
   AND leader = :was.leader_row AND (state < {ORDER_ACCEPTED} OR person = :was.person_row);

@order_event_insert(struct order n, struct order side, int from, int action, text? reason)
INSERT INTO order_event (orders, seq, at, actor, action, from_state, to_state, deadline, reason,
                         team, person)
VALUES (:n.row, :n.revision, :now, :by, :action, :from, :n.state, :n.deadline, :reason?,
        :side.team_row, :side.person_row);

@order_staff_of(int role, text path) -> struct someone[]
SELECT DISTINCT g.person AS id FROM grants g JOIN place gp ON gp.id = g.place
 WHERE g.role = :role AND :path >= gp.path AND :path < gp.path || '~' ORDER BY 1 LIMIT 50;
