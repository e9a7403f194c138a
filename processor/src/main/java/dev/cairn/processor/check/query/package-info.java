/**
 * Checks the statements of {@code @Queries}: each of their variants, with the parameters, the result, and the roles
 * with which the statement runs.
 *
 * <p>Uses the declared schema and the findings of the package above. Start with {@link
 * dev.cairn.processor.check.query.CheckedQueryInterface}.
 */
@NullMarked
package dev.cairn.processor.check.query;

import org.jspecify.annotations.NullMarked;
