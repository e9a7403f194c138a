package dev.cairn.internal.script;

import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.WaitCondition;
import java.util.Optional;

/**
 * A job that must have ended before a script can continue. In a script, a wait is a comment with a statement that shows
 * the job; only {@code run-sql} waits for the job itself.
 *
 * @param objectName the table of the job, or the materialized view that is refreshed
 * @param isInSelectedDatabase whether the object is in the database that the session of the script has selected
 */
public record JobWait(Kind kind, ObjectName objectName, boolean isInSelectedDatabase) {
    private static final String MARKER_PREFIX = "-- wait: ";

    /** The kind of job, which determines the statement that shows whether it has ended. */
    public enum Kind {
        COLUMN,
        ROLLUP,
        OPTIMIZE,
        /** No SHOW statement lists the job. */
        HIDDEN,
        REFRESH
    }

    /**
     * Returns the wait for the job of a step; empty if the step starts no job.
     *
     * @param isInSelectedDatabase whether the object of the step is in the database that the session has selected
     */
    public static Optional<JobWait> find(Step step, boolean isInSelectedDatabase) {
        ObjectName objectName = step.object();
        return objectName == null
                ? Optional.empty()
                : findKind(step.waitCondition()).map(kind -> new JobWait(kind, objectName, isInSelectedDatabase));
    }

    private static Optional<Kind> findKind(WaitCondition waitCondition) {
        return switch (waitCondition) {
            case NOTHING, LOAD -> Optional.empty();
            case COLUMN_JOB -> Optional.of(Kind.COLUMN);
            case ROLLUP_JOB -> Optional.of(Kind.ROLLUP);
            case OPTIMIZE_JOB -> Optional.of(Kind.OPTIMIZE);
            case HIDDEN_JOB -> Optional.of(Kind.HIDDEN);
            case REFRESH -> Optional.of(Kind.REFRESH);
        };
    }

    /** Returns the beginning of the statement that started the job: {@code ALTER TABLE orders}. */
    public String renderStatement() {
        return (kind == Kind.REFRESH ? "REFRESH MATERIALIZED VIEW " : "ALTER TABLE ")
                + (isInSelectedDatabase ? objectName.name() : objectName.toString());
    }

    /**
     * Returns a statement that shows whether the job has ended. SHOW ALTER TABLE ROLLUP lists all jobs of the database,
     * because a server ignores its clauses.
     */
    public String renderShowStatement() {
        String fromClause = isInSelectedDatabase ? "" : " FROM " + SqlQuoting.quoteName(objectName.database());
        return switch (kind) {
            case ROLLUP -> "SHOW ALTER TABLE ROLLUP" + fromClause;
            case COLUMN, OPTIMIZE ->
                "SHOW ALTER TABLE " + kind + fromClause + " WHERE TableName = "
                        + SqlQuoting.quoteText(objectName.name()) + " ORDER BY JobId DESC LIMIT 1";
            case HIDDEN -> "SHOW CREATE TABLE " + renderQuotedName();
            case REFRESH ->
                "SHOW MATERIALIZED VIEWS" + fromClause + " WHERE NAME = " + SqlQuoting.quoteText(objectName.name());
        };
    }

    private String renderQuotedName() {
        return isInSelectedDatabase ? SqlQuoting.quoteName(objectName.name()) : SqlQuoting.quoteName(objectName);
    }

    /** Describes what {@link #renderShowStatement} shows when the job has ended. */
    private String describeEnd() {
        return switch (kind) {
            case COLUMN, OPTIMIZE -> "until State is FINISHED";
            case ROLLUP -> "until State is FINISHED in the last row of table " + objectName.name();
            case HIDDEN -> "until the change is visible (no statement lists the job)";
            case REFRESH -> "until last_refresh_state is SUCCESS";
        };
    }

    /**
     * Returns the marker line, such as {@code -- wait: ALTER TABLE orders}, and the comment below it, each with a line
     * end.
     */
    public String renderLines() {
        return MARKER_PREFIX + renderStatement() + "\n--   " + describeEnd() + ": " + renderShowStatement() + ";\n";
    }

    /** Returns the table or materialized view of a marker line, without backquotes; empty for any other line. */
    static Optional<String> findMarkedName(String line) {
        String strippedLine = line.strip();
        for (String statementPrefix : new String[] {"ALTER TABLE ", "REFRESH MATERIALIZED VIEW "}) {
            if (strippedLine.startsWith(MARKER_PREFIX + statementPrefix)) {
                return Optional.of(strippedLine
                        .substring(MARKER_PREFIX.length() + statementPrefix.length())
                        .strip()
                        .replace("`", ""));
            }
        }
        return Optional.empty();
    }
}
