/* provider.h: the outside provider of identities that the settings name: OpenID Connect Discovery
 * 1.0, the token request of RFC 6749 with PKCE (RFC 7636), and the provider's key set, by libcurl.
 *
 * Description and keys are asked for anew at each sign-in: a renewed key is known at once, and
 * nothing that has grown old is believed. Only https is spoken, plain http only to this machine,
 * and no redirect is followed. At most PROVIDER_ASKED_MAX workers wait for the provider at a time,
 * so that a slow one does not keep people with a password waiting. */
#ifndef PROGRAMS_PROVIDER_H
#define PROGRAMS_PROVIDER_H

#include "programs/settings.h"

#define PROVIDER_ASKED_MAX 2

/* Whether the settings name one. */
bool provider_is_set(const struct settings *settings);
/* Once, at start: reads the secret and hands the provider to the room. True also when none is set;
 * false and why when the settings do not fit together. Settings and arena outlive the house. */
bool provider_open(const struct settings *settings, struct arena *arena, struct text *ret_fault);

#endif
