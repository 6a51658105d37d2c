-- What leaves late tells the truth.
@order_mail_state(int order) -> int
SELECT state FROM orders WHERE id = :order;
