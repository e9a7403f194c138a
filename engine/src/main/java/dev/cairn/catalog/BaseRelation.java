package dev.cairn.catalog;

import java.util.List;

/**
 * A relation that a view reads. The base follows the object: if the object is renamed, the base gets the new name, too.
 *
 * @param columns the columns that the query of the view names or that {@code *} expands to
 * @param isRenamed whether the object has had another name since the view was analyzed
 * @param isDropped whether the object was dropped; an object that is created with its name later is not the base of the
 *     view
 */
public record BaseRelation(
        String database, String name, Reading reading, List<String> columns, boolean isRenamed, boolean isDropped) {
    /** The way in which a view reads a relation. */
    public enum Reading {
        /** The query of the view names the relation. */
        DIRECT,
        /** The view reads the relation only through another view. */
        INDIRECT,
        /** Only an earlier query of the view read the relation. */
        FORMER
    }

    public BaseRelation {
        columns = List.copyOf(columns);
    }

    public BaseRelation(String database, String name, boolean isDirect, List<String> columns) {
        this(database, name, isDirect ? Reading.DIRECT : Reading.INDIRECT, columns, false, false);
    }

    public boolean isDirect() {
        return reading == Reading.DIRECT;
    }

    /** Returns whether only an earlier query of the view read the object. */
    public boolean isFormer() {
        return reading == Reading.FORMER;
    }

    /** Returns whether the base is the present object with this name. */
    public boolean refersTo(String otherDatabase, String otherName) {
        return !isDropped && isNamed(otherDatabase, otherName);
    }

    public boolean isNamed(String otherDatabase, String otherName) {
        return name.equals(otherName) && database.equals(otherDatabase);
    }

    /** Returns the base after its object was renamed. */
    public BaseRelation asRenamedTo(String newName) {
        return new BaseRelation(database, newName, reading, columns, true, isDropped);
    }

    /** Returns the base as one that only an earlier query of the view read. */
    BaseRelation asFormer() {
        return new BaseRelation(database, name, Reading.FORMER, List.of(), isRenamed, isDropped);
    }

    /** Returns the base after its object was dropped. */
    public BaseRelation asDropped() {
        return new BaseRelation(database, name, reading, columns, isRenamed, true);
    }

    /** Returns whether the view reads this column of the relation; names are compared without regard to case. */
    public boolean reads(String column) {
        return columns.stream().anyMatch(column::equalsIgnoreCase);
    }
}
