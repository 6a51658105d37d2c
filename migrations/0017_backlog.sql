-- What waits is listed from its newest on.
CREATE INDEX orders_newest ON orders (state, id) WHERE state < 10;

-- Thousands of messages may wait, a whole morning's for one person: what a lease asks of them is found,
-- not searched for.
CREATE INDEX outbox_of_order ON outbox (orders, person, channel, order_revision) WHERE state = 0;
CREATE INDEX outbox_digest ON outbox (next_at) WHERE state = 0 AND digest = 1;
