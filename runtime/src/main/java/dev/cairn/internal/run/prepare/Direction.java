package dev.cairn.internal.run.prepare;

import dev.cairn.schema.RecordedMigration;
import dev.cairn.schema.StepMoment;
import java.util.List;

/** Which way a migration is run. */
public enum Direction {
    UPGRADE(StepMoment.BEFORE_UPGRADE, StepMoment.AFTER_UPGRADE),
    DOWNGRADE(StepMoment.BEFORE_DOWNGRADE, StepMoment.AFTER_DOWNGRADE);

    private final StepMoment before;
    private final StepMoment after;

    Direction(StepMoment before, StepMoment after) {
        this.before = before;
        this.after = after;
    }

    /** When its code runs that comes first. */
    StepMoment before() {
        return before;
    }

    /** When its code runs that comes last. */
    StepMoment after() {
        return after;
    }

    List<String> texts(RecordedMigration migration) {
        return this == UPGRADE ? migration.upgrade() : migration.downgrade();
    }
}
