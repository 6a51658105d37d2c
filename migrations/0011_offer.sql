-- Offers: one side or several are asked at once whether they take an order.

CREATE TABLE order_offer (
	id ID,
	orders INT NOT NULL,
	team INT NOT NULL DEFAULT 0,     -- whom: a team XOR
	person INT NOT NULL DEFAULT 0,   --   one person
	actor INT NOT NULL,              -- person who offered
	at TIME NOT NULL,
	until TIME NOT NULL,             -- from then on it can no longer be accepted
	state INT NOT NULL DEFAULT 0,    -- enum offer_state: waiting, accepted, declined, …
	answered TIME NOT NULL DEFAULT 0, -- when it stopped waiting
	seq INT NOT NULL DEFAULT 0,      -- revision of the order after the move that ended it
	reason TEXT                      -- why it was declined or recalled
);
CREATE INDEX order_offer_by_order ON order_offer (orders);
CREATE UNIQUE INDEX order_offer_once ON order_offer (orders, team, person) WHERE state = 0;
CREATE INDEX order_offer_of_team ON order_offer (team) WHERE state = 0;
CREATE INDEX order_offer_of_person ON order_offer (person) WHERE state = 0;
CREATE INDEX order_offer_due ON order_offer (until) WHERE state = 0;

-- An order that is offered has no side yet; it gets one by the acceptance.
INSERT INTO order_offer (orders, team, person, actor, at, until)
SELECT o.id, o.team, o.person,
       coalesce((SELECT e.actor FROM order_event e
                  WHERE e.orders = o.id AND e.action = 8 ORDER BY e.seq DESC LIMIT 1), 0),
       o.entered, o.deadline
  FROM orders o WHERE o.state = 4;
UPDATE orders SET team = 0, person = 0 WHERE state = 4;

-- Whose words the verdict is.
ALTER TABLE orders ADD COLUMN verdict_by TEXT;                  -- who said it, where somebody else wrote it down
ALTER TABLE orders ADD COLUMN verdict_how INT NOT NULL DEFAULT 0; -- enum verdict_how: self, phone, in person, …
