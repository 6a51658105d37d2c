-- What anybody may ask costs what it shows, however much there is.

-- Wishes that came true, from the newest back, past nothing else.
CREATE INDEX orders_come_true ON orders (id, place, category) WHERE state = 10 AND published > 0;

-- What a clerk has entered for others: a year's work, most of it closed. Nobody (0) entered most.
DROP INDEX orders_by_proxy;
CREATE INDEX orders_proxied ON orders (proxy, created, id, place, state) WHERE proxy > 0;

-- The last order of a village, and who lives there.
CREATE INDEX orders_last_of_place ON orders (place, created) WHERE state > 0;
CREATE INDEX person_living_at ON person (home) WHERE ended = 0;

-- How often somebody has looked lately is asked before each look.
CREATE INDEX reveal_by_actor ON reveal (actor, at);
