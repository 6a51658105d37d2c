-- Which orders became part of another: their requesters are told what becomes of it.
CREATE INDEX orders_merged ON orders (merged_into) WHERE merged_into > 0;
