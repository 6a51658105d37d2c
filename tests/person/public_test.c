/* person: what may stand in a text that everybody may read. */
#include "base/arena.h"
#include "base/text.h"
#include "features/person/public.h"
#include "groups.h"

static const char *const names[] = {"王示例", "女儿李示例", "本人", "赵·示例（儿子）", "吴", NULL};

static const struct row {
	const char *text;
	enum public_fault fault;
	const char *word, *kin;
} rows[] = {
	{NULL, PUBLIC_FINE, NULL, NULL},
	{"", PUBLIC_FINE, NULL, NULL},
	{"屋顶漏雨，想请人看看", PUBLIC_FINE, NULL, NULL},
	{"行动不便，想在家理个发", PUBLIC_FINE, NULL, NULL},
	{"本人想学用手机，请一个人过来教教", PUBLIC_FINE, NULL, NULL},
	{"吴家冲想修路灯", PUBLIC_FINE, NULL, NULL}, /* one character is no name */
	/* names */
	{"王示例家的水管", PUBLIC_NAME, "王示例", "示例"},
	{"王 示 例家的水管", PUBLIC_NAME, "王示例", "示例"},
	{"王　示例家的水管", PUBLIC_NAME, "王示例", "示例"},
	{"王\u200b示·例家的水管", PUBLIC_NAME, "王示例", "示例"},
	{"王\n示-例", PUBLIC_NAME, "王示例", "示例"},
	{"请找李示例", PUBLIC_NAME, "李示例", "示例"},
	{"请找赵示例", PUBLIC_NAME, "赵示例", "示例"},
	{"王家，示例", PUBLIC_FINE, NULL, "示例"},
	/* numbers */
	{"打 139 0000 0001", PUBLIC_NUMBER, NULL, NULL},
	{"打１３９０００００００１", PUBLIC_NUMBER, NULL, NULL},
	{"证号 99900019900228005X", PUBLIC_NUMBER, NULL, NULL},
	{"打 139.0000.0001", PUBLIC_NUMBER, NULL, NULL},
	{"打139·0000·0001", PUBLIC_NUMBER, NULL, NULL},
	{"打139  0000  0001", PUBLIC_NUMBER, NULL, NULL},
	{"打139_0000_0001", PUBLIC_NUMBER, NULL, NULL},
	{"打139—0000—0001", PUBLIC_NUMBER, NULL, NULL},
	{"打139\n0000\u200b0001", PUBLIC_NUMBER, NULL, NULL},
	{"打1.3.9.0.0.0.0.0.0.0.1", PUBLIC_NUMBER, NULL, NULL},
	{"打13 90 00 00 00 1", PUBLIC_NUMBER, NULL, NULL},
	{"打一三九零零零零零零零一", PUBLIC_NUMBER, NULL, NULL},
	{"打幺三九 〇〇〇〇 〇〇〇幺", PUBLIC_NUMBER, NULL, NULL},
	{"打壹叁玖零零零零零零零壹", PUBLIC_NUMBER, NULL, NULL},
	{"打一3九0000000一", PUBLIC_NUMBER, NULL, NULL},
	{"2 人，3 点 139 0000 0001", PUBLIC_NUMBER, NULL, NULL},
	{"0734-1234567 139 0000 0001", PUBLIC_NUMBER, NULL, NULL},
	{"0086 139 0000 0001", PUBLIC_NUMBER, NULL, NULL},
	{"证号 999000.1990.0228.005.x", PUBLIC_NUMBER, NULL, NULL},
	{"证号九九九〇〇〇一九九〇〇二二八〇〇五X", PUBLIC_NUMBER, NULL, NULL},
	{"值班电话 0734-1234567", PUBLIC_FINE, NULL, NULL},
	{"2026年11月30日 8:30-17:30，13 人", PUBLIC_FINE, NULL, NULL},
	{"2026.11.30 14.30-16.30 15人", PUBLIC_FINE, NULL, NULL},
	{"11.15 8.30-11.30 14.30-17.30", PUBLIC_FINE, NULL, NULL},
	{"2026-11-30 2026-12-01 09", PUBLIC_FINE, NULL, NULL},
	{"二〇二六年十一月三十日下午三点", PUBLIC_FINE, NULL, NULL},
	{"一五一十，三三两两，一二三四五", PUBLIC_FINE, NULL, NULL},
	{"共 1,380,013.50 元，1.5-3.5 万", PUBLIC_FINE, NULL, NULL},
	{"免费电话 12345、400-800-1234", PUBLIC_FINE, NULL, NULL},
	/* houses */
	{"送到三组5号", PUBLIC_HOUSE, "5号", NULL},
	{"送到５ 号", PUBLIC_HOUSE, "5号", NULL},
	{"送到十二号院", PUBLIC_HOUSE, "十二号", NULL},
	{"3栋2单元501室", PUBLIC_HOUSE, "2单元", NULL},
	{"在A栋楼下", PUBLIC_HOUSE, "a栋", NULL},
	{"五零一室", PUBLIC_HOUSE, "五零一室", NULL},
	{"6月1号上午", PUBLIC_FINE, NULL, NULL},
	{"十二月二十号上午", PUBLIC_FINE, NULL, NULL},
	{"讲讲中央一号文件", PUBLIC_FINE, NULL, NULL},
	{"数学第三单元听不懂", PUBLIC_FINE, NULL, NULL},
	{"办公室要一块小黑板，三组的路灯", PUBLIC_FINE, NULL, NULL},
	{"门牌写在门口", PUBLIC_HOUSE, "门牌", NULL},
	/* who is alone, who is at home */
	{"独居老人想学微信", PUBLIC_ALONE, "独居", NULL},
	{"独 居老人", PUBLIC_ALONE, "独居", NULL},
	{"一个人住，腿脚不便", PUBLIC_ALONE, "一个人住", NULL},
	{"空巢，盼人来读报", PUBLIC_ALONE, "空巢", NULL},
	{"白天在家，随时来", PUBLIC_ALONE, "白天在家", NULL},
	{"家里没人", PUBLIC_ALONE, "家里没人", NULL},
	{"独自在家", PUBLIC_ALONE, "独自在家", NULL},
	/* kin: marked, not refused */
	{"奶奶想学微信", PUBLIC_FINE, NULL, "奶奶"},
	{"爷 爷和孙女想拍张照", PUBLIC_FINE, NULL, "爷爷、孙女"},
	{"曾祖父的轮椅", PUBLIC_FINE, NULL, "曾祖父"},
	{"儿子不在，奶奶独居", PUBLIC_ALONE, "独居", "奶奶、儿子"},
	{"孩子们想要一本字典", PUBLIC_FINE, NULL, NULL},
	{"王大爷想学微信", PUBLIC_FINE, NULL, "大爷"},
	{"示例家的水管", PUBLIC_FINE, NULL, "示例"}, /* a given name alone */
	{"302房的灯", PUBLIC_HOUSE, "302房", NULL},
	{"房东换了，想修房子", PUBLIC_FINE, NULL, NULL},
};

static void a_public_text_is_judged_by_one_rule(void **state)
{
	(void)state;
	struct arena *mem = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct public_verdict v = public_judge(mem, rows[i].text, names);
		if (v.fault != rows[i].fault || !text_equal(v.word, rows[i].word) ||
		    !text_equal(v.kin, rows[i].kin))
			fail_msg("%s: fault %d word %s kin %s", rows[i].text, v.fault,
			         v.word ? v.word : "-", v.kin ? v.kin : "-");
		assert_int_equal(public_sentence(mem, &v) == NULL, v.fault == PUBLIC_FINE);
	}
	assert_int_equal(public_judge(mem, "王示例", NULL).fault, PUBLIC_FINE);
	arena_free(mem);
}

const struct CMUnitTest public_tests[] = {
	cmocka_unit_test(a_public_text_is_judged_by_one_rule),
};
const size_t public_tests_count = sizeof public_tests / sizeof *public_tests;
