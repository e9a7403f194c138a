/**
 * The {@code cairn} command: arguments become calls of the libraries, and their results become text and exit codes.
 * Start at {@link Cairn}; each command is a class, such as {@link UpgradeCommand}.
 *
 * <p>Options that several commands share are mixins ({@link MigratorFactory}, and the package {@code option}).
 * Exceptions become a paragraph and an exit code in one place, {@code FailureHandler}. Schemas are found by listing
 * their generated classes, so this is the only place where Cairn loads a class by its name.
 */
@NullMarked
package dev.cairn.cli;

import dev.cairn.cli.option.MigratorFactory;
import org.jspecify.annotations.NullMarked;
