package dev.cairn.embedded.show;

import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.state.SchemaChangeJob;
import dev.cairn.sql.ast.Statement.Show;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers SHOW ALTER: lists the asynchronous changes of tables, both the running and the ended ones. */
record JobListings(SessionSnapshot snapshot) {
    Listing listColumnJobs(Show show) {
        Listing listing = snapshot.createListing("SHOW ALTER TABLE COLUMN");
        findJobs(show, Job.Kind.COLUMN)
                .forEach(job -> addJob(
                        listing,
                        job,
                        formatProgress(job),
                        job.tableName(),
                        job.listing().indexId(),
                        job.listing().originalIndexId(),
                        job.listing().schemaVersion()));
        return listing;
    }

    Listing listRollupJobs(Show show) {
        Listing listing = snapshot.createListing("SHOW ALTER TABLE ROLLUP");
        findJobs(show, Job.Kind.ROLLUP)
                .forEach(job -> addJob(
                        listing,
                        job,
                        formatProgress(job),
                        job.tableName(),
                        job.listing().indexName(),
                        job.listing().indexId()));
        return listing;
    }

    Listing listOptimizationJobs(Show show) {
        Listing listing = snapshot.createListing("SHOW ALTER TABLE OPTIMIZE");
        findJobs(show, Job.Kind.OPTIMIZE)
                .forEach(job -> addJob(
                        listing,
                        job,
                        job.state() == Job.State.FINISHED ? "100" : "0",
                        job.listing().operation()));
        return listing;
    }

    /** Adds a job with the columns that only jobs of its kind have. */
    private static void addJob(Listing listing, SchemaChangeJob job, @Nullable String progress, Object... kindValues) {
        List<@Nullable Object> row = new ArrayList<>();
        row.addAll(Arrays.asList(job.id(), job.tableName(), ListingFormat.formatTime(job.creationTime())));
        row.add(ListingFormat.formatNullableTime(job.endTime()));
        row.addAll(Arrays.asList(kindValues));
        row.addAll(Arrays.asList(job.id(), job.state(), job.message(), progress));
        row.add(job.listing().timeoutSeconds());
        listing.addRow(row.toArray());
    }

    /** Returns the progress of a running job; null for any other job. */
    private static @Nullable String formatProgress(SchemaChangeJob job) {
        return job.state() == Job.State.RUNNING ? "0/1" : null;
    }

    /** Returns the jobs of a kind in the database of a statement. A frontend lists them regardless of privileges. */
    private Stream<SchemaChangeJob> findJobs(Show show, Job.Kind kind) {
        String databaseName = snapshot.resolveListedDatabaseName(show.database());
        snapshot.requireDatabase(databaseName);
        ShowFilterCheck.checkJobFilter(show.filter());
        return snapshot.state().jobs().list().stream()
                .filter(job -> job.kind() == kind && job.databaseId() == snapshot.id(databaseName));
    }
}
