/* news.c - what the model county tells everybody: written by townships and the centre, published by
 * the centre's reviewer, by the moves themselves. All of it invented. */
#include "features/news/news.h"
#include "base/arena.h"
#include "base/clock.h"
#include "demo/demo.h"

static const struct article {
	enum news_kind kind;
	const char *place;
	int ago; /* days */
	const char *title, *body;
} articles[] = {
	/* clang-format off */
	{NEWS_NOTICE, "430421", 90, "点一单要几步（示例）",
	 "说清要什么、在哪个村、什么时候方便，就可以提交，一般三步。\n"
	 "不会用手机的，到村站说一声，或者打中心的电话，由工作人员代点，代点也要本人同意。\n"
	 "提交以后凭单号和电话就能查到哪一步了，不用注册。"},
	{NEWS_THEORY, "430421", 60, "听懂一句话背后的难处（示例）",
	 "走访的时候，老人常说“没什么事”。多问一句灯亮不亮、药够不够、上一次进城是哪天，事情就出来了。\n"
	 "寻单不是填表。记下他的原话，再记下村里能不能自己办，办不了的马上往上报。"},
	{NEWS_STORY, "430421100", 26, "屋场会上收来十一件小事（示例）",
	 "这次屋场会不念文件，只问各家要帮什么忙。两个小时收来十一件：换灯管的四件，修水龙头的三件，想理发的四位老人。\n"
	 "当天录进系统，一周里都派了出去，谁去、哪天去，点单的人手机上看得到。"},
	{NEWS_NOTICE, "430421", 14, "上门服务请认志愿马甲和上门单（示例）",
	 "上门的志愿者穿马甲、带上门单。上门单上有单号，可以当面扫码核对。\n"
	 "志愿服务不收钱，也不推销东西。遇到收费和推销的，请从“投诉”里告诉我们。"},
	{NEWS_STORY, "430421101", 4, "雨后一起清水沟（示例）",
	 "连下三天雨，村口水沟堵了。接单的队伍来了六个人，带着锄头和斗车，一上午清出三十多米。\n"
	 "点单的人说，水退了，门口又走得了人，给了“满意”。"},
	{NEWS_STORY, "430421103", 1, "村站添了一台血压计（示例）",
	 "每周三上午，卫健队的志愿者在村站量血压、讲用药，来的人登记一下就行，不用预约。"},
	/* clang-format on */
};
enum { ARTICLES = sizeof articles / sizeof *articles };

static void publish(struct demo *d, void *uid)
{
	demo_act_as(d, d->reviewer, d->c->now);
	demo_went(d, news_move(d->c, uid, NEWS_PUBLISH, NULL, -1), "news", uid);
}

/* The newest still waits for the reviewer. */
static void write(struct demo *d, void *of)
{
	const struct article *a = of;
	int town = demo_town_of(d, a->place);
	const char *uid;
	struct news_entry in = {
		.n = {.kind = a->kind, .title = a->title, .body = a->body, .place = a->place},
		.submit = true};
	demo_act_as(d, town < 0 ? d->dispatcher : d->towns[town].staff, d->c->now);
	if (!demo_went(d, news_write(d->c, &in, &uid), "news", a->title))
		return;
	if (a != &articles[ARTICLES - 1])
		demo_agenda_put(&d->agenda, d->c->now + 3 * HOUR, publish,
		                arena_strdup(d->keep, uid));
}

void demo_news(struct demo *d)
{
	for (int i = 0; i < ARTICLES; i++)
		demo_agenda_put(&d->agenda, demo_days_ago(d, articles[i].ago), write,
		                (void *)&articles[i]);
}
