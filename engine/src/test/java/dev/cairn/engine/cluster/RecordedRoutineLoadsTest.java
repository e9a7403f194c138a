package dev.cairn.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Compares the answers to statements about Routine Loads with those of a frontend of StarRocks 4.1. */
class RecordedRoutineLoadsTest {
    private static final ClusterObjectRules RULES = ClusterObjectRules.of(ClusterObjectKind.ROUTINE_LOAD);
    private static final String DATABASE = "rl_s";

    private final ClusterTranscript transcript = new ClusterTranscript();
    private final Map<String, String> shownStatements = new HashMap<>();

    @Test
    void eachStatementIsAnsweredAsRecorded() throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        int comparedCount = 0;
        for (ClusterTranscript.Exchange exchange : ClusterTranscript.read("routine-loads-4.1.txt")) {
            String sql = exchange.statement();
            if (sql.startsWith("SHOW ROUTINE LOAD")) {
                requireReadLoad(sql, exchange.answer());
                comparedCount++;
            } else {
                expected.add(sql + "\n" + normalize(exchange.answer()));
                actual.add(sql + "\n" + normalize(answerStatement(sql)));
                shownStatements.put(sql, exchange.answer());
            }
        }
        assertThat(actual).hasSizeGreaterThan(70).containsExactlyElementsOf(expected);
        assertThat(comparedCount).isGreaterThan(5);
    }

    /**
     * Removes the known differences: the order of the client's properties depends on their hashes, and the backquotes
     * of names on the statement that set them.
     */
    private static String normalize(String answer) {
        if (!answer.startsWith("| Job=")) {
            return answer;
        }
        List<String> lines = new ArrayList<>(List.of(answer.split("\\\\n", -1)));
        lines.replaceAll(line -> line.replaceAll(",$", "").replaceAll("`(\\w+)`", "$1"));
        lines.sort(null);
        return String.join("\n", lines);
    }

    /** Reads a load from the recorded answer, and requires that it equals the load in the catalog. */
    private void requireReadLoad(String sql, String recorded) {
        String name = sql.substring(sql.lastIndexOf(' ') + 1);
        ClusterObject expected = findLoad(name).orElseThrow();
        Map<String, String> row = ClusterTranscript.parseRow(recorded);
        ClusterObjectRules.QueryExecutor server = text -> List.of(
                text.startsWith("SHOW CREATE")
                        ? column -> ClusterTranscript.parseRow(
                                        shownStatements.getOrDefault("SHOW CREATE ROUTINE LOAD " + name, ""))
                                .getOrDefault(column, "")
                                .replace("\\n", "\n")
                        : (ClusterObjectRules.AnswerRow) column -> row.getOrDefault(column, ""));
        ClusterObject liveLoad =
                RULES.readObjects(server, Set.of(DATABASE), ignored -> true).get(DATABASE + "." + name);
        assertThat(ClusterSecrets.restoreHiddenParts(expected, liveLoad))
                .describedAs(sql)
                .isEqualTo(expected);
    }

    private Optional<ClusterObject> findLoad(String name) {
        return transcript.catalog().clusterObjects().find(ClusterObjectKind.ROUTINE_LOAD, DATABASE + "." + name);
    }

    private String answerStatement(String sql) {
        if (sql.startsWith("SHOW CREATE")) {
            return findLoad(sql.substring(sql.lastIndexOf(' ') + 1))
                    .map(load -> {
                        List<String> row = RULES.show(load).rows().get(0);
                        return "| Job=" + row.get(0) + " | Create Job="
                                + row.get(1).replace("\n", "\\n");
                    })
                    .orElse("| (none)");
        }
        return transcript.answerStatement(sql);
    }
}
