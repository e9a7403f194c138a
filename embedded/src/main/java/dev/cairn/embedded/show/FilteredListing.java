package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.sql.ast.Statement.ShowFilter;

/**
 * Rows of a SHOW statement with the clauses that select and sort them.
 *
 * @param listing the rows before the filter is applied
 */
public record FilteredListing(Listing listing, ShowFilter filter) {}
