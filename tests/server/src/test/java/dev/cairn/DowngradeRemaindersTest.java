package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A downgrade leaves what no statement removes, such as a sort key. Neither the migration itself nor the migrations
 * before it stop at the remainder.
 */
class DowngradeRemaindersTest {
    @AutoClose
    private final World world = new World();

    private Migrator upgrade(RecordedHistory history) {
        Migrator migrator =
                world.createMigrator(history.schema(), World.options().consent(Consent.values()));
        migrator.upgrade();
        return migrator;
    }

    @Test
    void aSortKeyRemainsWhenTheOrderOfTheKeyChanges() {
        String table = """
                CREATE TABLE note (%s BIGINT NOT NULL, %s BIGINT NOT NULL, v INT) DUPLICATE KEY (%1$s, %2$s)
                DISTRIBUTED BY HASH(a) BUCKETS 2 %3$s PROPERTIES ('replication_num' = '1')""";
        Migrator migrator = upgrade(new RecordedHistory(World.DATABASE)
                .version("sorted by the key", table.formatted("a", "b", ""))
                .version("sorted by a value", table.formatted("b", "a", "ORDER BY (v)")));
        migrator.downgradeTo(1);
        assertThat(showTable()).contains("ORDER BY(`a`, `b`)");
        migrator.upgrade();
        assertThat(showTable()).contains("ORDER BY(`v`)");
    }

    /** The server refuses to drop a column that belongs to the sort key. */
    @Test
    void aSortKeyIsShortenedBeforeAColumnOfTheKeyIsDropped() {
        String table = """
                CREATE TABLE note (a BIGINT NOT NULL, b BIGINT NOT NULL%s, v INT) DUPLICATE KEY (a, b%s)
                DISTRIBUTED BY HASH(a) BUCKETS 2 %s PROPERTIES ('replication_num' = '1')""";
        Migrator migrator = upgrade(new RecordedHistory(World.DATABASE)
                .version("short key", table.formatted("", "", ""))
                .version("long key", table.formatted(", c INT NOT NULL DEFAULT '0'", ", c", ""))
                .version("sorted by a value", table.formatted(", c INT NOT NULL DEFAULT '0'", ", c", "ORDER BY (v)")));
        migrator.downgradeTo(2);
        assertThat(showTable()).contains("ORDER BY(`a`, `b`, `c`)");
        migrator.downgradeTo(1);
        assertThat(showTable()).contains("ORDER BY(`a`, `b`)").doesNotContain("`c`");
        migrator.upgrade();
        assertThat(showTable()).contains("ORDER BY(`v`)");
    }

    /** Names of columns are not case-sensitive, and hand-written statements may spell them in another way. */
    @Test
    void aSortKeyIsShortenedBeforeAStatementThatSpellsTheColumnDifferently() {
        String table = """
                CREATE TABLE note (a BIGINT NOT NULL, b BIGINT NOT NULL%s, v INT) DUPLICATE KEY (a, b%s)
                DISTRIBUTED BY HASH(a) BUCKETS 2 %s PROPERTIES ('replication_num' = '1')""";
        Migrator migrator = upgrade(new RecordedHistory(World.DATABASE)
                .version("short key", table.formatted("", "", ""))
                .statements(
                        "long key",
                        List.of("ALTER TABLE note ADD COLUMN c INT KEY NOT NULL DEFAULT '0' AFTER b"),
                        List.of("-- destructive: c is dropped\nALTER TABLE note DROP COLUMN C"))
                .version("sorted by a value", table.formatted(", c INT NOT NULL DEFAULT '0'", ", c", "ORDER BY (v)")));
        migrator.downgradeTo(1);
        assertThat(showTable()).contains("ORDER BY(`a`, `b`)").doesNotContain("`c`");
    }

    /** The properties look the same before and after the statement that sets them. */
    @Test
    void propertiesOfDynamicPartitionsRemain() {
        String table = """
                CREATE TABLE note (id BIGINT NOT NULL, day DATE NOT NULL) DUPLICATE KEY (id, day)
                PARTITION BY RANGE(day) (PARTITION p VALUES LESS THAN ('2024-02-01'))
                DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1'%s)""";
        String dynamicProperties = ", 'dynamic_partition.enable' = 'false', 'dynamic_partition.time_unit' = 'YEAR',"
                + " 'dynamic_partition.end' = '1', 'dynamic_partition.prefix' = 'y'";
        Migrator migrator = upgrade(new RecordedHistory(World.DATABASE)
                .version("static", table.formatted(""))
                .version("dynamic", table.formatted(dynamicProperties))
                .version("limited", table.formatted(dynamicProperties + ", 'partition_live_number' = '100'")));
        migrator.downgradeTo(1);
        migrator.upgrade();
        assertThat(showTable()).contains("\"dynamic_partition.enable\" = \"false\"");
    }

    private String showTable() {
        return world.readObjects().get("note");
    }
}
