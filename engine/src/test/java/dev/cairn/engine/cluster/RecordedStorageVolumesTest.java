package dev.cairn.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Compares storage volumes with those that a shared-data frontend of StarRocks 4.1 describes. It shows properties that
 * no statement has set, and hides others.
 */
class RecordedStorageVolumesTest {
    private static final ClusterObjectRules RULES = ClusterObjectRules.of(ClusterObjectKind.STORAGE_VOLUME);
    private static final String DESCRIBE = "DESC STORAGE VOLUME ";

    @Test
    void aDescribedVolumeEqualsTheDeclaredOne() throws IOException {
        ClusterTranscript transcript = new ClusterTranscript();
        int comparedCount = 0;
        for (ClusterTranscript.Exchange exchange : ClusterTranscript.read("storage-volumes-shared-data-4.1.txt")) {
            if (exchange.statement().startsWith(DESCRIBE)) {
                String name = exchange.statement().substring(DESCRIBE.length());
                ClusterObject declaredVolume = transcript
                        .catalog()
                        .clusterObjects()
                        .find(ClusterObjectKind.STORAGE_VOLUME, name)
                        .orElseThrow();
                assertThat(ClusterSecrets.restoreHiddenParts(declaredVolume, readVolume(name, exchange.answer())))
                        .describedAs(exchange.answer())
                        .isEqualTo(declaredVolume);
                comparedCount++;
            } else {
                assertThat(transcript.answerStatement(exchange.statement()).strip())
                        .describedAs(exchange.statement())
                        .isEqualTo(exchange.answer());
            }
        }
        assertThat(comparedCount).isGreaterThan(20);
    }

    private static ClusterObject readVolume(String name, String describedRow) {
        Map<String, String> row = ClusterTranscript.parseRow(describedRow);
        ClusterObjectRules.QueryExecutor server = sql -> List.of(
                (ClusterObjectRules.AnswerRow) column -> sql.startsWith("SHOW") ? name : row.getOrDefault(column, ""));
        return RULES.readObjects(server, Set.of(), anyName -> true).get(name);
    }
}
