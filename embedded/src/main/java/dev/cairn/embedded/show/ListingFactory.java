package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.profile.ServerProfile;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Creates the listings of a server with its profile. The file {@code listings.txt} defines the columns of all SHOW
 * statements and of the tables of {@code information_schema}.
 */
record ListingFactory(ServerProfile profile) {
    private static final Map<String, ListingDefinition> DEFINITION_BY_NAME = ListingDefinitionReader.readAll();

    /** Stands for a word of the statement in the name of a column. */
    private static final String COLUMN_WORD_PLACEHOLDER = "{}";

    /**
     * Returns a listing with its columns, and with rows if the file defines them.
     *
     * @throws IllegalArgumentException if the file does not define the listing
     */
    Listing createListing(String name) {
        return createListing(name, "");
    }

    /**
     * Returns a listing, with a word of the statement in the name of one column, as in {@code Tables_in_shop}.
     *
     * @param columnWord replaces the placeholder in the name of the column
     * @throws IllegalArgumentException if the file does not define the listing
     */
    Listing createListing(String name, String columnWord) {
        return Optional.ofNullable(DEFINITION_BY_NAME.get(name))
                .map(definition -> createFromDefinition(definition, columnWord))
                .orElseThrow(() -> new IllegalArgumentException("Unknown listing: " + name));
    }

    private Listing createFromDefinition(ListingDefinition definition, String columnWord) {
        Listing listing = new Listing(definition.columns().stream()
                .filter(column -> !column.requiresSharedData() || profile.isSharedData())
                .map(column ->
                        column.column().withName(column.column().name().replace(COLUMN_WORD_PLACEHOLDER, columnWord)))
                .toList());
        definition.rows().forEach(row -> listing.addRow((Object[]) row));
        return listing;
    }

    /** Returns the names of listings that start with a prefix, in alphabetical order. */
    static Stream<String> namesStartingWith(String prefix) {
        return DEFINITION_BY_NAME.keySet().stream().filter(name -> name.startsWith(prefix));
    }

    /** Returns the names of the listings whose rows the file defines. */
    static Stream<String> constantListingNames() {
        return DEFINITION_BY_NAME.entrySet().stream()
                .filter(entry -> entry.getValue().isConstant())
                .map(Map.Entry::getKey);
    }
}
