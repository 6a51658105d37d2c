-- What leaves late tells the truth.
@order_mail_state
SELECT state FROM orders WHERE id = ?1;
