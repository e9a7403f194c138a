/**
 * Whether two queries say the same. Each is brought into a {@link dev.cairn.analysis.comparison.ShapeNode}, in which all that
 * does not matter is gone: layout, quotes, parentheses that change nothing, names that only point at something.
 *
 * <p>May use {@link dev.cairn.sql}, {@link dev.cairn.catalog} and {@link dev.cairn.analysis}. Start at {@link
 * dev.cairn.analysis.comparison.QueryComparison}.
 */
@NullMarked
package dev.cairn.analysis.comparison;

import org.jspecify.annotations.NullMarked;
