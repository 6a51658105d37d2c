-- What names a person or a place is found by it, also when one record is merged into another; the servers
-- look again several times in the hour after that.
CREATE INDEX orders_by_leader ON orders (leader) WHERE leader > 0;
CREATE INDEX order_offer_by_person ON order_offer (person) WHERE person > 0;
CREATE INDEX activity_by_leader ON activity (leader);
CREATE INDEX activity_by_place ON activity (place);

-- The visits somebody goes to, or went.
DROP INDEX attendance_by_person;
CREATE INDEX attendance_visits ON attendance (person, activity);
