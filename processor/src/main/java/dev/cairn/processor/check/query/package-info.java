/**
 * Checks the statements of {@code @Queries}: each of their variants, with its parameters, its result and the role that
 * runs it.
 *
 * <p>Uses the declared schema and the findings of the package above. Start at {@link
 * dev.cairn.processor.check.query.CheckedQueryInterface}.
 */
@NullMarked
package dev.cairn.processor.check.query;

import org.jspecify.annotations.NullMarked;
