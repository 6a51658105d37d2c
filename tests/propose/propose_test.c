/* The category proposed from a title: measured on titles that were not learnt from. */
#include "world.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "features/order/order_learn.h"
#include "features/propose/propose.h"

/* Invented titles as people of a county write them, a dozen per category. */
static const struct {
	const char *category, *titles[13];
} corpus[] = {
	{"health",
         {"请人上门给老人量血压", "想请医生来村里义诊", "老人腿疼想做康复锻炼",
          "测一测血糖，看看要不要吃药", "老伴中风后手不灵便，想学康复",
          "请懂医的人讲讲高血压吃什么药", "村部办一次义诊量血压", "想给卧床的母亲换药护理",
          "眼睛看不清，想请医生看看", "请人教怎么护理卧床老人", "孕妇想听听保健知识",
          "老人耳朵背，想查查听力", NULL}},
	{"company",
         {"想有人陪老人说说话", "陪老人去县医院复查", "独居老人想有人来坐坐", "想请人陪母亲聊聊天",
          "陪着去镇上取药看病", "老人一个人在家，想有人常来看看", "想有人读读报纸给我听",
          "请人陪我去医院挂号", "周末想有人陪孩子奶奶说话", "行动不便，想有人推着出去走走",
          "白天家里没人，请人来看看老人", "陪老人去银行取养老金", NULL}},
	{"repair",
         {"厨房水龙头漏水", "堂屋灯不亮，线路老化", "卫生间装一根扶手", "屋顶漏雨想请人看看",
          "门锁坏了打不开", "窗户玻璃破了请人换", "电饭煲坏了想修一修", "厕所堵了，请人通一通",
          "插座冒火花，想请电工看看", "想请人修一下院子的围墙", "纱窗破了，请人补一补",
          "冰箱不制冷，请人修", NULL}},
	{"haircut",
         {"行动不便，想在家理个发", "给组里几位老人集中理发", "想请人上门剪头发",
          "老人卧床，请人帮忙洗头", "请人给老父亲剪指甲理发", "想请理发师来村里",
          "头发长了出不了门", "上门给瘫痪老人洗头理发", "想请人帮老人洗澡", "敬老院老人集中剪头发",
          "孩子爷爷想剃个头", "请人上门给老人修脚洗脚", NULL}},
	{"study",
         {"孩子数学跟不上，想找人辅导", "放学后有个地方写作业", "想找大学生辅导英语",
          "孙子作文不会写，请人教", "留守儿童暑假作业没人辅导", "想办一个四点半课堂",
          "孩子拼音总学不会", "初三物理想请人补一补", "农家书屋想请人带孩子读书",
          "想请老师教孩子写毛笔字", "女儿五年级应用题做不来", "寒假想有人辅导孩子作业", NULL}},
	{"policy",
         {"请人讲讲医保报销的新政策", "院子里讲一堂政策课", "养老保险怎么交，请人讲讲",
          "低保申请要什么条件", "惠农补贴怎么申报", "想听听乡村振兴的政策",
          "退役军人有什么优待政策", "异地就医报销要什么手续", "请宣讲员来屋场讲讲政策",
          "残疾人补贴政策想问问", "医保异地报销怎么弄", "新农合交费政策讲一讲", NULL}},
	{"legal",
         {"土地流转合同想请人看看", "打工工资没结清怎么办", "请律师看看借条有没有用",
          "交通事故赔偿想问问律师", "离婚财产怎么分，想问问", "想写一份遗嘱，请人帮忙",
          "工伤赔偿要什么材料", "房子买卖合同请人看看", "被人欠钱不还，想打官司",
          "拖欠工资想申请仲裁", "请懂法律的人讲讲继承", "签了合同对方反悔怎么办", NULL}},
	{"mediation",
         {"两家为屋边水沟闹矛盾", "兄弟为赡养的事谈不拢", "邻居占了我家的地界",
          "婆媳吵架想请人劝劝", "和邻居为一棵树吵起来", "两口子闹矛盾请人调解",
          "宅基地界线和隔壁说不拢", "为鸡吃菜和邻居闹矛盾", "分家的事兄弟谈不拢",
          "想请有威望的人来调解", "邻里为排水的事吵架", "老人赡养几个子女推来推去", NULL}},
	{"technology",
         {"想学用手机和孩子视频", "讲一次防诈骗课", "老人手机不会用微信", "手机上怎么交医保费",
          "想学手机挂号", "接到诈骗电话，请人讲讲", "手机老是弹广告，请人看看", "想学用手机付款",
          "请人教老年人用智能手机", "怎么在手机上看养老金", "网上买东西被骗了怎么办",
          "养老院想办一次防骗讲座", NULL}},
	{"farm",
         {"油茶树叶子发黄，请人看看", "想学稻田养鱼", "柑橘得了病，请技术员看看",
          "猪不吃食，请兽医看看", "水稻什么时候打药", "想学种香菇", "鸡一批批死，请人看看",
          "果树怎么剪枝", "辣椒苗烂根了怎么办", "想学大棚种菜", "稻田里虫子多，请教怎么治",
          "鱼塘翻塘了，请懂养鱼的人看看", NULL}},
	{"culture",
         {"广场舞队想请人编个舞", "想看一场花鼓戏", "村里想放一场电影", "想学唱渔鼓",
          "请人教打腰鼓", "村里办晚会想请文艺队", "想请老师教广场舞", "想组织一次篮球赛",
          "请人写春联", "想学二胡", "社区合唱队想请老师指导", "老年人想学太极拳", NULL}},
	{"festival",
         {"重阳节给高寿老人过个节", "春节想有人来看看孤寡老人", "端午节给老人送粽子",
          "中秋想请人陪老人吃顿饭", "给九十岁的老人过生日", "六一想给孩子们办个节",
          "过年给困难户送点年货", "冬至想请老人一起吃饺子", "重阳节一起吃长寿面",
          "春节慰问退役老兵", "元宵节和老人一起做汤圆", "教师节想看望退休老教师", NULL}},
	{"goods",
         {"想要一床厚棉被", "孩子想要一盏护眼台灯", "想要一辆旧轮椅", "孩子想要一个新书包",
          "想要一件冬天的棉衣", "想要一台旧电视机", "想借一副拐杖", "想要几本课外书",
          "老人想要一个暖水袋", "孩子想要一双运动鞋", "想要一张旧书桌", "想要一个电热毯", NULL}},
};
enum { CATEGORIES = sizeof corpus / sizeof *corpus };

static struct propose_model *learnt_without(struct arena *a, const char *left_out)
{
	struct propose_model *m = propose_model(a, CATEGORIES);
	for (size_t k = 0; k < CATEGORIES; k++)
		for (const char *const *t = corpus[k].titles; *t; t++)
			if (*t != left_out)
				propose_learn(m, *t, k);
	return m;
}

static void held_out_titles_mostly_find_their_category(void **state)
{
	(void)state;
	struct propose_score s = {0};
	for (size_t k = 0; k < CATEGORIES; k++)
		for (const char *const *t = corpus[k].titles; *t; t++) {
			struct arena *a = arena_new();
			propose_judge(learnt_without(a, *t), *t, k, &s);
			arena_free(a);
		}
	printf("proposal, %d held-out titles in %d categories: right %d (%d%%); proposed for %d, "
	       "of these right %d (%d%%)\n",
	       (int)s.held, CATEGORIES, (int)s.right, (int)(s.right * 100 / s.held),
	       (int)s.proposed, (int)s.proposed_right, (int)(s.proposed_right * 100 / s.proposed));
	assert_true(s.right * 100 / s.held >= 70);
	assert_true(s.proposed_right * 100 / s.proposed >= 80);
	assert_true(s.proposed * 100 / s.held >= 80);
}

static void what_is_unlearnt_was_never_learnt(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const char *out = corpus[2].titles[3];
	struct propose_model *never = learnt_without(a, out), *all = learnt_without(a, NULL);
	propose_unlearn(all, out, 2);
	for (size_t k = 0; k < CATEGORIES; k++) {
		struct propose_guess g = propose_guess(never, corpus[k].titles[0]),
				     h = propose_guess(all, corpus[k].titles[0]);
		assert_int_equal(g.class, h.class);
		assert_int_equal(g.sure, h.sure);
		assert_int_equal(g.known, h.known);
		assert_int_equal(g.pairs, h.pairs);
	}
	arena_free(a);
}

/* 120 reviewed orders of two categories; the newest 24 say one thing anew and one thing word for word. */
static void the_countys_own_orders_measure_it(struct world *w)
{
	static const char *const words[] = {"水龙头漏水", "屋顶漏雨", "量血压", "做义诊"};
	world_begin(w, GUEST);
	for (int i = 0; i < 120; i++) {
		int k = i % 2, word = 2 * k + i / 2 % 2;
		const char *title = i < 96 || i % 3
		                            ? arena_printf(w->mem, "%s，第 %d 次", words[word], i)
		                            : arena_printf(w->mem, "%s，第 %d 次", words[2 * k], k);
		db_script(w->db,
		          arena_printf(
				  w->mem,
				  "INSERT INTO orders (uid, number, kind, form, source, state, "
				  "revision, title, detail, category, place, requester, created, "
				  "entered) VALUES ('m-%d', 'M%d', 0, 0, 0, %d, 1, '%s', '', %d, "
				  "4, 1, 1, 1)",
				  i, i, i == 3 ? 1 : 2, title, k + 1));
	}
	size_t n;
	struct propose_title *titles = order_titles(&w->c, &n);
	struct propose_measure m = propose_measure(&w->c, titles, n);
	world_commit(w);
	assert_int_equal(m.titles, 119); /* one is not reviewed yet */
	assert_int_equal(m.older, 96);
	assert_int_equal(m.newer.held, 23);
	assert_true(m.fresh.held > 0 && m.fresh.held < m.newer.held);
	assert_int_equal(m.newer.right, 23);
	assert_int_equal(m.one_out.held, 119);
	assert_true(m.one_out_fresh.held < 119);
	int64_t held = 0, learnt = 0;
	for (size_t i = 0; i < m.class_count; i++) {
		held += m.classes[i].score.held;
		learnt += m.classes[i].learnt;
	}
	assert_int_equal(held, 23);
	assert_int_equal(learnt, 96);
	assert_int_equal(world_count(w, "SELECT count(*) FROM propose_gram"), 0); /* reads only */
}
STORY(the_countys_own_orders_measure_it)

static void a_county_without_orders_measures_nothing(struct world *w)
{
	world_begin(w, GUEST);
	size_t n;
	struct propose_title *titles = order_titles(&w->c, &n);
	struct propose_measure m = propose_measure(&w->c, titles, n);
	world_commit(w);
	assert_int_equal(m.titles, 0);
	assert_int_equal(m.newer.held, 0);
}
STORY(a_county_without_orders_measures_nothing)

static void pairs_do_not_span_punctuation_and_stand_once(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	size_t n;
	const char **g = propose_grams(a, "漏雨，漏雨 ＷiF", &n);
	assert_int_equal(n, 8); /* 漏 漏雨 雨 w wi i if f */
	assert_string_equal(g[1], "漏雨");
	assert_string_equal(g[2], "雨");
	assert_string_equal(g[3], "w");
	propose_grams(a, "𠮷", &n);
	assert_int_equal(n, 1);
	propose_grams(a, "𠮷田", &n);
	assert_int_equal(n, 3);
	propose_grams(a, NULL, &n);
	assert_int_equal(n, 0);
	arena_free(a);
}

static void overlap_is_a_share_of_the_shorter_title(void **state)
{
	(void)state;
	static const struct {
		const char *one, *other;
		int64_t percent;
	} cases[] = {
		{"屋顶漏雨", "屋顶漏雨", 100},
		{"屋顶漏雨", "我家屋顶漏雨了", 100},
		{"屋顶漏雨", "水管漏水", 0},
		{"屋顶漏雨", "屋顶破了", 33},
		{"雨", "屋顶漏雨", 0},
		{"", "", 0},
		{"合同想请人看看", "屋顶想请人看看", 0},
		{"想请人看看", "想请人看看", 0},
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(propose_overlap(a, cases[i].one, cases[i].other),
		                 cases[i].percent);
	arena_free(a);
}

static void a_model_that_learnt_nothing_proposes_nothing(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	assert_int_equal(propose_guess(propose_model(a, 3), "屋顶漏雨").known, 0);
	assert_int_equal(propose_guess(propose_model(a, 0), "屋顶漏雨").known, 0);
	struct propose_model *m = propose_model(a, 2);
	propose_learn(m, "屋顶漏雨", 1);
	assert_int_equal(propose_guess(m, "量血压").known, 0);
	assert_int_equal(propose_guess(m, "屋顶").class, 1);
	arena_free(a);
}

const struct CMUnitTest propose_tests[] = {
	cmocka_unit_test(held_out_titles_mostly_find_their_category),
	cmocka_unit_test(what_is_unlearnt_was_never_learnt),
	TOLD(the_countys_own_orders_measure_it),
	TOLD(a_county_without_orders_measures_nothing),
	cmocka_unit_test(pairs_do_not_span_punctuation_and_stand_once),
	cmocka_unit_test(overlap_is_a_share_of_the_shorter_title),
	cmocka_unit_test(a_model_that_learnt_nothing_proposes_nothing),
};
const size_t propose_tests_count = sizeof propose_tests / sizeof *propose_tests;
