package dev.cairn.internal.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.connection.NamedRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewestPartitionsTest {
    private static NamedRow createRow(String name, String visibleVersion, String dataVersion) {
        return new NamedRow(
                List.of("PartitionId", "PartitionName", "VisibleVersion", "DataVersion", "PartitionKey", "Range"),
                List.of("1", name, visibleVersion, dataVersion, "day", "[types: [DATE]; keys: [" + name + "]; )"));
    }

    /** On a shared-data server, a compaction or a change of a property gives a partition another visible version. */
    @Test
    void aPartitionWithoutRowsDoesNotCountOnASharedDataServer() {
        List<NamedRow> rows = List.of(
                createRow("p1", "4", "2"),
                createRow("p2", "3", "2"),
                createRow("p3", "5", "3"),
                createRow("p4", "2", "1"));

        assertThat(NewestPartitions.select(rows, 2)).isEqualTo(new NewestPartitions(List.of("p2", "p3"), 3));
    }

    /** Older servers do not show the data version. */
    @Test
    void withoutADataVersionTheVisibleVersionCounts() {
        List<NamedRow> rows = List.of(createRow("p1", "2", ""), createRow("p2", "1", ""));

        assertThat(NewestPartitions.select(rows, 1)).isEqualTo(new NewestPartitions(List.of("p1"), 1));
    }
}
