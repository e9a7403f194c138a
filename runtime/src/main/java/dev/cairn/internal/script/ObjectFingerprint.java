package dev.cairn.internal.script;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.AlterJobs;
import dev.cairn.internal.reflection.AlterJobs.AlterJob;
import dev.cairn.internal.reflection.Reflection;
import dev.cairn.internal.reflection.ShownObject;
import dev.cairn.internal.run.preparation.RollupNames;
import dev.cairn.migration.MigrationHash;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.WaitCondition;
import dev.cairn.sql.ast.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fingerprint of the objects that a statement changes. It is taken before the statement is sent, and shows later
 * whether the statement has run.
 *
 * @param shown a short hash of the server's output for these objects
 * @param job the id of the newest job on these objects; 0 if no job has changed them
 */
public record ObjectFingerprint(String shown, long job) {
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]*)\\.([0-9]{1,18})");

    /** Parses the output of {@link #text}; empty if the text is not a fingerprint. */
    public static Optional<ObjectFingerprint> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ObjectFingerprint(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    public String text() {
        return shown + "." + job;
    }

    /** Takes the fingerprint of the current state. */
    public static ObjectFingerprint of(
            ServerConnection connection, Reflection reflection, Statement statement, Session session) {
        StringBuilder text = new StringBuilder();
        for (ObjectName object : objects(statement, session)) {
            text.append('\n').append(object).append('\n');
            ShownObject shown = reflection.one(connection, object, Catalog.EMPTY);
            if (shown instanceof ShownObject.Present present) {
                text.append(present.text());
            } else if (shown instanceof ShownObject.Unreadable unreadable) {
                text.append(unreadable.text());
            }
            text.append(RollupNames.of(connection, object));
        }
        long newest = jobs(connection, statement, session)
                .mapToLong(AlterJob::id)
                .max()
                .orElse(0);
        return new ObjectFingerprint(MigrationHash.ofStep(text.toString()), newest);
    }

    /**
     * Whether the statement has run since the fingerprint was taken: the objects differ, or a newer job has succeeded.
     */
    public boolean hasChanged(
            ServerConnection connection, Reflection reflection, Statement statement, Session session) {
        return !of(connection, reflection, statement, session).shown().equals(shown)
                || jobs(connection, statement, session).anyMatch(next -> next.id() > job && next.isFinished());
    }

    /** Describes a job on the objects of a statement that has not ended; empty if all jobs have ended. */
    public static Optional<String> underWay(ServerConnection connection, Statement statement, Session session) {
        return jobs(connection, statement, session)
                .filter(job -> !job.hasEnded())
                .map(AlterJob::toString)
                .findFirst();
    }

    /** Describes a job on a table that has not ended; empty if all jobs have ended. */
    public static Optional<String> underWay(ServerConnection connection, ObjectName table) {
        return jobs(connection, Set.of(table))
                .filter(job -> !job.hasEnded())
                .map(AlterJob::toString)
                .findFirst();
    }

    private static Stream<AlterJob> jobs(ServerConnection connection, Statement statement, Session session) {
        return statement instanceof Statement.AlterTable
                        || statement instanceof Statement.CreateIndex
                        || statement instanceof Statement.DropIndex
                ? jobs(connection, objects(statement, session))
                : Stream.empty();
    }

    private static Stream<AlterJob> jobs(ServerConnection connection, Set<ObjectName> tables) {
        return tables.stream()
                .flatMap(table -> Stream.of(
                                WaitCondition.COLUMN_JOB, WaitCondition.ROLLUP_JOB, WaitCondition.OPTIMIZE_JOB)
                        .flatMap(kind -> AlterJobs.of(kind, table).stream()))
                .flatMap(jobs -> newest(connection, jobs).stream());
    }

    private static Optional<AlterJob> newest(ServerConnection connection, AlterJobs jobs) {
        try {
            return jobs.newest(connection);
        } catch (ServerRefusalException unknown) {
            // Not every server lists every kind of job, and the database may not exist yet.
            return Optional.empty();
        }
    }

    private static SortedSet<ObjectName> objects(Statement statement, Session session) {
        SortedSet<ObjectName> objects = new TreeSet<>();
        statement.changedObject().map(name -> ObjectName.of(name, session)).ifPresent(object -> {
            objects.add(object);
            statement.otherNames().forEach(name -> objects.add(object.named(name.text())));
        });
        return objects;
    }
}
