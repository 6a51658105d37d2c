/* team.h - brigade 总队 → 8 corps 专业队 → teams 志愿服务队, and who serves with them.
 *
 * Life: preparing 筹备 → incubating 孵化 → registered 注册 → suspended 暂停 → registered, or dissolved
 * 解散. A membership is a record with a life of its own: asked 申请 → active by the leader, invited 邀请 →
 * active by the invited, active → left; nobody is made a member by force. Both lives are tables
 * (team_life in team.c, member_life in member.c). A registered team always has a leader: the last one
 * can neither leave nor be demoted. Every move writes a team_event and an audit entry in the same
 * transaction. The brigade and the corps have no life. team.c knows nothing of member.c.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"
#include "core/life.h"

enum team_kind { TEAM_BRIGADE, TEAM_CORPS, TEAM_TEAM };
enum team_state {
	TEAM_PREPARING,
	TEAM_INCUBATING,
	TEAM_REGISTERED,
	TEAM_SUSPENDED,
	TEAM_DISSOLVED
};
enum member_role { MEMBER_PLAIN, MEMBER_DEPUTY, MEMBER_LEADER };
/* NONE: he never was one; no row says so. */
enum member_state { MEMBER_ASKED, MEMBER_INVITED, MEMBER_ACTIVE, MEMBER_LEFT, MEMBER_NONE };
extern const char *const team_kind_words[], *const team_kind_labels[];
extern const char *const member_role_words[], *const member_role_labels[];
extern const char *const member_state_words[], *const member_state_labels[];

struct team {
	int64_t id, kind, corps, place, state, mentor, members, founded, revision;
	bool sample;
	const char *uid, *name, *skills, *about;
	const char *corps_name, *place_code, *place_path, *place_name; /* joined by the reads */
	const char *corps_uid;                                         /* joined too */
	const char *const *words; /* skills as a list, by the reads */
};
extern const struct field team_fields[];
extern const char *const team_state_words[], *const team_state_labels[];

struct team *team_get(struct ctx *c, int64_t id); /* NULL: no such team */
struct team *team_by_uid(struct ctx *c, const char *uid);
/* Teams at or under `place_code` (NULL: all) of corps uid (NULL: all) whose name contains `q`, by
 * name, after the team with uid `after`; dissolved ones and the brigade and corps themselves are left
 * out. At most TEAM_PAGE; the next page begins after the last one's uid. */
enum { TEAM_PAGE = 50 };
struct team *team_list(struct ctx *c, const char *place_code, const char *corps, const char *q,
                       const char *after, size_t *count);
struct team *team_corps(struct ctx *c, size_t *count); /* the professional corps, oldest first */
bool team_serves(const struct team *t); /* registered or incubating: may be offered orders */
bool team_has_skill(const struct team *t, const char *category_word);

enum team_action {
	TEAM_INCUBATE,
	TEAM_REGISTER,
	TEAM_SUSPEND,
	TEAM_RESUME,
	TEAM_DISSOLVE,
	TEAM_FOUND, /* makes it */
	TEAM_ACTIONS
};
extern const struct life team_life;
/* What a move is sent. */
struct team_act {
	const char *reason;
	int64_t revision;
};

/* Founded as "preparing". */
enum err team_found(struct ctx *c, struct team *t);
/* Dissolving is refused while orders are offered to it or served by it; registering while it has no
 * leader. ERR_MISSING: no such team. */
enum err team_move(struct ctx *c, const char *uid, const struct life_ask *ask);
bool team_may(struct ctx *c, const struct team *t, enum team_action a);

/* Somebody in a team. Of who never was in it: id 0, state MEMBER_NONE. */
struct member {
	int64_t id, team, person, role, state, since;
	const char *person_uid, *person_name, *team_uid, *team_name;
	/* Read for a move only: of the team, and the asker's own role in it (0: plain or none). */
	int64_t team_kind, team_state, asker_role;
	const char *team_path;
};
enum member_action {
	MEMBER_JOIN,
	MEMBER_INVITE,
	MEMBER_ACCEPT,
	MEMBER_REFUSE,
	MEMBER_REMOVE,
	MEMBER_WITHDRAW, /* the invitation */
	MEMBER_LEAVE,
	MEMBER_APPOINT,
	MEMBER_GONE /* the office has recorded that he died or left the county */
};
extern const struct life member_life;
enum { MEMBER_PAGE = 50, MEMBER_BATCH = 1000 }; /* of a list; read at a time */
struct member_seek {
	const char *q;     /* words of the name; NULL: all */
	const char *after; /* `next` of the page before */
	int64_t state;     /* enum member_state; MEMBER_NONE: any but those who left */
};
struct member *member_list(struct ctx *c, int64_t team, size_t *count); /* all but those who left */
/* The same by pages, in the order of its statement. */
struct member *member_page(struct ctx *c, int64_t team, const struct member_seek *k, size_t *count,
                           const char **next);
extern const struct field member_fields[];
struct member *member_of(struct ctx *c, int64_t team, int64_t person); /* NULL: never was */
bool member_active(struct ctx *c, int64_t team, int64_t person);
/* Persons who lead or deputise, for messages. */
int64_t *team_leaders(struct ctx *c, int64_t team, size_t *count);
/* Leaders of the team and staff over it see and manage its members. */
bool member_may_manage(struct ctx *c, const struct team *t);

/* The moves of a membership; `person` is a uid, for member_invite() also a volunteer number, typed in `field`.
 * Who was invited and asks to join accepts. */
enum err member_join(struct ctx *c, const char *team);
enum err member_leave(struct ctx *c, const char *team);
enum err member_invite(struct ctx *c, const char *team, const char *person, int64_t role,
                       const char *field);
enum err member_appoint(struct ctx *c, const char *team, const char *person, int64_t role);
/* Ends every membership of somebody who is gone, whatever he leads: as they were, with team_state. */
struct member *member_gone(struct ctx *c, int64_t person, const char *reason, size_t *count);
int64_t member_leaders(struct ctx *c, int64_t team); /* how many lead it, without deputies */
/* What an answer is sent. */
struct member_act {
	const char *reason;
};
/* Accept, refuse, remove; removing the invited withdraws the invitation and needs no reason. */
enum err member_answer(struct ctx *c, const char *team, const char *person, enum member_action a,
                       const char *reason);

/* Loader: no checks, no events. Fills t->id, and t->uid when it is empty. */
int64_t team_add(struct ctx *c, struct team *t);
void member_add(struct ctx *c, int64_t team, int64_t person, int64_t role, int64_t state);
/* Loader: members counted anew from the rows of one team; 0: of all. */
void team_recount(struct ctx *c, int64_t team);
