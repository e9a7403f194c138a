package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.table.Listing;
import java.util.List;

/**
 * The definition of a listing in {@code listings.txt}, which is the same for all servers.
 *
 * @param isConstant whether the file defines all rows; otherwise, the server adds them
 * @param rows the rows in the file, with a string for each column
 */
record ListingDefinition(boolean isConstant, List<DefinedColumn> columns, List<String[]> rows) {
    /**
     * A column of the listing.
     *
     * @param requiresSharedData whether only a server with shared data has the column
     */
    record DefinedColumn(boolean requiresSharedData, Listing.ListingColumn column) {}
}
