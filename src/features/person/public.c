#include "features/person/public.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

#include <string.h>

/* ---- the tables ---- */

/* Who lives alone, and when somebody is at home or nobody. */
static const char *const alone_words[] = {
	"独居",       "独住",         "独守",       "独自在家",   "独自居住",       "独自生活",
	"独自一人",   "独自住",       "独身一人",   "孤身",       "孤寡",           "孤老",
	"空巢",       "留守",         "一个人住",   "一个人在家", "一个人过日子",   "一个人生活",
	"一人居住",   "一人在家",     "一人生活",   "自己住",     "自己一个人",     "单独住",
	"单独居住",   "单身居住",     "身边没人",   "身边无人",   "身边没有人",     "子女不在",
	"儿女不在",   "子女都不在",   "儿女都不在", "子女在外",   "儿女在外",       "子女都在外",
	"儿女都在外", "家里没人",     "家里没有人", "家里无人",   "家中没人",       "家中无人",
	"家里没别人", "屋里没人",     "没人在家",   "没有人在家", "无人在家",       "没人照看",
	"没人照顾",   "无人照看",     "无人照顾",   "无人照料",   "白天在家",       "白天都在家",
	"晚上在家",   "夜里在家",     "上午在家",   "中午在家",   "下午在家",       "早上在家",
	"傍晚在家",   "平时在家",     "平日在家",   "周末在家",   "每天在家",       "天天在家",
	"整天在家",   "全天在家",     "一直在家",   "随时在家",   "总在家",         "都在家",
	"只有我在家", "只有老人在家", "只有他在家", "只有她在家", "只有孩子在家",   "白天不在家",
	"晚上不在家", "白天没人",     "晚上没人",   "夜里没人",   "家里只有一个人", "家里就一个人",
	"在家时间",   NULL,
};

/* Kin, also in the words of Hunan; the longer word first where it holds a shorter one. */
static const char *const kin_words[] = {
	"曾祖父", "曾祖母", "祖父", "祖母", "外祖", "爷爷", "奶奶", "外公", "外婆", "姥爷", "姥姥",
	"娭毑",   "娭驰",   "嗲嗲", "公公", "婆婆", "岳父", "岳母", "父亲", "母亲", "父母", "双亲",
	"爸爸",   "妈妈",   "老爸", "老妈", "爹娘", "继父", "继母", "养父", "养母", "丈夫", "妻子",
	"老公",   "老婆",   "老伴", "媳妇", "儿媳", "女婿", "儿子", "女儿", "儿女", "子女", "孙子",
	"孙女",   "孙儿",   "外孙", "祖孙", "哥哥", "姐姐", "弟弟", "妹妹", "兄弟", "姐妹", "兄妹",
	"姐弟",   "哥嫂",   "嫂子", "伯伯", "伯父", "伯母", "叔叔", "叔父", "婶婶", "婶子", "舅舅",
	"舅妈",   "舅母",   "姑姑", "姑妈", "姑父", "姨妈", "阿姨", "姨父", "侄子", "侄女", "侄儿",
	"外甥",   "大爷",   "大娘", "大妈", "大伯", "大叔", NULL,
};

/* What stands where a name is asked for and is none. */
static const char *const no_names[] = {"本人", "家属",   "家人",   "亲属",   "监护人", "老人",
                                       "邻居", "村干部", "网格员", "代办人", NULL};

/* A number before one of these is a house. The number does not count behind or before such words: days
 * (6月1号), units of a textbook, and what has a number for a name. */
static const struct unit {
	const char *word;
	bool letters; /* A栋 */
	const char *not_behind, *not_before[8];
} units[] = {
	{"号", false, "月", {"文件", "电池", "人", "线", "村", "社区", NULL}},
	{"单元", true, "第", {"测", "考", NULL}},
	{"栋", true, "", {NULL}},
	{"幢", true, "", {NULL}},
	{"室", false, "", {NULL}},
	{"房", false, "", {"东", "子", NULL}},
};

static const char *const numerals[] = {"〇", "零", "一", "二", "三", "四", "五", "六", "七",
                                       "八", "九", "十", "百", "千", "壹", "贰", "叁", "肆",
                                       "伍", "陆", "柒", "捌", "玖", "拾", NULL};

/* What people put between the characters of a word, knowing or not. */
static const char *const fillers[] = {"\u00a0", "\u00b7", "\u0387", "\u1680", "\u2002", "\u2003",
                                      "\u2009", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014",
                                      "\u2212", "\u200c", "\u200d", "\u2022", "\u2027", "\u202f",
                                      "\u2219", "\u22c5", "\u30fb", "\uff65", NULL};

/* ---- texts without what makes no difference ---- */

static size_t filler(const char *s)
{
	if (strchr(" \t\r\n.-_*'~", *s))
		return 1;
	for (const char *const *f = fillers; *f; f++)
		if (text_starts(s, *f))
			return strlen(*f);
	return text_mark(s);
}

static const char *bare(struct arena *mem, const char *s)
{
	struct buf out = BUF(mem);
	s = text_fold(mem, s);
	for (size_t n; *s; s += n) {
		n = filler(s);
		if (!n)
			buf_char(&out, *s);
		n = n ? n : 1;
	}
	return buf_str(&out);
}

/* The first of the table that stands in the text; NULL: none does. */
static const char *found(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr(text, *words))
			return *words;
	return NULL;
}

static const char *starting(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (text_starts(s, *words))
			return *words;
	return NULL;
}

static const char *ending(const char *s, size_t n, const char *const *words)
{
	for (; *words; words++) {
		size_t w = strlen(*words);
		if (n >= w && !memcmp(s + n - w, *words, w))
			return *words;
	}
	return NULL;
}

/* ---- mobile and ID numbers ---- */

enum { ID_DIGITS = 18, PHONE_DIGITS = 11, FREE_GROUPS = 4 };

static const char *const zero_to_nine[][4] = {
	{"〇", "零"}, {"一", "壹", "幺"}, {"二", "贰"}, {"三", "叁"}, {"四", "肆"},
	{"五", "伍"}, {"六", "陆"},       {"七", "柒"}, {"八", "捌"}, {"九", "玖"},
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The text with each numeral a digit and each filler a blank. */
static const char *in_digits(struct arena *mem, const char *s)
{
	struct buf out = BUF(mem);
	s = text_fold(mem, s);
	for (size_t n; *s; s += n) {
		const char *word = NULL;
		int digit = 0;
		while (digit < 10 && !(word = starting(s, zero_to_nine[digit])))
			digit++;
		n = word ? strlen(word) : filler(s);
		buf_char(&out, word ? (char)('0' + digit) : n ? ' ' : *s);
		n = n ? n : 1;
	}
	return buf_str(&out);
}

/* A number with blanks in it: the digits, and how many stood together each time. */
struct number {
	char digits[ID_DIGITS + 1];
	int size, groups, last, inner;
	bool uneven; /* the inner groups are not all of one length */
};

static void add_group(struct number *n, const char *digits, int size)
{
	if (n->groups > 1) {
		n->uneven |= n->inner && n->inner != n->last;
		n->inner = n->last;
	}
	memcpy(n->digits + n->size, digits, (size_t)size);
	n->size += size;
	n->last = size;
	n->groups++;
}

/* Of eleven digits, said in few groups or in even ones; days and hours behind each other are uneven. */
static bool is_mobile(const struct number *n)
{
	static const char *const ahead[] = {"0086", "86", "0", NULL};
	const char *more = starting(n->digits, ahead);
	size_t skip = more ? strlen(more) : 0;
	return (size_t)n->size - skip == PHONE_DIGITS && n->digits[skip] == '1' &&
	       n->digits[skip + 1] >= '3' && (n->groups <= FREE_GROUPS || !n->uneven);
}

static int two(const char *digits)
{
	return (digits[0] - '0') * 10 + digits[1] - '0';
}

/* GB 11643: six digits of a place, then the birthday; the last of eighteen may be an X. */
static bool is_id(const struct number *n, bool x_follows)
{
	const char *born = n->digits + 6;
	if (n->size != ID_DIGITS && !(n->size == ID_DIGITS - 1 && x_follows))
		return false;
	return two(born) >= 18 && two(born) <= 20 && two(born + 4) >= 1 && two(born + 4) <= 12 &&
	       two(born + 6) >= 1 && two(born + 6) <= 31;
}

/* Does a number of a person begin with the group of digits at `s`? */
static bool number_at(const char *s)
{
	struct number n = {.size = 0};
	while (is_digit(*s)) {
		int size = 0;
		while (is_digit(s[size]))
			size++;
		if (n.size + size > ID_DIGITS)
			return false;
		add_group(&n, s, size);
		s += size;
		s += strspn(s, " ");
		if (is_mobile(&n) || is_id(&n, *s == 'x'))
			return true;
	}
	return false;
}

static bool has_number(struct arena *mem, const char *text)
{
	const char *s = text_empty(text) ? "" : in_digits(mem, text);
	for (const char *at = s; *at; at++)
		if (is_digit(*at) && (at == s || !is_digit(at[-1])) && number_at(at))
			return true;
	return false;
}

/* ---- names ---- */

/* "女儿张三" and "张三（女儿）" name 张三, "本人" nobody: kin and offices go at both ends. */
static const char *name_alone(struct arena *mem, const char *part)
{
	const char *word;
	while ((word = starting(part, kin_words)) || (word = starting(part, no_names)))
		part += strlen(word);
	size_t n = strlen(part);
	while ((word = ending(part, n, kin_words)) || (word = ending(part, n, no_names)))
		n -= strlen(word);
	return arena_strndup(mem, part, n);
}

/* Every name of at least two characters, alone and bare. */
static const char *const *names_alone(struct arena *mem, const char *const *names)
{
	size_t n = 0, most = 1;
	for (size_t i = 0; names && names[i]; i++)
		most += strlen(names[i]);
	const char **all = ARENA_ARRAY(mem, const char *, most);
	for (; names && *names; names++) {
		char *said = arena_strdup(mem, bare(mem, *names));
		for (char *at; (at = strstr(said, "、"));)
			memset(at, ',', strlen("、"));
		for (const char **part = text_split(mem, said, ",()/;:"); *part; part++) {
			const char *name = name_alone(mem, *part);
			if (text_length(name) >= 2)
				all[n++] = name;
		}
	}
	return all;
}

/* 示例 of 王示例: two characters behind a surname of one or two; NULL: the name is another one. */
static const char *given(const char *name)
{
	size_t n = text_length(name);
	bool han = strlen(name) == 3 * n;
	return han && (n == 3 || n == 4) ? name + 3 * (n - 2) : NULL;
}

/* ---- house numbers ---- */

/* Bytes of the numeral that ends before `at`; 0: none does. */
static size_t numeral_before(const char *text, const char *at)
{
	size_t n = (size_t)(at - text);
	if (n && is_digit(at[-1]))
		return 1;
	const char *word = ending(text, n, numerals);
	return word ? strlen(word) : 0;
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* "12号" where the unit at `at` has a number before it and is a house; NULL: it is none. */
static const char *house_at(struct arena *mem, const char *text, const char *at,
                            const struct unit *u)
{
	const char *from = at, *behind = at + strlen(u->word);
	for (size_t n; (n = numeral_before(text, from));)
		from -= n;
	if (from == at && u->letters && at > text && is_letter(at[-1]))
		from--;
	size_t before = strlen(u->not_behind);
	if (from == at || starting(behind, u->not_before))
		return NULL;
	if (before && (size_t)(from - text) >= before &&
	    !memcmp(from - before, u->not_behind, before))
		return NULL;
	return arena_strndup(mem, from, (size_t)(behind - from));
}

static const char *house_in(struct arena *mem, const char *text)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		for (const char *at = text; (at = strstr(at, units[i].word));
		     at += strlen(units[i].word)) {
			const char *house = house_at(mem, text, at, &units[i]);
			if (house)
				return house;
		}
	return strstr(text, "门牌") ? "门牌" : NULL;
}

/* ---- the rule ---- */

static void mark(struct buf *out, const char *text, const char *word)
{
	if (word && strstr(text, word) && !strstr(buf_str(out), word))
		buf_printf(out, "%s%s", out->len ? "、" : "", word);
}

/* All that stand in the text, "、" between; a longer word takes the shorter one along. A given name without
 * its surname is often a word like any other (文明, 建国), so it is marked, too. */
static const char *kin_in(struct arena *mem, const char *text, const char *const *names)
{
	struct buf out = BUF(mem);
	for (const char *const *w = kin_words; *w; w++)
		mark(&out, text, *w);
	for (; *names; names++)
		mark(&out, text, given(*names));
	return out.len ? buf_str(&out) : NULL;
}

struct public_verdict public_judge(struct arena *mem, const char *text, const char *const *names)
{
	struct public_verdict v = {PUBLIC_FINE, NULL, NULL};
	if (text_empty(text))
		return v;
	const char *plain = bare(mem, text);
	const char *const *known = names_alone(mem, names);
	v.kin = kin_in(mem, plain, known);
	if (has_number(mem, text))
		v.fault = PUBLIC_NUMBER;
	else if ((v.word = found(plain, known)))
		v.fault = PUBLIC_NAME;
	else if ((v.word = house_in(mem, plain)))
		v.fault = PUBLIC_HOUSE;
	else if ((v.word = found(plain, alone_words)))
		v.fault = PUBLIC_ALONE;
	return v;
}

const char *public_sentence(struct arena *mem, const struct public_verdict *v)
{
	switch (v->fault) {
	case PUBLIC_NUMBER:
		return "这里人人看得到，请去掉手机号和身份证号；要留电话，写办公室的座机。";
	case PUBLIC_NAME: return arena_printf(mem, "这里人人看得到，请去掉姓名“%s”。", v->word);
	case PUBLIC_HOUSE:
		return arena_printf(mem,
		                    "这里人人看得到，“%s”像是门牌，请去掉；几号是日子就写“几日”，"
		                    "尺码写“几码”。",
		                    v->word);
	case PUBLIC_ALONE:
		return arena_printf(mem, "这里人人看得到，请去掉“%s”：不写谁独居、什么时候在家。",
		                    v->word);
	default: return NULL;
	}
}

const char *public_check_numbers(struct arena *mem, const char **value)
{
	const struct public_verdict v = {.fault = PUBLIC_NUMBER};
	return has_number(mem, *value) ? public_sentence(mem, &v) : NULL;
}
