/**
 * The values that are known without rows: literals, variables, and functions about the session.
 *
 * <p>Start with {@link dev.cairn.embedded.query.SessionExpressionEvaluator} and
 * {@link dev.cairn.embedded.query.ConstantQuery}.
 */
@NullMarked
package dev.cairn.embedded.query;

import org.jspecify.annotations.NullMarked;
