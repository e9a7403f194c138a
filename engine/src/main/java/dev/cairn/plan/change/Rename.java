package dev.cairn.plan.change;

import dev.cairn.plan.part.ObjectName;

/** A declared rename of an object or a column. */
public sealed interface Rename {
    /** Returns the object: its new name, or the new name of the table that contains the column. */
    ObjectName object();

    /** Returns the old name. */
    String oldName();

    /** A rename of a table, view or materialized view. */
    record ObjectRename(ObjectName object, String oldName) implements Rename {}

    /** A rename of a column of a table, which may be a cluster object. */
    record ColumnRename(ObjectName object, String oldName, String newName) implements Rename {}

    /**
     * Returns the reverse rename.
     *
     * @param oldObjectName the old name of the object
     */
    default Rename reverse(ObjectName oldObjectName) {
        if (this instanceof ColumnRename column) {
            return new ColumnRename(oldObjectName, column.newName(), column.oldName());
        }
        return new ObjectRename(oldObjectName, object().name());
    }
}
