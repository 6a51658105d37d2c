%include "features/activity/activity.h"
%include "features/attendance/calendar.h"

-- What a team has on its calendar: the visits of which some part lies in a time.
@@calendar_within
a.team = :team AND a.state < {ACTIVITY_CANCELLED} AND a.starts_at < :until AND a.ends_at > :from

@calendar_visits(int team, int from, int until) -> struct calendar_visit[]
SELECT a.id AS row, a.uid AS id, a.title, a.starts_at, a.ends_at, a.state, p.name AS leader, o.uid AS orders, at.path
FROM activity a LEFT JOIN person p ON p.id = a.leader LEFT JOIN orders o ON o.id = a.orders
LEFT JOIN place at ON at.id = o.place
WHERE {calendar_within} ORDER BY a.starts_at, a.id LIMIT 200;

@calendar_goers(int team, int from, int until) -> struct calendar_goer[]
SELECT t.activity AS visit, t.person, p.name FROM attendance t
JOIN activity a ON a.id = t.activity JOIN person p ON p.id = t.person
WHERE {calendar_within} ORDER BY t.id LIMIT 2000;
