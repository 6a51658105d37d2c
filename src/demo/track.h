/* track.h - one order on its way through the model county's year. */
#pragma once
#include "demo/cast.h"
#include "demo/course.h"
#include "demo/texts.h"
#include "demo/year.h"

enum { TRACK_ASKED = 12 };

struct demo_track {
	struct demo_cast *cast;
	struct demo *d;
	struct arena *mem;     /* of the year: what the order remembers */
	struct demo_life life; /* what is known of it, for its course */
	enum year_way way;
	/* what it is about */
	struct demo_text text;
	const struct demo_menu *service; /* ordered from the menu; NULL: in his own words */
	const char *service_uid, *category, *refusal; /* category: where it belongs */
	int64_t kind;
	/* whose it is */
	struct folk *folk;
	int village;
	int64_t proxy; /* person; 0: he asks himself */
	/* who serves */
	int team;       /* -1: nobody, or a person */
	int also;       /* a team asked beside it, -1: none */
	int64_t person; /* who serves alone; 0: a team */
	short asked[TRACK_ASKED];
	int asked_count;
	/* as the database has it */
	const char *uid;
	int64_t row, level, activity, last; /* last: the latest day it should be done */
	bool goods;
	/* what is to come */
	struct demo_step next;
	struct demo_track *twin; /* the one it is a double of */
	bool for_us;             /* in the hands of the sample accounts */
};

/* ask.c: says what it is about and enters it. */
enum err demo_track_ask(struct demo_track *k);
/* act.c: makes one move of the course. */
enum err demo_track_act(struct demo_track *k, int act);
/* The clock's: ends or escalates what is over. */
enum err demo_track_expire(struct demo_track *k);
