-- Whom a team can send to a visit.
%include "features/activity/activity.h"
%include "features/order/order_goers.h"
%include "features/person/person.h"
%include "features/person/qualification.h"
%include "features/place/place.h"
%include "features/team/team.h"

@@goer_visits
FROM attendance a JOIN activity v ON v.id = a.activity WHERE a.person = p.id

-- Each with another visit of his that overlaps, how many he has this month, and whether his paper lasts until the end.
@order_goers(struct goers_ask k) -> struct goer[]
SELECT p.id AS person, p.uid, p.name, p.number, p.birth, m.role, COALESCE(h.lon, 0) AS lon, COALESCE(h.lat, 0) AS lat,
       CASE WHEN h.kind = {PLACE_VILLAGE} THEN COALESCE(u.label, '') || ' ' || h.label ELSE h.label END AS home,
       COALESCE((SELECT v.id {goer_visits} AND v.state < {ACTIVITY_ENDED} AND v.id <> :k.except
          AND v.starts_at < :k.until AND v.ends_at > :k.from ORDER BY v.starts_at LIMIT 1), 0) AS clash,
       (SELECT count(*) {goer_visits} AND v.state <> {ACTIVITY_CANCELLED}
          AND v.starts_at >= :k.month AND v.starts_at < :k.next) AS load,
       CASE WHEN :k.gated = 0 OR EXISTS (SELECT 1 FROM category_gate g JOIN qualification q ON q.kind = g.kind
          WHERE g.category = :k.category AND q.person = p.id AND q.state = {QUALIFICATION_CONFIRMED}
            AND (q.expires = 0 OR q.expires > :k.until - 86400)) THEN 1 ELSE 0 END AS qualified,
       CASE WHEN p.phone_index = :k.phone? THEN 1 ELSE 0 END AS rung
  FROM member m JOIN person p ON p.id = m.person LEFT JOIN place h ON h.id = p.home LEFT JOIN place u ON u.id = h.parent
 WHERE m.team = :k.team AND m.state = {MEMBER_ACTIVE} AND p.ended = {PERSON_HERE} ORDER BY m.id LIMIT 5000;
