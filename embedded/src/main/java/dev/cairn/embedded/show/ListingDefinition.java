package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.Listing;
import java.util.List;

/**
 * The definition of a listing.
 *
 * @param isConstant whether the file defines all rows, too
 */
record ListingDefinition(boolean isConstant, List<DefinedColumn> columns, List<String[]> rows) {
    record DefinedColumn(boolean requiresSharedData, Listing.ListingColumn column) {}
}
