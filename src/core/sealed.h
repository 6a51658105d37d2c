/* sealed.h - reading what is sealed, so that "does not open" is never taken for "nothing is stored".
 *
 * A seal does not open when its value was changed, copied from another row, or sealed with another key.
 * NULL from here means one thing only: nothing is stored. What does not open is logged by its place and:
 *
 *   sealed_open()  what was asked for, or will be saved or sent again. The whole request ends with 500
 *                  (ERR_SEALED) and changes nothing: the fault is sticky in the desk (c->unread), as those
 *                  of the database are, so no feature has to ask.
 *   sealed_show()  one part of a page, one row of a list: the others stay readable, in its place stands
 *                  SEALED_WORDS. Asked for by a program as one record (c->whole), it is as sealed_open():
 *                  a program would take the words for the value.
 *
 * The text is for showing only; a form is filled by sealed_open(). `wudan doctor` tries every seal.
 */
#pragma once
#include "core/ctx.h"

#define SEALED_WORDS "该信息无法读取，请联系管理员"

const char *sealed_open(struct ctx *c, const char *table, const char *column, const char *row,
                        const char *sealed);
const char *sealed_show(struct ctx *c, const char *table, const char *column, const char *row,
                        const char *sealed);
/* The same, of what opens only `head` characters in front and `tail` at the end (text_veil). */
const char *sealed_veil(struct ctx *c, const char *table, const char *column, const char *row,
                        const char *sealed, size_t head, size_t tail);
