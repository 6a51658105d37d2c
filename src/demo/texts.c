#include "demo/texts.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "demo/needs.h"

#include <string.h>

/* ---- patterns ---- */

struct pen {
	struct buf out;
	struct dice *dice;
	const struct demo_text *text;
};

static const char *value_of(const struct pen *p, char name)
{
	if (!p->text)
		return "";
	return name == 't' ? p->text->thing : name == 's' ? p->text->matter : p->text->whom;
}

/* Behind the ] that closes the [ before `at`. */
static const char *behind(const char *at)
{
	for (int depth = 1; depth && *at; at++)
		depth += *at == '[' ? 1 : *at == ']' ? -1 : 0;
	return at;
}

/* The alternatives between `at` and `end`: how many, or where the one of that number begins. */
static int alternatives(const char *at, const char *end, int wanted, const char **from,
                        const char **to)
{
	int depth = 0, count = 0;
	const char *begin = at;
	for (;; at++) {
		depth += *at == '[' ? 1 : *at == ']' && at < end ? -1 : 0;
		if (at < end && (*at != '|' || depth))
			continue;
		if (count++ == wanted) {
			*from = begin;
			*to = at;
		}
		begin = at + 1;
		if (at >= end)
			return count;
	}
}

static void write_pattern(struct pen *p, const char *at, const char *end)
{
	while (at < end) {
		const char *from = at, *to = at;
		if (*at == '{') {
			buf_text(&p->out, value_of(p, at[1]));
			at += 3;
		} else if (*at == '[') {
			const char *after = behind(at + 1);
			int n = alternatives(at + 1, after - 1, -1, &from, &to);
			alternatives(at + 1, after - 1, (int)dice_below(p->dice, n), &from, &to);
			write_pattern(p, from, to);
			at = after;
		} else {
			buf_char(&p->out, *at++);
		}
	}
}

const char *demo_texts_say(struct arena *mem, struct dice *dice, const char *pattern,
                           const struct demo_text *t)
{
	struct pen p = {.out = BUF(mem), .dice = dice, .text = t};
	if (!pattern)
		return NULL;
	write_pattern(&p, pattern, pattern + strlen(pattern));
	return buf_str(&p.out);
}

struct demo_text demo_texts_about(struct arena *mem, struct dice *dice,
                                  const struct demo_need *need, bool own)
{
	static const char *const families[] = {"父亲",     "母亲", "爷爷", "奶奶",
	                                       "家里老人", "外婆", "岳父", "婆婆"};
	static const char *const others[] = {"老人", "老人家", "村里老人", "组里老人"};
	const char **pairs = text_split(mem, need->things, ";");
	int count = 0;
	while (pairs[count])
		count++;
	const char *pair = pairs[dice_below(dice, count)], *slash = strchr(pair, '/');
	return (struct demo_text){
		.need = need,
		.thing = arena_strndup(mem, pair, (size_t)(slash - pair)),
		.matter = slash + 1,
		.whom = own ? families[dice_below(dice, sizeof families / sizeof *families)]
	                    : others[dice_below(dice, sizeof others / sizeof *others)]};
}

/* ---- phrases ---- */

static const char *const phrases[SAY_COUNT] = {
	[SAY_MENU_TITLE] = "[{t}|{t}|想约“{t}”|预约{t}|想点“{t}”|约一次{t}|{t}，早几天最好|"
			   "{t}，不急]",
	[SAY_MENU_DETAIL] = "[看了供单目录，|村站帮着点的，|听邻居说起，|]想约“{t}”，"
			    "[哪天都可以|最好上午|按队里的时间来|请先打个电话]。",
	[SAY_BEFORE_ONLINE] = "[你好，|请问一下，|麻烦各位，|求助：|]",
	[SAY_BEHIND_ONLINE] = "[，谢谢|，麻烦了|，多谢|，拜托|]",
	[SAY_BEFORE_PHONE] = "[来电：|打来电话说，|来电求助：]",
	[SAY_BEFORE_VISIT] = "[走访时说，|走访发现，|入户时提到，]",
	[SAY_OFFER] = "[同镇|离得近|就在邻村]，[有这项专长|以前办过类似的单|队里有懂行的人]，"
		      "[近期手上的单不多|好久没有派过|上次评价好]。",
	[SAY_DECLINE] = "[这几天队员都在外地|这周队里有活动，抽不出人|缺会这门手艺的队员，怕做不好|"
			"队员家里有事，凑不齐人|这个时间和队里的安排撞上了|路太远，车子坏了]。",
	[SAY_RECALL] =
		"[来电说想改由村里的队伍去，先收回|派错了队伍，改派|求助人想换个时间，先收回|"
		"队里联系不上，收回另派]。",
	[SAY_WITHDRAW] = "[挂了几天没人认领，改为派单|本人说急用，改为派单|内容要再核实，先撤下]。",
	[SAY_HAND_BACK] = "[约好的队员临时生病，怕误了事，交回另派|工具借不到，交回|"
			  "去看了，这活儿超出我们的本事|和本人约不拢时间，交回另派]。",
	[SAY_ABORT] = "[到场后突然停电，做不了|本人临时要去医院，先停下|下大雨，路不通，改天再来|"
		      "缺一样配件，当天买不到]。",
	[SAY_RETURN] = "[请补充方便上门的时间段|请写清是哪一组、怎么走|请说明大概有多少人|"
		       "请补一个能联系上的电话]。",
	[SAY_MERGE] =
		"[和前几天那一单是同一件事|同一家说的同一件事，合并办理|重复登记，并到前一单]。",
	[SAY_REROUTE] = "类别选错了，[已改正|改到对应的一类|按内容归类]。",
	[SAY_ADDED] = "[补充：周末都方便|补充：先打村站电话，有人带路|补充：大约十来个人|"
		      "补充：上午来最好]。",
	[SAY_CANCEL] = "[自己找到人办好了，不用了|亲戚回来帮着办了|这几天要出门，先取消|"
		       "邻居顺手修好了|记错了日子，取消]。",
	[SAY_LATE_DATE] = "[和本人商定的日子|本人说这天方便|等配件到了再去，本人同意]",
	[SAY_NOT_SERVED] = "[约好的时间没有人来，电话也没打通|等了一上午没有来|"
			   "说要晚到，一直没有来]。",
	[SAY_REPORT] =
		"[按约定时间到场|两名队员到场|三个人去的]，[用了一个多小时|用了半天|四十分钟]，"
		"[事情办好了|已经办妥]，[走之前和本人一起看过一遍|留了队里的电话|本人很满意]。",
	[SAY_PRAISE] = "[来得准时|做事细心|人很和气|办得好|没想到这么快就来了|比说好的还多做了些|"
		       "讲得清楚，听得懂]，[谢谢你们|辛苦了|下回还找你们|多谢]。",
	[SAY_FAIR] = "[办是办了，来得晚了些|还可以，就是匆忙了点|事情办成了，话少了点|"
		     "差一点没弄完，约了下次]。",
	[SAY_COMPLAINT] = "[来晚了一个多小时，事情也没做完|修好第二天又坏了|来了坐了一会儿就走了|"
			  "说好两个人，只来了一个|态度不大好，问什么都不耐烦|没带工具，白跑一趟]。",
	[SAY_WHOM] = "[服务对象本人|服务对象本人|家属|村站工作人员]",
	[SAY_WHOM_HEARD] = "[服务对象本人|服务对象本人|服务对象本人|家属]",
	[SAY_CALLED] = "[电话|上门|电话]回访：[事情办好了，本人满意|说办得不错，没有别的要求|"
		       "忘了评价，事情是办好了的|情况属实，满意]。",
	[SAY_CALLED_MENDED] =
		"[电话|上门]回访：[队伍第二天补做，现在满意|队长上门道歉并重做，认可了|"
		"换了人重新去，已经办好|说气头上打的分，事情办成了]。",
	[SAY_REOPEN] =
		"回访核实：[确实没有办成，重新派单|没有人去过，另找队伍|修了又坏，重新派单]。",
	[SAY_REOPEN_OWN] =
		"[用了几天又坏了|当时没发现，还有一处没弄好|原来说好再来一次，一直没来]。",
	[SAY_CONSENT] = "[当面口头同意|电话里同意|当面签字同意|家属在场，当面同意]（示例）",
	[SAY_UNANSWERED] = "未在时限内应答。下一候选：{t}",
};

const char *demo_texts_phrase(struct arena *mem, struct dice *dice, enum demo_phrase which,
                              const struct demo_text *t)
{
	return demo_texts_say(mem, dice, phrases[which], t);
}
