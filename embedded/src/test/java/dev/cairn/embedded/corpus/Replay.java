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

/** The replay of one script through the driver. Jobs end where the recorder waited for them. */
final class Replay {
    private static final Set<String> SYSTEM_DATABASES = Set.of("information_schema", "sys", "_statistics_");
    /** Columns of SHOW ALTER that differ from run to run. */
    private static final Set<String> VOLATILE_COLUMNS = Set.of(
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

    static List<Verdict> replayAll(Recording recording, List<Script> scripts) throws SQLException {
        List<Verdict> verdicts = new ArrayList<>();
        Options options = Options.DEFAULT.profile(recording.profile()).jobs(Job.Pace.manual());
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(options)) {
            for (Script script : scripts) {
                try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "root", "");
                        Statement statement = connection.createStatement()) {
                    emptyServer(server, statement);
                    new Replay(recording, server, statement, script, verdicts).run();
                }
            }
        }
        return verdicts;
    }

    private static void emptyServer(EmbeddedStarRocks server, Statement statement) throws SQLException {
        for (List<String> row : Answer.to(statement, "SHOW DATABASES").rows()) {
            if (!SYSTEM_DATABASES.contains(row.get(0))) {
                server.dropDatabase(row.get(0));
            }
        }
        server.createDatabase("t");
        statement.execute("USE t");
    }

    private void run() {
        for (int stepNumber = 0; stepNumber < script.steps().size(); stepNumber++) {
            Script.Step step = script.steps().get(stepNumber);
            if (step.isWait()) {
                finishJobs(stepNumber, step.awaitedTable());
            } else if (step.isAccepted()) {
                compareAccepted(stepNumber, step, Answer.to(statement, step.sql()));
            } else {
                compareRefused(stepNumber, step, Answer.to(statement, step.sql()));
            }
        }
    }

    private void finishJobs(int stepNumber, String table) {
        for (SchemaChangeJob job : ServerCatalog.runningJobs(server)) {
            if (job.tableName().equals(table) && waits.hasEnded(stepNumber, ServerCatalog.of(server), job)) {
                server.jobs().finish(job.databaseName(), table);
            }
        }
    }

    private void compareAccepted(int stepNumber, Script.Step step, Answer answer) {
        if (!step.isQuery()) {
            addVerdict(stepNumber, step, Check.ACCEPTED, answer.isAccepted(), "accepted", answer.error());
            return;
        }
        Check check = step.startsWith("SHOW CREATE") ? Check.SHOWN : Check.ROWS;
        String expected = comparableText(step, step.columns(), step.rows());
        String actual = answer.isAccepted() ? comparableText(step, answer.columns(), answer.rows()) : answer.error();
        boolean isSame = expected.equals(actual) || (answer.isAccepted() && hasSameDefinitions(step, answer));
        addVerdict(stepNumber, step, check, isSame, expected, actual);
    }

    /**
     * Returns whether the answer has the recorded rows in any order, with definitions that are the same except for
     * their notation.
     */
    private boolean hasSameDefinitions(Script.Step step, Answer answer) {
        PrintedQueries printedQueries = new PrintedQueries(recording.profile(), ServerCatalog.of(server));
        List<List<String>> remainingRows = new ArrayList<>(answer.rows());
        List<List<String>> recordedRows = step.rows() == null ? List.of() : step.rows();
        for (List<String> row : recordedRows) {
            Optional<List<String>> match = remainingRows.stream()
                    .filter(answeredRow -> isSameRow(printedQueries, row, answeredRow))
                    .findFirst();
            if (match.isEmpty()) {
                return false;
            }
            remainingRows.remove(match.get());
        }
        return !recordedRows.isEmpty() && remainingRows.isEmpty();
    }

    private static boolean isSameRow(
            PrintedQueries printedQueries, List<String> recordedRow, List<String> answeredRow) {
        for (int column = 0; column < recordedRow.size(); column++) {
            String expected = recordedRow.get(column);
            String actual = answeredRow.get(column);
            if (!Objects.equals(expected, actual)
                    && (expected == null || actual == null || !printedQueries.isSameDefinition(expected, actual))) {
                return false;
            }
        }
        return true;
    }

    private static String comparableText(Script.Step step, List<String> columns, List<List<String>> rows) {
        if (rows == null || (rows.isEmpty() && columns == null)) {
            return "nothing";
        }
        List<List<String>> comparableRows = new ArrayList<>();
        for (List<String> row : rows) {
            comparableRows.add(comparableRow(step, columns, row));
        }
        if (step.sql().contains("information_schema") || step.startsWith("SHOW TABLES") || step.startsWith("DESC")) {
            comparableRows.sort(Comparator.comparing(String::valueOf));
        }
        return columns + " " + comparableRows;
    }

    private static List<String> comparableRow(Script.Step step, List<String> columns, List<String> row) {
        List<String> comparableValues = new ArrayList<>(row);
        for (int index = 0; index < row.size(); index++) {
            String value = row.get(index);
            if (step.startsWith("SHOW ALTER") && VOLATILE_COLUMNS.contains(columns.get(index))) {
                comparableValues.set(index, "…");
            } else if (value != null && step.startsWith("SHOW CREATE")) {
                comparableValues.set(index, ComparableTexts.sortListPartitions(value));
            } else if (value != null && step.startsWith("SHOW FULL COLUMNS")) {
                comparableValues.set(index, ComparableTexts.replaceTimes(value));
            }
        }
        return comparableValues;
    }

    private void compareRefused(int stepNumber, Script.Step step, Answer answer) {
        addVerdict(stepNumber, step, Check.REFUSED, !answer.isAccepted(), step.error(), "accepted");
        if (answer.isAccepted()) {
            return;
        }
        boolean isSameErrno = answer.errno() == step.errno();
        String expected = step.errno() + " " + step.error();
        String actual = answer.errno() + " " + answer.error();
        addVerdict(stepNumber, step, Check.ERRNO, isSameErrno, expected, actual);
        if (step.errno() != 1064) {
            addVerdict(stepNumber, step, Check.SPECIAL_ERRNO, isSameErrno, expected, actual);
        }
        if (!step.sqlstate().equals("HY000")) {
            boolean isSameSqlState = step.sqlstate().equals(answer.sqlState());
            addVerdict(stepNumber, step, Check.SQLSTATE, isSameSqlState, step.sqlstate(), answer.sqlState());
        }
    }

    private void addVerdict(
            int stepNumber, Script.Step step, Check check, boolean isMatch, String expected, String actual) {
        verdicts.add(new Verdict(script.id(), script.area(), stepNumber, step.sql(), check, isMatch, expected, actual));
    }
}
