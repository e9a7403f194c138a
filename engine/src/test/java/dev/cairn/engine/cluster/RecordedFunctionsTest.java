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

/**
 * Compares the answers to statements about functions with those of a frontend of StarRocks 4.1, which read the jars.
 */
class RecordedFunctionsTest {
    private static final String DATABASE = "fn_s";

    private final ClusterTranscript transcript = new ClusterTranscript();

    @Test
    void eachStatementIsAnsweredAsRecorded() throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        int comparedCount = 0;
        for (ClusterTranscript.Exchange exchange : ClusterTranscript.read("functions-4.1.txt")) {
            String sql = exchange.statement();
            if (sql.startsWith("SHOW FULL")) {
                boolean isGlobal = sql.startsWith("SHOW FULL GLOBAL");
                String name = sql.substring(sql.indexOf('\'') + 1, sql.length() - 1);
                requireShown(findFunction(isGlobal, name), exchange.answer());
                comparedCount++;
            } else {
                expected.add(sql + "\n" + normalize(exchange.answer()));
                actual.add(
                        sql + "\n" + normalize(transcript.answerStatement(sql).strip()));
            }
        }
        assertThat(actual).hasSizeGreaterThan(70).containsExactlyElementsOf(expected);
        assertThat(comparedCount).isGreaterThan(15);
    }

    /**
     * Removes the known differences: messages of the catalog name functions without a database and types as written.
     */
    private static String normalize(String answer) {
        return answer.replaceAll("Unknown function '(?:\\w+\\.)?", "Unknown function '")
                .replace("VARCHAR(65533)", "STRING")
                .replace("non-scalar type", "type")
                .replace("DECIMAL64", "DECIMAL");
    }

    private Optional<ClusterObject> findFunction(boolean isGlobal, String name) {
        List<ClusterObject> functions = new ArrayList<>();
        transcript.catalog().clusterObjects().objects().values().forEach(object -> {
            if ((object.kind() == ClusterObjectKind.GLOBAL_FUNCTION) == isGlobal
                    && object.name().startsWith(name + "(")) {
                functions.add(object);
            }
        });
        assertThat(functions).hasSizeLessThan(2);
        return functions.stream().findFirst();
    }

    /** Compares what the server has shown with the function in the catalog, in both directions. */
    private static void requireShown(Optional<ClusterObject> function, String recorded) {
        if (function.isEmpty()) {
            assertThat(recorded).isEqualTo("| (none)");
            return;
        }
        ClusterObject expected = function.get();
        ClusterObjectRules rules = ClusterObjectRules.of(expected.kind());
        ClusterListing shown = rules.show(expected);
        Map<String, String> recordedRow = ClusterTranscript.parseRow(recorded);
        for (Map<String, String> row : List.of(recordedRow, toRow(shown))) {
            ClusterObjectRules.QueryExecutor server =
                    text -> List.of((ClusterObjectRules.AnswerRow) column -> row.getOrDefault(column, ""));
            ClusterObject liveFunction = rules.readObjects(server, Set.of(DATABASE), name -> true)
                    .get(rules.canonicalFullName(expected.fullName()));
            assertThat(ClusterSecrets.restoreHiddenParts(expected, liveFunction))
                    .isEqualTo(expected);
        }
        for (int i = 0; i < shown.columnNames().size(); i++) {
            assertThat(withoutComputedParts(shown.rows().get(0).get(i)))
                    .isEqualTo(withoutComputedParts(
                            recordedRow.getOrDefault(shown.columnNames().get(i), "")));
        }
    }

    private static Map<String, String> toRow(ClusterListing listing) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < listing.columnNames().size(); i++) {
            row.put(listing.columnNames().get(i), listing.rows().get(0).get(i));
        }
        return row;
    }

    /** Removes the number and the checksum, because the catalog has no numbers of functions and reads no jars. */
    private static String withoutComputedParts(String properties) {
        return properties.replaceAll("\"(fid|md5)\":\"[^\"]*\"", "$1");
    }
}
