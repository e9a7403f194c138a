/**
 * Parsers of expressions and queries, with the server's precedences.
 *
 * <p>Uses {@link dev.cairn.sql.ast} and {@link dev.cairn.sql.token}. Start at
 * {@link dev.cairn.sql.query.ExpressionParser} and {@link dev.cairn.sql.query.QueryParser}.
 */
@NullMarked
package dev.cairn.sql.query;

import org.jspecify.annotations.NullMarked;
