/**
 * Options that several commands share, with their validation, and what the commands have in common: the environment of a
 * command, its exceptions with their exit codes, and the layout of texts. Start at {@link SchemaOptions}, and at
 * {@link FailureHandler} for exit codes. Uses no other package of the command line.
 */
@NullMarked
package dev.cairn.cli.option;

import org.jspecify.annotations.NullMarked;
