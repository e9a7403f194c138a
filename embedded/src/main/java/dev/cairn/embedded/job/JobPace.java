package dev.cairn.embedded.job;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long jobs take.
 *
 * <pre>{@code
 * JobPace.atOnce()                                    // done when somebody looks next
 * JobPace.taking(Duration.ofMillis(200))              // through all states in 200 ms
 * JobPace.stepped()                                   // as server.jobs() says
 * JobPace.atOnce().but(JobKind.OPTIMIZE, JobPace.stepped())
 * }</pre>
 */
public final class JobPace {
    private final Optional<Duration> time;
    private final Map<JobKind, JobPace> exceptions;

    private JobPace(Optional<Duration> time, Map<JobKind, JobPace> exceptions) {
        this.time = time;
        this.exceptions = exceptions;
    }

    /** The statement returns before the job is done, but whoever looks next sees it done. */
    public static JobPace atOnce() {
        return taking(Duration.ZERO);
    }

    public static JobPace taking(Duration time) {
        return new JobPace(Optional.of(time), Map.of());
    }

    /** Jobs only go on when {@link Jobs} is told so. */
    public static JobPace stepped() {
        return new JobPace(Optional.empty(), Map.of());
    }

    /** Another pace for jobs of one kind. */
    public JobPace but(JobKind kind, JobPace other) {
        Map<JobKind, JobPace> more = new EnumMap<>(JobKind.class);
        more.putAll(exceptions);
        more.put(kind, other);
        return new JobPace(time, more);
    }

    /** How long a job takes from PENDING to FINISHED; empty where it only goes on when told so. */
    public Optional<Duration> of(JobKind kind) {
        JobPace exception = exceptions.get(kind);
        return exception == null ? time : exception.of(kind);
    }
}
