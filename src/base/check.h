/* check.h: promises we make to ourselves. A broken one stops the program, in production too.
 *
 * CHECK is for what only a defect of ours can break; bad input is a refusal or a fault, never a
 * CHECK. In the coverage build (-DYIBAO_COVERAGE) the promise is still worked out, for it may be a
 * call that does something, but nothing branches on it, so that branch figures mean something. */
#ifndef BASE_CHECK_H
#define BASE_CHECK_H

#include <stdlib.h>

_Noreturn void check_failed(const char *file, int line, const char *promise);

#ifdef YIBAO_COVERAGE
#define CHECK(promise) ((void)(promise))
#else
#define CHECK(promise) ((promise) ? (void)0 : check_failed(__FILE__, __LINE__, #promise))
#endif

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
