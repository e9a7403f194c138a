package dev.cairn.internal.reflection;

import dev.cairn.plan.part.ObjectName;

/**
 * An entry in the listing of a database.
 *
 * @param kind {@code table}, {@code view} or {@code materialized view}
 */
public record ListedObject(ObjectName name, String kind) {
    /** Returns a description, such as {@code table shop.orders}. */
    @Override
    public String toString() {
        return kind + " " + name;
    }
}
