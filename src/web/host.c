#include "web/host.h"

#include "web/serve.h"

#include <string.h>
#include <strings.h>

static bool host_listed(const char *hosts, const char *host, size_t n)
{
	while (hosts && *hosts) {
		size_t len = strcspn(hosts, ", ");
		if (len == n && n && strncasecmp(hosts, host, n) == 0)
			return true;
		hosts += len;
		hosts += strspn(hosts, ", ");
	}
	return false;
}

static const char *host_of(const char *origin)
{
	const char *at = origin ? strstr(origin, "://") : NULL;
	return at ? at + 3 : NULL;
}

static bool is_ours(const struct site *site, const char *host)
{
	size_t n = strcspn(host, "/");
	return host_listed(host_of(site->origin), host, n) || host_listed(site->hosts, host, n);
}

bool host_meant(const struct req *rq)
{
	const char *host = req_header(rq, "Host");
	return host && is_ours(rq->site, host) && !strchr(host, '/');
}

bool host_ours(const struct req *rq)
{
	const char *origin = req_header(rq, "Origin");
	const char *fetch = req_header(rq, "Sec-Fetch-Site");
	if (fetch && strcmp(fetch, "same-origin") != 0 && strcmp(fetch, "none") != 0)
		return false;
	if (!origin)
		return true;
	return host_of(origin) && is_ours(rq->site, host_of(origin)) &&
	       !strchr(host_of(origin), '/');
}
