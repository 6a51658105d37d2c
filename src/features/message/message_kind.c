#include "features/message/message_kind.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/audit.h"
#include "core/outbox.h"
#include "gen/message.sql.h"

#include <string.h>

/* clang-format off */
const struct message_kind message_kinds[] = {
	{"submit.review", "提交，告诉审核", "有新单子待审核",
	 "“{标题}”已提交，请在时限内审核。", false, false},
	{"approve.requester", "审核通过，告诉求助人", "您的单子通过审核了",
	 "“{标题}”已通过审核。", false, false},
	{"approve.desk", "审核通过，告诉派单台", "有单子待派",
	 "“{标题}”已通过审核，等待派单或认领。", false, false},
	{"return.requester", "退回修改，告诉求助人", "您的单子要补充一下",
	 "“{标题}”退回修改，补充后可以再提交。", true, true},
	{"refuse.requester", "不予受理，告诉求助人", "您的单子没有受理",
	 "“{标题}”没有受理，理由见单子页面。", false, false},
	{"undo.requester", "撤销审核，告诉求助人", "您的单子重新审核",
	 "“{标题}”刚才的审核决定撤销了，正在重新审核。", false, false},
	{"undo.desk", "撤销审核，告诉派单台", "有单子收回重审",
	 "“{标题}”收回重新审核，请先不要派。", false, false},
	{"merge.requester", "合并，告诉求助人", "您的单子并入了另一单",
	 "“{标题}”和另一单说的是同一件事，已合并办理。", false, false},
	{"reroute.here", "改派归类，告诉收到的地方", "有单子转来",
	 "“{标题}”改了类别或地点，请在时限内处理。", false, false},
	{"offer.side", "派单，告诉服务方", "有单子派给您",
	 "“{标题}”派给您，请在时限内接单或谢绝。", true, true},
	{"claim.requester", "认领，告诉求助人", "您的单子有人认领了",
	 "“{标题}”由{服务方}认领了，会联系您约时间。", false, false},
	{"accept.requester", "接单，告诉求助人", "您的单子有人接了",
	 "“{标题}”由{服务方}接下了，会联系您约时间。", false, false},
	{"overtaken.side", "别的一方先接了，告诉同时问的各方", "派给您的单子已有人接了",
	 "“{标题}”已由别的一方先接下，不用再答复了，谢谢您。", true, false},
	{"decline.desk", "谢绝，告诉派单台", "有单子被谢绝",
	 "“{标题}”被谢绝，请另派。", false, false},
	{"recall.side", "收回，告诉服务方", "派给您的单子收回了",
	 "“{标题}”已由派单人收回。", true, false},
	{"rest.desk", "问过的队伍暂停或解散，告诉派单台", "单子要另找队伍",
	 "“{标题}”问过的队伍已暂停或解散，请另派。", false, false},
	{"recall.goers", "收回，告诉要上门的人", "上门取消了",
	 "“{标题}”由派单人收回，原定 {上门时间} 的上门取消，不用去了。", true, false},
	{"recall.waiting", "收回，告诉等着的求助人", "您的单子要换人来办",
	 "“{标题}”由派单人收回，正在另找队伍。", true, false},
	{"hand_back.desk", "交回，告诉派单台和求助人", "有单子交回",
	 "“{标题}”已交回，正在另找队伍。", true, false},
	{"hand_back.goers", "交回，告诉要上门的人", "上门取消了",
	 "“{标题}”已交回，原定 {上门时间} 的上门取消，不用去了。", true, false},
	{"schedule.goers", "排期，告诉要上门的人", "请您上门服务",
	 "“{标题}”约好 {上门时间} 上门，去的人：{上门的人}。", true, true},
	{"schedule.requester", "排期，告诉求助人", "上门时间定了",
	 "“{标题}”约好 {上门时间} 上门，由{服务方}来做。", true, false},
	{"reschedule.requester", "改期，告诉求助人", "上门时间改了",
	 "“{标题}”改到 {上门时间} 上门，由{服务方}来做。", true, false},
	{"reschedule.goers", "改期，告诉要上门的人", "上门安排改了",
	 "“{标题}”改了安排：{上门时间} 上门，去的人：{上门的人}。", true, true},
	{"reschedule.dropped", "改期，告诉不再去的人", "这次不用您去了",
	 "“{标题}”改了安排，这次上门不用您去了，谢谢您。", true, false},
	{"start.requester", "开始服务，告诉求助人", "服务开始了",
	 "“{标题}”的服务已经开始。", true, false},
	{"complete.requester", "完成服务，告诉求助人", "请您评价",
	 "“{标题}”已完成服务，请说说满意不满意。", false, true},
	{"complete.joined", "完成服务，告诉并入这一单的求助人", "服务做完了",
	 "“{标题}”已完成服务，等那一单的求助人评价。", false, false},
	{"abort.desk", "中止服务，告诉派单台和求助人", "服务中止了",
	 "“{标题}”的服务中止，正在另找队伍。", true, false},
	{"abort.goers", "中止服务，告诉上门的人", "服务中止了",
	 "“{标题}”的服务中止，不用再去了。", true, false},
	{"not_served.call", "反映没人来，告诉回访", "有人反映没人来",
	 "“{标题}”反映没有人来，请回访。", true, false},
	{"not_served.side", "反映没人来，告诉服务方", "有人反映没人来",
	 "“{标题}”反映没有人来，会有工作人员回访核实。", true, false},
	{"evaluate.side", "评价，告诉服务方", "收到评价",
	 "“{标题}”收到评价。", false, false},
	{"evaluate.joined", "评价收单，告诉并入这一单的求助人", "单子办完了",
	 "“{标题}”已办完收单。", false, false},
	{"evaluate.call", "评价，告诉回访", "有单子待回访",
	 "“{标题}”评价不高或被抽中，请回访。", false, false},
	{"confirm.requester", "回访确认，告诉求助人和服务方", "回访完成，已收单",
	 "“{标题}”已回访并收单。", false, false},
	{"reopen.desk", "重开，告诉派单台", "单子重开了",
	 "“{标题}”重新开单，请再派。", false, false},
	{"reopen.requester", "重开，告诉求助人和服务方", "单子重开了",
	 "“{标题}”重新开单，要另找队伍。", false, false},
	{"cancel.requester", "取消，告诉求助人和服务方", "单子取消了",
	 "“{标题}”已取消。", true, false},
	{"cancel.goers", "取消，告诉要上门的人", "上门取消了",
	 "“{标题}”已取消，原定 {上门时间} 的上门不用去了。", true, false},
	{"expire.desk", "到期，告诉派单台", "单子到期",
	 "“{标题}”到期没有回应，请处理。", false, false},
	{"expire.asked", "到期，告诉没答复的一方", "派给您的单子到期了",
	 "“{标题}”没有在时限内答复，已收回另派。", false, false},
	{"escalate.level", "超时上报，告诉上一级", "单子超时",
	 "“{标题}”已超过时限，请尽快处理。", true, false},
	{"escalate.late", "超时上报，告诉超时的一方", "请抓紧：您接的单子超时了",
	 "“{标题}”已超过时限，请尽快联系服务对象；做不了请交回。", true, true},
	{"escalate.requester", "超时上报，告诉求助人", "您的单子慢了，已经催办",
	 "“{标题}”超过了答应的时间，现在是“{状态}”，已报给上一级催办。", false, false},
	{0},
};
/* clang-format on */

/* As they are written, and as they were before they had Chinese names: those are still taken, and turned. */
static const struct hole {
	const char *name, *old;
} holes[] = {{"标题", "title"},    {"单号", "number"}, {"状态", "state"},      {"时限", "deadline"},
             {"上门时间", "when"}, {"服务方", "side"}, {"上门的人", "people"}, {0}};

static const struct hole *hole_named(const char *name)
{
	for (const struct hole *h = holes; h->name; h++)
		if (strcmp(name, h->name) == 0 || strcmp(name, h->old) == 0)
			return h;
	return NULL;
}

const struct message_kind *message_kind_find(const char *word)
{
	for (const struct message_kind *k = message_kinds; k->word; k++)
		if (text_equal(k->word, word))
			return k;
	return NULL;
}

const char *message_kind_turn(struct arena *mem, const char *text)
{
	struct buf out = BUF(mem);
	while (*text) {
		const struct hole *h = NULL;
		if (*text == '{' && text[strcspn(text + 1, "{}") + 1] == '}')
			h = hole_named(arena_strndup(mem, text + 1, strcspn(text + 1, "{}")));
		if (h) {
			buf_printf(&out, "{%s}", h->name);
			text += strcspn(text, "}") + 1;
		} else {
			buf_char(&out, *text++);
		}
	}
	return buf_str(&out);
}

struct message_text *message_kind_changed(struct ctx *c, const char *word)
{
	struct message_text *t = sql_template_get(c, word);
	if (t) {
		t->subject = message_kind_turn(c->mem, t->subject);
		t->body = message_kind_turn(c->mem, t->body);
	}
	return t;
}

static const char *moment(struct arena *mem, int64_t at, const char *none)
{
	struct day d = clock_local(at);
	return at ? arena_printf(mem, "%d月%d日 %02d:%02d", d.month, d.mday, d.hour, d.minute)
	          : none;
}

static const char *value_of(struct arena *mem, const char *hole, const struct message_facts *f)
{
	const char *all[] = {f->title,
	                     f->number,
	                     f->state,
	                     moment(mem, f->deadline, "没有时限"),
	                     moment(mem, f->starts_at, "还没约的时间"),
	                     f->side ? f->side : "服务方",
	                     text_empty(f->people) ? "服务的人" : f->people};
	const struct hole *h = hole_named(hole);
	if (!h)
		return NULL;
	return all[h - holes] ? all[h - holes] : "";
}

const char *message_kind_fill(struct arena *mem, const char *text, const struct message_facts *f)
{
	struct buf out = BUF(mem);
	while (*text) {
		size_t n = strcspn(text, "{");
		buf_add(&out, text, n);
		text += n;
		if (!*text)
			break;
		size_t hole = strcspn(text, "}");
		const char *value = value_of(mem, arena_strndup(mem, text + 1, hole ? hole - 1 : 0),
		                             f);
		if (value && text[hole]) {
			buf_text(&out, value);
			text += hole + 1;
		} else {
			buf_char(&out, *text++);
		}
	}
	return buf_str(&out);
}

/* Every { begins one of the holes and every } ends one. */
const char *message_kind_fault(struct arena *mem, const char *text)
{
	while (*text) {
		text += strcspn(text, "{}");
		if (*text == '}')
			return "有一个“}”前面没有“{”";
		if (!*text)
			break;
		size_t n = strcspn(text + 1, "{}");
		const char *name = arena_strndup(mem, text + 1, n);
		if (text[n + 1] != '}')
			return "有一个“{”后面没有“}”";
		if (!hole_named(name))
			return arena_printf(
				mem,
				"没有“{%s}”这个占位，只能用 {标题} {单号} {状态} {时限} "
				"{上门时间} {服务方} {上门的人}",
				name);
		text += n + 2;
	}
	return NULL;
}

enum err message_kind_check(struct ctx *c, const char *subject, const char *body)
{
	const char *wrong = message_kind_fault(c->mem, subject ? subject : "");
	if (wrong)
		ctx_refuse(c, ERR_INVALID, "subject", "%s。", wrong);
	wrong = message_kind_fault(c->mem, body ? body : "");
	if (wrong)
		ctx_refuse(c, ERR_INVALID, "body", "%s。", wrong);
	if (text_empty(subject) != text_empty(body))
		ctx_refuse(c, ERR_INVALID, text_empty(subject) ? "subject" : "body",
		           "标题和正文要一起填，或一起留空恢复原文。");
	return c->problem_count ? ERR_INVALID : OK;
}

enum err message_kind_set(struct ctx *c, const char *word, const char *subject, const char *body)
{
	if (!message_kind_find(word))
		return ERR_MISSING;
	if (message_kind_check(c, subject, body) != OK)
		return ERR_INVALID;
	sql_template_delete(c, word);
	if (!text_empty(subject))
		sql_template_insert(c, word, message_kind_turn(c->mem, subject),
		                    message_kind_turn(c->mem, body));
	audit(c, "template.set", "template", word, text_empty(subject) ? "standard" : body);
	return OK;
}

void message_tell(struct ctx *c, int64_t person, const char *kind, const struct message_facts *f)
{
	const struct message_kind *k = message_kind_find(kind);
	const struct message_text *own = k ? message_kind_changed(c, kind) : NULL;
	if (!k)
		return;
	outbox_tell(
		c, &(struct outbox_note){
			   .person = person,
			   .kind = kind,
			   .subject = message_kind_fill(c->mem, own ? own->subject : k->subject, f),
			   .body = message_kind_fill(c->mem, own ? own->body : k->body, f),
			   .link = f->link,
			   .pressing = k->pressing,
			   .urgent = f->urgent && (k->pressing || f->queue),
			   .queue = f->queue,
			   .about = f->about,
			   .asks = k->asks,
			   .state = f->order_state,
			   .order = f->order,
			   .order_state = f->order_state,
			   .order_revision = f->order_revision,
		   });
}
