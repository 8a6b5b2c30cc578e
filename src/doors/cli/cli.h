/* cli.h: every action as a command.
 *
 *     yibao actions [WORD]                 what there is, or what has the word in it
 *     yibao call ACTION --help             its fields, from the row
 *     yibao call ACTION [--field value …] [--json FILE|-] [--key K] [--as ACCOUNT]
 *                       [--language en|zh] [--raw] [--explain]
 *
 * A field inside a struct or list is --address.street or --lines.0.price; `--photo @file` takes a
 * file's bytes; `--field -` reads the value from the standard input, so that a password is not seen
 * in the list of processes. --json gives the whole input, and fields given besides win over it.
 * Answers are tables; --raw prints the JSON document as it came. */
#ifndef DOORS_CLI_CLI_H
#define DOORS_CLI_CLI_H

#include "core/house.h"
#include "core/words.h"

#include <stdio.h>

enum cli_exit {
    CLI_DONE = 0,
    CLI_REFUSED = 1,            /* the house said no */
    CLI_USAGE = 2,              /* the command is not one */
    CLI_FAULT = 3,              /* no server, busy, or a fault */
};

struct cli_plan {
    const struct house *house;  /* rooms only: names, fields, helps */
    const char *socket_path;    /* of the running server */
    /* Asks instead of the socket: for a program that took the lane itself. NULL: the socket. */
    bool (*ask)(void *data, struct text request, struct arena *arena, struct text *ret_answer,
                struct text *ret_reason);
    void *ask_data;
    enum language language;
    FILE *out, *complaints, *in;
};

/* `arguments` begin with "call" or "actions". */
enum cli_exit cli_run(const struct cli_plan *plan, int count, char *const *arguments);

#endif
