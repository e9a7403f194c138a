package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/**
 * Where in a schema's history something happened.
 *
 * @param migration its name, as in {@code V0003AddDiscount}; null where it is about none
 * @param step counted from 1; 0 where it is about none
 * @param object that the step is about; null where that is not known
 */
public record Where(
        String schema,
        @Nullable String migration,
        int step,
        @Nullable String object) {
    /** The schema as a whole. */
    public static Where in(String schema) {
        return new Where(schema, null, 0, null);
    }

    public Where migration(String name) {
        return new Where(schema, name, 0, null);
    }

    public Where step(int number, @Nullable String about) {
        return new Where(schema, migration, number, about);
    }

    /** {@code shop, V0003AddDiscount, step 2 (shop.orders)} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(schema);
        if (migration != null) {
            text.append(", ").append(migration);
        }
        if (step > 0) {
            text.append(", step ").append(step);
        }
        return object == null ? text.toString() : text + " (" + object + ")";
    }
}
