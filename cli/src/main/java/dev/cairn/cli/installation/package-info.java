/**
 * The commands that write what an installation needs in addition to {@code cairn}: manual pages and completions, from
 * picocli's model.
 */
@NullMarked
package dev.cairn.cli.installation;

import org.jspecify.annotations.NullMarked;
