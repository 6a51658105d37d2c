%include "features/auth/proposal.h"

-- Matters that take two persons.

-- What waits beyond its time is over, also before a sweep says so.
@@proposal_columns
SELECT r.id AS row, r.uid AS id, r.kind, r.person, r.role, r.held, r.reason, r.proposer, r.at, r.until, r.decider, r.decided,
  CASE WHEN r.state = {PROPOSAL_WAITS} AND r.until <= :now THEN {PROPOSAL_EXPIRED} ELSE r.state END AS state,
  p.uid, p.name, a.name AS proposer_name, d.name AS decider_name
FROM proposal r JOIN person p ON p.id = r.person LEFT JOIN person a ON a.id = r.proposer
LEFT JOIN person d ON d.id = r.decider

@proposal_list(bool all, text? after, int limit) -> struct proposal[]
{proposal_columns} WHERE (:all = 1 OR r.person = :me)
  AND (CAST(:after AS TEXT) IS NULL OR r.id < (SELECT l.id FROM proposal l WHERE l.uid = :after))
ORDER BY r.id DESC LIMIT :limit;

@proposal_get(text uid) -> struct proposal
{proposal_columns} WHERE r.uid = :uid;

-- What others proposed about others.
@proposal_waiting() -> int
SELECT COUNT(*) FROM proposal r
WHERE r.state = {PROPOSAL_WAITS} AND r.until > :now AND r.person <> :me AND r.proposer <> :me;

-- The same matter that waits already.
@proposal_same(struct proposal p) -> struct proposal
{proposal_columns} WHERE r.person = :p.person AND r.kind = :p.kind AND r.role = :p.role AND r.state = {PROPOSAL_WAITS};

-- 0 when the same matter waits already.
@proposal_insert(struct proposal p)
INSERT INTO proposal (uid, kind, person, role, held, reason, proposer, at, until)
VALUES (:p.id, :p.kind, :p.person, :p.role, :p.held, :p.reason, :p.proposer, :p.at, :p.until) ON CONFLICT DO NOTHING;

-- One of several wins; what waited beyond its time only expires, then with its time.
@proposal_write(struct proposal p, int was)
UPDATE proposal SET state = :p.state, decider = :by,
  decided = CASE WHEN state = {PROPOSAL_WAITS} AND until < :now THEN until ELSE :now END
WHERE id = :p.row AND state = :was
  AND (state <> {PROPOSAL_WAITS} OR until > :now OR :p.state = {PROPOSAL_EXPIRED});

@proposal_over() -> struct proposal[]
{proposal_columns} WHERE r.state = {PROPOSAL_WAITS} AND r.until <= :now;

-- Whose account the letter of this proposal is for.
@proposal_person(text uid) -> text
SELECT p.uid FROM proposal r JOIN person p ON p.id = r.person WHERE r.uid = :uid;

-- A confirmed letter that nobody used yet.
@proposal_letter_open(text uid) -> int
SELECT COUNT(*) FROM token WHERE purpose = 'letter-two' AND subject = :uid AND used IS NULL AND expires > :now;
