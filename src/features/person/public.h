/* public.h - what may stand in a text that everybody may read: on the wall, in news, on the menu.
 *
 * A public text is written by somebody who answers for it, never copied from what a resident said. Refused
 * are names of people it is about, mobile and ID numbers, house numbers, and words that tell who lives alone
 * or when somebody is at home: together with the village they lead a stranger to a door (个人信息保护法 Art.
 * 6, 28). Words for kin point at a family without naming it; they are marked, and whoever writes confirms
 * that he has looked. All pure: text in, verdict out; the tables of words are in public.c.
 */
#pragma once
#include <stdbool.h>

struct arena;

enum public_fault {
	PUBLIC_FINE,
	PUBLIC_NUMBER, /* a mobile or an ID number, also 一三九…; days, amounts and landlines of offices pass */
	PUBLIC_NAME, /* of somebody among `names` */
	PUBLIC_HOUSE, /* 12号, 3栋2单元501室, 三组五号; a day of the month (6月1号) passes */
	PUBLIC_ALONE, /* 独居, 一个人住, 白天在家 … */
};
struct public_verdict {
	enum public_fault fault; /* the first that was found, in the order above */
	const char *word; /* what was found; NULL: nothing, or a number, which is not repeated */
	const char *
		kin; /* "奶奶、儿子": marked, to be confirmed, as are given names alone; NULL: none */
};

/* `names` (NULL-terminated; NULL: none are known): whole names as people write them down, also "女儿张三" or
 * "本人"; of less than two characters none is looked for. Blanks, dots, dashes, invisible marks, full-width
 * and capital letters make no difference, neither in the text nor in the names. `text` NULL: fine. */
struct public_verdict public_judge(struct arena *mem, const char *text, const char *const *names);
/* The sentence for whoever wrote it; NULL: nothing is refused. */
const char *public_sentence(struct arena *mem, const struct public_verdict *v);

/* A field check (base/field.h) for texts of offices: news, menu items and why one was retired, teams, surveys,
 * names of the platform and the office (tests/order/order_public_test.c lists them with their addresses). There
 * house numbers and old people are no secret: refuses numbers only. `value` stays as it is. */
const char *public_check_numbers(struct arena *mem, const char **value);
