package dev.cairn.embedded.corpus;

import dev.cairn.corpus.ComparableTexts;
import dev.cairn.corpus.PrintedQueries;
import dev.cairn.corpus.Recording;
import dev.cairn.corpus.Script;
import dev.cairn.corpus.Verdict;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.state.SchemaChangeJob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One script sent over the driver; jobs end where the recorder waited for them. */
final class Replay {
    private static final Set<String> SYSTEM = Set.of("information_schema", "sys", "_statistics_");
    /** Columns of SHOW ALTER that differ from run to run. */
    private static final Set<String> PASSING = Set.of(
            "JobId",
            "CreateTime",
            "FinishTime",
            "FinishedTime",
            "IndexId",
            "OriginIndexId",
            "SchemaVersion",
            "TransactionId",
            "RollupId",
            "Operation",
            "Progress");

    private final Recording recording;
    private final EmbeddedStarRocks server;
    private final Statement statement;
    private final Script script;
    private final Waits waits;
    private final List<Verdict> verdicts;

    private Replay(
            Recording recording, EmbeddedStarRocks server, Statement statement, Script script, List<Verdict> verdicts) {
        this.recording = recording;
        this.server = server;
        this.statement = statement;
        this.script = script;
        this.waits = new Waits(recording.profile(), script.steps());
        this.verdicts = verdicts;
    }

    static List<Verdict> of(Recording recording) throws SQLException {
        List<Verdict> verdicts = new ArrayList<>();
        Options options = Options.DEFAULT.profile(recording.profile()).jobs(Job.Pace.manual());
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(options)) {
            for (Script script : recording.scripts()) {
                try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "root", "");
                        Statement statement = connection.createStatement()) {
                    empty(server, statement);
                    new Replay(recording, server, statement, script, verdicts).run();
                }
            }
        }
        return verdicts;
    }

    private static void empty(EmbeddedStarRocks server, Statement statement) throws SQLException {
        for (List<String> row : Answer.to(statement, "SHOW DATABASES").rows()) {
            if (!SYSTEM.contains(row.get(0))) {
                server.dropDatabase(row.get(0));
            }
        }
        server.createDatabase("t");
        statement.execute("USE t");
    }

    private void run() {
        for (int number = 0; number < script.steps().size(); number++) {
            Script.Step step = script.steps().get(number);
            if (step.isWait()) {
                finish(number, step.awaitedTable());
            } else if (step.isAccepted()) {
                accepted(number, step, Answer.to(statement, step.sql()));
            } else {
                refused(number, step, Answer.to(statement, step.sql()));
            }
        }
    }

    private void finish(int number, String table) {
        for (SchemaChangeJob job : ServerCatalog.running(server)) {
            if (job.table().equals(table) && waits.ended(number, ServerCatalog.of(server), job)) {
                server.jobs().finish(job.database(), table);
            }
        }
    }

    private void accepted(int number, Script.Step step, Answer answer) {
        if (!step.isQuery()) {
            compareAnswers(number, step, Check.ACCEPTED, answer.accepted(), "accepted", answer.error());
            return;
        }
        Check check = step.startsWith("SHOW CREATE") ? Check.SHOWN : Check.ROWS;
        String expected = comparable(step, step.columns(), step.rows());
        String actual = answer.accepted() ? comparable(step, answer.columns(), answer.rows()) : answer.error();
        boolean same = expected.equals(actual) || (answer.accepted() && sameDefinitions(step, answer));
        compareAnswers(number, step, check, same, expected, actual);
    }

    /** Rows are in no order. */
    private boolean sameDefinitions(Script.Step step, Answer answer) {
        PrintedQueries printed = new PrintedQueries(recording.profile(), ServerCatalog.of(server));
        List<List<String>> left = new ArrayList<>(answer.rows());
        List<List<String>> recorded = step.rows() == null ? List.of() : step.rows();
        for (List<String> row : recorded) {
            Optional<List<String>> same =
                    left.stream().filter(each -> same(printed, row, each)).findFirst();
            if (same.isEmpty()) {
                return false;
            }
            left.remove(same.get());
        }
        return !recorded.isEmpty() && left.isEmpty();
    }

    private static boolean same(PrintedQueries printed, List<String> recorded, List<String> answered) {
        for (int column = 0; column < recorded.size(); column++) {
            String expected = recorded.get(column);
            String actual = answered.get(column);
            if (!Objects.equals(expected, actual)
                    && (expected == null || actual == null || !printed.isSame(expected, actual))) {
                return false;
            }
        }
        return true;
    }

    private static String comparable(Script.Step step, List<String> columns, List<List<String>> rows) {
        if (rows == null || (rows.isEmpty() && columns == null)) {
            return "nothing";
        }
        List<List<String>> comparable = new ArrayList<>();
        for (List<String> row : rows) {
            comparable.add(comparable(step, columns, row, new ArrayList<>(row)));
        }
        if (step.sql().contains("information_schema") || step.startsWith("SHOW TABLES") || step.startsWith("DESC")) {
            comparable.sort(Comparator.comparing(String::valueOf));
        }
        return columns + " " + comparable;
    }

    private static List<String> comparable(
            Script.Step step, List<String> columns, List<String> row, List<String> changed) {
        for (int index = 0; index < row.size(); index++) {
            String value = row.get(index);
            if (step.startsWith("SHOW ALTER") && PASSING.contains(columns.get(index))) {
                changed.set(index, "…");
            } else if (value != null && step.startsWith("SHOW CREATE")) {
                changed.set(index, ComparableTexts.sortPartitions(value));
            } else if (value != null && step.startsWith("SHOW FULL COLUMNS")) {
                changed.set(index, ComparableTexts.replaceTimes(value));
            }
        }
        return changed;
    }

    private void refused(int number, Script.Step step, Answer answer) {
        compareAnswers(number, step, Check.REFUSED, !answer.accepted(), step.error(), "accepted");
        if (answer.accepted()) {
            return;
        }
        boolean same = answer.errno() == step.errno();
        String expected = step.errno() + " " + step.error();
        String actual = answer.errno() + " " + answer.error();
        compareAnswers(number, step, Check.ERRNO, same, expected, actual);
        if (step.errno() != 1064) {
            compareAnswers(number, step, Check.SPECIAL_ERRNO, same, expected, actual);
        }
        if (!step.sqlstate().equals("HY000")) {
            boolean sameState = step.sqlstate().equals(answer.sqlState());
            compareAnswers(number, step, Check.SQLSTATE, sameState, step.sqlstate(), answer.sqlState());
        }
    }

    private void compareAnswers(
            int number, Script.Step step, Check check, boolean good, String expected, String actual) {
        verdicts.add(new Verdict(script.id(), script.area(), number, step.sql(), check, good, expected, actual));
    }
}
