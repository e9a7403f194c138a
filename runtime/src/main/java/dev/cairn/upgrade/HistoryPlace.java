package dev.cairn.upgrade;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A place in the history of a schema.
 *
 * @param schema the name of the schema; for a place that belongs to no schema, another name, such as that of a script
 *     or of a table
 * @param migration the name of the migration, such as {@code V0003AddDiscount}; null if the place is not in a migration
 * @param step the number of the step, counted from 1; 0 if the place is not in a step
 * @param object the name of the object that the step changes; null if it is not known
 */
public record HistoryPlace(
        String schema,
        @Nullable String migration,
        int step,
        @Nullable String object) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Returns the schema as a whole. */
    public static HistoryPlace in(String schema) {
        return new HistoryPlace(schema, null, 0, null);
    }

    /** Returns a migration of the same schema, as a whole. */
    public HistoryPlace migration(String name) {
        return new HistoryPlace(schema, name, 0, null);
    }

    /**
     * Returns a step of the same migration.
     *
     * @param changedObject the name of the object that the step changes; null if it is not known
     */
    public HistoryPlace step(int number, @Nullable String changedObject) {
        return new HistoryPlace(schema, migration, number, changedObject);
    }

    /** Returns a description: {@code shop, V0003AddDiscount, step 2 (shop.orders)}. */
    @Override
    public String toString() {
        StringBuilder description = new StringBuilder(schema);
        if (migration != null) {
            description.append(", ").append(migration);
        }
        if (step > 0) {
            description.append(", step ").append(step);
        }
        return object == null ? description.toString() : description + " (" + object + ")";
    }
}
