/**
 * Statements, queries and their parts as immutable values, with their original spelling and place.
 *
 * <p>Uses no other package of Cairn. Start at {@link dev.cairn.sql.ast.Statement} and
 * {@link dev.cairn.sql.ast.Expression}.
 */
@NullMarked
package dev.cairn.sql.ast;

import org.jspecify.annotations.NullMarked;
