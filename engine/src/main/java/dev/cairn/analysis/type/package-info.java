/**
 * Types of expressions: literals, casts, comparisons, common types, decimal arithmetic.
 *
 * <p>Uses no other package of the analysis. Start at {@link dev.cairn.analysis.type.CommonTypes}.
 */
@NullMarked
package dev.cairn.analysis.type;

import org.jspecify.annotations.NullMarked;
