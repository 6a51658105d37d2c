-- What a team has on its calendar.

-- A visit that is planned or under way and led by ?2 for team ?1.
@member_visit
SELECT starts_at, title FROM activity WHERE team = ?1 AND leader = ?2 AND state < 2 ORDER BY starts_at LIMIT 1;

-- Of team ?1, beginning in ?2 … ?3.
@calendar_visits
SELECT a.id AS visit_row, a.uid AS id, a.title, a.starts_at, a.ends_at, a.state, p.name AS leader, o.uid AS orders, at.path
FROM activity a LEFT JOIN person p ON p.id = a.leader LEFT JOIN orders o ON o.id = a.orders
LEFT JOIN place at ON at.id = o.place
WHERE a.team = ?1 AND a.state < 3 AND a.starts_at >= ?2 AND a.starts_at < ?3 ORDER BY a.starts_at, a.id LIMIT 200;

@calendar_people
SELECT t.activity AS visit, t.person, p.name FROM attendance t
JOIN activity a ON a.id = t.activity JOIN person p ON p.id = t.person
WHERE a.team = ?1 AND a.state < 3 AND a.starts_at >= ?2 AND a.starts_at < ?3 ORDER BY t.id LIMIT 2000;
