/**
 * The checked queries of compiled classes, and the plans of a server for them: start at {@link CompiledQueries}.
 * Statements that a person types to look at rows: start at {@link RowStatement}.
 */
@NullMarked
package dev.cairn.tooling.query;

import org.jspecify.annotations.NullMarked;
