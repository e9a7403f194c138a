package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.MigrationException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A server does not rename a column in {@code partition_retention_condition}: until the next step changes it, the
 * condition names a column that does not exist.
 */
class RetentionConditionRenameTest {
    private static final String CREATE_TABLE =
            "CREATE TABLE visit (id INT NOT NULL, day DATE NOT NULL) DUPLICATE KEY (id)"
                    + " PARTITION BY date_trunc('day', day) DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1',"
                    + " 'partition_retention_condition' = 'day >= CURRENT_DATE() - INTERVAL 3 MONTH')";

    @AutoClose
    private World world;

    private Migrator migrator;

    @BeforeEach
    void start() throws SQLException {
        world = new World();
        migrator = world.createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("create", CREATE_TABLE)
                        .version(
                                "rename",
                                List.of(new Rename.ColumnRename(new ObjectName(World.DATABASE, "visit"), "day", "dt")),
                                CREATE_TABLE
                                        .replace("day DATE", "dt DATE")
                                        .replace("'day', day", "'day', dt")
                                        .replace("'day >=", "'dt >="))
                        .schema(),
                World.options());
        migrator.upgradeTo(1);
    }

    @Test
    void theConditionIsChangedAfterTheRenameAndBack() throws SQLException {
        migrator.upgrade();
        assertThat(world.readObjects().get("visit"))
                .contains("\"partition_retention_condition\" = \"dt >= CURRENT_DATE() - INTERVAL 3 MONTH\"");
        assertThat(migrator.check().isEmpty()).isTrue();

        migrator.downgradeTo(1);
        assertThat(world.readObjects().get("visit"))
                .contains("\"partition_retention_condition\" = \"day >= CURRENT_DATE() - INTERVAL 3 MONTH\"");
        assertThat(migrator.check().isEmpty()).isTrue();
    }

    @Test
    void anUpgradeContinuesBetweenTheRenameAndTheChangeOfTheCondition() throws SQLException {
        world.server.faults().add(Trigger.matching(".*RENAME COLUMN.*"), Fault.cutAfter());
        world.server
                .faults()
                .add(
                        Trigger.matching(".*SET \\(\"partition_retention_condition.*"),
                        Fault.reject(1064, "42000", "not today"));
        assertThatThrownBy(migrator::upgrade).isInstanceOf(MigrationException.class);
        assertThat(world.readObjects().get("visit")).contains("`dt` date", "\"day >= ");
        Drift drift = migrator.check();
        assertThat(drift.differences()).isEmpty();
        assertThat(drift.gaps()).isEmpty();

        migrator.upgrade();
        assertThat(migrator.check().isEmpty()).isTrue();
        assertThat(world.readObjects().get("visit")).contains("\"dt >= ");
    }
}
