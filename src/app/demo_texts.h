/* demo_texts.h - what people of the model county ask for, in their own words. All invented. */
#pragma once

struct demo_text {
	const char *category;
	const char *title, *detail; /* as told: seen by the parties */
	const char *public_title,
		*public_detail; /* as the reviewer writes it for the wall; NULL: never */
	int people, goods;
};
extern const struct demo_text demo_texts[]; /* ends with category NULL */
int demo_texts_count(void);

/* Sentences picked by number, going round. */
const char *demo_texts_report(int n);
const char *demo_texts_praise(int n);
const char *demo_texts_complaint(int n);
const char *demo_texts_decline(int n);
