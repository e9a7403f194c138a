/**
 * Options that several commands share, with their validation, and what the commands have in common: the environment of
 * a command, and its exceptions with their exit codes. Start at {@link SchemaOptions}, and at {@link FailureHandler}
 * for exit codes. The only other package of the command line that this package uses is {@code output}.
 */
@NullMarked
package dev.cairn.cli.option;

import org.jspecify.annotations.NullMarked;
