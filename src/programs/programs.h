/* programs.h: one file a subcommand; each answers the exit code of the process. */
#ifndef PROGRAMS_PROGRAMS_H
#define PROGRAMS_PROGRAMS_H

#include "core/room.h"
#include "rooms/rooms.h"

int program_serve(int argc, char **argv);
int program_init(int argc, char **argv);
int program_demo(int argc, char **argv);
int program_verify(int argc, char **argv);
int program_config(int argc, char **argv);
int program_backup(int argc, char **argv);
int program_restore(int argc, char **argv);
int program_rules(int argc, char **argv);
int program_deadline(int argc, char **argv);
int program_settle(int argc, char **argv);
int program_call(int argc, char **argv);
int program_actions(int argc, char **argv);
int program_notice(int argc, char **argv);
int program_poison(int argc, char **argv);
/* A child of ours, see base/child.h: parses its input of that kind and leaves. */
int program_parse(const char *kind);

/* True when one of the arguments is --help or -h. */
bool program_wants_help(int argc, char **argv);

#endif
