/* totp.h: one-time codes of a telephone's app (RFC 6238: HMAC-SHA-1, 30 seconds, six digits). */
#ifndef BASE_TOTP_H
#define BASE_TOTP_H

#include "base/arena.h"
#include "base/text.h"

#define TOTP_SECRET_BYTES 20    /* RFC 4226, 4: the length of the hash */
#define TOTP_STEP_SECONDS 30
#define TOTP_DIGITS 6
#define TOTP_STEPS_AROUND 1     /* clocks of telephones go wrong: one step before and after */

/* Base 32 without padding, as apps take it by hand. */
struct text totp_base32(struct text bytes, struct arena *arena);
/* The code of a step (seconds since 1970 / 30), zeros in front. */
struct text totp_code(struct text secret, int64_t step, struct arena *arena);
/* The step whose code it is, later than `after` (a code is good once); 0: none. Blanks are left
 * out. */
int64_t totp_step(struct text secret, struct text code, int64_t seconds, int64_t after,
                  struct arena *arena);
/* "otpauth://totp/…" for a QR code. */
struct text totp_address(struct text secret, struct text issuer, struct text label,
                         struct arena *arena);

#endif
