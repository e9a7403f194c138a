package dev.cairn.catalog;

import java.util.List;

/**
 * A relation that a view reads from. It follows the object: if the object is renamed, so is the base.
 *
 * @param isDirect false if the view reads it only through another view
 * @param columns the columns that the query names, or that its {@code *} expands to
 * @param isRenamed whether the object has had another name since the view was analysed
 * @param isDropped whether the object was dropped; another object of its name is not the base of the view
 */
public record BaseRelation(
        String database, String name, boolean isDirect, List<String> columns, boolean isRenamed, boolean isDropped) {
    public BaseRelation {
        columns = List.copyOf(columns);
    }

    public BaseRelation(String database, String name, boolean direct, List<String> columns) {
        this(database, name, direct, columns, false, false);
    }

    public boolean is(String otherDatabase, String otherName) {
        return !isDropped && isNamed(otherDatabase, otherName);
    }

    public boolean isNamed(String otherDatabase, String otherName) {
        return name.equals(otherName) && database.equals(otherDatabase);
    }

    /** Returns the base after its object was renamed. */
    public BaseRelation renameTo(String newName) {
        return new BaseRelation(database, newName, isDirect, columns, true, isDropped);
    }

    /** Returns the base of a view whose query no longer reads it. */
    BaseRelation asFormer() {
        return new BaseRelation(database, name, false, List.of(), isRenamed, isDropped);
    }

    /** Returns the base after its object was dropped. */
    public BaseRelation asDropped() {
        return new BaseRelation(database, name, isDirect, columns, isRenamed, true);
    }

    public boolean reads(String column) {
        return columns.stream().anyMatch(column::equalsIgnoreCase);
    }
}
