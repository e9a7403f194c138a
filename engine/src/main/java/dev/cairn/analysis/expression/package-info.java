/**
 * Determines the type and nullability of expressions.
 *
 * <p>Uses {@link dev.cairn.analysis.function}. Start at {@link dev.cairn.analysis.expression.ExpressionTyping}.
 */
@NullMarked
package dev.cairn.analysis.expression;

import org.jspecify.annotations.NullMarked;
