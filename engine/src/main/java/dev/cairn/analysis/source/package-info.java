/**
 * Tables and views that a query reads, their columns, and what the analysis returns.
 *
 * <p>Uses {@link dev.cairn.analysis.type}. Start at {@link dev.cairn.analysis.source.QuerySources} and {@link
 * dev.cairn.analysis.source.AnalysedQuery}.
 */
@NullMarked
package dev.cairn.analysis.source;

import org.jspecify.annotations.NullMarked;
