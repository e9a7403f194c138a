/**
 * Statements, queries and their parts as immutable values: what was written and where it stood.
 *
 * <p>Uses nothing else of Cairn. Start at {@link dev.cairn.sql.ast.Statement} and {@link dev.cairn.sql.ast.Expression}.
 */
@NullMarked
package dev.cairn.sql.ast;

import org.jspecify.annotations.NullMarked;
