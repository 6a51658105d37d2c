#include "core/origin.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/field.h"
#include "base/text.h"
#include "gen/core.sql.h"

#include <string.h>

struct entry {
	int64_t at;
	const char *who, *name, *detail;
};
static const struct field entry_fields[] = {FIELD(struct entry, at),
                                            FIELD(struct entry, who),
                                            FIELD(struct entry, name),
                                            FIELD(struct entry, detail),
                                            {0}};

/* The newest of these about him until `until`, whose detail begins with `way` ("": any). */
static const struct entry *newest(struct ctx *c, const char *uid, const char *action,
                                  const char *other, int64_t until, const char *way)
{
	return db_one(c->db, c->mem, sql_origin_entry, struct entry, entry_fields, V(uid),
	              V(action), V(other), V(until), V(way));
}

/* Who wrote the letter that was used then; NULL: the log does not say. */
static const struct entry *writer(struct ctx *c, const char *uid, int64_t until)
{
	return newest(c, uid, "account.letter", "account.letter", until, "");
}

static const char *name_of(const struct entry *e)
{
	return e && e->name ? e->name : "管理员";
}

static const char *way_text(struct ctx *c, const char *uid, const struct entry *e)
{
	static const char *const texts[] = {[WAY_OWN] = "本人设的",
	                                    [WAY_TWO] = "凭两人复核后开的信设的",
	                                    [WAY_SERVER] = "由服务器上的命令设的"};
	for (int way = WAY_OWN; e && e->detail && way <= WAY_SERVER; way++)
		if (!strncmp(e->detail, account_way_words[way], strlen(account_way_words[way])))
			return way == WAY_LETTER ? arena_printf(c->mem, "凭%s开的信设的",
			                                        name_of(writer(c, uid, e->at)))
			                         : texts[way];
	return "没有记录是怎样设的";
}

struct origin origin_of(struct ctx *c, int64_t person)
{
	const char *uid = db_text(c->db, c->mem, sql_person_uid_of, V(person));
	const struct entry *made = newest(c, uid, "account.create", "account.create", c->now, "");
	const struct entry *set = newest(c, uid, "account.create", "account.password", c->now, "");
	return (struct origin){.made = made ? made->at : 0,
	                       .set = set ? set->at : 0,
	                       .made_by = way_text(c, uid, made),
	                       .set_by = way_text(c, uid, set)};
}

const char *origin_warning(struct ctx *c, int64_t person, const char **by)
{
	const char *uid = db_text(c->db, c->mem, sql_person_uid_of, V(person));
	const struct entry *set = newest(c, uid, "account.create", "account.password", c->now,
	                                 account_way_words[WAY_LETTER]);
	if (!set || set->at < c->now - ORIGIN_FRESH_DAYS * (int64_t)DAY)
		return NULL;
	const struct entry *letter = writer(c, uid, set->at);
	if (by)
		*by = letter ? letter->who : "";
	return arena_printf(
		c->mem,
		"密码是用开通信设置的，开通信由%s经手。请先打他本人的电话，确认账号在他自己"
		"手里。",
		name_of(letter));
}
