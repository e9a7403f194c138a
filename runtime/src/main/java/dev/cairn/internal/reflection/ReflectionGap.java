package dev.cairn.internal.reflection;

import dev.cairn.plan.part.ObjectName;

/** An object of which something could not be read, with the reason. */
public record ReflectionGap(ObjectName object, String reason) {
    /** Returns a description, as in {@code shop.orders: the reason}. */
    @Override
    public String toString() {
        return object + ": " + reason;
    }
}
