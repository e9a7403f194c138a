package dev.cairn.embedded.job;

import dev.cairn.catalog.TableState;
import dev.cairn.engine.context.Cost;
import java.util.Optional;

/** The kind of a job, which also determines the variant of SHOW ALTER TABLE that lists it. */
public enum JobKind {
    /** A change of columns, the sort key or a property, listed by SHOW ALTER TABLE COLUMN. */
    COLUMN(TableState.SCHEMA_CHANGE),
    /** A change of the metadata of a shared-data table, which SHOW ALTER TABLE does not list. */
    HIDDEN(TableState.SCHEMA_CHANGE),
    /** The creation of a rollup or a synchronous materialized view, listed by SHOW ALTER TABLE ROLLUP. */
    ROLLUP(TableState.ROLLUP),
    /** A change that rewrites the data into new partitions, listed by SHOW ALTER TABLE OPTIMIZE. */
    OPTIMIZE(TableState.OPTIMIZE);

    private final TableState busy;

    JobKind(TableState busy) {
        this.busy = busy;
    }

    /** Returns the state of the table while the job runs. */
    public TableState busy() {
        return busy;
    }

    /** Returns the kind of job that a change starts; empty if the change starts no asynchronous job. */
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
