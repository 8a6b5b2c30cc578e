/* scratch.h: folders a test makes for itself, and nobody finds afterwards. */
#ifndef TESTS_TOOLS_SCRATCH_H
#define TESTS_TOOLS_SCRATCH_H

/* The folder with all that is in it; one that is not there is fine. */
void scratch_remove(const char *folder);

#endif
