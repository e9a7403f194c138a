/**
 * Parsers of statements and their clauses.
 *
 * <p>Uses {@link dev.cairn.sql.query} for expressions and queries. Start at
 * {@link dev.cairn.sql.parse.StatementParser}.
 */
@NullMarked
package dev.cairn.sql.parse;

import org.jspecify.annotations.NullMarked;
