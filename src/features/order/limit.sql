-- Limits and working days.
%include "features/order/order.h"
%include "features/order/order_limit.h"

-- The most particular row wins: category before urgency before the general one.
@order_limit(struct order o, int clock) -> struct order_limit
SELECT minutes, working FROM order_limit
 WHERE clock = :clock AND category IN (0, :o.category_row) AND urgency IN (-1, :o.urgency)
 ORDER BY category DESC, urgency DESC LIMIT 1;

@order_holidays(text day) -> struct holiday[]
SELECT day, working FROM holiday WHERE day >= :day ORDER BY day LIMIT 400;

@order_limit_set(struct order_limit l)
INSERT INTO order_limit (clock, category, urgency, minutes, working)
VALUES (:l.clock, :l.category, :l.urgency, :l.minutes, :l.working)
    ON CONFLICT (clock, category, urgency) DO UPDATE SET minutes = :l.minutes, working = :l.working;

@order_limit_drop(int id)
DELETE FROM order_limit WHERE id = :id;

@order_holiday_set(struct holiday h)
INSERT INTO holiday (day, working, name) VALUES (:h.day, :h.working, :h.name)
    ON CONFLICT (day) DO UPDATE SET working = :h.working, name = :h.name;

@order_holiday_drop(text day)
DELETE FROM holiday WHERE day = :day;
