/**
 * The {@code cairn} command: words to calls of the libraries, results to words and exit codes. Start at {@code Cairn}.
 *
 * <p>Options that several commands have are mixins ({@code SchemaOptions}, {@code ServerOptions}, {@code MigratorFactory}), and what
 * goes wrong becomes a paragraph and a number in one place, {@code Failures}. Schemas are found by listing their generated
 * classes, so this is the one place where Cairn loads a class by its name.
 */
@NullMarked
package dev.cairn.cli;

import org.jspecify.annotations.NullMarked;
