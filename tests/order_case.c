#include "order_case.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"

static const char found[] =
	"{\"kind\":\"visit\",\"title\":\"屋顶漏雨，想请人看看\",\"detail\":\"东头两间漏雨\","
	"\"category\":\"repair\",\"place\":\"" VILLAGE "\",\"public_ok\":true,"
	"\"beneficiary\":{\"name\":\"示例resident\",\"phone\":\"" PHONE
	"\",\"address\":\"三组 5 号\"},"
	"\"consent\":{\"by\":\"本人\",\"how\":\"当面\"}}";

static const char *body_of(struct world *w, enum order_action a)
{
	/* Each visit has hours of its own, so that nobody is wanted at two places. */
	long long at = (long long)(clock_now() + DAY + w->visits++ % 1300 * 3 * HOUR);
	switch (a) {
	case ACT_MERGE: return arena_printf(w->mem, "{\"into\":\"%s\"}", w->merge_into);
	case ACT_REROUTE: return "{\"category\":\"health\"}";
	case ACT_OFFER:
		return arena_printf(w->mem, "{\"team\":\"%s\",\"reason\":\"同镇，离得近\"}",
		                    w->team_uid_a);
	case ACT_SCHEDULE:
	case ACT_RESCHEDULE:
		return arena_printf(w->mem,
		                    "{\"starts_at\":%lld,\"ends_at\":%lld,\"reason\":\"约好的\"}",
		                    at, at + 7200);
	case ACT_COMPLETE: return "{\"report\":\"补好了两处\"}";
	case ACT_EVALUATE:
		return "{\"score\":5,\"comment\":\"很好\",\"verdict_by\":\"本人\","
		       "\"verdict_how\":\"phone\"}";
	case ACT_CONFIRM: return "{\"score\":4,\"whom\":\"本人\",\"reason\":\"电话里说满意\"}";
	case ACT_APPROVE:
	case ACT_PUBLISH: return "{\"public_title\":\"屋顶漏雨，请人来修\"}";
	case ACT_SUBMIT:
	case ACT_CLAIM:
	case ACT_ACCEPT:
	case ACT_START: return "{}";
	default: return "{\"reason\":\"测试写的原因\"}";
	}
}

void case_now(struct world *w, const char *id)
{
	long long now = clock_now();
	world_begin(w, GUEST);
	db_script(
		w->db,
		arena_printf(w->mem,
	                     "UPDATE orders SET starts_at = %lld, ends_at = %lld WHERE uid = '%s'"
	                     " AND state = 6;"
	                     "UPDATE activity SET starts_at = %lld, ends_at = %lld WHERE state = 0"
	                     " AND orders = (SELECT id FROM orders WHERE uid = '%s' AND state = 6)",
	                     now, now + 7200, id, now, now + 7200, id));
	world_commit(w);
}

int case_act(struct world *w, enum who who, const char *id, enum order_action a)
{
	bool his = who == RESIDENT || who == STATION;
	if ((a == ACT_START && who == LEADER) || (a == ACT_NOT_SERVED && his))
		case_now(w, id);
	return world_askf(w, who, POST, body_of(w, a), "/orders/%s/%s", id, order_action_words[a]);
}

void case_must(struct world *w, enum who who, const char *id, enum order_action a)
{
	if (case_act(w, who, id, a) != 200)
		fail_msg("%s by %s: %d %s", order_action_words[a], who_names[who], w->status,
		         w->body);
}

const char *case_order(struct world *w, enum order_state state)
{
	static const struct {
		enum who who;
		enum order_action action;
	} ways[ORDER_STATES][9] = {
#define TO_SUBMITTED {STATION, ACT_SUBMIT}
#define TO_OPEN                                                                                    \
	TO_SUBMITTED,                                                                              \
	{                                                                                          \
		REVIEWER, ACT_APPROVE                                                              \
	}
#define TO_OFFERED                                                                                 \
	TO_OPEN,                                                                                   \
	{                                                                                          \
		DISPATCHER, ACT_OFFER                                                              \
	}
#define TO_ACCEPTED                                                                                \
	TO_OFFERED,                                                                                \
	{                                                                                          \
		LEADER, ACT_ACCEPT                                                                 \
	}
#define TO_SCHEDULED                                                                               \
	TO_ACCEPTED,                                                                               \
	{                                                                                          \
		LEADER, ACT_SCHEDULE                                                               \
	}
#define TO_SERVING                                                                                 \
	TO_SCHEDULED,                                                                              \
	{                                                                                          \
		LEADER, ACT_START                                                                  \
	}
#define TO_DONE                                                                                    \
	TO_SERVING,                                                                                \
	{                                                                                          \
		LEADER, ACT_COMPLETE                                                               \
	}
		[ORDER_SUBMITTED] = {TO_SUBMITTED},
		[ORDER_OPEN] = {TO_OPEN},
		[ORDER_WALL] = {TO_OPEN, {DISPATCHER, ACT_PUBLISH}},
		[ORDER_OFFERED] = {TO_OFFERED},
		[ORDER_ACCEPTED] = {TO_ACCEPTED},
		[ORDER_SCHEDULED] = {TO_SCHEDULED},
		[ORDER_SERVING] = {TO_SERVING},
		[ORDER_DONE] = {TO_DONE},
		[ORDER_CALLBACK_DUE] = {TO_SERVING, {RESIDENT, ACT_NOT_SERVED}},
		[ORDER_CLOSED] = {TO_DONE, {RESIDENT, ACT_EVALUATE}},
		[ORDER_REFUSED] = {TO_SUBMITTED, {REVIEWER, ACT_REFUSE}},
		[ORDER_MERGED] = {TO_SUBMITTED, {REVIEWER, ACT_MERGE}},
		[ORDER_CANCELLED] = {TO_OPEN, {RESIDENT, ACT_CANCEL}},
	};
	if (world_ask(w, STATION, POST, "/orders", found) != 201)
		fail_msg("find: %d %s", w->status, w->body);
	const char *id = world_get(w, "id");
	for (int i = 0; i < 9 && ways[state][i].who != GUEST; i++)
		case_must(w, ways[state][i].who, id, ways[state][i].action);
	return id;
}

const char *case_state(struct world *w, const char *id)
{
	if (world_askf(w, STATION, GET, NULL, "/orders/%s", id) != 200)
		fail_msg("the station does not see its order: %d", w->status);
	return world_get(w, "state");
}

int64_t case_told(struct world *w, enum who who, const char *subject)
{
	return world_count(w, arena_printf(w->mem,
	                                   "SELECT count(*) FROM inbox WHERE person = %lld AND "
	                                   "subject = '%s'",
	                                   (long long)w->person[who], subject));
}

int64_t case_desk_told(struct world *w, enum who who, const char *subject)
{
	return world_count(w, arena_printf(w->mem,
	                                   "SELECT count(*) FROM outbox WHERE channel = 1 AND "
	                                   "person = %lld AND subject = '%s'",
	                                   (long long)w->person[who], subject));
}

void case_script(struct world *w, const char *sql)
{
	world_begin(w, GUEST);
	db_script(w->db, sql);
	world_commit(w);
}
