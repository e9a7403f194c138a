package dev.cairn.internal.run.prepare;

import dev.cairn.catalog.Catalog;
import dev.cairn.schema.Direction;
import dev.cairn.schema.RecordedMigration;
import java.util.List;

/**
 * A migration, ready to be run one way.
 *
 * @param before what the catalog should be before it
 * @param after what it leads to
 */
public record PreparedMigration(
        RecordedMigration migration, Direction direction, List<RunStep> steps, Catalog before, Catalog after) {
    public PreparedMigration {
        steps = List.copyOf(steps);
    }
}
