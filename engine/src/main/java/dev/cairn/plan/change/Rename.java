package dev.cairn.plan.change;

import dev.cairn.plan.part.ObjectName;

/** Another name for what stays the same, as somebody declared it. */
public sealed interface Rename {
    ObjectName object();

    String from();

    /** A table, view or materialized view: {@code object} is its name now. */
    record OfObject(ObjectName object, String from) implements Rename {}

    /** A column of a table; {@code object} is the table's name now. */
    record OfColumn(ObjectName object, String from, String to) implements Rename {}

    /** The way back. */
    default Rename reversed(ObjectName before) {
        if (this instanceof OfColumn column) {
            return new OfColumn(before, column.to(), column.from());
        }
        return new OfObject(before, object().name());
    }
}
