/* commands.h - every command of the program: main.c finds the one that was asked for here.
 *
 * It stands above all floors, so that app and the model county need not know each other's commands.
 */
#pragma once
#include "app/command.h"

extern const struct command commands[]; /* ends with name NULL */
