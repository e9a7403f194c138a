package dev.cairn;

import dev.cairn.schema.RecordedMigration;
import java.util.List;

/**
 * What an upgrade or a downgrade did.
 *
 * @param from the number of the migration at which the database stood; 0 is before the first
 * @param to the number at which it stands now
 * @param ran the migrations that were run, in their order; of one that another migrator had begun, the rest
 */
public record Outcome(int from, int to, List<RecordedMigration> ran) {
    public Outcome {
        ran = List.copyOf(ran);
    }

    /** Whether there was nothing to do. */
    public boolean isNothing() {
        return ran.isEmpty();
    }
}
