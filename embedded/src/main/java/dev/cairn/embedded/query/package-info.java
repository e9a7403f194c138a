/**
 * SELECT, as far as a server without rows answers it: constants, variables, and the tables of {@code information_schema}
 * with a simple WHERE, ORDER BY and LIMIT.
 *
 * <p>Start at {@link dev.cairn.embedded.query.Select} and {@link dev.cairn.embedded.query.SelectAnswer}.
 */
@NullMarked
package dev.cairn.embedded.query;

import org.jspecify.annotations.NullMarked;
