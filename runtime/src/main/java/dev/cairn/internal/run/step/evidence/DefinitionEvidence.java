package dev.cairn.internal.run.step.evidence;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.reflection.AlterJobs;
import dev.cairn.internal.reflection.AlterJobs.AlterJob;
import dev.cairn.internal.reflection.DescribedRollups;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.reflection.show.ShownObject;
import dev.cairn.migration.MigrationHash;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.WaitCondition;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A hash of the objects of a definition statement, as the server showed them before the statement was sent. The ledger
 * notes it for statements whose previous state no recorded migration describes.
 *
 * @param definitionHash a short hash of the server's output for these objects
 * @param newestJobId the id of the newest job on these objects; 0 if no job has changed them
 */
public record DefinitionEvidence(String definitionHash, long newestJobId) {
    private static final Pattern EVIDENCE_PATTERN = Pattern.compile("([0-9a-f]*)\\.([0-9]{1,18})");

    /** Parses the output of {@link #format}; empty for any other text. */
    public static Optional<DefinitionEvidence> parse(String evidenceText) {
        Matcher matcher = EVIDENCE_PATTERN.matcher(evidenceText);
        return matcher.matches()
                ? Optional.of(new DefinitionEvidence(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Returns the text that the ledger records. */
    public String format() {
        return definitionHash + "." + newestJobId;
    }

    /** Reads the objects as the server shows them now. */
    public static DefinitionEvidence read(
            ServerConnection connection, SchemaReflection reflection, Statement statement, Session session) {
        StringBuilder definitionText = new StringBuilder();
        for (ObjectName objectName : new TreeSet<>(ObjectName.findChangedNames(statement, session))) {
            definitionText.append('\n').append(objectName).append('\n');
            ShownObject shownObject = reflection.readObject(connection, objectName, Catalog.EMPTY);
            if (shownObject instanceof ShownObject.Present presentObject) {
                definitionText.append(presentObject.text());
            } else if (shownObject instanceof ShownObject.Unreadable unreadable) {
                definitionText.append(unreadable.text());
            }
            definitionText.append(
                    DescribedRollups.readColumnNames(connection, objectName).keySet());
        }
        if (statement instanceof AccessStatement accessStatement) {
            SimulatedAction.findRoleNames(accessStatement)
                    .forEach(roleName ->
                            definitionText.append('\n').append(roleName).append(readGrants(connection, roleName)));
        }
        if (statement instanceof ClusterStatement clusterStatement) {
            reflection
                    .readClusterObject(
                            connection, ClusterObject.ofStatementName(clusterStatement, session.databaseName()))
                    .ifPresent(definitionText::append);
        }
        long newestJobId = readNewestJobs(connection, statement, session)
                .mapToLong(AlterJob::id)
                .max()
                .orElse(0);
        return new DefinitionEvidence(MigrationHash.ofStep(definitionText.toString()), newestJobId);
    }

    private static SortedSet<String> readGrants(ServerConnection connection, String roleName) {
        SortedSet<String> grants = new TreeSet<>();
        try {
            connection
                    .fetchRows("SHOW GRANTS FOR ROLE " + SqlQuoting.quoteName(roleName))
                    .forEach(row -> grants.add(row.toString()));
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            // A role that does not exist, or whose grants this user may not read, counts as a role without grants.
        }
        return grants;
    }

    /**
     * Returns whether the server shows other definitions than before the statement, or a newer job that has succeeded.
     */
    public boolean hasChanged(
            ServerConnection connection, SchemaReflection reflection, Statement statement, Session session) {
        return !read(connection, reflection, statement, session)
                        .definitionHash()
                        .equals(definitionHash)
                || readNewestJobs(connection, statement, session)
                        .anyMatch(job -> job.id() > newestJobId && job.isFinished());
    }

    /** Returns whether a job on a table is running. */
    public static boolean hasRunningJob(ServerConnection connection, ObjectName tableName) {
        return readNewestJobs(connection, tableName).anyMatch(job -> !job.hasEnded());
    }

    private static Stream<AlterJob> readNewestJobs(ServerConnection connection, Statement statement, Session session) {
        return statement instanceof Statement.AlterTable
                        || statement instanceof Statement.CreateIndex
                        || statement instanceof Statement.DropIndex
                ? ObjectName.findChangedNames(statement, session).stream()
                        .flatMap(tableName -> readNewestJobs(connection, tableName))
                : Stream.empty();
    }

    private static Stream<AlterJob> readNewestJobs(ServerConnection connection, ObjectName tableName) {
        return Stream.of(WaitCondition.COLUMN_JOB, WaitCondition.ROLLUP_JOB, WaitCondition.OPTIMIZE_JOB)
                .flatMap(waitCondition -> AlterJobs.find(waitCondition, tableName).stream())
                .flatMap(alterJobs -> readNewestJob(connection, alterJobs).stream());
    }

    private static Optional<AlterJob> readNewestJob(ServerConnection connection, AlterJobs alterJobs) {
        try {
            return alterJobs.readNewest(connection);
        } catch (ServerRefusalException refusal) {
            // Not every server lists every kind of job, and the database may not exist yet.
            refusal.rethrowIfTransient();
            return Optional.empty();
        }
    }
}
