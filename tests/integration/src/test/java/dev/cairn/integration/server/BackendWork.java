package dev.cairn.integration.server;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Faults;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import java.util.regex.Pattern;

/** The statements that need backends for more than the creation of tablets. */
final class BackendWork {
    private static final int ANY_ERROR = 1064;
    private static final String ANY_STATE = "42000";
    private static final String NO_BACKEND = "Backend node not found. Check if any backend node is down.";

    /** Statements that write rows; unless it is deferred, a new materialized view is filled at once. */
    private static final Pattern WRITES = Pattern.compile(
            "(insert|update|delete|refresh|submit|load|export)\\b.*"
                    + "|create\\s+(temporary\\s+)?table\\b.*\\bas\\s+(select|with)\\b.*"
                    + "|create\\s+materialized\\s+view\\b(?!.*\\brefresh\\s+deferred\\b).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern READS =
            Pattern.compile("(select|with|\\()\\b.*\\bfrom\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** For other conditions, and for other tables of information_schema, a frontend asks a backend. */
    private static final Pattern ANSWERED_BY_FRONTEND = Pattern.compile(
            "select [\\w, ]+ from information_schema\\.(tables|views|materialized_views|task_runs)"
                    + "( where \\w+ = '[^']*'( and \\w+ = '[^']*')*)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern COMMENT = Pattern.compile("\\A(\\s|/\\*.*?\\*/|--[^\\n]*\\n)+", Pattern.DOTALL);

    private BackendWork() {}

    /** Makes a server reject all statements that need backends, and cancel jobs that rewrite rows. */
    static void refuse(Faults faults) {
        faults.add(Trigger.of(BackendWork::isNeededFor).every(), Fault.refuse(ANY_ERROR, ANY_STATE, NO_BACKEND));
        faults.add(Trigger.matching("(?i)\\s*alter\\s+table\\b.*").every(), Fault.failJob(NO_BACKEND));
    }

    private static boolean isNeededFor(LoggedStatement statement) {
        String text = COMMENT.matcher(statement.text()).replaceFirst("");
        return WRITES.matcher(text).matches()
                || (READS.matcher(text).matches()
                        && !ANSWERED_BY_FRONTEND.matcher(text).matches());
    }
}
