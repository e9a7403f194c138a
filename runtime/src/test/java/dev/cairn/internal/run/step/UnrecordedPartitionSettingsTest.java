package dev.cairn.internal.run.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rows are those that a StarRocks 4.1 prints. */
class UnrecordedPartitionSettingsTest {
    private static final String NO_COOLDOWN = "9999-12-31 23:59:59";
    private static final String PARTITIONS =
            "PARTITION BY RANGE (day) (PARTITION p1 VALUES LESS THAN ('2026-01-01'), PARTITION p2 VALUES LESS THAN"
                    + " ('2026-02-01')) ";

    private static Table createTable(String clauses, String properties) {
        Catalog emptyCatalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        String statement = "CREATE TABLE t (day DATE, id INT) DUPLICATE KEY (day) " + clauses
                + " PROPERTIES ('replication_num' = '1'" + properties + ")";
        return new Engine(ServerProfile.DEFAULT)
                .apply(emptyCatalog, new Session("shop"), Sql.parse(statement))
                .catalog()
                .findTable("shop", "t")
                .orElseThrow();
    }

    private static NamedRow createRow(String name, String buckets, String replicas, String medium, String cooldown) {
        return new NamedRow(
                List.of("PartitionName", "Buckets", "ReplicationNum", "StorageMedium", "CooldownTime"),
                List.of(name, buckets, replicas, medium, cooldown));
    }

    private static List<String> describe(Table table, NamedRow... rows) {
        return new UnrecordedPartitionSettings(table, List.of(table)).describe(List.of(rows), name -> true);
    }

    @Test
    void settingsOfSinglePartitionsAreDescribed() {
        Table table = createTable(PARTITIONS + "DISTRIBUTED BY HASH (id) BUCKETS 3", "");
        assertThat(describe(
                        table,
                        createRow("p1", "3", "1", "HDD", NO_COOLDOWN),
                        createRow("p2", "9", "2", "SSD", "2030-01-01 00:00:00"),
                        createRow("p3", "3", "2", "HDD", NO_COOLDOWN)))
                .containsExactly(
                        "replication_num = 2 of partitions p2, p3",
                        "number of buckets = 9 of partition p2",
                        "storage_medium = SSD of partition p2",
                        "storage_cooldown_time = 2030-01-01 00:00:00 of partition p2");
    }

    @Test
    void settingsOfTheTableAreNotDescribed() {
        Table table = createTable(
                PARTITIONS + "DISTRIBUTED BY HASH (id)",
                ", 'storage_medium' = 'SSD', 'storage_cooldown_ttl' = '3 day', 'dynamic_partition.time_unit' = 'DAY',"
                        + " 'dynamic_partition.end' = '3', 'dynamic_partition.replication_num' = '2'");
        assertThat(describe(
                        table,
                        createRow("p1", "3", "1", "HDD", "2026-01-04 00:00:00"),
                        createRow("p2", "9", "2", "SSD", "2026-02-04 00:00:00")))
                .isEmpty();
    }

    @Test
    void theOnlyPartitionOfATableHasTheSettingsOfTheTable() {
        Table table = createTable("DISTRIBUTED BY HASH (id) BUCKETS 3", "");
        assertThat(describe(table, createRow("t", "4", "2", "SSD", NO_COOLDOWN)))
                .isEmpty();
    }

    /** A shared-data server shows neither replicas nor media. */
    @Test
    void manyPartitionsAreCounted() {
        Table table = createTable("PARTITION BY day DISTRIBUTED BY HASH (id) BUCKETS 3", "");
        NamedRow[] rows = List.of("a", "b", "c", "d", "e", "f", "g").stream()
                .map(name -> createRow(name, "4", "", "", ""))
                .toArray(NamedRow[]::new);
        assertThat(describe(table, rows))
                .containsExactly("number of buckets = 4 of partitions a, b, c, d, e and 2 others");
    }
}
