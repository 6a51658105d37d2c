@@activity_columns
SELECT id, uid, orders, team, leader, place, title, starts_at, ends_at, state FROM activity

@activity_get
{activity_columns} WHERE id = ?1;

@activity_by_uid
{activity_columns} WHERE uid = ?1;

@activity_insert
INSERT INTO activity (uid, orders, team, leader, place, title, starts_at, ends_at, state)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0) RETURNING id;

@activity_times
UPDATE activity SET leader = ?2, starts_at = ?3, ends_at = ?4 WHERE id = ?1 AND state = 0;

@activity_state
UPDATE activity SET state = ?2 WHERE id = ?1 AND state < 2;

@attendance_insert
INSERT INTO attendance (activity, person) VALUES (?1, ?2) ON CONFLICT (activity, person) DO NOTHING;

@attendance_clear
DELETE FROM attendance WHERE activity = ?1 AND in_at = 0;

@attendance_roster
SELECT a.person, a.in_at, a.out_at, a.in_by, a.out_by, a.evidence, p.uid, p.name
  FROM attendance a JOIN person p ON p.id = a.person
 WHERE a.activity = ?1 ORDER BY a.id LIMIT 200;

@attendance_clash
SELECT v.orders FROM attendance a JOIN activity v ON v.id = a.activity
 WHERE a.person = ?1 AND v.state < 2 AND v.id <> ?4 AND v.starts_at < ?3 AND v.ends_at > ?2
 ORDER BY v.starts_at LIMIT 1;

@attendance_in
UPDATE attendance SET in_at = ?3, in_by = ?4, evidence = 2
 WHERE activity = ?1 AND person = ?2 AND in_at = 0;

-- Never before he came, though the clock was set back meanwhile.
@attendance_out
UPDATE attendance SET out_at = CASE WHEN in_at > ?3 THEN in_at ELSE ?3 END, out_by = ?4
 WHERE activity = ?1 AND person = ?2 AND in_at > 0 AND out_at = 0;

@attendance_close
UPDATE attendance SET out_at = CASE WHEN in_at > ?2 THEN in_at ELSE ?2 END, out_by = ?3 WHERE activity = ?1 AND in_at > 0 AND out_at = 0;
