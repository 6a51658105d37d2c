%include "core/feature.h"

-- What goes along when two places or two persons become one (survey_face.c).
@survey_follow_area(int gone, int kept)
UPDATE survey SET area = :kept WHERE area = :gone;

@survey_follow_creator(int gone, int kept) -> struct followed[]
UPDATE survey SET creator = :kept WHERE creator = :gone RETURNING id;

-- What the successor has answered itself stands, the other line stays under the old village.
@survey_line_follow_place(int gone, int kept)
UPDATE survey_line SET place = :kept WHERE place = :gone AND NOT EXISTS (SELECT 1 FROM survey_line k
  WHERE k.survey = survey_line.survey AND k.item = survey_line.item AND k.place = :kept);

@survey_line_follow_person(int gone, int kept) -> struct followed[]
UPDATE survey_line SET person = :kept WHERE person = :gone RETURNING id;
