/** The log of the statements that clients have sent, and of their outcomes. Start with {@code StatementLog}. */
@NullMarked
package dev.cairn.embedded.log;

import org.jspecify.annotations.NullMarked;
