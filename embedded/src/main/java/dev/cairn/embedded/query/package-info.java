/**
 * Evaluation of SELECT statements that need no stored rows: constants, variables, and the tables of
 * {@code information_schema} with a simple WHERE, ORDER BY and LIMIT.
 *
 * <p>Start with {@link dev.cairn.embedded.query.SystemQueries} and {@link dev.cairn.embedded.query.SelectAnswer}.
 */
@NullMarked
package dev.cairn.embedded.query;

import org.jspecify.annotations.NullMarked;
