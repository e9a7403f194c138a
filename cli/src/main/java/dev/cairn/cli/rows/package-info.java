/**
 * The formats in which {@code cairn query} prints rows and {@code cairn test} writes results. Start at {@link
 * RowFormat}. The package may use the options of commands and the reports of tooling.
 */
@NullMarked
package dev.cairn.cli.rows;

import org.jspecify.annotations.NullMarked;
