package dev.cairn.tooling.project;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Default names of schemas and their roots, derived from the name of a database or a file. They are legal in SQL and in
 * Java, whatever the database is called.
 */
public final class SchemaNames {
    private static final int MAX_NAME_LENGTH = 40;
    private static final Pattern LEGAL_NAME_PATTERN =
            Pattern.compile("[a-z][a-z0-9_]{0," + (MAX_NAME_LENGTH - 1) + "}");

    /** Types that the sources of a schema use: a root with such a name would hide the type in its package. */
    private static final Set<String> RESERVED_TYPE_NAMES = Set.of(
            "Schema", "Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double", "String", "Object", "Override");

    private SchemaNames() {}

    /** Returns the name of the database, converted to a legal name of a schema. */
    public static String toSchemaName(String database) {
        if (LEGAL_NAME_PATTERN.matcher(database).matches()) {
            return database;
        }
        String normalizedName =
                database.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_").replaceFirst("^[^a-z]+", "");
        String name = normalizedName.substring(0, Math.min(MAX_NAME_LENGTH, normalizedName.length()));
        return name.isEmpty() ? "schema" : name;
    }

    /** Returns the name of a schema for a file: {@code shop} for {@code exports/shop.sql}. */
    public static String fromFile(Path file) {
        Path fileName = file.toAbsolutePath().normalize().getFileName();
        return toSchemaName(fileName == null ? "" : fileName.toString().replaceFirst("\\.[^.]*$", ""));
    }

    /**
     * Returns the default name of a root: {@code WebShop} for {@code web_shop}, {@code StringDatabase} for
     * {@code string}.
     */
    public static String deriveRootName(String schemaName) {
        return deriveRootName(schemaName, Set.of());
    }

    /** Returns the name of the root, which differs from the names of other types of its package. */
    static String deriveRootName(String schemaName, Set<String> otherTypeNames) {
        String name = toCamelCase(schemaName);
        return RESERVED_TYPE_NAMES.contains(name) || otherTypeNames.contains(name) ? name + "Database" : name;
    }

    private static String toCamelCase(String schemaName) {
        StringBuilder camelCaseName = new StringBuilder();
        for (String word : schemaName.split("_+", -1)) {
            if (!word.isEmpty()) {
                camelCaseName.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return camelCaseName.toString();
    }
}
