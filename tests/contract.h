/* contract.h - what the API answers is what its description says. */
#pragma once
#include "web/req.h"

/* Fails when a JSON answer has a status or a type that web/openapi.c does not declare for its route, or a
 * body that does not fit the schema: a wrong type, a member that is missing or not declared. */
void contract_check(const struct req *rq);
