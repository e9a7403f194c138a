package dev.cairn.embedded.job;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * An asynchronous change of a table, which is running or has ended.
 *
 * @param id the id of the job
 * @param kind the kind of the job
 * @param database the name of the database when the job started
 * @param table the name of the table when the job started
 * @param createdAt when the job started
 * @param finishedAt when the job ended; empty if it has not ended
 * @param state the current state
 * @param message the error message of a cancelled job; otherwise empty
 */
public record Job(
        long id,
        Kind kind,
        String database,
        String table,
        Instant createdAt,
        Optional<Instant> finishedAt,
        State state,
        String message) {
    /** The kind of a job, which also determines the variant of SHOW ALTER TABLE that lists it. */
    public enum Kind {
        /** A change of columns, the sort key or a property, listed by SHOW ALTER TABLE COLUMN. */
        COLUMN,
        /** A change of the metadata of a shared-data table, which SHOW ALTER TABLE does not list. */
        HIDDEN,
        /** The creation of a rollup or a synchronous materialized view, listed by SHOW ALTER TABLE ROLLUP. */
        ROLLUP,
        /** A change that rewrites the data into new partitions, listed by SHOW ALTER TABLE OPTIMIZE. */
        OPTIMIZE
    }

    /** The state of a job. */
    public enum State {
        /** The job has been created. */
        PENDING,
        /** The job waits for the transactions that were open when it was created. */
        WAITING_TXN,
        /** The job is running. */
        RUNNING,
        /** The job has written its data; only on a shared-data server, between RUNNING and FINISHED. */
        FINISHED_REWRITING,
        /** The job has succeeded. */
        FINISHED,
        /** The job was cancelled by a user, or by the server because of an error. */
        CANCELLED;

        /** Returns whether the job has ended. */
        public boolean isFinal() {
            return this == FINISHED || this == CANCELLED;
        }
    }

    /**
     * Determines how long jobs take. It is immutable.
     *
     * <pre>{@code
     * Job.Pace.atOnce()                                    // finished when their state is read next
     * Job.Pace.ofDuration(Duration.ofMillis(200))          // through all states in 200 ms
     * Job.Pace.manual()                                    // only by server.jobs()
     * Job.Pace.atOnce().withPace(Job.Kind.OPTIMIZE, Job.Pace.manual())
     * }</pre>
     */
    public static final class Pace {
        private final Optional<Duration> duration;
        private final Map<Kind, Pace> paceByKind;

        private Pace(Optional<Duration> duration, Map<Kind, Pace> paceByKind) {
            this.duration = duration;
            this.paceByKind = paceByKind;
        }

        /**
         * Returns a pace at which a job has not ended when its statement returns, but has finished when its state is
         * read next.
         */
        public static Pace atOnce() {
            return ofDuration(Duration.ZERO);
        }

        /** Returns a pace at which a job passes through all states, from PENDING to FINISHED, in this time. */
        public static Pace ofDuration(Duration time) {
            return new Pace(Optional.of(time), Map.of());
        }

        /** Returns a pace at which jobs progress only by calls of {@link Jobs}. */
        public static Pace manual() {
            return new Pace(Optional.empty(), Map.of());
        }

        /** Returns a copy with another pace for jobs of one kind. */
        public Pace withPace(Kind kind, Pace kindPace) {
            Map<Kind, Pace> newPaceByKind = new EnumMap<>(Kind.class);
            newPaceByKind.putAll(paceByKind);
            newPaceByKind.put(kind, kindPace);
            return new Pace(duration, newPaceByKind);
        }

        /**
         * Returns the time that a job takes from PENDING to FINISHED; empty if it progresses only by calls of
         * {@link Jobs}.
         */
        public Optional<Duration> of(Kind kind) {
            Pace kindPace = paceByKind.get(kind);
            return kindPace == null ? duration : kindPace.of(kind);
        }
    }
}
