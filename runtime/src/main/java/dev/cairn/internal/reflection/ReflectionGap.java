package dev.cairn.internal.reflection;

import dev.cairn.plan.part.ObjectName;

/** An object that could not be read completely, with the reason. */
public record ReflectionGap(ObjectName object, String reason) {
    /** Returns a description, such as {@code shop.orders: the reason}. */
    @Override
    public String toString() {
        return object + ": " + reason;
    }
}
