package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.Catalog;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.Set;

/**
 * A migration that is ready to run in one direction.
 *
 * @param catalogBefore the expected catalog before the migration
 * @param catalogAfter the catalog after the migration
 */
public record PreparedMigration(
        RecordedMigration migration,
        Direction direction,
        List<RunStep> steps,
        Catalog catalogBefore,
        Catalog catalogAfter) {
    public PreparedMigration {
        steps = List.copyOf(steps);
    }

    /** Returns the migration without the steps that have these numbers. */
    public PreparedMigration withoutSteps(Set<Integer> stepNumbers) {
        List<RunStep> remainingSteps = steps.stream()
                .filter(step -> !stepNumbers.contains(step.number()))
                .toList();
        return new PreparedMigration(migration, direction, remainingSteps, catalogBefore, catalogAfter);
    }

    /**
     * Returns the number of the last step; 0 for a migration without steps. Markers without a statement are numbered,
     * too, so the number may be greater than the count of the steps.
     */
    public int lastStepNumber() {
        return steps.stream().mapToInt(RunStep::number).max().orElse(0);
    }
}
