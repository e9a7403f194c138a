/**
 * The lexer and the cursor over its tokens, from which all parsers read.
 *
 * <p>Uses {@link dev.cairn.sql.ast}. Start at {@link dev.cairn.sql.token.Cursor}.
 */
@NullMarked
package dev.cairn.sql.token;

import org.jspecify.annotations.NullMarked;
