/* socket.h: how the command line speaks to the running server: a socket file in the data folder,
 * which only the server's own user (and root) may open; the other end's user is checked besides.
 *
 * One request a connection, each a JSON document ended by closing its direction:
 *     { "action": "settle.outpatient", "key": "…", "as": "reviewer.110105", "input": { … } }
 *     { "status": "done", "repeated": false, "answer": { … }, "trail": [ … ] }
 *     { "status": "refused" | "misused" | "busy" | "fault", "problem": { … } }
 * Whoever may open the socket is the administrator of the machine: without "as" he acts as that,
 * with it as the account named. What was done is in the journal, from the door "cli". */
#ifndef DOORS_CLI_SOCKET_H
#define DOORS_CLI_SOCKET_H

#include "base/log.h"
#include "core/house.h"
#include "core/words.h"

/* ---- one request ---- */

/* Answers a request document with an answer document, both in the arena; waits for the house. For
 * the socket, and for a program that takes the lane itself because no server runs. */
struct text cli_answer(struct house *house, struct text request, enum language language,
                       struct log *log, struct arena *arena);

/* ---- the server's side ---- */

struct cli_server;

/* Listens at `path` (at most 100 bytes), mode 0600, in place of a socket that a killed server
 * left. NULL and a reason when that cannot be, or when somebody answers there already. */
struct cli_server *cli_server_start(struct house *house, const char *path, struct log *log,
                                    struct arena *arena, struct text *ret_reason);
/* Takes no more, waits for what runs, removes the file. Before the house stops. */
void cli_server_stop(struct cli_server *server);

/* ---- the other side ---- */

/* False: nobody answers at `path`; the reason is for the person at the keyboard. */
bool cli_socket_ask(const char *path, struct text request, struct arena *arena,
                    struct text *ret_answer, struct text *ret_reason);

#endif
