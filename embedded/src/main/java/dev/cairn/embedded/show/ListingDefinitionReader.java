package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.text.TextResource;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the definitions of listings line by line from {@code listings.txt}, whose first lines describe the format. */
final class ListingDefinitionReader {
    private static final String RESOURCE = "listings.txt";
    private static final String CONSTANT_PREFIX = "constant ";
    private static final String SHARED_DATA_PREFIX = "shared-data | ";
    private static final String TYPE_SEPARATOR = ": ";
    private static final String COMMENT_SEPARATOR = " COMMENT ";
    private static final String NOT_NULL_SUFFIX = " NOT NULL";
    private static final Type DEFAULT_TYPE = new Type.Text(Type.Text.Kind.VARCHAR, 30);

    private final Map<String, ListingDefinition> definitionByName = new TreeMap<>();
    private final Map<String, Type> typeByText = new HashMap<>();
    /** The definition to which the next columns and rows belong. The first line of a listing replaces it. */
    private ListingDefinition currentDefinition = new ListingDefinition(false, List.of(), List.of());

    private ListingDefinitionReader() {}

    /** Returns the definitions by the names of the listings. */
    static Map<String, ListingDefinition> readAll() {
        ListingDefinitionReader definitionReader = new ListingDefinitionReader();
        TextResource.read(ListingDefinitionReader.class, RESOURCE)
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(definitionReader::readLine);
        return definitionReader.definitionByName;
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
                definitionByName.put(name, currentDefinition);
            }
        }
    }

    private ListingDefinition.DefinedColumn readColumn(String line) {
        boolean requiresSharedData = line.startsWith(SHARED_DATA_PREFIX);
        String definition = requiresSharedData ? line.substring(SHARED_DATA_PREFIX.length()) : line;
        // The first server of a JVM reads more than a thousand lines, for which regular expressions would take long.
        int valueStart = definition.indexOf('=');
        String annotatedDeclaration = valueStart < 0
                ? definition
                : definition.substring(0, valueStart).stripTrailing();
        int commentStart = annotatedDeclaration.indexOf(COMMENT_SEPARATOR);
        String comment =
                commentStart < 0 ? "" : annotatedDeclaration.substring(commentStart + COMMENT_SEPARATOR.length());
        String typedDeclaration =
                commentStart < 0 ? annotatedDeclaration : annotatedDeclaration.substring(0, commentStart);
        boolean isNullable = !typedDeclaration.endsWith(NOT_NULL_SUFFIX);
        String declaration = isNullable
                ? typedDeclaration
                : typedDeclaration.substring(0, typedDeclaration.length() - NOT_NULL_SUFFIX.length());
        String value =
                valueStart < 0 ? "NULL" : definition.substring(valueStart + 1).stripLeading();
        int typeStart = declaration.indexOf(TYPE_SEPARATOR);
        Type type =
                typeStart < 0 ? DEFAULT_TYPE : parseType(declaration.substring(typeStart + TYPE_SEPARATOR.length()));
        return new ListingDefinition.DefinedColumn(
                requiresSharedData,
                new Listing.ListingColumn(
                        typeStart < 0 ? declaration : declaration.substring(0, typeStart),
                        type,
                        valueStart >= 0,
                        value.equals("NULL") ? null : value,
                        isNullable,
                        comment));
    }

    private Type parseType(String typeText) {
        return typeByText.computeIfAbsent(typeText, Sql::parseType);
    }
}
