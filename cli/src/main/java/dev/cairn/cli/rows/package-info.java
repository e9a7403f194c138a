/** The formats in which {@code cairn query} prints rows. Start at {@link RowFormat}. May use the options of commands. */
@NullMarked
package dev.cairn.cli.rows;

import org.jspecify.annotations.NullMarked;
