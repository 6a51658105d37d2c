#include "web/show.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/sealed.h"

#include <string.h>

const char *show_day(struct arena *a, int64_t at)
{
	if (!at)
		return "";
	struct day d = clock_local(at);
	if (d.year == clock_local(clock_now()).year)
		return arena_printf(a, "%d月%d日", d.month, d.mday);
	return arena_printf(a, "%d年%d月%d日", d.year, d.month, d.mday);
}

const char *show_time(struct arena *a, int64_t at)
{
	if (!at)
		return "";
	struct day d = clock_local(at);
	if (d.year == clock_local(clock_now()).year)
		return arena_printf(a, "%d月%d日 %02d:%02d", d.month, d.mday, d.hour, d.minute);
	return arena_printf(a, "%d年%d月%d日 %02d:%02d", d.year, d.month, d.mday, d.hour, d.minute);
}

static const char *show_span(struct arena *a, const char *before, int64_t seconds)
{
	if (seconds < HOUR)
		return arena_printf(a, "%s %d 分钟", before,
		                    (int)((seconds + MINUTE - 1) / MINUTE));
	if (seconds < 2 * DAY)
		return arena_printf(a, "%s %d 小时", before, (int)(seconds / HOUR));
	return arena_printf(a, "%s %d 天", before, (int)(seconds / DAY));
}

const char *show_left(struct arena *a, int64_t deadline, int64_t now)
{
	if (!deadline)
		return "";
	if (deadline > now)
		return show_span(a, "还剩", deadline - now);
	return deadline == now ? "刚到时限" : show_span(a, "已超时", now - deadline);
}

const char *show_phone_masked(struct arena *a, const char *phone)
{
	if (text_empty(phone))
		return "";
	return text_equal(phone, SEALED_WORDS) ? phone : text_veil(a, phone, 3, 4);
}

const char *show_id_masked(struct arena *a, const char *number)
{
	if (text_empty(number))
		return "";
	return text_equal(number, SEALED_WORDS) ? number : text_veil(a, number, 1, 1);
}

const char *show_name_masked(struct arena *a, const char *name)
{
	if (text_empty(name))
		return "";
	size_t first = 1;
	while (((unsigned char)name[first] & 0xC0) == 0x80)
		first++;
	return arena_printf(a, "%.*s**", (int)first, name);
}

const char *show_hours(struct arena *a, int64_t minutes)
{
	int64_t tenths = (minutes * 10 + (minutes < 0 ? -30 : 30)) / 60;
	const char *sign = tenths < 0 ? "-" : "";
	int64_t t = tenths < 0 ? -tenths : tenths;
	return arena_printf(a, "%s%lld.%lld", sign, (long long)(t / 10), (long long)(t % 10));
}

const char *show_dial(struct arena *a, const char *phone)
{
	struct buf b = BUF(a);
	int groups = 0;
	for (const char *p = phone; p && *p; p++) {
		groups += *p == '-';
		if (*p == '-' && groups == 2 && *phone == '0')
			buf_char(&b, ','); /* a pause, then the extension */
		else if (strchr("+0123456789", *p))
			buf_char(&b, *p);
	}
	return buf_str(&b);
}
