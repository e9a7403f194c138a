package dev.cairn.embedded.job;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Determines how long jobs take. It is immutable.
 *
 * <pre>{@code
 * JobPace.atOnce()                                    // finished when their state is read next
 * JobPace.taking(Duration.ofMillis(200))              // through all states in 200 ms
 * JobPace.stepped()                                   // only by server.jobs()
 * JobPace.atOnce().but(Job.Kind.OPTIMIZE, JobPace.stepped())
 * }</pre>
 */
public final class JobPace {
    private final Optional<Duration> time;
    private final Map<Job.Kind, JobPace> exceptions;

    private JobPace(Optional<Duration> time, Map<Job.Kind, JobPace> exceptions) {
        this.time = time;
        this.exceptions = exceptions;
    }

    /**
     * Returns a pace at which a job has not ended when its statement returns, but has finished when its state is read
     * next.
     */
    public static JobPace atOnce() {
        return taking(Duration.ZERO);
    }

    /** Returns a pace at which a job passes through all states, from PENDING to FINISHED, in this time. */
    public static JobPace taking(Duration time) {
        return new JobPace(Optional.of(time), Map.of());
    }

    /** Returns a pace at which jobs progress only by calls of {@link Jobs}. */
    public static JobPace stepped() {
        return new JobPace(Optional.empty(), Map.of());
    }

    /** Returns a copy with another pace for jobs of one kind. */
    public JobPace but(Job.Kind kind, JobPace other) {
        Map<Job.Kind, JobPace> more = new EnumMap<>(Job.Kind.class);
        more.putAll(exceptions);
        more.put(kind, other);
        return new JobPace(time, more);
    }

    /**
     * Returns the time that a job takes from PENDING to FINISHED; empty if it progresses only by calls of {@link Jobs}.
     */
    public Optional<Duration> of(Job.Kind kind) {
        JobPace exception = exceptions.get(kind);
        return exception == null ? time : exception.of(kind);
    }
}
