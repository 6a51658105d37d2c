-- One complaint about an order is open at a time, also where two servers add one at the same moment.

ALTER TABLE complaint ADD COLUMN beside INT NOT NULL DEFAULT 0; -- 0; of those open beside another before: its own id
UPDATE complaint SET beside = id WHERE state = 0
  AND EXISTS (SELECT 1 FROM complaint k WHERE k.orders = complaint.orders AND k.state = 0 AND k.id < complaint.id);
CREATE UNIQUE INDEX complaint_one_open ON complaint (orders, beside) WHERE state = 0;
