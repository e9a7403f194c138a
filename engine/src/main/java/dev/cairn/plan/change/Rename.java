package dev.cairn.plan.change;

import dev.cairn.plan.part.ObjectName;

/** A declared rename of an object or a column. */
public sealed interface Rename {
    /** Returns the object: its new name, or the new name of the table that contains the column. */
    ObjectName object();

    /** Returns the old name. */
    String from();

    /** A rename of a table, view or materialized view. */
    record OfObject(ObjectName object, String from) implements Rename {}

    /** A rename of a column of a table. */
    record OfColumn(ObjectName object, String from, String to) implements Rename {}

    /**
     * Returns the reverse rename.
     *
     * @param before the old name of the object
     */
    default Rename reverse(ObjectName before) {
        if (this instanceof OfColumn column) {
            return new OfColumn(before, column.to(), column.from());
        }
        return new OfObject(before, object().name());
    }
}
