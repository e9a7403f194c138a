/**
 * Decides whether two queries are equivalent. Each is analyzed, and then normalized into a
 * {@link dev.cairn.analysis.comparison.ShapeNode}, which omits all insignificant differences: layout, quotes, redundant
 * parentheses, and names that only refer to another part of the query.
 *
 * <p>May use {@link dev.cairn.sql}, {@link dev.cairn.catalog}, {@link dev.cairn.profile} and
 * {@link dev.cairn.analysis}. Start at {@link dev.cairn.analysis.comparison.QueryComparison}.
 */
@NullMarked
package dev.cairn.analysis.comparison;

import org.jspecify.annotations.NullMarked;
