package dev.cairn;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The results of work on several databases.
 *
 * @param databases one result for each database, in the order in which the databases were added to the fleet
 * @param <T> the result of the work on one database
 */
public record FleetResult<T>(List<DatabaseResult<T>> databases) {
    private static final int MAX_NAMED_DATABASES = 5;

    public FleetResult {
        databases = List.copyOf(databases);
    }

    /** The status of the work on one database. */
    public enum ResultStatus {
        /** The work was done, or there was nothing to do. */
        DONE,
        /** The work was begun, and failed. */
        FAILED,
        /** The work was not begun, because a canary failed, too many others failed, or the thread was interrupted. */
        SKIPPED
    }

    /**
     * The result of the work on one database.
     *
     * @param database the name of the database in the fleet
     * @param status the status of the work on the database
     * @param value the result; null unless the work was done
     * @param failure the exception; null unless the work failed
     * @param reason the reason why the work was skipped; empty unless it was skipped
     * @param duration the duration of the work
     * @param <T> the result of the work
     */
    public record DatabaseResult<T>(
            String database,
            ResultStatus status,
            @Nullable T value,
            @Nullable Throwable failure,
            String reason,
            Duration duration) {
        private String describeProblem() {
            return database + ": " + (failure == null ? "skipped, because " + reason : failure.getMessage());
        }
    }

    /** Returns whether the work was done on all databases. */
    public boolean isSuccess() {
        return withStatus(ResultStatus.DONE).size() == databases.size();
    }

    /** Returns the results with a status, in the order of the databases. */
    public List<DatabaseResult<T>> withStatus(ResultStatus status) {
        return databases.stream().filter(result -> result.status() == status).toList();
    }

    /** Returns the result of the database with this name; empty if the fleet has no such database. */
    public Optional<DatabaseResult<T>> find(String database) {
        return databases.stream()
                .filter(result -> result.database().equals(database))
                .findFirst();
    }

    /**
     * Returns this result if the work was done on all databases.
     *
     * @throws FleetException if the work failed or was skipped on a database; the suppressed exceptions are the
     *     failures
     */
    public FleetResult<T> orThrow() {
        if (isSuccess()) {
            return this;
        }
        List<DatabaseResult<T>> failedResults = withStatus(ResultStatus.FAILED);
        FleetException fleetException =
                new FleetException(describeFailures(failedResults, withStatus(ResultStatus.SKIPPED)));
        failedResults.forEach(result -> fleetException.addSuppressed(Objects.requireNonNull(result.failure())));
        throw fleetException;
    }

    private String describeFailures(List<DatabaseResult<T>> failedResults, List<DatabaseResult<T>> skippedResults) {
        List<DatabaseResult<T>> namedResults = failedResults.isEmpty() ? skippedResults : failedResults;
        String problems = namedResults.stream()
                .limit(MAX_NAMED_DATABASES)
                .map(DatabaseResult::describeProblem)
                .collect(Collectors.joining("\n"));
        int unnamedCount = Math.max(0, namedResults.size() - MAX_NAMED_DATABASES);
        return "Failed: " + failedResults.size() + " of " + databases.size() + " databases; skipped: "
                + skippedResults.size()
                + ". Correct the cause, and repeat the operation: databases that are done are not changed.\n"
                + problems + (unnamedCount == 0 ? "" : "\nand " + unnamedCount + " more");
    }

    /**
     * The work on at least one of several databases failed, or was skipped. The suppressed exceptions are the failures,
     * in the order of the databases.
     */
    public static final class FleetException extends RuntimeException {
        private static final long serialVersionUID = 1;

        FleetException(String message) {
            super(message);
        }
    }
}
