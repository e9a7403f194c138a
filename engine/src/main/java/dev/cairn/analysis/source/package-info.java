/**
 * The sources that a query reads, the columns of these sources, and the results of the analysis.
 *
 * <p>Uses {@link dev.cairn.analysis.type}. Start at {@link dev.cairn.analysis.source.SourceResolver} and
 * {@link dev.cairn.analysis.source.BoundQuery}.
 */
@NullMarked
package dev.cairn.analysis.source;

import org.jspecify.annotations.NullMarked;
