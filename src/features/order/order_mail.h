/* order_mail.h - a message tells the state an order has when it leaves, not when it was written. */
#pragma once
#include "core/ctx.h"

struct delivery;
/* Adds the present state to the body of each that tells of an order which has moved on since. */
void order_mail(struct ctx *c, struct delivery *d, size_t count);
