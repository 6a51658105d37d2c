/* access.h - who may do what, and how far it reaches.
 *
 * Two tables decide: enum role × enum perm → enum reach (reaches[] in access.c, the only place).
 * A person's roles come from grants (role at a place), from memberships (leader, volunteer) and from
 * having an account (resident); they unite. PERM_UNSET reaches nobody, so a route without a
 * permission is closed. Lists are scoped inside the SQL with struct scope.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum role {
	ROLE_GUEST,      /* 访客: not signed in; everybody has it */
	ROLE_RESIDENT,   /* 居民: has an account */
	ROLE_VOLUNTEER,  /* 志愿者: has a volunteer record */
	ROLE_LEADER,     /* 队长: leads or deputises in a team */
	ROLE_STATION,    /* 村站: grant at a village */
	ROLE_TOWNSHIP,   /* 乡镇所: grant at a township */
	ROLE_DISPATCHER, /* 中心派单员 */
	ROLE_REVIEWER,   /* 中心审核员 */
	ROLE_AUDITOR,    /* 审计员 */
	ROLE_SYSADMIN,   /* 系统管理员: accounts, places, settings; grants no role */
	ROLE_SECADMIN,   /* 安全管理员: grants roles; sees no orders */
	ROLE_VIEWER,     /* 领导: sees, changes nothing */
	ROLE_COUNT
};
extern const char *const role_words[];  /* "guest", "resident", … NULL-terminated */
extern const char *const role_labels[]; /* the same in Chinese */

enum perm {
	PERM_UNSET, /* zero denies */
	PERM_PUBLIC,
	PERM_SIGNED_IN,
	PLACE_READ,
	PLACE_MANAGE,   /* merge, rename, close, set a point */
	PERSON_ENTER,   /* keep a resident without an account */
	PERSON_READ,    /* lists of people, masked */
	PERSON_REVEAL,  /* the full phone or address, with a reason */
	PERSON_VOUCH,   /* confirm qualifications, record guardians, merge persons kept twice */
	ACCOUNT_MANAGE, /* make, lock, unlock accounts */
	GRANT_MANAGE,
	AUDIT_READ,
	SETTING_MANAGE,
	TEAM_READ,
	TEAM_JOIN,
	TEAM_LEAD,    /* members, invitations, of the own team */
	TEAM_MANAGE,  /* found, register, suspend, dissolve */
	MENU_PROPOSE, /* write a menu item and hand it in */
	MENU_REVIEW,  /* let it in, send it back, take it off the menu */
	NEWS_WRITE,   /* write articles and hand them in */
	NEWS_REVIEW,  /* publish what somebody else wrote, send it back, withdraw it */
	ORDER_READ,   /* the staff and party view of an order; the public view needs none */
	ORDER_CREATE,
	ORDER_ENTER,   /* for somebody else, with consent recorded */
	ORDER_OWN,     /* edit, submit, cancel, reopen, not_served: the requester or his proxy */
	ORDER_VERDICT, /* evaluate */
	ORDER_REVIEW,
	ORDER_DISPATCH,
	ORDER_CLAIM,
	ORDER_SERVE, /* accept … complete: the serving side */
	ORDER_CALLBACK,
	ORDER_LOG,      /* the staff log of an order: every event with its actor */
	LIMIT_READ,     /* limits and working days; SETTING_MANAGE changes them */
	COMPLAINT_READ, /* complaints about orders, outside the serving side */
	COMPLAINT_ANSWER,
	INBOX_READ,
	PROPOSAL_MANAGE, /* propose and confirm what takes two: the holders of a top duty */
	LIST_EXPORT,     /* take a staff list away: as a file, on paper */
	PERM_COUNT
};
extern const char *const perm_words[]; /* "public", "order_read", … */

enum reach { REACH_NONE, REACH_OWN, REACH_SERVING, REACH_SUBTREE, REACH_ALL };

enum { ACTOR_GRANTS = 16, ACTOR_TEAMS = 32 };
struct grant {
	enum role role;
	int64_t place;
	const char *path; /* of the place: "430421/430421100/" */
};
struct actor {
	int64_t id; /* person; 0: a guest */
	const char *uid, *name;
	uint32_t roles; /* bit per enum role; ROLE_GUEST always */
	struct grant grants[ACTOR_GRANTS];
	size_t grant_count;
	int64_t leads[ACTOR_TEAMS]; /* teams he leads or deputises in */
	size_t lead_count;
	int64_t home;    /* place, 0: none */
	int64_t session; /* row of the session, 0: none */
	int64_t seen;    /* its last_seen, seconds UTC */
};
/* A person as a list of those who are told has him. */
struct someone {
	int64_t id;
};
extern const struct actor actor_guest;
/* Jobs and the clock: may do what a job does, has no roles. */
extern const struct actor actor_system;

/* The thing acted upon. Zero members match nobody. */
struct subject {
	const char *path;     /* of its place */
	int64_t owner, proxy; /* persons */
	int64_t team, person; /* the serving side */
};

enum reach access_reach(const struct actor *who, enum perm perm); /* the widest of his roles */
bool access_may(const struct actor *who, enum perm perm, const struct subject *s);
bool access_has_role(const struct actor *who, enum role role);
bool access_leads(const struct actor *who, int64_t team);
bool access_serves(const struct actor *who, const struct subject *s);

/* The person whose rows are his, to be bound into a statement. In a row person 0 says "nobody", and a
 * guest is not the one whom all those rows belong to: for him it is a number that no row has. */
int64_t access_person(const struct actor *who);

/* What a list may show to `who`, to be bound into a scoped statement:
 *   :all = 1  OR  own columns = :person  OR  serving side is :person or a team he leads
 *   OR EXISTS (SELECT 1 FROM grants g JOIN place gp ON gp.id = g.place WHERE g.person = :person
 *              AND (:subtree >> g.role) & 1 = 1 AND p.path >= gp.path AND p.path < gp.path || '~') */
struct scope {
	int64_t all, own, serving; /* 0 or 1 */
	int64_t subtree;           /* bit mask of the roles whose grants count; 0: none */
	int64_t person;            /* access_person() */
};
struct scope access_scope(const struct actor *who, enum perm perm);
/* Which text of a scoped statement is his: 0: all, else 1 + own + 2 serving + 4 below (tools/embed). */
static inline size_t scope_kind(const struct scope *s)
{
	return s->all ? 0 : (size_t)(1 + s->own + 2 * s->serving + 4 * (s->subtree != 0));
}

/* reaches[perm][role], for `wudan access` and the printed matrix. */
enum reach access_cell(enum perm perm, enum role role);
