package dev.cairn.engine.property;

import dev.cairn.catalog.Column;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The form of {@code unique_constraints} and {@code foreign_key_constraints}: constraints separated by semicolons. */
final class ConstraintList {
    private static final String SEPARATOR = ";";

    private ConstraintList() {}

    /** Returns the constraints as they are written, with the whitespace around them. */
    static List<String> split(String constraints) {
        return Arrays.stream(constraints.split(SEPARATOR, 0))
                .filter(constraint -> !constraint.isEmpty())
                .toList();
    }

    static String join(List<String> constraints) {
        return String.join(SEPARATOR, constraints);
    }

    /** Returns the names of a list of columns. */
    static List<String> splitNames(String nameList) {
        return nameList.isBlank()
                ? List.of()
                : Arrays.stream(nameList.split(",", 0)).map(String::strip).toList();
    }

    /** Returns the columns that constraints may name, by their lower-case names. */
    static Map<String, Column> indexByName(List<Column> columns) {
        Map<String, Column> columnByLowerCaseName = new HashMap<>();
        columns.forEach(column -> columnByLowerCaseName.put(column.name().toLowerCase(Locale.ROOT), column));
        return columnByLowerCaseName;
    }
}
