/* order_words.c - the words of an order for programs and for people, and the fields of what it takes. */
#include "features/order/category.h"
#include "features/order/order.h"
#include "features/order/order_draft.h"
#include "features/order/order_move.h"
#include "features/order/order_priv.h"
#include "features/person/person.h"

const char *const order_state_words[] = {
	"draft", "submitted", "open",   "wall",    "offered", "accepted",  "scheduled", "serving",
	"done",  "callback",  "closed", "refused", "merged",  "cancelled", NULL,
};
const char *const order_state_labels[] = {
	"草稿",   "待审核", "待派单", "待认领", "待接单", "已接",   "已排期", "服务中",
	"待评价", "待回访", "已收单", "未通过", "已合并", "已取消", NULL,
};
const char *const order_kind_words[] = {"wish", "request", "menu", "visit", NULL};
const char *const order_kind_labels[] = {"微心愿", "求助", "点单", "走访发现", NULL};
const char *const order_form_words[] = {"service", "goods", NULL};
const char *const order_form_labels[] = {"服务", "物品", NULL};
const char *const order_source_words[] = {"online", "phone", "counter", "visit", "case", NULL};
const char *const order_source_labels[] = {"网上", "电话", "窗口", "入户走访", "帮扶个案", NULL};
const char *const order_urgency_words[] = {"low", "normal", "high", "urgent", NULL};
const char *const order_urgency_labels[] = {"低", "中", "高", "急", NULL};

const char *const verdict_how_words[] = {"self",   "phone",    "in_person", "written",
                                         "online", "callback", NULL};
const char *const verdict_how_labels[] = {"本人评价",   "电话", "当面", "书面",
                                          "微信或短信", "回访", NULL};

#define D(m, ...)          FIELD(struct order_draft, m, __VA_ARGS__)
#define D_AS(m, name, ...) FIELD_AS(struct order_draft, m, name, __VA_ARGS__)
const struct field order_draft_fields[] = {
	D(kind, .words = order_kind_words, .labels = order_kind_labels, .label = "类型",
          .doc = "wish, request, menu order, or found on a visit"),
	D(title, .required = true, .min = 2, .max = 60, .label = "一句话说明要什么",
          .hint = "例：屋顶漏雨，想请人看看", .doc = "what is wanted, in one line"),
	D(detail, .as = AS_LINES, .max = 10000, .label = "详细说明",
          .hint = "只有审核人和接单的队伍能看到", .doc = "kept sealed; seen by the parties"),
	D(category, .required = true, .label = "哪一类", .doc = "word of /categories"),
	D(place, .required = true, .label = "在哪个村（社区）",
          .doc = "12-digit village or 9-digit township code"),
	D(form, .words = order_form_words, .labels = order_form_labels, .label = "要服务还是物品"),
	D(source, .words = order_source_words, .labels = order_source_labels,
          .label = "怎么发现的"),
	D(urgency, .words = order_urgency_words, .labels = order_urgency_labels,
          .label = "紧急程度"),
	D(service, .max = 40, .label = "服务项目",
          .doc = "id of a menu item; title, category and form come from it unless given"),
	D(phone, .as = AS_PHONE, .check = person_check_contact, .label = "联系电话",
          .hint = "只给接单的队伍看，收单后关闭", .doc = "mobile number; sealed"),
	D(address, .max = 120, .label = "详细地址", .hint = "组、门牌；只给接单的队伍看"),
	D(wanted_from, .as = AS_TIME, .label = "最早什么时候"),
	D(wanted_until, .as = AS_TIME, .label = "最晚什么时候"),
	D(people, .min = 1, .max = 100, .label = "需要几个人"),
	D(public_ok, .label = "同意把这条心愿公开在心愿墙", .hint = "不写姓名、电话和门牌"),
	D_AS(for_name, "beneficiary.name", .max = 40, .check = person_check_name,
             .label = "替谁登记", .hint = "服务对象的姓名"),
	D_AS(for_phone, "beneficiary.phone", .as = AS_PHONE, .check = person_check_contact,
             .label = "服务对象的电话", .hint = "没有电话可以不填"),
	D_AS(phone_new, "beneficiary.phone_new", .label = "已核实：这个号码现在是他本人的",
             .doc = "true: checked, the phone of somebody who died is his now"),
	D_AS(for_address, "beneficiary.address", .max = 120, .label = "服务对象的住址"),
	D_AS(consent_by, "consent.by", .max = 40, .label = "谁同意登记",
             .hint = "本人，或监护人、家属的姓名"),
	D_AS(consent_how, "consent.how", .max = 60, .label = "怎么同意的",
             .hint = "当面、电话、签字"),
	D_AS(consent_at, "consent.at", .as = AS_TIME, .label = "什么时候同意的"),
	D(queue, .label = "名额满了就排队候补",
          .hint = "先存成草稿，有名额就通知您，为您留 24 小时",
          .doc = "true: when the menu item is full, keep the draft and wait for a place"),
	D(submit, .label = "马上提交", .doc = "true: submit for review at once"),
	D(revision, .as = AS_HIDDEN,
          .doc = "revision the edit was made on; an edit without is 422"),
	RECORD("Order", "What is wanted, where, for whom."),
};

#define A(m, ...)  FIELD(struct order_act, m, __VA_ARGS__)
#define A_REVISION A(revision, .as = AS_HIDDEN, .doc = "refuse with 409 when it has changed")
#define A_REASON(text)                                                                             \
	A(reason, .required = true, .min = 2, .max = 500, .as = AS_LINES, .label = (text))
const struct field order_takes_plain[] = {
	A(reason, .max = 500, .as = AS_LINES, .label = "说明"),
	A_REVISION,
	RECORD("OrderMove", "A move that needs nothing but its name."),
};
const struct field order_takes_reasoned[] = {A_REASON("原因"), A_REVISION,
                                             RECORD("OrderReason", "Why.")};
#define A_SIDE(text, about) A(side, .max = 40, .label = (text), .doc = (about))
const struct field order_takes_accept[] = {
	A_SIDE("以哪一方接单",
               "id of the team, or one's own, where several of the caller's are asked"),
	A(reason, .max = 500, .as = AS_LINES, .label = "说明"),
	A_REVISION,
	RECORD("OrderAccept", "The serving side takes it."),
};
const struct field order_takes_decline[] = {
	A_SIDE("替哪一方谢绝",
               "id of the team, or one's own, where several of the caller's are asked"),
	A_REASON("原因"),
	A_REVISION,
	RECORD("OrderDecline", "The serving side does not take it."),
};
const struct field order_takes_recall[] = {
	A_SIDE("收回哪一方的", "id of a team or person that is asked; absent: of all"),
	A_REASON("原因"),
	A_REVISION,
	RECORD("OrderRecall", "An order or an offer is taken back."),
};
#define A_PUBLIC(needed)                                                                           \
	A(public_title, .required = (needed), .max = 60, .label = "公开标题",                      \
	  .hint = "人人看得到：不写姓名、门牌，不提独居和在家时间",                                \
	  .doc = "written for everybody, never the resident's title; needed where it is "          \
	         "published"),                                                                     \
		A(public_detail, .as = AS_LINES, .max = 1000, .label = "公开说明"),                \
		A(public_kin, .label = "公开文字里的称呼看过了，认不出是哪一家",                   \
	          .doc = "true: the kinship words in the public text were looked at; 422 without")
#define A_APPROVE(needed)                                                                          \
	A_PUBLIC(needed), A(category, .label = "归到哪一类"),                                      \
		A(urgency, .words = order_urgency_words, .labels = order_urgency_labels,           \
	          .label = "紧急程度"),                                                            \
		A_REVISION
const struct field order_takes_approve[] = {
	A_APPROVE(false), RECORD("OrderApprove", "What the reviewer lets in, in which words.")};
const struct field order_takes_approve_wish[] = {A_APPROVE(true), {0}}; /* as its form is printed */
const struct field order_takes_publish[] = {
	A_PUBLIC(true), A_REVISION, RECORD("OrderPublish", "What stands on the wish wall.")};
const struct field order_takes_merge[] = {
	A(into, .required = true, .label = "并入哪一单", .hint = "单号"),
	A(reason, .max = 500, .as = AS_LINES, .label = "说明"),
	A_REVISION,
	RECORD("OrderMerge", "Which order it is the same as."),
};
const struct field order_takes_reroute[] = {
	A(category, .label = "归到哪一类"),
	A(place, .label = "在哪个村（社区）"),
	A(kind, .words = order_kind_words, .labels = order_kind_labels, .label = "类型"),
	A(reason, .max = 500, .as = AS_LINES, .label = "说明"),
	A_REVISION,
	RECORD("OrderReroute", "What is corrected about kind, category or place."),
};
const struct field order_takes_offer[] = {
	A(team, .label = "派给队伍"),
	A(person, .label = "派给个人"),
	A(teams, .max = 10, .label = "同时派给几支队伍", .doc = "ids, asked at once beside `team`"),
	A(people, .max = 10, .label = "同时派给几个人",
          .doc = "ids, asked at once beside `person`"),
	A(reason, .max = 500, .label = "选它的理由"),
	A_REVISION,
	RECORD("OrderOffer", "Who is asked to take it."),
};
const struct field order_takes_claim[] = {
	A(team, .label = "为哪支队伍认领", .hint = "选“我自己”就是一个人去做"),
	A_REVISION,
	RECORD("OrderClaim", "Who takes it from the wish wall."),
};
const struct field order_takes_schedule[] = {
	A(starts_at, .as = AS_TIME, .required = true, .label = "什么时候上门"),
	A(ends_at, .as = AS_TIME, .required = true, .label = "到什么时候"),
	A(leader, .label = "谁带队"),
	A(members, .max = 50, .label = "哪些人去"),
	A(reason, .max = 500, .as = AS_LINES, .label = "为什么排得这么晚",
          .doc = "required when the visit begins after the whole deadline"),
	A_REVISION,
	RECORD("OrderSchedule", "When it is done, and by whom."),
};
/* The inputs where it is chosen who goes: the time is agreed already. */
const struct field order_takes_goers[] = {
	A(leader, .required = true, .label = "谁带队"),
	A(reason, .required = true, .max = 500, .as = AS_LINES, .label = "为什么排得这么晚"),
	A_REVISION,
	{0},
};
const struct field order_takes_complete[] = {A(report, .required = true, .min = 2, .max = 2000,
                                               .as = AS_LINES, .label = "做了什么",
                                               .hint = "物品心愿写清交给谁、几件"),
                                             A_REVISION, RECORD("OrderComplete", "What was done.")};
#define A_VERDICT(needed)                                                                          \
	A(score, .required = true, .min = 1, .max = 5, .label = "满意不满意"),                     \
		A(comment, .max = 500, .as = AS_LINES, .label = "说一句"),                         \
		A(verdict_by, .required = (needed), .max = 40, .label = "听谁说的",                \
	          .hint = "本人，或家属的姓名和关系",                                              \
	          .doc = "whose words, when somebody else writes them down"),                      \
		A(verdict_how, .required = (needed), .words = verdict_how_words,                   \
	          .labels = verdict_how_labels, .label = "怎么问到的",                             \
	          .doc = "phone, in_person, written or online; with verdict_by"),                  \
		A_REVISION
const struct field order_takes_evaluate[] = {A_VERDICT(false),
                                             RECORD("OrderVerdict", "How it was.")};
const struct field order_takes_witnessed[] = {A_VERDICT(true), {0}};
const struct field order_takes_confirm[] = {
	A(score, .required = true, .min = 1, .max = 5, .label = "本人满意不满意"),
	A(whom, .required = true, .min = 1, .max = 40, .label = "联系到谁"),
	A_REASON("怎么回访的、对方怎么说"),
	A_REVISION,
	RECORD("OrderConfirm", "What a call back found."),
};

#define C(m, ...) FIELD(struct category, m, __VA_ARGS__)
const struct field category_fields[] = {
	C(word), C(label), C(never_public), C(corps_name), RECORD("Category", "A kind of help."),
};
