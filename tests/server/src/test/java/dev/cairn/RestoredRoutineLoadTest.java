package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A migration creates a Routine Load that another one, or the other direction of this one, has stopped. With the offsets
 * of its statement, the load would load messages again.
 */
class RestoredRoutineLoadTest extends ClusterObjectFixture {
    private static final String CREATE_TABLE = "CREATE TABLE clicks (id INT NOT NULL, v INT) DUPLICATE KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_LOAD =
            "CREATE ROUTINE LOAD load_clicks ON clicks FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' ="
                    + " 'clicks', 'kafka_partitions' = '0,1', 'kafka_offsets' = '5,OFFSET_BEGINNING')";
    private static final String NEXT_OFFSETS = "\"kafka_offsets\"=\"77,8\"";
    private static final SchemaDescriptor LATER_LOAD = createHistory()
            .version("table", CREATE_TABLE)
            .version("load", CREATE_TABLE, CREATE_LOAD)
            .schema();
    private static final SchemaDescriptor DROPPED_LOAD = createHistory()
            .version("create", CREATE_TABLE, CREATE_LOAD)
            .version("drop load", CREATE_TABLE)
            .schema();

    private final List<String> warnings = new ArrayList<>();

    private static RecordedHistory createHistory() {
        return new RecordedHistory(World.DATABASE).managingCluster();
    }

    @Override
    MigratorOptions migratorOptions() {
        return super.migratorOptions().listener(progress -> {
            if (progress instanceof Progress.Warning warning) {
                warnings.add(warning.message());
            }
        });
    }

    /** Lets the load read messages of both partitions. */
    private void readMessages() throws SQLException {
        world.execute("PAUSE ROUTINE LOAD FOR load_clicks");
        world.execute("ALTER ROUTINE LOAD FOR load_clicks FROM KAFKA ('kafka_partitions' = '0,1', 'kafka_offsets' ="
                + " '77,8')");
        world.execute("RESUME ROUTINE LOAD FOR load_clicks");
    }

    private String showCreateLoad() throws SQLException {
        return String.join("", world.queryRows("SHOW CREATE ROUTINE LOAD load_clicks"));
    }

    @Test
    void aLoadThatADowngradeHasStoppedContinuesAfterTheNextUpgrade() throws SQLException {
        createMigrator(LATER_LOAD).upgrade();
        assertThat(showCreateLoad()).contains("\"kafka_offsets\"=\"5,OFFSET_BEGINNING\"");
        readMessages();
        createMigrator(LATER_LOAD).downgradeTo(1);
        assertThat(warnings).isEmpty();
        createMigrator(LATER_LOAD).upgrade();
        assertThat(showCreateLoad()).contains(NEXT_OFFSETS);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("routine load shop.load_clicks continues where the load", "ALTER ROUTINE LOAD");
        requireNoDifference(LATER_LOAD);
    }

    @Test
    void aLoadThatAnUpgradeHasStoppedContinuesAfterTheDowngrade() throws SQLException {
        createMigrator(DROPPED_LOAD).upgrade();
        createMigrator(DROPPED_LOAD).downgradeTo(1);
        readMessages();
        createMigrator(DROPPED_LOAD).upgrade();
        createMigrator(DROPPED_LOAD).downgradeTo(1);
        assertThat(showCreateLoad()).contains(NEXT_OFFSETS);
    }

    /** The upgrade has stopped the load, and can't change the table. */
    @Test
    void aLoadContinuesAfterAnUpgradeThatHasStoppedHalfWay() throws SQLException {
        SchemaDescriptor schema = createHistory()
                .version("create", CREATE_TABLE, CREATE_LOAD)
                .version("drop load", CREATE_TABLE.replace("v INT", "v INT, w INT"))
                .schema();
        createMigrator(DROPPED_LOAD).upgrade();
        createMigrator(DROPPED_LOAD).downgradeTo(1);
        readMessages();
        world.server.faults().add(Trigger.matching("ALTER TABLE.*"), Fault.reject(1064, "HY000", "not now"));
        Migrator migrator = createMigrator(schema);
        assertThatThrownBy(migrator::upgrade).isInstanceOf(StepFailedException.class);
        assertThat(world.queryRows("SHOW ROUTINE LOAD")).isEmpty();
        migrator.downgradeTo(1);
        assertThat(showCreateLoad()).contains(NEXT_OFFSETS);
    }

    @Test
    void aLoadThatHasReadNothingKeepsTheOffsetsOfItsStatement() throws SQLException {
        createMigrator(LATER_LOAD).upgrade();
        createMigrator(LATER_LOAD).downgradeTo(1);
        createMigrator(LATER_LOAD).upgrade();
        assertThat(showCreateLoad()).contains("\"kafka_offsets\"=\"5,OFFSET_BEGINNING\"");
        assertThat(warnings).isEmpty();
    }

    /** The author has set the offsets after those that the stopped load has read. */
    @Test
    void laterOffsetsOfTheStatementAreUsed() throws SQLException {
        createMigrator(DROPPED_LOAD).upgrade();
        createMigrator(DROPPED_LOAD).downgradeTo(1);
        readMessages();
        SchemaDescriptor schema = createHistory()
                .version("create", CREATE_TABLE, CREATE_LOAD)
                .version("drop load", CREATE_TABLE)
                .version("new load", CREATE_TABLE, CREATE_LOAD.replace("5,OFFSET_BEGINNING", "90,8"))
                .schema();
        createMigrator(schema).upgrade();
        assertThat(showCreateLoad()).contains("\"kafka_offsets\"=\"90,8\"");
        assertThat(warnings).isEmpty();
    }

    /** The migration begins to fill the table again: it stops the load, and creates it with the first offsets. */
    @Test
    void aMigrationThatStopsTheLoadDecidesAboutItsOffsets() throws SQLException {
        RecordedHistory history = createHistory().version("create", CREATE_TABLE, CREATE_LOAD);
        createMigrator(history.schema()).upgrade();
        readMessages();
        createMigrator(history.statements(
                                "fill again", "STOP ROUTINE LOAD FOR load_clicks", "TRUNCATE TABLE clicks", CREATE_LOAD)
                        .schema())
                .upgrade();
        assertThat(showCreateLoad()).contains("\"kafka_offsets\"=\"5,OFFSET_BEGINNING\"");
    }

    @Test
    void aNewTableIsFilledFromTheOffsetsOfTheStatement() throws SQLException {
        SchemaDescriptor schema =
                createHistory().version("create", CREATE_TABLE, CREATE_LOAD).schema();
        createMigrator(schema).upgrade();
        readMessages();
        createMigrator(schema).downgradeTo(0);
        createMigrator(schema).upgrade();
        assertThat(showCreateLoad()).contains("\"kafka_offsets\"=\"5,OFFSET_BEGINNING\"");
    }

    /** After the downgrade, a user creates the load without offsets, and stops it. */
    @Test
    void offsetsThatAreNotKnownStopTheUpgrade() throws SQLException {
        createMigrator(LATER_LOAD).upgrade();
        readMessages();
        createMigrator(LATER_LOAD).downgradeTo(1);
        world.execute(CREATE_LOAD.replace("5,OFFSET_BEGINNING", "7,8"));
        world.execute("STOP ROUTINE LOAD FOR load_clicks");
        Migrator migrator = createMigrator(LATER_LOAD);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .message()
                .contains("had come less far", "mark the step as done");
        world.execute(CREATE_LOAD.replace("5,OFFSET_BEGINNING", "77,8"));
        migrator.repair(1, Migrator.Repair.DONE);
        migrator.upgrade();
        requireNoDifference(LATER_LOAD);
    }
}
