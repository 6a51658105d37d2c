%include "core/feature.h"
%include "features/activity/activity.h"

@@activity_own[]
uid, orders, team, leader, place, title, starts_at, ends_at

@@activity_columns
SELECT id, {activity_own}, state FROM activity

@activity_get(int id) -> struct activity
{activity_columns} WHERE id = :id;

@activity_by_uid(text uid) -> struct activity
{activity_columns} WHERE uid = :uid;

@activity_insert(struct activity a) -> int
INSERT INTO activity ({activity_own}, state) VALUES ({activity_own :a.}, {ACTIVITY_PLANNED})
RETURNING id;

@activity_times(struct activity a)
UPDATE activity SET leader = :a.leader, starts_at = :a.starts_at, ends_at = :a.ends_at
WHERE id = :a.id AND state = {ACTIVITY_PLANNED};

-- What is over stays as it is.
@activity_write(struct activity a, int was)
UPDATE activity SET state = :a.state WHERE id = :a.id AND state = :was;

@attendance_insert(int activity, int person)
INSERT INTO attendance (activity, person) VALUES (:activity, :person) ON CONFLICT (activity, person) DO NOTHING;

@attendance_clear(int activity)
DELETE FROM attendance WHERE activity = :activity AND in_at = 0;

@attendance_roster(int activity) -> struct attendee[]
SELECT a.person, a.in_at, a.out_at, a.in_by, a.out_by, a.evidence, p.uid, p.name
  FROM attendance a JOIN person p ON p.id = a.person
 WHERE a.activity = :activity ORDER BY a.id LIMIT 200;

@attendance_clash(int person, int from, int until, int except) -> int
SELECT v.orders FROM attendance a JOIN activity v ON v.id = a.activity
 WHERE a.person = :person AND v.state < {ACTIVITY_ENDED} AND v.id <> :except
   AND v.starts_at < :until AND v.ends_at > :from
 ORDER BY v.starts_at LIMIT 1;

@attendance_in(int activity, int person)
UPDATE attendance SET in_at = :now, in_by = :by, evidence = {EVIDENCE_TICKED}
 WHERE activity = :activity AND person = :person AND in_at = 0;

-- Never before he came, though the clock was set back meanwhile.
@@attendance_leaves
out_at = CASE WHEN in_at > :now THEN in_at ELSE :now END, out_by = :by

@attendance_out(int activity, int person)
UPDATE attendance SET {attendance_leaves}
 WHERE activity = :activity AND person = :person AND in_at > 0 AND out_at = 0;

@attendance_close(int activity)
UPDATE attendance SET {attendance_leaves} WHERE activity = :activity AND in_at > 0 AND out_at = 0;

-- Visits to come go on without him.
@activity_roster_leave(int person)
DELETE FROM attendance WHERE person = :person AND in_at = 0
   AND EXISTS (SELECT 1 FROM activity v WHERE v.id = attendance.activity AND v.state = {ACTIVITY_PLANNED}
     AND v.leader <> :person);

-- Nor does he go along, or read what he would need for it, when he is no longer in the team.
@activity_team_leave(int team, int person)
DELETE FROM attendance WHERE person = :person AND in_at = 0
   AND activity IN (SELECT v.id FROM activity v WHERE v.team = :team AND v.state < {ACTIVITY_ENDED} AND v.leader <> :person);

-- A visit that he leads for the team, planned or under way.
@activity_led(int team, int person) -> struct led_visit
SELECT starts_at, title FROM activity WHERE team = :team AND leader = :person AND state < {ACTIVITY_ENDED}
ORDER BY starts_at LIMIT 1;
