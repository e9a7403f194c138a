package dev.cairn.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Compares the answers to statements about dictionaries with those of a frontend of StarRocks 4.1. */
class RecordedDictionariesTest {
    private static final ClusterObjectRules RULES = ClusterObjectRules.of(ClusterObjectKind.DICTIONARY);

    private final ClusterTranscript transcript = new ClusterTranscript();

    @Test
    void eachStatementIsAnsweredAsRecorded() throws IOException {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        int comparedCount = 0;
        for (ClusterTranscript.Exchange exchange : ClusterTranscript.read("dictionaries-4.1.txt")) {
            String sql = exchange.statement();
            if (sql.startsWith("SHOW DICTIONARY")) {
                requireShown(findDictionary(sql.substring(sql.lastIndexOf(' ') + 1)), exchange.answer());
                comparedCount++;
            } else {
                expected.add(sql + "\n" + exchange.answer());
                actual.add(sql + "\n" + transcript.answerStatement(sql).strip());
            }
        }
        assertThat(actual).hasSizeGreaterThan(60).containsExactlyElementsOf(expected);
        assertThat(comparedCount).isGreaterThan(10);
    }

    private Optional<ClusterObject> findDictionary(String name) {
        return transcript.catalog().clusterObjects().find(ClusterObjectKind.DICTIONARY, name);
    }

    /** Compares what the server has shown with the dictionary in the catalog, in both directions. */
    private static void requireShown(Optional<ClusterObject> dictionary, String recorded) {
        if (dictionary.isEmpty()) {
            assertThat(recorded).isEqualTo("| (none)");
            return;
        }
        Map<String, String> row = ClusterTranscript.parseRow(recorded);
        ClusterObjectRules.QueryExecutor server =
                text -> List.of((ClusterObjectRules.AnswerRow) column -> row.getOrDefault(column, ""));
        ClusterObject expected = dictionary.get();
        ClusterObject liveDictionary =
                RULES.readObjects(server, Set.of("dict_s"), name -> true).get(expected.name());
        assertThat(ClusterSecrets.restoreHiddenParts(expected, liveDictionary)).isEqualTo(expected);

        ClusterListing shown = RULES.show(expected);
        for (int i = 0; i < shown.columnNames().size(); i++) {
            if (!shown.columnNames().get(i).equals("DictionaryId")) {
                assertThat(shown.rows().get(0).get(i))
                        .describedAs(recorded)
                        .isEqualTo(row.get(shown.columnNames().get(i)));
            }
        }
    }

    @Test
    void aDictionaryNamesTheDatabaseOfItsTable() {
        ClusterTranscript otherTranscript = new ClusterTranscript();
        for (String sql : List.of(
                "CREATE DATABASE elsewhere",
                "USE elsewhere",
                RandomClusterObject.LOADED_TABLE,
                "CREATE DICTIONARY d USING loaded (k KEY, v VALUE)")) {
            assertThat(otherTranscript.answerStatement(sql)).isEqualTo("OK");
        }
        ClusterObject dictionary = otherTranscript
                .catalog()
                .clusterObjects()
                .find(ClusterObjectKind.DICTIONARY, "d")
                .orElseThrow();
        ClusterListing shown = RULES.show(dictionary);
        ClusterObjectRules.QueryExecutor server = text -> List.of((ClusterObjectRules.AnswerRow) column -> {
            int position = shown.columnNames().indexOf(column);
            return position < 0 ? "" : shown.rows().get(0).get(position);
        });
        assertThat(RULES.readObjects(server, Set.of("shop"), name -> true)
                        .get("d")
                        .tableName())
                .contains("elsewhere.loaded");
    }
}
