/**
 * The type of an expression, and whether it may be NULL.
 *
 * <p>Uses {@link dev.cairn.analysis.function}. Start at {@link dev.cairn.analysis.expression.ExpressionTyping}.
 */
@NullMarked
package dev.cairn.analysis.expression;

import org.jspecify.annotations.NullMarked;
