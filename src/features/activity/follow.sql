%include "core/feature.h"

-- What goes along when two places or two persons become one (activity_face.c).
@activity_follow_place(int gone, int kept)
UPDATE activity SET place = :kept WHERE place = :gone;

@activity_follow_leader(int gone, int kept) -> struct followed[]
UPDATE activity SET leader = :kept WHERE leader = :gone RETURNING id;

@attendance_follow_person(int gone, int kept) -> struct followed[]
UPDATE attendance SET person = :kept WHERE person = :gone
  AND NOT EXISTS (SELECT 1 FROM attendance k WHERE k.activity = attendance.activity AND k.person = :kept)
RETURNING id;
