/* scratch.h - plain copies that lie in the data folder while a backup is made or restored.
 *
 * Each has a name that nothing else has and is readable by its owner only. It is removed at the end, a
 * signal that comes meanwhile waits for that; what a killed program left is removed by the next one
 * that takes the folder's lock, and by the next backup. The caller holds the lock.
 */
#pragma once
#include "app/config.h"

#include <signal.h>

struct scratch {
	const struct config *cfg;
	sigset_t before;
};
/* From here to scratch_end() HUP, INT and TERM wait. */
void scratch_begin(struct scratch *s, const struct config *cfg);
/* "DATA/backup-….tmp" for "backup"; companions of that file begin with the same name. */
const char *scratch_path(struct arena *mem, const struct config *cfg, const char *what);
bool scratch_interrupted(void); /* a signal waits: stop at the next step */
void scratch_end(struct scratch *s);
bool scratch_is(const char *name);            /* such a file, by its name without the folder */
void scratch_sweep(const struct config *cfg); /* removes what earlier ones left */
