/* image.h - one populated database per process and engine, put back before every story.
 *
 * SQLite: a file beside its image, copied. PostgreSQL (WUDAN_TEST_PG): a copy of every table lies in the
 * schema `image`; those of a table that was written since are put back, a tenth of migrating anew. A story
 * that changes the schema itself is noticed: then everything is made anew.
 */
#pragma once
#include <stdbool.h>

struct db;

const char *image_url(bool postgres); /* NULL: no PostgreSQL to test on */
void image_clear(bool postgres);      /* an empty database, no image */
void image_keep(bool postgres);       /* it is as it shall be; nobody has it open */
bool image_restore(bool postgres);    /* false: the schema is another now; make it anew */
void image_hurry(struct db *db);      /* what a test loses by a power cut is no loss */
