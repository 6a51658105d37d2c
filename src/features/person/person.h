/* person.h - everybody the platform knows, with or without an account.
 *
 * Name is plain; phone, ID number, address and e-mail are sealed and bound to the row (uid). Volunteers
 * (志愿者) are persons with volunteer = true. Rules for phones and ID numbers: person_rules.c.
 * Lists are scoped in SQL by PERSON_READ and never carry more than masks.
 */
#pragma once
#include "base/err.h"
#include "base/field.h"
#include "core/ctx.h"

struct person {
	int64_t id, birth, gender, home, consent_at, entered_by, created, radius, merged_into;
	int64_t ended, ended_at; /* enum person_end, and when it was recorded (features/depart) */
	bool volunteer, sample, no_sms;
	const char *uid, *name, *number, *skills, *consent_by, *consent_how;
	const char *hours; /* the week in 42 hex digits (person_hours.h); NULL: he has not said */
	const char *phone, *id_number, *address, *email; /* sealed as read; see person_open() */
};

/* Who died is told nothing any more and signs in no more; who left the county is no longer asked to
 * serve. Both keep their record. */
enum person_end { PERSON_HERE, PERSON_DIED, PERSON_LEFT };
extern const char *const person_end_words[], *const person_end_labels[];

struct person *person_get(struct ctx *c, int64_t id); /* NULL: no such person */
struct person *person_by_uid(struct ctx *c, const char *uid);
struct person *person_by_phone(
	struct ctx *c, const char *phone); /* any with this number, oldest first; NULL: none */
struct person *person_by_number(struct ctx *c,
                                const char *number); /* volunteer number; NULL: none */
struct person *person_by_id_number(struct ctx *c,
                                   const char *id_number); /* normalised; NULL: none */
/* Opens the sealed members in place (arena). The caller has the right and has logged it. */
void person_open(struct ctx *c, struct person *p);
void person_open_to_show(struct ctx *c, struct person *p); /* by sealed_show(): parts of a page */

/* Adds with phone, ID number, address given in clear; they are sealed here. 0: refused, see c->problems
 * (ID number already kept). Sets p->id, p->uid; birth and gender follow from the ID number; a volunteer
 * without a number gets a random one. */
int64_t person_add(struct ctx *c, struct person *p);
/* As the table holds him: phone, ID number, address and e-mail, given in clear, are sealed. */
struct person_kept {
	struct person p;
	const char *phone_index, *id_index; /* NULL: none */
};
struct person_kept person_kept(struct ctx *c, const struct person *p);
/* Keeps what finds him in step: name and volunteer number, at his home; nothing once he was merged. */
void person_index(struct ctx *c, const struct person *p);
/* Did somebody die who had this phone and name (NULL: whatever name)? */
bool person_phone_of_dead(struct ctx *c, const char *phone, const char *name);
/* A resident kept by staff: the one with this name and phone, or a new one. Consent is required, and he must
 * not have died or left: NULL and a problem otherwise. He may live outside the asker's reach: nothing of his
 * record is to be shown then. Phone and address may be NULL. The caller has checked the right. A phone of
 * somebody who died is taken for another only when staff say it is his now, else his messages would reach
 * who mourns: NULL and a problem at `ask`, the box where they say so; `ask` NULL: they did. */
struct person *person_enter(struct ctx *c, const char *name, const char *phone, const char *address,
                            int64_t home, const char *consent_by, const char *consent_how,
                            int64_t consent_at, const char *ask);

/* The lists of staff. Zero members do not filter. */
struct person_query {
	const char *place; /* code; at or under it */
	const char *q;     /* part of the name or of the volunteer number, or a whole phone number,
	                    * which is found by the blind index */
	bool volunteers;   /* only those */
	const char *after; /* uid of the last one seen */
};
struct person_row {
	int64_t id, home, birth, ended;
	bool volunteer, sample;
	const char *uid, *name, *number, *skills, *home_name,
		*phone;           /* phone masked, name as it is */
	const char *const *words; /* skills as a list */
};
extern const struct field person_row_fields[];
/* At most LIMIT_PAGE, by uid; *next: `after` of the following page, NULL: no more. */
struct person_row *person_list(struct ctx *c, const struct person_query *q, size_t *count,
                               const char **next);
/* Whether c->who may see this person at all (PERSON_READ: himself, members of his teams, subtree). */
bool person_visible(struct ctx *c, int64_t id);
/* For sentences that name him to c->who: the name where he may see him, else "这个人". p NULL: nobody. */
const char *person_told(struct ctx *c, const struct person *p);

/* The teams somebody belongs to or was asked to join; role and state as in team.h. */
struct team_of {
	int64_t role, state;
	const char *id, *name;
};
struct team_of *person_teams(struct ctx *c, int64_t person, size_t *count);
int64_t person_unread(struct ctx *c, int64_t person); /* messages in his inbox */

/* What features to the right record of him; they have checked the right. A new home empties the address. */
void person_set_sms(struct ctx *c, bool off); /* his own */
void person_set_end(struct ctx *c, int64_t person, enum person_end ended);
void person_set_home(struct ctx *c, int64_t person, int64_t home);

enum person_secret { SECRET_PHONE, SECRET_ADDRESS, SECRET_ID_NUMBER, SECRET_COUNT };
extern const char *const person_secret_words[], *const person_secret_labels[];
/* ERR_LIMIT when the asker has opened personal data, of people or of orders, too often today. */
enum err person_look_limit(struct ctx *c);
/* One more look at contact data of "person" or "order" `uid`. */
void person_looked(struct ctx *c, const char *kind, const char *uid, const char *reason);
/* The full value, logged with its reason. ERR_MISSING when not visible, ERR_DENIED without PERSON_REVEAL
 * over him. *text "" when nothing is kept. */
enum err person_reveal(struct ctx *c, const char *uid, int64_t what, const char *reason,
                       const char **text);

/* Skills are words of the table of categories, kept as " health repair ". */
struct skill {
	const char *word, *label;
	bool held;
};
struct skill *skill_list(struct ctx *c, const char *held, size_t *count);
/* The kept form of a NULL-terminated list; NULL: an unknown word, refused at field `skills`. */
const char *skill_text(struct ctx *c, const char *const *words);
/* "医疗健康、家电维修"; "" for none. */
const char *skill_labels(struct ctx *c, const char *held);

/* What somebody changes of his own record: NULL keeps, "" empties; home 0 and no_sms below 0 keep. */
struct person_edit {
	int64_t home, no_sms;
	const char *skills, *email, *address;
};
enum err person_edit(struct ctx *c, const struct person_edit *in);

/* Field checks (base/field.h): normalise or answer with a sentence. */
const char *person_check_phone(
	struct arena *mem,
	const char **value); /* 11 digits; full-width, +86, blanks, dashes taken */
/* Any telephone somebody can be reached by, in one way of writing (contact.c): landlines with extension, 400
 * numbers, Hong Kong, Macau, Taiwan and abroad. */
const char *person_check_contact(struct arena *mem, const char **value);
bool person_phone_mobile(const char *phone); /* of the mainland, as it is kept: it takes an SMS */
const char *person_check_id_number(struct arena *mem,
                                   const char **value); /* GB 11643: date and check digit; or
                                                         * passport, permits: no birthday in them */
const char *person_check_name(
	struct arena *mem,
	const char **value); /* rare characters and the minority-name dot · are fine */
const char *person_dots(struct arena *mem,
                        const char *name); /* its look-alikes • ‧ ・ ･ ∙ become · */
const char *person_check_email(struct arena *mem, const char **value);
int64_t person_age(int64_t birth, int64_t now);  /* full years; -1: not known */
int64_t person_birth_of(const char *id_number);  /* 0: none */
int64_t person_gender_of(const char *id_number); /* 1 male, 2 female, 0 not known */

/* For the doctor. */
struct person_named {
	int64_t n;
	const char *name;
};
