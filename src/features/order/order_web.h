/* order_web.h - page models of the order; templates: src/features/order/(any).html.
 *
 * A model is what one page needs and nothing else; times are seconds UTC (web/show.h prints them),
 * texts are Chinese. Members may be NULL or "" when there is nothing to show.
 */
#pragma once
#include "core/cursor.h"
#include "core/feature.h"
#include "features/message/message.h"
#include "features/news/news_web.h"
#include "features/order/category.h"
#include "features/order/order.h"
#include "features/order/order_like.h"
#include "features/order/order_list.h"
#include "features/order/order_move.h"
#include "web/form.h"
#include "web/req.h"

extern const struct route order_routes[];        /* pages and moves for the parties */
extern const struct route order_home_routes[];   /* home, wall, my orders, the leader's desk */
extern const struct route order_follow_routes[]; /* by number and phone */
extern const struct route order_desk_routes[];   /* review, staff lists, staff order page */

/* One order as a card or a row. */
struct order_card {
	const char *url, *number, *title, *category, *place, *state_label, *kind_label;
	const char *tone;  /* r g w b or "": the tag's colour class; the word carries the meaning */
	const char *left;  /* "还剩 19 小时", "已超时 2 天" */
	const char *when;  /* "5月30日 09:20" of entering the state */
	const char *team;  /* serving side, "" */
	const char *visit; /* "12月1日 09:00–11:00", "" none */
	const char *urgency; /* 低 中 高 急 */
	const char *urgency_tone;
	bool late;
	const char *uid, *action; /* word of the one next action for the asker, "" */
	const char *action_label;
};

/* home — GET / */
struct home_page {
	const struct actor *who;
	struct order_totals totals;
	const struct order_card *live; /* the elder's newest order under way; NULL: none */
	struct order_card *wall;
	size_t wall_count;
	int64_t wall_all, news_all;         /* how many there are */
	const struct message_queue *queues; /* staff: what waits for them */
	size_t queue_count;
	const struct nav *doors; /* and where they mostly go; path NULL ends */
	const struct news *news;
	size_t news_count;
	bool elder, demo;
	const struct category *categories;
	size_t category_count;
	const char *mine_url;    /* where 到哪了 leads: /mine or /follow */
	const char *phone, *tel; /* office telephone, a setting; "" none; tel: what is dialled */
	const struct form *form; /* CSRF for the demo buttons */
	const struct demo_button {
		const char *role, *label, *name;
	} * buttons; /* role NULL ends */
};

/* wall — GET /wall, my orders — GET /mine, leader's desk — GET /work */
struct wall_page {
	struct list list; /* items: struct order; JSON face */
	struct order_card *cards;
	size_t count;
	struct order_card *near; /* those of his own township, before the others; count below */
	size_t near_count;
	const char *town, *town_url; /* its name, and all of them; NULL: there are none first */
	struct order_card *going;    /* mine: where he is to go */
	size_t going_count;
	const char *going_more; /* path of those after these; NULL: that was all */
	const char *next_url;   /* NULL: last page */
	const struct choice *categories, *places, *states;
	const char *category, *place, *state, *q; /* chosen, "" none */
	const char *mode;                         /* "wall", "mine", "list" */
	const char *turn; /* why the asker lets others claim first; NULL: he need not */
};
struct work_page {
	struct order_card *offered, *claimable, *running,
		*done; /* to answer, on the wall for us, in hand, waiting for the verdict */
	size_t offered_count, claimable_count, running_count, done_count;
	const char *team_names; /* "西渡镇志愿服务队（示例）、…"; "" : serves alone */
	const char *next_url;   /* more of what is his, by deadline; NULL: this was all */
	const struct form *form;
};

/* One step of the five-order timeline. */
struct order_step {
	const char *mark;  /* 寻 供 点 派 收 */
	const char *title; /* "寻单 · 网格员上门发现" */
	const char *text;  /* "" none */
	const char *when;  /* "" not yet */
	int64_t status;    /* 0 to come, 1 now, 2 done */
};
/* One button or small form for an action the asker may take now. */
enum order_act_group { ORDER_ACT_FOLLOW, ORDER_ACT_OTHERS, ORDER_ACT_TROUBLE, ORDER_ACT_GROUPS };
struct order_button {
	const char *order; /* its id */
	enum order_act_group group;
	const char *action, *label, *url; /* url: POST target */
	const char *
		fields; /* blank-separated names of inputs the action takes here, "" : a bare button */
	const char *icon;        /* sprite id */
	bool primary, danger;    /* one primary per page */
	const struct form *form; /* its inputs by form_field(form, name) */
	/* For inputs that choose from a list: form_select(form, name, choices). NULL: none on offer. */
	const struct choice *categories, *teams, *places, *scores, *sides;
	const char *const *reasons; /* common ones, each sent by one tap; NULL: none */
	const char *goers; /* who goes so far: 示例（带队）、…; NULL: there is nobody to choose */
	const char *says;     /* one sentence above the inputs; NULL: none */
	const char *proposal; /* beside public_title, taken over by one tap; NULL: none */
};
/* The choices of input `name` of the button; NULL: a plain input. */
const struct choice *order_button_choices(const struct order_button *b, const char *name);
struct roster_row {
	const char *uid, *name;
	int64_t in, out;              /* 0: not yet */
	const char *in_url, *out_url; /* POST targets; NULL: not now */
};
/* An order as the asker may see it: the record, cut by order_cut(), and what only the page adds. */
struct order_page {
	struct order o; /* phone, address, contact_name: NULL until a reveal */
	enum order_sight sight;
	const char *wanted;  /* "6月5日 前", "" any time */
	const char *helpers; /* "2 人" */
	const char *who;     /* whose wish, as far as the asker may know: "居民（示例）" */
	const char *serving; /* name of the serving side, "" */
	const char *visit;   /* "12月1日 09:00–11:00", "" not scheduled */
	const char *goers,
		*office; /* for requester and proxy: who comes, and whom they ring; NULL: nobody yet */
	const char *verdict;                      /* "" none */
	const char *state_label, *const *actions; /* words, for the API */
	struct order_step steps[5];
	struct order_button *buttons; /* first the primary one; count below */
	size_t button_count;
	const char *contact_url; /* POST {reason}; NULL: not open to the asker */
	const struct form *contact_form;
	const char *dial; /* o.phone as it is dialled */
	/* Of staff's page alone: order_page_staff(). */
	struct order_timer {
		const char *name, *days; /* "本步骤（审核）"; how long it is in all */
		int64_t until, gone;     /* gone: of a hundred */
		int colour;
	} clocks[2];
	size_t clock_count;
	struct roster_row *goers_of; /* who goes to the visit */
	size_t goer_count;
	struct order_card *joined; /* those that became part of it, as far as he sees them */
	size_t joined_count;
	struct order_later {
		const char *label, *why;
	} * laters; /* what would be done here, but not at this hour */
	size_t later_count;
	const char *audit_url;     /* NULL: not his to read */
	struct roster_row *roster; /* of the activity, for the serving side; NULL: none */
	size_t roster_count;
	struct order_event_row {
		const char *actor, *what, *reason, *change;
		int64_t at, deadline;
	} * events; /* staff log or the parties' history */
	size_t event_count;
	int64_t events_before; /* earlier ones, which the page does not show */
	struct offer_row {
		const char *side, *state, *tone;
		int64_t at, until, answered; /* until: while it waits; answered: its end */
		const char *why, *reason;    /* why it was asked, why it did not take it */
	} * offers;                          /* whom it was offered to, for staff */
	size_t offer_count;
	int64_t offers_before;   /* earlier ones, which the page does not show */
	struct order_card *near; /* done in the same township */
	size_t near_count;
	const char *edit_url; /* NULL: not now */
	const char *
		anew_url; /* of his own that was cancelled: a new form filled from it; NULL: none */
	const char *complain_url;           /* for requester and proxy; NULL: not now */
	const char *staff_url, *public_url; /* the other face of this order; NULL: none */
	const char *merged_url;             /* the one it became part of; NULL: none he may see */
	const struct aside *asides; /* what other features say to him: the answer to a complaint */
	size_t aside_count;
	const char *topic;  /* for live refresh: "order:UID" */
	const char *notice; /* one sentence under the card: what to know now; "" none */
	const struct form *form;
	int64_t queue;                  /* place in the queue of its menu item; 0: in none */
	const struct order_like *likes; /* orders that may be the same, while it waits for review */
	size_t like_count;
	const char *merge_url;  /* POST {into}; NULL: not his to merge */
	const char *proposed;   /* another category its words tell of; NULL: none */
	const char *visit_url;  /* says "late", unless start_from "on our way"; NULL: not now */
	int64_t start_from;     /* the serving side may begin then; 0: now, or not his to begin */
	const char *visit_said; /* what it said last, "" */
	int64_t on_the_way_at, late_minutes; /* 0: not said of this visit */
	const char *slip_url;                /* to print; NULL: not his to hand out */
	const char *sheet_url;               /* the work slip of who serves; NULL: none for him */
};
extern const struct route order_goers_routes[];
extern const struct field order_page_fields[];

/* order form — GET /orders/new (also ?elder=1, ?for=1 for proxies), GET /orders/:id/edit */
struct order_form_page {
	const struct form *form; /* fields: order_draft_fields */
	const char *action_url;  /* POST target */
	const struct choice *categories, *townships,
		*villages; /* villages grouped by label "西渡镇 盘龙村" */
	bool proxy;        /* the asker may enter for somebody else */
	bool for_other;    /* show beneficiary and consent inputs */
	bool elder, editing;
	const char *heading;
	const struct menu_item *item; /* ordered from the menu; NULL: in free words */
	const char *proposed;   /* label of the category chosen for him by his words; NULL: none */
	const char *home_title; /* elder: his village, already filled in; NULL: he chooses */
};

/* verdict — GET /orders/:id/verdict: three faces and one line */
struct verdict_page {
	const struct form *form; /* fields score, comment */
	const char *url, *title, *number, *team, *visit, *report, *order_url;
	bool proxy; /* given for somebody else: form fields verdict_by, verdict_how */
	const struct choice *hows; /* how he was asked */
};

/* Two that are to become one: view order_pair. */
struct merge_pair {
	const struct order_page *this, *into;
};
/* Where the chosen order stands in its queue: 第 2 单，共 19 单, 上一单, 下一单, and the way back to the list, which a
 * phone hides while one is open. */
struct queue_place {
	size_t at, count;                 /* at: from 1; 0: it is not among those of this page */
	const char *before, *after, *all; /* addresses; NULL: none */
	bool open;                        /* the address names it: a phone shows it alone */
};
/* review — GET /review; dispatch desk lives in features/dispatch */
struct review_page {
	struct order_card *cards;
	size_t count;
	const char *next_url;
	struct order_page *chosen; /* ?order=UID; NULL: none */
	struct queue_place place;
	const struct choice *categories;
	const char *summary; /* "12 单待审，最久已等 19 小时" */
	const char *none;    /* said where the queue is empty */
	struct filter {
		const struct choice *places, *categories, *urgencies;
		const char *place, *category, *urgency, *q;
	} filter;
};
/* staff list — GET /orders as staff */
struct orders_page {
	struct list list;
	struct order_card *cards;
	size_t count;
	const char *next_url, *heading, *summary;
	const struct choice *places, *states;
	const char *place, *state, *q;
};
/* follow — GET/POST /follow: number and phone, no account */
struct follow_page {
	const struct form *form;  /* fields number, phone */
	struct order_page *found; /* NULL: nothing asked yet */
	struct order_page *into;  /* the one it became part of; NULL: none */
};

/* Views the templates must define (name struct):
 *   order_home home_page · order_home_elder home_page · order_wall wall_page · order_mine wall_page
 *   order_work work_page · order_show order_page · order_staff order_page (desk, with log)
 *   order_form order_form_page · order_form_elder order_form_page · order_verdict verdict_page
 *   order_review review_page · order_list orders_page
 *   order_follow follow_page
 * Shared parts (%share) for other folders: order_card_share struct order_card,
 *   order_rows_share struct orders_page */

extern const char *const order_state_tones[]; /* r g w b or "" (struct order_card) */
struct order_card *order_cards(struct req *rq, const struct order *o, size_t n);
struct order_page *order_page_of(struct req *rq, struct order *o);
/* False: a county that shows its wall to signed-in people only, and a guest. */
bool order_wall_open(struct ctx *c);
/* Whether the asker may see the order `uid`, and so be told when it changes. */
bool order_hears(struct req *rq, const char *uid);
/* The reader chose the elder version 关怀版. */
bool order_elder_mode(const struct req *rq);
/* Timeline, events, roster and contact of a page; order_page_of() calls it for browsers. */
void order_page_story(struct req *rq, struct order_page *p, const struct order *o);
/* What he may do now, by the rows of order_life; order_buttons_web.c. */
void order_page_buttons(struct req *rq, struct order_page *p, const struct order *o);
/* What only staff's page shows; order_staff_web.c. */
void order_page_staff(struct req *rq, struct order_page *p, const struct order *o);
/* What may be the same, another category, what was said on the way; order_hint_web.c. */
void order_page_hints(struct req *rq, struct order_page *p, const struct order *o);
void order_page_visit(struct req *rq, struct order_page *p, const struct order *o);
void order_page_asked(struct req *rq, struct order_page *p,
                      const struct order *o); /* order_ask_web.c */
/* What the form says that writes the public text (order_public_web.c), the table it is printed from, and
 * whether a kept text may stand in it. */
void order_button_public(struct req *rq, const struct order *o, enum order_action a,
                         struct order_button *b);
const struct field *order_button_fields(const struct order *o, enum order_action a);
bool order_public_own(const struct order *o);
/* Who goes so far, or would, as its form says it; NULL: he who serves alone (order_goers_web.c). */
const char *order_goers_named(struct req *rq, const struct order *o);
/* The form of the dock where they are chosen: view order_goers_dock. */
struct goers_dock {
	const struct form *form;
	const struct pair *keeps;     /* its two times, as they were typed */
	const struct choice *leaders; /* among the chosen */
	bool late;                    /* why it is so late is asked too */
};
/* Which of the sides asked an action means; NULL: there is nothing to choose. */
const struct choice *order_choices_sides(struct req *rq, const struct order *o,
                                         enum order_action a);
/* The events as the asker may read them: names are masked as on the page. */
struct order_event *order_page_events(struct req *rq, const struct order *o, struct cursor at,
                                      size_t *count, const char **next);
/* The order of a number and the phone it was entered with, for someone without an account; throttled
 * by address, so that numbers cannot be tried out. OK, or refused. */
enum err order_found_by(struct req *rq, const char *number, const char *phone, struct order **o);
/* What someone without an account is shown of the order he followed by number and phone. */
struct order_page *order_page_followed(struct req *rq, struct order *o);
/* And of the one it became part of, as whoever asked may see that; NULL: it stands for itself. */
struct order_page *order_page_followed_into(struct req *rq, const struct order *o);
void order_list_fill(struct req *rq, struct orders_page *page, struct order *rows);

/* Choices for filters and forms; the first one is empty and reads `any` (NULL: there is none). */
const struct choice *order_choices_categories(struct req *rq, const char *any);
const struct choice *order_choices_places(struct req *rq, const char *parent, const char *any);
/* Where he may look with that permission: the townships, or the villages of his own one; NULL: there
 * is nothing to choose. */
const struct choice *order_choices_reached(struct req *rq, enum perm perm);
const struct choice *order_choices_villages(struct req *rq); /* "西渡镇 盘龙村", townships too */
const struct choice *order_choices_words(struct req *rq, const char *const *words,
                                         const char *const *labels, const char *any);

/* A desk's queue: filters from the address, its one-line summary, the chosen order, links. */
void order_queue_query(struct req *rq, struct order_query *q);
const char *order_queue_summary(struct req *rq, const struct order *rows, size_t n,
                                const char *what);
/* The address of the next page, or of a chosen order, with the same filters; `next` NULL: there is none. */
const char *order_queue_next(struct req *rq, const char *path, const char *next);
const char *order_queue_address(struct req *rq, const char *path, const char *order);
const char *order_queue_none(
	struct req *rq); /* what an empty queue says: all done, or filtered away */
struct order *order_queue_chosen(struct req *rq);
/* What the page after a move that was made says, where that is more than its row does. */
void order_say(struct req *rq, const struct order *o, enum order_action a);
/* Of what was taken back: the reviewer's desk where that was done, with this order open; else the order's page. */
const char *order_desk_again(struct req *rq, const char *uid);
/* Where `chosen` stands; a form that is done on this page leads to the one after it (page_next()), so it comes before
 * forms are made. */
struct queue_place order_queue_place(struct req *rq, const char *path, const struct order *rows,
                                     size_t n, const struct order *chosen);
void order_queue_links(struct req *rq, const char *path, struct order_card *cards, size_t n);
const char *order_team_names(struct req *rq); /* of the teams the asker leads, "、" between */
