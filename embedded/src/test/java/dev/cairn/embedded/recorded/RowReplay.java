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
    /** What becomes of a query whose rows are known. */
    private enum Result {
        SAME,
        DIFFERENT,
        ERROR,
        /** Not the same, behind a statement that was refused here and not on the cluster. */
        AFTER_REFUSAL
    }

    private static final Pattern READS = Pattern.compile(
            "^\\s*(admin|analyze|drop|show|explain|trace|set\\s+global|desc)", Pattern.CASE_INSENSITIVE);
    private static final String JOBS_END = "SHOW ALTER TABLE ";
    private static final int SECONDS = 25;

    private final Map<Result, Integer> results = new EnumMap<>(Result.class);
    private final List<String> differences = new ArrayList<>();
    private int cases;

    void run(EmbeddedStarRocks server, RecordedCase each) {
        String database = "rows" + cases++;
        server.createDatabase(database);
        boolean refused = false;
        try (Connection connection = DriverManager.getConnection(
                        server.jdbcUrl(database) + "?tinyInt1isBit=false&yearIsDateType=false", "root", "");
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            Set<String> before = databases(statement);
            for (Step step : each.steps()) {
                refused |= run(step, statement, each.name(), refused);
            }
            Set<String> created = databases(statement);
            created.removeAll(before);
            created.add(database);
            for (String name : created) {
                statement.execute("DROP DATABASE IF EXISTS `" + name + "` FORCE");
            }
        } catch (SQLException failure) {
            // A schema change that fails when its job runs makes whatever comes next fail.
            results.merge(Result.ERROR, 1, Integer::sum);
            differences.add("error " + each.name() + "\n  " + message(failure));
        }
    }

    private static Set<String> databases(Statement statement) throws SQLException {
        return new TreeSet<>(rows(statement, "SHOW DATABASES"));
    }

    /** Returns whether the step was refused though the cluster took it, so that what follows may fail for this reason. */
    private boolean run(Step step, Statement statement, String name, boolean afterRefusal) throws SQLException {
        if (step.outcome() == Outcome.WAIT) {
            awaitJobs(statement);
            return false;
        }
        List<String> rows;
        try {
            rows = rows(statement, step.sql());
        } catch (SQLException refusal) {
            if (step.outcome() == Outcome.ROWS) {
                count(afterRefusal ? Result.AFTER_REFUSAL : Result.ERROR, name, step, List.of(message(refusal)));
                return false;
            }
            return step.outcome() == Outcome.UNKNOWN
                    && !READS.matcher(step.sql()).find();
        }
        if (step.outcome() == Outcome.ROWS) {
            boolean same = RowComparison.same(step.rows(), rows);
            Result others = afterRefusal ? Result.AFTER_REFUSAL : Result.DIFFERENT;
            count(same ? Result.SAME : others, name, step, rows);
        }
        return false;
    }

    private static String message(SQLException refusal) {
        return String.valueOf(refusal.getMessage()).lines().findFirst().orElse("");
    }

    private static void awaitJobs(Statement statement) {
        Awaitility.await().atMost(SECONDS, TimeUnit.SECONDS).until(() -> {
            List<String> jobs = new ArrayList<>();
            for (String kind : List.of("COLUMN", "ROLLUP", "OPTIMIZE")) {
                jobs.addAll(rows(statement, JOBS_END + kind));
            }
            return jobs.stream().allMatch(job -> job.contains("FINISHED") || job.contains("CANCELLED"));
        });
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        if (!statement.execute(sql)) {
            return rows;
        }
        try (ResultSet result = statement.getResultSet()) {
            int width = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    // The driver parses numbers to return their texts, and fails at the server's inf.
                    byte[] value = result.getBytes(i);
                    values.add(value == null ? "None" : new String(value, StandardCharsets.UTF_8));
                }
                rows.add(String.join("\t", values));
            }
        }
        // The lines of a text are lines of the recorded result, too.
        List<String> lines = String.join("\n", rows).lines().toList();
        return ExtractedCases.withoutBlankEnds(lines);
    }

    private void count(Result result, String name, Step step, List<String> actual) {
        results.merge(result, 1, Integer::sum);
        if (result != Result.SAME) {
            differences.add(result.name().toLowerCase(Locale.ROOT) + " " + name + "\n  " + step.sql() + "\n  recorded: "
                    + step.rows() + "\n  here: " + actual);
        }
    }

    private int count(Result result) {
        return results.getOrDefault(result, 0);
    }

    /** Returns the part of the compared queries with the same rows; those behind a refused statement do not count. */
    double percent() {
        int compared = count(Result.SAME) + count(Result.DIFFERENT) + count(Result.ERROR);
        return compared == 0 ? 0 : 100.0 * count(Result.SAME) / compared;
    }

    String summary() {
        return cases + " cases, "
                + results.entrySet().stream()
                        .map(entry -> entry.getValue() + " "
                                + entry.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", "))
                + ", %.1f %% the same".formatted(percent());
    }

    List<String> differences() {
        return List.copyOf(differences);
    }
}
