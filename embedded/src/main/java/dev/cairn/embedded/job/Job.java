package dev.cairn.embedded.job;

import dev.cairn.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of a table under way, or one that has ended.
 *
 * @param database its name when the job began
 * @param change applied again when the job ends: other tables may have changed meanwhile
 * @param changer the database that was in use
 * @param rewriting goes through FINISHED_REWRITING
 * @param failure what it ends with instead of success, ordered by a test
 */
public record Job(
        long id,
        long transaction,
        JobKind kind,
        String database,
        long databaseId,
        String table,
        long tableId,
        Statement change,
        @Nullable String changer,
        boolean rewriting,
        Listing listing,
        Instant created,
        @Nullable Instant finished,
        JobState state,
        String message,
        @Nullable String failure) {
    /**
     * What the listings say besides.
     *
     * @param rollup the index that is built, or the table itself
     * @param indexId of the new index; the old one's where the change is made in place
     * @param operation what SHOW ALTER TABLE OPTIMIZE calls it
     * @param timeout seconds
     */
    public record Listing(
            String rollup, long indexId, long originalIndexId, String schemaVersion, String operation, int timeout) {}

    public boolean isUnder(String otherDatabase, String otherTable) {
        return !state.isFinal() && database.equals(otherDatabase) && table.equals(otherTable);
    }

    /** One state further; what ends here is not FINISHED yet, since ending it is more than a state. */
    public JobState next() {
        JobState[] way = JobState.way(rewriting);
        for (int index = 0; index < way.length - 1; index++) {
            if (way[index] == state) {
                return way[index + 1];
            }
        }
        return state;
    }

    /** Where it should stand by now. */
    public JobState due(JobPace pace, Instant now) {
        Optional<Duration> time = pace.of(kind);
        if (time.isEmpty()) {
            return state;
        }
        JobState[] way = JobState.way(rewriting);
        long nanos = time.get().toNanos();
        long passed = Duration.between(created, now).toNanos();
        int last = way.length - 1;
        JobState due = passed >= nanos ? way[last] : way[(int) (Math.max(passed, 0) * last / nanos)];
        return due.compareTo(state) > 0 ? due : state;
    }

    public Job in(JobState newState) {
        return new Job(
                id,
                transaction,
                kind,
                database,
                databaseId,
                table,
                tableId,
                change,
                changer,
                rewriting,
                listing,
                created,
                finished,
                newState,
                message,
                failure);
    }

    public Job ended(JobState finalState, Instant when, String newMessage) {
        return new Job(
                id,
                transaction,
                kind,
                database,
                databaseId,
                table,
                tableId,
                change,
                changer,
                rewriting,
                listing,
                created,
                when,
                finalState,
                newMessage,
                failure);
    }

    public Job failing(String reason) {
        return new Job(
                id,
                transaction,
                kind,
                database,
                databaseId,
                table,
                tableId,
                change,
                changer,
                rewriting,
                listing,
                created,
                finished,
                state,
                message,
                reason);
    }
}
