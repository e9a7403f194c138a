package dev.cairn.plan.change;

import dev.cairn.plan.part.ObjectName;

/** A declared rename of an object or a column. */
public sealed interface Rename {
    ObjectName object();

    String from();

    /** A table, view or materialized view; {@code object} is its new name. */
    record OfObject(ObjectName object, String from) implements Rename {}

    /** A column of a table; {@code object} is the table's new name. */
    record OfColumn(ObjectName object, String from, String to) implements Rename {}

    /** Returns the reverse rename. */
    default Rename reversed(ObjectName before) {
        if (this instanceof OfColumn column) {
            return new OfColumn(before, column.to(), column.from());
        }
        return new OfObject(before, object().name());
    }
}
