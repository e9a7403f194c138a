package dev.cairn.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.SqlSyntaxException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Compares the answers to statements about scheduled tasks, and the rows of tasks, with those of servers of 4.1. */
class RecordedTasksTest {
    private static final ClusterObjectRules RULES = ClusterObjectRules.of(ClusterObjectKind.TASK);
    private static final String SYNTAX_ERROR = "ERR 1064 syntax";
    private static final String INSERT_STATEMENT = "insert into t1 select * from t1;";

    private final ClusterTranscript transcript = new ClusterTranscript();

    @Test
    void eachStatementIsAnsweredAsRecorded() throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (ClusterTranscript.Exchange exchange : ClusterTranscript.read("tasks-4.1.txt")) {
            expected.add(exchange.statement() + "\n" + normalize(exchange.answer()));
            actual.add(exchange.statement() + "\n" + normalize(answerStatement(exchange.statement())));
        }
        assertThat(actual).hasSizeGreaterThan(80).containsExactlyElementsOf(expected);
    }

    private String answerStatement(String sql) {
        try {
            return transcript.answerStatement(sql).strip();
        } catch (SqlSyntaxException failure) {
            return SYNTAX_ERROR;
        }
    }

    /**
     * Removes the known differences: a server returns a row for a submitted task, and has other messages for syntax
     * errors, for dates that Java can't parse and for an INSERT into a view.
     */
    private static String normalize(String answer) {
        return answer.replaceFirst("^\\| TaskName=.* \\| Status=SUBMITTED$", "OK")
                .replaceFirst("^ERR 1064 (?:Getting syntax error|Text '.*' could not be parsed).*", SYNTAX_ERROR)
                .replace(
                        "Only support insert into olap/mysql/iceberg/hive table",
                        "The rows of the view 'w' can not be changed");
    }

    private static SortedMap<String, ClusterObject> readTasks(Map<String, String> row) {
        return RULES.readObjects(
                sql -> List.of((ClusterObjectRules.AnswerRow) column -> row.getOrDefault(column, "")),
                Set.of("shop"),
                name -> true);
    }

    private static Map<String, String> createRow(String schedule, String properties) {
        return Map.of(
                "TASK_NAME",
                "t1",
                "SCHEDULE",
                schedule,
                "CATALOG",
                "default_catalog",
                "DATABASE",
                "shop",
                "DEFINITION",
                INSERT_STATEMENT,
                "PROPERTIES",
                properties);
    }

    /** The row is one of a real cluster. */
    @Test
    void aTaskIsReadAsItWasSubmitted() {
        ClusterTranscript shopTranscript = new ClusterTranscript();
        for (String sql : List.of(
                "CREATE DATABASE shop",
                "USE shop",
                "CREATE TABLE t1 (c1 INT, c2 INT)",
                "SUBMIT TASK t1 SCHEDULE START('2024-01-01 00:00:00') EVERY(INTERVAL 10 SECOND) PROPERTIES"
                        + " ('session.enable_profile' = 'true', 'session.query_timeout' = '10000') AS "
                        + INSERT_STATEMENT)) {
            assertThat(shopTranscript.answerStatement(sql)).isEqualTo("OK");
        }
        ClusterObject expected = shopTranscript
                .catalog()
                .clusterObjects()
                .find(ClusterObjectKind.TASK, "t1")
                .orElseThrow();
        Map<String, String> row = createRow(
                "PERIODICAL START(2024-01-01T00:00) EVERY(10 SECONDS)",
                "('session.enable_profile'='true','warehouse'='default_warehouse','session.query_timeout'='10000')");
        assertThat(readTasks(row)).containsExactly(Map.entry("t1", expected));
        assertThat(RULES.list(List.of(expected)).rows().get(0))
                .contains("PERIODICAL START(2024-01-01T00:00) EVERY(10 SECONDS)", "insert into t1 select * from t1");
    }

    /** A server shows the time of its submission as the start of a task that has none. */
    @Test
    void theSubmissionTimeIsNotADeclaredStart() {
        ClusterObject liveTask = readTasks(createRow(
                        "PERIODICAL START(2026-11-27T10:20:30) EVERY(1 DAYS)", "('warehouse'='default_warehouse')"))
                .get("t1");
        ClusterObject expected = liveTask.withoutPart(ClusterPart.of("start"));
        assertThat(liveTask.parts().values()).contains("2026-11-27 10:20:30", "1 DAY");
        assertThat(ClusterSecrets.restoreHiddenParts(expected, liveTask)).isEqualTo(expected);
        assertThat(ClusterSecrets.restoreHiddenParts(liveTask, liveTask)).isEqualTo(liveTask);
    }

    @Test
    void manualAndInternalTasksAreIgnored() {
        assertThat(readTasks(createRow("MANUAL", "('warehouse'='default_warehouse')")))
                .isEmpty();
        assertThat(readTasks(createRow("PERIODICAL START(2024-01-01T00:00) EVERY(1 MINUTES)", "('mvId'='11789')")))
                .isEmpty();
        assertThat(RULES.findDeclarationProblem(
                        readTasks(createRow("PERIODICAL EVERY(1 MINUTES)", "")).get("t1")))
                .isEqualTo(Optional.empty());
    }
}
