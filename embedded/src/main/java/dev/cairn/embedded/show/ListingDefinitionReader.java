package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.Listing;
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
import java.util.TreeMap;

/** Reads the definitions of listings from {@code listings.txt}, whose first lines describe the format, line by line. */
final class ListingDefinitionReader {
    private static final String RESOURCE = "listings.txt";
    private static final String CONSTANT_PREFIX = "constant ";
    private static final String SHARED_DATA_PREFIX = "shared-data | ";
    private static final Type DEFAULT_TYPE = new Type.Text(Type.Text.Kind.VARCHAR, 30);

    private final Map<String, ListingDefinition> definitions = new TreeMap<>();
    private final Map<String, Type> typesByName = new HashMap<>();
    private ListingDefinition currentDefinition = new ListingDefinition(false, List.of(), List.of());

    private ListingDefinitionReader() {}

    /** Returns the definitions by the names of the listings. */
    static Map<String, ListingDefinition> readAll() {
        ListingDefinitionReader reader = new ListingDefinitionReader();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ListingDefinitionReader.class.getResourceAsStream(RESOURCE), RESOURCE),
                StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(reader::readLine);
            return reader.definitions;
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
            for (String name :
                    line.substring(isConstant ? CONSTANT_PREFIX.length() : 0).split(", ", -1)) {
                definitions.put(name, currentDefinition);
            }
        }
    }

    private ListingDefinition.DefinedColumn readColumn(String line) {
        boolean requiresSharedData = line.startsWith(SHARED_DATA_PREFIX);
        String[] declarationAndValue = line.substring(requiresSharedData ? SHARED_DATA_PREFIX.length() : 0)
                .split(" ?= ?", 2);
        String[] nameAndType = declarationAndValue[0].split(": ", 2);
        Type type = nameAndType.length == 1 ? DEFAULT_TYPE : parseType(nameAndType[1]);
        String value = declarationAndValue.length == 1 || declarationAndValue[1].equals("NULL")
                ? null
                : declarationAndValue[1];
        return new ListingDefinition.DefinedColumn(
                requiresSharedData,
                new Listing.ListingColumn(nameAndType[0], type, declarationAndValue.length > 1, value));
    }

    private Type parseType(String text) {
        return typesByName.computeIfAbsent(text, Sql::parseType);
    }
}
