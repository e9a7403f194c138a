package dev.cairn.catalog;

import java.util.List;

/**
 * What a view reads from. It goes with the object: where that gets another name, so does the base.
 *
 * @param direct false where only a view between reads it
 * @param columns those that the query names, or that its {@code *} stands for
 */
public record Base(String database, String name, boolean direct, List<String> columns) {
    public Base {
        columns = List.copyOf(columns);
    }

    public boolean is(String otherDatabase, String otherName) {
        return name.equals(otherName) && database.equals(otherDatabase);
    }

    public boolean reads(String column) {
        return columns.stream().anyMatch(column::equalsIgnoreCase);
    }
}
