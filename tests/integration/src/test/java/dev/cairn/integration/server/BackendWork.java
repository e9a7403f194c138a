package dev.cairn.integration.server;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Faults;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import java.util.regex.Pattern;

/** Makes a server refuse the statements that need backends for more than the creation of tablets. */
final class BackendWork {
    private static final int ERROR_NUMBER = 1064;
    private static final String SQL_STATE = "42000";
    private static final String NO_BACKEND_MESSAGE = "Backend node not found. Check if any backend node is down.";

    /**
     * Matches statements that write rows. The server fills a new materialized view at once, unless this is deferred.
     */
    private static final Pattern WRITE_PATTERN = Pattern.compile(
            "(insert|update|delete|refresh|submit|load|export)\\b.*"
                    + "|create\\s+(temporary\\s+)?table\\b.*\\bas\\s+(select|with)\\b.*"
                    + "|create\\s+materialized\\s+view\\b(?!.*\\brefresh\\s+deferred\\b).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern READ_PATTERN =
            Pattern.compile("(select|with|\\()\\b.*\\bfrom\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Matches queries that a frontend answers alone; for other conditions and tables, it asks a backend. */
    private static final Pattern FRONTEND_QUERY_PATTERN = Pattern.compile(
            "select [\\w, ]+ from information_schema\\.(tables|views|materialized_views|task_runs)"
                    + "( where \\w+ = '[^']*'( and \\w+ = '[^']*')*)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern COMMENT_PATTERN =
            Pattern.compile("\\A(\\s|/\\*.*?\\*/|--[^\\n]*\\n)+", Pattern.DOTALL);

    private static final Pattern TEXT_LITERAL_PATTERN = Pattern.compile("'(?:[^'\\\\]|\\\\.)*'", Pattern.DOTALL);

    private BackendWork() {}

    /** Makes a server reject all statements that need backends, and cancel jobs that rewrite rows. */
    static void refuse(Faults faults) {
        faults.add(
                Trigger.of(BackendWork::isNeededFor).every(),
                Fault.reject(ERROR_NUMBER, SQL_STATE, NO_BACKEND_MESSAGE));
        faults.add(Trigger.matching("(?i)\\s*alter\\s+table\\b.*").every(), Fault.failJob(NO_BACKEND_MESSAGE));
    }

    private static boolean isNeededFor(LoggedStatement statement) {
        String text = TEXT_LITERAL_PATTERN
                .matcher(COMMENT_PATTERN.matcher(statement.text()).replaceFirst(""))
                .replaceAll("''");
        return WRITE_PATTERN.matcher(text).matches()
                || (READ_PATTERN.matcher(text).matches()
                        && !FRONTEND_QUERY_PATTERN.matcher(text).matches());
    }
}
