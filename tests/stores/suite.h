/* suite.h: what every store must do, run on each of them. */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

/* Runs all on the store of that address, which must be empty; answers failures. */
int store_suite(const char *name, const char *address);
/* Its second part: lanes, faults, copies. */
int suite_house(const char *name);
/* And what a store that keeps rows says, held against the one below. */
int suite_keeping(const char *name);

#endif
