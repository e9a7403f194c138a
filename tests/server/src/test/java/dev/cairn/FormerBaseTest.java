package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A server makes a materialized view inactive because of a table that the view read in another migration only. */
class FormerBaseTest {
    private static final String CREATE_TABLE = "CREATE TABLE %s (id BIGINT NOT NULL) DUPLICATE KEY (id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_VIEW = "CREATE VIEW v AS SELECT id FROM %s";
    private static final String CREATE_MATERIALIZED_VIEW =
            "CREATE MATERIALIZED VIEW m DISTRIBUTED BY HASH(id) BUCKETS 2"
                    + " REFRESH DEFERRED MANUAL PROPERTIES ('replication_num' = '1') AS SELECT id FROM v";

    private static final String CREATE_READER = "CREATE MATERIALIZED VIEW reader DISTRIBUTED BY HASH(id) BUCKETS 2"
            + " REFRESH DEFERRED MANUAL PROPERTIES ('replication_num' = '1') AS SELECT id FROM m";

    @AutoClose
    private final World world = new World();

    @Test
    void aViewAndItsReaderAreActiveAfterTheRenameOfAFormerBase() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .version(
                        "old name",
                        CREATE_TABLE.formatted("a"),
                        CREATE_TABLE.formatted("old"),
                        CREATE_VIEW.formatted("a"),
                        CREATE_MATERIALIZED_VIEW,
                        CREATE_READER)
                .version(
                        "new name",
                        List.of(new Rename.ObjectRename(new ObjectName(World.DATABASE, "b"), "old")),
                        CREATE_TABLE.formatted("a"),
                        CREATE_TABLE.formatted("b"),
                        CREATE_VIEW.formatted("a"),
                        CREATE_MATERIALIZED_VIEW,
                        CREATE_READER)
                .version(
                        "other base",
                        CREATE_TABLE.formatted("a"),
                        CREATE_TABLE.formatted("b"),
                        CREATE_VIEW.formatted("b"),
                        CREATE_MATERIALIZED_VIEW,
                        CREATE_READER);
        Migrator migrator =
                world.createMigrator(history.schema(), World.options().consent(Consent.values()));
        migrator.upgrade();
        migrator.downgradeTo(2);
        migrator.downgradeTo(1);
        assertThat(world.queryRows("SELECT TABLE_NAME, IS_ACTIVE FROM information_schema.materialized_views"))
                .containsExactly("m true", "reader true");
    }
}
