%include "features/auth/proposal.h"

-- Matters that take two persons.

-- ?1 now: what waits beyond its time is over, also before a sweep says so.
@@proposal_columns
r.id AS proposal_row, r.uid AS id, r.kind, r.person AS person_row, r.role, r.held, r.reason, r.proposer, r.at, r.until, r.decider,
  r.decided, CASE WHEN r.state = {PROPOSAL_WAITS} AND r.until <= ?1 THEN {PROPOSAL_EXPIRED} ELSE r.state END AS state,
  p.uid AS person, p.name, a.name AS proposer_name, d.name AS decider_name

@@proposal_from
FROM proposal r JOIN person p ON p.id = r.person LEFT JOIN person a ON a.id = r.proposer
LEFT JOIN person d ON d.id = r.decider

-- ?2 everybody's, ?3 who asks, ?4 last id seen or '', ?5 rows.
@proposal_list
SELECT {proposal_columns} {proposal_from}
WHERE (?2 = 1 OR r.person = ?3)
  AND (?4 = '' OR r.id < (SELECT l.id FROM proposal l WHERE l.uid = ?4))
ORDER BY r.id DESC LIMIT ?5;

@proposal_get
SELECT {proposal_columns} {proposal_from} WHERE r.uid = ?2;

-- ?2 who asks: what others proposed about others.
@proposal_waiting
SELECT COUNT(*) FROM proposal r
WHERE r.state = {PROPOSAL_WAITS} AND r.until > ?1 AND r.person <> ?2 AND r.proposer <> ?2;

-- The same matter that waits already: ?2 person, ?3 kind, ?4 role.
@proposal_same
SELECT {proposal_columns} {proposal_from} WHERE r.person = ?2 AND r.kind = ?3 AND r.role = ?4 AND r.state = {PROPOSAL_WAITS};

-- 0 when the same matter waits already.
@proposal_insert
INSERT INTO proposal (uid, kind, person, role, held, reason, proposer, at, until)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING;

-- ?1 row, ?2 state, ?3 who, ?4 now: one of several wins.
@proposal_decide
UPDATE proposal SET state = ?2, decider = ?3, decided = ?4 WHERE id = ?1 AND state = {PROPOSAL_WAITS} AND until > ?4;

-- The owner objects to a letter that was confirmed, before it is used.
@proposal_undo
UPDATE proposal SET state = ?2, decider = ?3, decided = ?4 WHERE id = ?1 AND state = {PROPOSAL_CONFIRMED};

@proposal_over
UPDATE proposal SET state = {PROPOSAL_EXPIRED}, decided = until WHERE state = {PROPOSAL_WAITS} AND until <= ?1 RETURNING id;

@proposal_over_get
SELECT {proposal_columns} {proposal_from} WHERE r.id = ?2;

-- Whose account the letter of this proposal is for.
@proposal_person
SELECT p.uid FROM proposal r JOIN person p ON p.id = r.person WHERE r.uid = ?1;

-- A confirmed letter that nobody used yet. ?1 uid of the proposal, ?2 now.
@proposal_letter_open
SELECT COUNT(*) FROM token WHERE purpose = 'letter-two' AND subject = ?1 AND used IS NULL AND expires > ?2;
