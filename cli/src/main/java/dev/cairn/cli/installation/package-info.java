/** Texts that an installation puts beside the command: manual pages and completions. They read picocli's model of the command. */
@NullMarked
package dev.cairn.cli.installation;

import org.jspecify.annotations.NullMarked;
