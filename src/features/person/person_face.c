/* person_face.c - what `person` declares of itself (core/feature.h). */
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/deed.h"
#include "core/feature.h"
#include "core/job.h"
#include "features/person/duplicate.h"
#include "features/person/guardian.h"
#include "features/person/person.h"
#include "features/person/qualification.h"
#include "gen/person.sql.h"

FEATURE(person);

static const struct follow follows[] = {
	{"person", "home", FOLLOW_PLACE, .place = sql_person_follow_home},
	{"person", "entered_by", FOLLOW_PERSON, .keep = "who did it then"},
	{"person", "merged_into", FOLLOW_PERSON, .person = sql_person_follow_merged_into},
	{"qualification", "person", FOLLOW_PERSON, .person = sql_qualification_follow_person},
	{"qualification", "decided_by", FOLLOW_PERSON, .keep = "who did it then"},
	{"guardian", "person", FOLLOW_PERSON, .person = sql_guardian_follow_person},
	{"guardian", "entered_by", FOLLOW_PERSON, .keep = "who did it then"},
	{"reveal", "actor", FOLLOW_PERSON, .keep = "who did it then"},
	{"person_merge", "actor", FOLLOW_PERSON, .keep = "who did it then"},
	{"person_merge", "kept", FOLLOW_PERSON, .keep = "the trail of one merge"},
	{"person_merge", "gone", FOLLOW_PERSON, .keep = "the trail of one merge"},
	{"person_apart", "low", FOLLOW_PERSON,
         .keep = "these two records were looked at, others are looked at anew"},
	{"person_apart", "high", FOLLOW_PERSON,
         .keep = "these two records were looked at, others are looked at anew"},
	{"person_apart", "actor", FOLLOW_PERSON, .keep = "who did it then"},
	{0},
};

static const struct stand stands = {"people", "居民", "人", false, sql_person_stands};

static bool remind(struct ctx *c)
{
	return qualification_remind(c) > 0;
}

static const struct job jobs[] = {
	{"people.papers", HOUR, 60, .due = qualification_remind_due, .make = remind},
	{"people.late", 10 * MINUTE, 60, .due = duplicate_late_due, .make = duplicate_late},
	{0},
};

static const struct wait waits[] = {
	{"paper", "资质待核实", "certificate", "/qualifications", "papers", PERSON_VOUCH,
         sql_person_wait_paper, 6, false},
	{0},
};

/* Every one of them: nobody is told of a duty in the name of the dead. */
static const char *gone_in_office(struct ctx *c)
{
	size_t n;
	struct buf names = BUF(c->mem);
	const struct person_named *p = sql_person_duties_gone(c, &n);
	for (size_t i = 0; i < n; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", p[i].name);
	return n ? buf_str(&names) : NULL;
}

static const struct check checks[] = {
	{"system, security and audit duties are those of different people", sql_person_duties_meet},
	{"nobody who died or left holds a role", gone_in_office},
	{0},
};

static const struct seals seals[] = {
	{"person", {"phone", "id_number", "address", "email"}, sql_person_seals},
	{"qualification", {"number"}, sql_qualification_seals},
	{"guardian", {"name", "phone"}, sql_guardian_seals},
	{0},
};

static const char *name(struct ctx *c, const char *uid)
{
	struct person *p = person_by_uid(c, uid);
	return p ? p->name : NULL;
}

static const char *paper(struct ctx *c, const char *kind)
{
	size_t n;
	const struct qualification_kind *all = qualification_kinds(c, &n);
	for (size_t i = 0; i < n; i++)
		if (text_equal(all[i].word, kind))
			return all[i].label;
	return NULL;
}

static const struct deed_name named[] = {{"person", name, "/people/%s", PERSON_READ, NULL, NULL},
                                         {0}};
static const struct deed_life lives[] = {{&qualification_life, DEED_KEEP}, {0}};
static const struct deed deeds[] = {
	DEED("person.register", DEED_KEEP, "{}自己注册了"),
	DEED("person.enter", DEED_KEEP, "登记了{}"),
	DEED("person.edit", DEED_KEEP, "改了{}的资料"),
	DEED("person.reveal", DEED_PRIVATE, "查看了{}的", .more = "{}",
             .words = person_secret_words, .labels = person_secret_labels),
	DEED("person.guardian", DEED_KEEP, "记下监护人对{}的同意", .more = "：{}",
             .words = guardian_purpose_words, .labels = guardian_purpose_labels),
	DEED("person.hours", DEED_KEEP, "改了自己的空闲时间"),
	DEED("person.apart", DEED_KEEP, "认定{}和另一份档案不是同一个人"),
	DEED("person.merge", DEED_KEEP, "把另一份档案并入{}的档案"),
	DEED("person.late", DEED_KEEP, "把并掉的档案随后写下的也归到{}"),
	DEED("qualification.add", DEED_KEEP, "登记了一份资质", .more = "：{}", .tell = paper),
	DEED("qualification.remove", DEED_KEEP, "删掉了一份资质", .more = "：{}", .tell = paper),
	DEED("gate.add", DEED_SETTING, "规定做“{}”要有资质", .more = "：{}", .tell = paper),
	DEED("gate.remove", DEED_SETTING, "做“{}”不再要求资质", .more = "：{}", .tell = paper),
	{0},
};

const struct feature person_feature = {
	.name = "person",
	.routes = person_paths,
	.follows = follows,
	.stands = &stands,
	.jobs = jobs,
	.waits = waits,
	.checks = checks,
	.seals = seals,
	.finders = person_finders,
	.deeds = deeds,
	.lives = lives,
	.named = named,
};
