package dev.cairn.upgrade;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A progress event of work on several databases. Databases are worked on in parallel, so events are sent from several
 * threads.
 *
 * <pre>{@code
 * fleet.listener(event -> {
 *     if (event instanceof FleetProgress.Ends ends && ends.failure() != null) {
 *         log.warn(ends.database() + " failed", ends.failure());
 *     }
 * });
 * }</pre>
 */
public sealed interface FleetProgress {
    /** Returns the name of the database. */
    String database();

    /** The work on a database begins. */
    record Begins(String database) implements FleetProgress {}

    /** An event of the migrator of a database. */
    record InDatabase(String database, Progress progress) implements FleetProgress {}

    /**
     * The work on a database has ended.
     *
     * @param failure the failure; null if the work succeeded
     */
    record Ends(String database, Duration took, @Nullable Throwable failure) implements FleetProgress {}

    /**
     * The work on a database does not begin.
     *
     * @param reason the reason: {@code the canary eu-1 failed}
     */
    record Skipped(String database, String reason) implements FleetProgress {}
}
