package dev.cairn.catalog;

import java.util.List;

/**
 * What a view reads from. It goes with the object: where that gets another name, so does the base.
 *
 * @param direct false where only a view between reads it
 * @param columns those that the query names, or that its {@code *} stands for
 * @param dropped the object is gone; another one of its name is not what the view reads from
 */
public record BaseRelation(String database, String name, boolean direct, List<String> columns, boolean dropped) {
    public BaseRelation {
        columns = List.copyOf(columns);
    }

    public BaseRelation(String database, String name, boolean direct, List<String> columns) {
        this(database, name, direct, columns, false);
    }

    public boolean is(String otherDatabase, String otherName) {
        return !dropped && isNamed(otherDatabase, otherName);
    }

    public boolean isNamed(String otherDatabase, String otherName) {
        return name.equals(otherName) && database.equals(otherDatabase);
    }

    public BaseRelation named(String newName) {
        return new BaseRelation(database, newName, direct, columns, dropped);
    }

    /** When the object is gone. */
    public BaseRelation orphaned() {
        return new BaseRelation(database, name, direct, columns, true);
    }

    public boolean reads(String column) {
        return columns.stream().anyMatch(column::equalsIgnoreCase);
    }
}
