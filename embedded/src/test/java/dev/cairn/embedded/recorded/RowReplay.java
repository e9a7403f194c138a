package dev.cairn.embedded.recorded;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.recorded.RecordedCase.Outcome;
import dev.cairn.embedded.recorded.RecordedCase.Step;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Replays recorded cases and counts their queries. */
final class RowReplay {
    /** The result of the replay of a query whose rows are known. */
    private enum ReplayResult {
        SAME,
        DIFFERENT,
        ERROR,
        /** Different rows or an error, after a statement that was only refused here. */
        AFTER_REFUSAL
    }

    private static final Pattern STATEMENT_WITHOUT_NEW_ROWS = Pattern.compile(
            "^\\s*(admin|analyze|drop|show|explain|trace|set\\s+global|desc)", Pattern.CASE_INSENSITIVE);
    private static final String SHOW_JOBS = "SHOW ALTER TABLE ";
    private static final int TIMEOUT_SECONDS = 25;

    private final Map<ReplayResult, Integer> resultCounts = new EnumMap<>(ReplayResult.class);
    private final List<String> differences = new ArrayList<>();
    private int caseCount;

    void run(EmbeddedStarRocks server, RecordedCase recordedCase) {
        String database = "rows" + caseCount++;
        server.createDatabase(database);
        boolean isAfterRefusal = false;
        try (Connection connection = DriverManager.getConnection(
                        server.jdbcUrl(database) + "?tinyInt1isBit=false&yearIsDateType=false", "root", "");
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            Set<String> databasesBefore = databaseNames(statement);
            for (Step step : recordedCase.steps()) {
                isAfterRefusal |= runStep(step, statement, recordedCase.name(), isAfterRefusal);
            }
            Set<String> newDatabases = databaseNames(statement);
            newDatabases.removeAll(databasesBefore);
            newDatabases.add(database);
            for (String name : newDatabases) {
                statement.execute("DROP DATABASE IF EXISTS `" + name + "` FORCE");
            }
        } catch (SQLException failure) {
            // If the job of a schema change fails, all later statements fail.
            resultCounts.merge(ReplayResult.ERROR, 1, Integer::sum);
            differences.add("error " + recordedCase.name() + "\n  " + message(failure));
        }
    }

    private static Set<String> databaseNames(Statement statement) throws SQLException {
        return new TreeSet<>(rows(statement, "SHOW DATABASES"));
    }

    /** Returns whether the step was refused although the cluster accepted it. Later steps may fail for this reason. */
    private boolean runStep(Step step, Statement statement, String name, boolean isAfterRefusal) throws SQLException {
        if (step.outcome() == Outcome.WAIT) {
            awaitJobs(statement);
            return false;
        }
        List<String> rows;
        try {
            rows = rows(statement, step.sql());
        } catch (SQLException refusal) {
            if (step.outcome() == Outcome.ROWS) {
                recordResult(
                        isAfterRefusal ? ReplayResult.AFTER_REFUSAL : ReplayResult.ERROR,
                        name,
                        step,
                        List.of(message(refusal)));
                return false;
            }
            return step.outcome() == Outcome.UNKNOWN
                    && !STATEMENT_WITHOUT_NEW_ROWS.matcher(step.sql()).find();
        }
        if (step.outcome() == Outcome.ROWS) {
            boolean isSame = RowComparison.areSame(step.rows(), rows);
            ReplayResult failure = isAfterRefusal ? ReplayResult.AFTER_REFUSAL : ReplayResult.DIFFERENT;
            recordResult(isSame ? ReplayResult.SAME : failure, name, step, rows);
        }
        return false;
    }

    private static String message(SQLException refusal) {
        return String.valueOf(refusal.getMessage()).lines().findFirst().orElse("");
    }

    private static void awaitJobs(Statement statement) {
        Awaitility.await().atMost(TIMEOUT_SECONDS, TimeUnit.SECONDS).until(() -> {
            List<String> jobs = new ArrayList<>();
            for (String kind : List.of("COLUMN", "ROLLUP", "OPTIMIZE")) {
                jobs.addAll(rows(statement, SHOW_JOBS + kind));
            }
            return jobs.stream().allMatch(job -> job.contains("FINISHED") || job.contains("CANCELLED"));
        });
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        if (!statement.execute(sql)) {
            return rows;
        }
        try (ResultSet resultSet = statement.getResultSet()) {
            int columnCount = resultSet.getMetaData().getColumnCount();
            while (resultSet.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columnCount; i++) {
                    // The driver parses numbers to return their texts, and fails at the server's inf.
                    byte[] value = resultSet.getBytes(i);
                    values.add(value == null ? "None" : new String(value, StandardCharsets.UTF_8));
                }
                rows.add(String.join("\t", values));
            }
        }
        // The lines of a text are lines of the recorded result, too.
        List<String> lines = String.join("\n", rows).lines().toList();
        return CaseExtractor.withoutBlankEnds(lines);
    }

    private void recordResult(ReplayResult result, String name, Step step, List<String> actual) {
        resultCounts.merge(result, 1, Integer::sum);
        if (result != ReplayResult.SAME) {
            differences.add(result.name().toLowerCase(Locale.ROOT) + " " + name + "\n  " + step.sql() + "\n  recorded: "
                    + step.rows() + "\n  here: " + actual);
        }
    }

    private int count(ReplayResult result) {
        return resultCounts.getOrDefault(result, 0);
    }

    /**
     * Returns the percentage of the compared queries with the same rows. Queries after a refused statement do not
     * count.
     */
    double percent() {
        int comparedCount = count(ReplayResult.SAME) + count(ReplayResult.DIFFERENT) + count(ReplayResult.ERROR);
        return comparedCount == 0 ? 0 : 100.0 * count(ReplayResult.SAME) / comparedCount;
    }

    String summary() {
        return caseCount + " cases, "
                + resultCounts.entrySet().stream()
                        .map(entry -> entry.getValue() + " "
                                + entry.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", "))
                + ", %.1f %% the same".formatted(percent());
    }

    List<String> differences() {
        return List.copyOf(differences);
    }
}
