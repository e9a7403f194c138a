/** The {@code cairn} command: words to calls of the libraries, results to words and exit codes. Start at {@code Main}. */
@NullMarked
package dev.cairn.cli;

import org.jspecify.annotations.NullMarked;
