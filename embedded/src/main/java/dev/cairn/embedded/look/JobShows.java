package dev.cairn.embedded.look;

import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.job.JobKind;
import dev.cairn.embedded.job.JobState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.sql.ast.Statement.Show;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SHOW ALTER. */
final class JobShows {
    private final SessionSnapshot sight;

    JobShows(SessionSnapshot sight) {
        this.sight = sight;
    }

    private List<Job> jobs(Show show, JobKind kind) {
        String database = sight.databaseName(show.database());
        sight.existingDatabase(database);
        return sight.state().jobs().all().stream()
                .filter(job -> job.kind() == kind && job.databaseId() == sight.id(database))
                .filter(job -> sight.access().everything() || isVisible(database, job))
                .toList();
    }

    private boolean isVisible(String database, Job job) {
        Optional<DatabaseObject> holding =
                sight.database(database).flatMap(found -> DatabaseObject.of(found, job.table()));
        return holding.filter(found -> sight.sees(database, found)).isPresent();
    }

    ResultBuilder columns(Show show) {
        boolean shared = sight.profile().sharedData();
        ResultBuilder listing = ResultBuilder.of(
                "JobId",
                "TableName",
                "CreateTime",
                "FinishTime",
                "IndexName",
                "IndexId",
                "OriginIndexId",
                "SchemaVersion",
                "TransactionId",
                "State",
                "Msg",
                "Progress",
                "Timeout");
        if (shared) {
            ResultBuilder.of("Warehouse")
                    .relation()
                    .columns()
                    .forEach(column -> listing.column(column.name(), column.type()));
        }
        for (Job job : jobs(show, JobKind.COLUMN)) {
            Object[] values = {
                job.id(),
                job.table(),
                SessionSnapshot.time(job.created()),
                finished(job),
                job.table(),
                job.listing().indexId(),
                job.listing().originalIndexId(),
                job.listing().schemaVersion(),
                job.transaction(),
                job.state(),
                job.message(),
                progress(job),
                job.listing().timeout(),
                "default_warehouse"
            };
            listing.row(shared ? values : Arrays.copyOf(values, values.length - 1));
        }
        return listing;
    }

    /** Only while it runs. */
    private static @Nullable String progress(Job job) {
        return job.state() == JobState.RUNNING ? "0/1" : null;
    }

    private static @Nullable String finished(Job job) {
        Instant finished = job.finished();
        return finished == null ? null : SessionSnapshot.time(finished);
    }

    ResultBuilder rollups(Show show) {
        ResultBuilder listing = ResultBuilder.of(
                "JobId",
                "TableName",
                "CreateTime",
                "FinishedTime",
                "BaseIndexName",
                "RollupIndexName",
                "RollupId",
                "TransactionId",
                "State",
                "Msg",
                "Progress",
                "Timeout");
        for (Job job : jobs(show, JobKind.ROLLUP)) {
            listing.row(
                    job.id(),
                    job.table(),
                    SessionSnapshot.time(job.created()),
                    finished(job),
                    job.table(),
                    job.listing().rollup(),
                    job.listing().indexId(),
                    job.transaction(),
                    job.state(),
                    job.message(),
                    progress(job),
                    job.listing().timeout());
        }
        return listing;
    }

    ResultBuilder optimizations(Show show) {
        ResultBuilder listing = ResultBuilder.of(
                "JobId",
                "TableName",
                "CreateTime",
                "FinishTime",
                "Operation",
                "TransactionId",
                "State",
                "Msg",
                "Progress",
                "Timeout");
        for (Job job : jobs(show, JobKind.OPTIMIZE)) {
            listing.row(
                    job.id(),
                    job.table(),
                    SessionSnapshot.time(job.created()),
                    finished(job),
                    job.listing().operation(),
                    job.transaction(),
                    job.state(),
                    job.message(),
                    job.state() == JobState.FINISHED ? "100" : "0",
                    job.listing().timeout());
        }
        return listing;
    }
}
