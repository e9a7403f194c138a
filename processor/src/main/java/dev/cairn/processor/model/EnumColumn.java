package dev.cairn.processor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column whose values are constants of an enum.
 *
 * @param object the table or view
 * @param several whether each value is a list of constants
 */
public record EnumColumn(String database, String object, String column, JavaType.Enumeration type, boolean several) {
    /**
     * Returns the columns of a declaration.
     *
     * @param selected the database of objects that are declared without one
     */
    public static List<EnumColumn> of(Declaration declaration, String selected) {
        List<EnumColumn> columns = new ArrayList<>();
        for (DeclaredColumn column : declaration.columns()) {
            enumeration(column.type())
                    .ifPresent(type -> columns.add(new EnumColumn(
                            declaration.database(selected),
                            declaration.name().last().text(),
                            column.name(),
                            type,
                            column.type() instanceof JavaType.ListOf)));
        }
        return columns;
    }

    private static Optional<JavaType.Enumeration> enumeration(JavaType type) {
        if (type instanceof JavaType.ListOf list) {
            return list.element() instanceof JavaType.Enumeration element ? Optional.of(element) : Optional.empty();
        }
        return type instanceof JavaType.Enumeration single ? Optional.of(single) : Optional.empty();
    }
}
