-- The desk counts what happened in a week, a month or a year, and what waits: each count reads one range of
-- one index.
CREATE INDEX orders_by_created ON orders (created, place, state);
CREATE INDEX orders_by_closed ON orders (closed, place, team, score);
-- Submitted 2, approved 3, claimed 10, accepted 12.
CREATE INDEX order_event_by_step ON order_event (action, at, orders) WHERE action IN (2, 3, 10, 12);
-- Drafts, and those that wait for a verdict, by who entered them.
CREATE INDEX orders_of_proxy ON orders (proxy, state, deadline) WHERE state IN (0, 8);
CREATE INDEX member_asks ON member (team) WHERE state = 0;

-- Every page says how many messages are unread; a dispatcher's inbox holds tens of thousands.
CREATE INDEX inbox_unread ON inbox (person, read_at) WHERE read_at IS NULL;
