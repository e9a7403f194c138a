package dev.cairn.embedded.job;

import dev.cairn.catalog.TableState;
import dev.cairn.engine.Cost;
import java.util.Optional;

/** What a job does, and so which listing has it. */
public enum JobKind {
    COLUMN(TableState.SCHEMA_CHANGE),
    /** A change of a shared-data table's metadata, which no listing shows. */
    HIDDEN(TableState.SCHEMA_CHANGE),
    ROLLUP(TableState.ROLLUP),
    OPTIMIZE(TableState.OPTIMIZE);

    private final TableState busy;

    JobKind(TableState busy) {
        this.busy = busy;
    }

    /** What the table is busy with meanwhile. */
    public TableState busy() {
        return busy;
    }

    /** The job that a change starts, if it starts one which takes time. */
    public static Optional<JobKind> of(Cost cost) {
        return switch (cost) {
            case IMMEDIATE, FAST_JOB -> Optional.empty();
            case HIDDEN_JOB -> Optional.of(HIDDEN);
            case COLUMN_JOB -> Optional.of(COLUMN);
            case ROLLUP_JOB -> Optional.of(ROLLUP);
            case OPTIMIZE_JOB -> Optional.of(OPTIMIZE);
        };
    }
}
