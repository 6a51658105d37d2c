/* play.c - one order through the five orders, over HTTP, as any other program would do it. */
#include "demo/demo.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/field.h"
#include "base/text.h"
#include "core/send.h"
#include "features/order/order.h"
#include "web/decode.h"
#include "web/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct play {
	const struct demo *demo;
	const char *origin, *id;
	struct arena *mem;
	struct pairs order; /* the last answer */
	bool failed, quiet; /* quiet: a refusal is expected and not said */
};

static const struct demo_account *account(const struct play *p, const char *role)
{
	for (int i = 0; i < p->demo->account_count; i++)
		if (!strcmp(p->demo->accounts[i].role, role))
			return &p->demo->accounts[i];
	return &p->demo->accounts[0];
}

static const char *held(const struct play *p, const char *name)
{
	const char *value = decode_get(&p->order, name);
	return value ? value : "";
}

static const char *local_time(const struct play *p, const char *seconds)
{
	int64_t at = strtoll(seconds, NULL, 10);
	if (!at)
		return "—";
	struct day d = clock_local(at);
	return arena_printf(p->mem, "%d月%d日 %02d:%02d", d.month, d.mday, d.hour, d.minute);
}

static const char *state_label(const struct play *p)
{
	int64_t state = field_word(order_state_words, held(p, "state"));
	return state < 0 ? held(p, "state") : order_state_labels[state];
}

static void print_step(const struct play *p, const char *mark, const struct demo_account *who,
                       const char *what)
{
	printf("【%s】%s  %s %s：%s → %s  时限 %s\n      %s/orders/%s\n", mark, held(p, "number"),
	       who->label, who->name, what, state_label(p), local_time(p, held(p, "deadline")),
	       p->origin, p->id);
	fflush(stdout);
}

/* One request; the answer is read into p->order. */
static bool ask(struct play *p, const char *path, const struct demo_account *who, const char *json)
{
	const char *why = NULL;
	struct send_answer a = send_http(p->mem, "POST",
	                                 arena_printf(p->mem, "%s%s", p->origin, path), who->token,
	                                 random_id(p->mem), json);
	if (!a.fault && (a.status == 200 || a.status == 201) &&
	    json_pairs(p->mem, a.body, a.size, &p->order, &why) == OK)
		return true;
	if (!p->quiet)
		fprintf(stderr, "POST %s as %s: %ld %s\n", path, who->role, a.status,
		        a.fault ? a.fault
		        : why   ? why
		                : a.body);
	p->failed = true;
	return false;
}

static void move(struct play *p, const char *mark, const char *role, const char *action,
                 const char *what, const char *json)
{
	const struct demo_account *who = account(p, role);
	if (!p->failed &&
	    ask(p, arena_printf(p->mem, "/api/v1/orders/%s/%s", p->id, action), who, json))
		print_step(p, mark, who, what);
}

static const char *quoted(struct arena *mem, const char *text)
{
	struct buf b = BUF(mem);
	json_text(&b, text);
	return buf_str(&b);
}

static void find(struct play *p)
{
	const struct demo_account *who = account(p, "station");
	const char *title = quoted(p->mem, "厨房灯坏了，想请人来修");
	const char *detail = quoted(
		p->mem, "走访时看到厨房的灯不亮，晚上做饭摸黑，想请懂电的志愿者来看看。（示例）");
	const char *name = quoted(p->mem, "刘桂英"), *how = quoted(p->mem, "当面口头同意（示例）");
	struct buf b = BUF(p->mem);
	buf_printf(&b, "{\"kind\":\"visit\",\"category\":\"repair\",\"title\":%s,\"detail\":%s",
	           title, detail);
	buf_printf(&b, ",\"place\":%s,\"people\":1,\"beneficiary\":{\"name\":%s,\"phone\":\"%s\"}",
	           quoted(p->mem, who->place), name, demo_phone(p->mem, 999999));
	buf_printf(&b, ",\"consent\":{\"by\":%s,\"how\":%s,\"at\":%lld}}", name, how,
	           (long long)clock_now());
	if (!ask(p, "/api/v1/orders", who, buf_str(&b)))
		return;
	p->id = held(p, "id");
	print_step(p, "寻", who, "上门走访，替人登记");
}

/* The leader may have a visit at that hour already: then the next one that is free. */
static void schedule(struct play *p)
{
	enum { TRIES = 12 };
	for (int i = 1; !p->failed && i <= TRIES; i++) {
		int64_t starts = clock_now() + i * 50 * MINUTE - 48 * MINUTE;
		p->quiet = i < TRIES;
		move(p, "派", "team_leader", "schedule", "约定上门时间",
		     arena_printf(p->mem, "{\"starts_at\":%lld,\"ends_at\":%lld}",
		                  (long long)starts, (long long)(starts + 40 * MINUTE)));
		if (!p->failed || !p->quiet)
			return;
		p->failed = false;
	}
}

bool demo_play(const struct demo *d, const char *origin)
{
	struct play p = {.demo = d, .origin = origin, .mem = arena_new(), .id = ""};
	printf("\n一张单走完五单（真实的 HTTP 请求，向本机的服务器发出）：\n");
	find(&p);
	move(&p, "点", "station", "submit", "提交", "{}");
	move(&p, "供", "township", "approve", "审核通过，归入居家小修",
	     "{\"category\":\"repair\"}");
	move(&p, "派", "centre_dispatcher", "offer", "派给队伍，写明理由",
	     arena_printf(p.mem, "{\"team\":%s,\"reason\":\"同镇，会修电，眼下手上的单少\"}",
	                  quoted(p.mem, account(&p, "team_leader")->team)));
	move(&p, "派", "team_leader", "accept", "接单", "{}");
	schedule(&p);
	p.quiet = false;
	move(&p, "派", "team_leader", "start", "到场签到，开始服务", "{}");
	move(&p, "派", "team_leader", "complete", "完成，写下情况",
	     "{\"report\":\"换了灯头和开关，试亮三次，线路正常。（示例）\"}");
	move(&p, "收", "station", "evaluate", "代本人评价（本人口述）",
	     "{\"score\":5,\"comment\":\"修得好，谢谢。（示例）\",\"verdict_by\":\"本人\","
	     "\"verdict_how\":\"in_person\"}");
	if (!p.failed && text_equal(held(&p, "state"), order_state_words[ORDER_CALLBACK_DUE]))
		move(&p, "收", "centre_dispatcher", "confirm", "抽中回访，电话核实",
		     "{\"score\":5,\"whom\":\"本人\",\"reason\":\"电话回访，确认满意。（示例）\"}");
	arena_free(p.mem);
	return !p.failed;
}
