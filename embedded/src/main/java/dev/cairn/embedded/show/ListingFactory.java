package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.Listing;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Creates the listings of a server with its profile. The file {@code listings.txt} defines the columns of all SHOW
 * statements and of the tables of {@code information_schema}.
 */
record ListingFactory(ServerProfile profile) {
    private static final String RESOURCE = "listings.txt";
    private static final String CONSTANT_PREFIX = "constant ";
    private static final String SHARED_DATA_PREFIX = "shared-data | ";
    private static final Type DEFAULT_TYPE = new Type.Text(Type.Text.Kind.VARCHAR, 30);
    private static final Map<String, ListingDefinition> DEFINITIONS = new ListingDefinitionReader().readAll();

    /**
     * The definition of a listing.
     *
     * @param isConstant whether the file defines all rows, too
     */
    private record ListingDefinition(boolean isConstant, List<DefinedColumn> columns, List<String[]> rows) {}

    private record DefinedColumn(boolean requiresSharedData, Listing.ListingColumn column) {}

    /** Returns a listing with its columns; it has rows only if the file defines them. */
    Listing createListing(String name) {
        return createListing(name, "");
    }

    /** Returns an empty listing with a column whose name contains a word of the statement. */
    Listing createListing(String name, String word) {
        return findListing(name, word).orElseThrow(() -> new IllegalArgumentException(name));
    }

    Optional<Listing> findListing(String name) {
        return findListing(name, "");
    }

    private Optional<Listing> findListing(String name, String word) {
        return Optional.ofNullable(DEFINITIONS.get(name)).map(definition -> create(definition, word));
    }

    private Listing create(ListingDefinition definition, String word) {
        Listing listing = new Listing(definition.columns().stream()
                .filter(column -> !column.requiresSharedData() || profile.sharedData())
                .map(column -> column.column().withName(column.column().name().replace("{}", word)))
                .toList());
        definition.rows().forEach(row -> listing.addRow((Object[]) row));
        return listing;
    }

    /** Returns the names of the listings that begin with this word, in alphabetical order. */
    static Stream<String> listNames(String prefix) {
        return DEFINITIONS.keySet().stream().filter(name -> name.startsWith(prefix));
    }

    /** Returns the names of the listings whose rows are defined with them. */
    static Stream<String> constantListingNames() {
        return DEFINITIONS.entrySet().stream()
                .filter(entry -> entry.getValue().isConstant())
                .map(Map.Entry::getKey);
    }

    /** Reads the definitions from the file, line by line. */
    private static final class ListingDefinitionReader {
        private final Map<String, ListingDefinition> definitions = new TreeMap<>();
        private final Map<String, Type> typesByName = new HashMap<>();
        private ListingDefinition currentDefinition = new ListingDefinition(false, List.of(), List.of());

        Map<String, ListingDefinition> readAll() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    Objects.requireNonNull(ListingFactory.class.getResourceAsStream(RESOURCE), RESOURCE),
                    StandardCharsets.UTF_8))) {
                lines.lines()
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .forEach(this::readLine);
                return definitions;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private void readLine(String line) {
            if (line.startsWith("  > ")) {
                currentDefinition.rows().add(line.substring(4).split(" \\| ", -1));
            } else if (line.startsWith("  ")) {
                currentDefinition.columns().add(readColumn(line.strip()));
            } else {
                boolean isConstant = line.startsWith(CONSTANT_PREFIX);
                currentDefinition = new ListingDefinition(isConstant, new ArrayList<>(), new ArrayList<>());
                for (String name : line.substring(isConstant ? CONSTANT_PREFIX.length() : 0)
                        .split(", ", -1)) {
                    definitions.put(name, currentDefinition);
                }
            }
        }

        private DefinedColumn readColumn(String line) {
            boolean requiresSharedData = line.startsWith(SHARED_DATA_PREFIX);
            String[] sides = line.substring(requiresSharedData ? SHARED_DATA_PREFIX.length() : 0)
                    .split(" ?= ?", 2);
            String[] nameAndType = sides[0].split(": ", 2);
            Type type = nameAndType.length == 1 ? DEFAULT_TYPE : parseType(nameAndType[1]);
            String value = sides.length == 1 || sides[1].equals("NULL") ? null : sides[1];
            return new DefinedColumn(
                    requiresSharedData, new Listing.ListingColumn(nameAndType[0], type, sides.length > 1, value));
        }

        private Type parseType(String text) {
            return typesByName.computeIfAbsent(text, Sql::parseType);
        }
    }
}
