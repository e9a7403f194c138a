/**
 * Expressions in definitions, in the spellings in which the server stores and prints them.
 *
 * <p>Uses {@link dev.cairn.engine.value}. Start at {@link dev.cairn.engine.expression.ExpressionPrintStyle}.
 */
@NullMarked
package dev.cairn.engine.expression;

import org.jspecify.annotations.NullMarked;
