/* host.h - is a request meant for us, and does it come from a page of ours? */
#pragma once
#include "web/req.h"

bool host_meant(const struct req *rq); /* Host stands on the allow-list */
/* As far as Origin and Sec-Fetch-Site tell; browsers that send neither are believed. */
bool host_ours(const struct req *rq);
