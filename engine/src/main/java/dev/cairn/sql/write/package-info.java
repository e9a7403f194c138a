/**
 * Writers of statements, queries and expressions, in the layout of SHOW CREATE.
 *
 * <p>Uses {@link dev.cairn.sql.ast}. Start at {@link dev.cairn.sql.write.StatementWriter}.
 */
@NullMarked
package dev.cairn.sql.write;

import org.jspecify.annotations.NullMarked;
