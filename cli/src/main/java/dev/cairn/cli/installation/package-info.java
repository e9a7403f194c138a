/**
 * The commands that write what an installation puts beside {@code cairn}: manual pages and completions, from picocli's
 * model.
 */
@NullMarked
package dev.cairn.cli.installation;

import org.jspecify.annotations.NullMarked;
