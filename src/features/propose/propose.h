/* propose.h - what the county's own past orders say about the words of a new one.
 *
 * A proposal, never a decision: the category it may belong to. Which orders may be the same is asked in
 * order_like.c, by the same pairs. Whose titles are learnt from is not known here. Words are compared by their pairs of neighbouring characters (bigrams), because Chinese has no blanks.
 * The category comes from naive Bayes over characters and pairs in the titles of reviewed orders,
 * counted into propose_gram by a job. How often it is right is measured, never assumed: `wudan measure
 * propose` on the county's own orders, tests/propose/propose_test.c on invented titles.
 */
#pragma once
#include "core/ctx.h"

/* ---- propose_words.c: pure ---- */

/* The different characters and pairs of a title, case-folded, without blanks and punctuation. */
const char **propose_grams(struct arena *a, const char *text, size_t *count);
/* Percent of the pairs of the shorter title that stand in the other one too, without what every wish
 * says (想请人看看); 0 when one has none. */
int64_t propose_overlap(struct arena *a, const char *one, const char *other);

/* The longest run of characters that stands in both; "" when none is of two. */
const char *propose_shared(struct arena *a, const char *one, const char *other);

/* Counts per pair and class, in the arena. */
struct propose_model;
struct propose_model *propose_model(struct arena *a, size_t classes);
void propose_docs(struct propose_model *m, size_t class, int64_t titles);
void propose_count(struct propose_model *m, const char *gram, size_t class, int64_t titles);
void propose_learn(struct propose_model *m, const char *title, size_t class); /* one title more */

struct propose_guess {
	size_t class;
	int64_t sure;  /* percent, as the model sees it */
	int64_t known; /* characters and pairs of the title that it has met before; 0: no guess */
	int64_t pairs; /* pairs among them */
};
struct propose_guess propose_guess(const struct propose_model *m, const char *title);
void propose_unlearn(struct propose_model *m, const char *title, size_t class); /* learnt before */

/* Told when it has met a pair and sees itself this sure: then it is right 4 times of 5. Whoever chose
 * another category is told only when it is surer. */
enum { PROPOSE_SURE = 70, PROPOSE_VERY_SURE = 90 };

/* ---- propose_measure.c: how often it is right on titles it has not learnt from ---- */

struct propose_score {
	int64_t held;           /* titles asked about */
	int64_t right;          /* its best guess was the category, whether it was sure or not */
	int64_t proposed;       /* it was sure enough to say so */
	int64_t proposed_right; /* of these */
};
/* One title more, asked of a model that has not learnt it. */
void propose_judge(const struct propose_model *m, const char *title, size_t class,
                   struct propose_score *s);

struct propose_title {
	int64_t row, category;
	const char *title;
};
struct propose_class {
	int64_t id;
	const char *word, *label;
	int64_t learnt;             /* titles; while measured: of the older part */
	struct propose_score score; /* of the newer part */
};
/* Learnt from the older four fifths and asked about the newest fifth, as the county meets it; and once
 * more leaving out one title at a time. `fresh`: of the newest fifth those whose words stand nowhere
 * among the older ones, for a title that was seen before is easily found again. */
struct propose_measure {
	int64_t titles, older;
	struct propose_class *classes;
	size_t class_count;
	struct propose_score newer, fresh, one_out, one_out_fresh;
};
/* Of `titles`, oldest first. */
struct propose_measure propose_measure(struct ctx *c, const struct propose_title *titles,
                                       size_t count);

/* ---- propose.c: the county's ---- */

struct propose_category {
	const char *word, *label;
	int64_t sure;
};
/* NULL: the words tell too little to propose anything. */
struct propose_category *propose_category(struct ctx *c, const char *title);
/* How often a character or a pair stands in the titles of a category; gram "": how many titles it has. */
struct propose_gram {
	const char *gram;
	int64_t category, n; /* 0: in none any more */
};
/* What somebody counted anew: the feature whose titles these are (order_learn.c). */
void propose_keep(struct ctx *c, const struct propose_gram *g, size_t count);
