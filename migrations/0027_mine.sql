-- What somebody asked for, newest first, page by page.
DROP INDEX orders_by_requester;
CREATE INDEX orders_requested ON orders (requester, created, id);
