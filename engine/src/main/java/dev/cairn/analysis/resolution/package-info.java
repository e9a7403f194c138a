/**
 * Name resolution in queries: FROM, select lists, grouping, ordering, and the names of unnamed columns.
 *
 * <p>Uses all other packages of the analysis. Start at {@link dev.cairn.analysis.resolution.QueryResolver}.
 */
@NullMarked
package dev.cairn.analysis.resolution;

import org.jspecify.annotations.NullMarked;
