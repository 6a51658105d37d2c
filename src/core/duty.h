/* duty.h - what an account carries that makes it more than its owner's own matter.
 *
 * A duty is a granted role. Leading a team, as its deputy too, counts as one where an account is opened
 * (a letter, an unlock), since he sees phones and addresses; not elsewhere: the team chooses its leader.
 * The three top duties, those of system administrator, security administrator and auditor, watch each
 * other: they never meet in one person, and two of their holders together give and take them. Only
 * while fewer than two holders can act does the command on the server do it alone; whoever reaches
 * that command holds the database anyway, so what it does to a duty is never refused for want of a
 * second person but always told.
 * Records of one person that were merged count as one.
 *
 * What is told about a duty leaves by every channel: letter box, SMS and e-mail although switched off,
 * in quiet hours too, and the webhooks. Only an ordinary duty that one administrator gave or took reaches
 * the holders of a top duty the way each chose; whom he locks they learn at once. Texts name people and duties, never an address.
 */
#pragma once
#include "core/access.h"
#include "core/ctx.h"

#define DUTY_TOP (1U << ROLE_AUDITOR | 1U << ROLE_SYSADMIN | 1U << ROLE_SECADMIN)

/* On whose word something is done. */
enum hand {
	HAND_ONE,    /* one administrator, in his session; jobs */
	HAND_TWO,    /* one proposed it, another confirmed it */
	HAND_SERVER, /* the command on the server, the first setup */
	HAND_LOAD    /* a county loaded whole, its offices held before; nobody is told */
};

static inline bool duty_is_top(int64_t role)
{
	return role >= 0 && role < ROLE_COUNT && (DUTY_TOP >> role & 1U);
}
/* What duty_of() says of him after this holds until the transaction ends; without it another server may
 * just be giving him a duty. Of two persons, the lower id first. */
void duty_turn(struct ctx *c, int64_t person);
/* Bit per enum role that the person holds, with every record that was merged with his. */
uint32_t duty_of(struct ctx *c, int64_t person);
/* The same and ROLE_LEADER when he leads: what makes it take two to open his account. */
uint32_t duty_opens(struct ctx *c, int64_t person);
const char *duty_labels(struct ctx *c, uint32_t duties); /* "审计员、中心派单员"; "" for none */
/* Who holds a top duty and can act: signs in, is not locked. That a row says he died makes him none the
 * less: whoever writes such a row would decide how many watch each other. */
int64_t *duty_holders(struct ctx *c, size_t *count);
/* Asked before anything writes that somebody died or left (`gone`: the other record of a merge, else the
 * same): ERR_STATE with a sentence while one of them holds a role. Takes their turn. */
enum err duty_end(struct ctx *c, int64_t person, int64_t gone);
/* May this role be given or taken by this hand? ERR_DENIED with a sentence at `role` otherwise. */
enum err duty_hand(struct ctx *c, int64_t role, enum hand hand);

/* What webhooks are told of duties, beside the moves of orders; NULL-terminated. */
extern const char *const duty_events[];

struct duty_news {
	int64_t person;             /* whom it is about */
	const char *event;          /* one of duty_events[] */
	const char *subject, *body; /* to him */
	const char *link;           /* where he can do something about it; NULL: /me */
	const char *others; /* to the other holders of a top duty; NULL: they are not told */
	bool calm;          /* these hear of it where they like, an ordinary word */
};
void duty_tell(struct ctx *c, const struct duty_news *n);
/* One message by every channel he has. `link` is a local path. */
void duty_tell_one(struct ctx *c, int64_t person, const char *subject, const char *body,
                   const char *link);
/* 0: "服务器上的命令"; "已不在册的人" when there is no such record. */
const char *duty_name(struct ctx *c, int64_t person);
