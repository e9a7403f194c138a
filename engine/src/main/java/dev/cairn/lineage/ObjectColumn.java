package dev.cairn.lineage;

import dev.cairn.plan.part.ObjectName;
import java.util.Comparator;
import java.util.Locale;

/**
 * A column of a table, a view or a materialized view. The database of an object in an external catalog is {@code
 * catalog.database}. The order ignores the case of columns, so it is not consistent with equals.
 */
public record ObjectColumn(ObjectName object, String column) implements Comparable<ObjectColumn> {
    private static final Comparator<ObjectColumn> ORDER =
            Comparator.comparing(ObjectColumn::object).thenComparing(column -> column.column.toLowerCase(Locale.ROOT));

    @Override
    public int compareTo(ObjectColumn other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code shop.orders.amount}. */
    @Override
    public String toString() {
        return object + "." + column;
    }
}
