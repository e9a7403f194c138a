package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A migration that fails while its Routine Load is paused or stopped says that no rows arrive. */
class InactiveLoadsTest extends ClusterObjectFixture {
    private static final String CREATE_TABLE = "CREATE TABLE clicks (id INT NOT NULL, v INT) DUPLICATE KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_LOAD =
            "CREATE ROUTINE LOAD load_clicks ON clicks FROM KAFKA ('kafka_broker_list' = 'k:9092', 'kafka_topic' ="
                    + " 'clicks', 'kafka_partitions' = '0,1', 'kafka_offsets' = '5,0')";

    private final List<String> warnings = new ArrayList<>();

    @Override
    MigratorOptions migratorOptions() {
        return super.migratorOptions().listener(progress -> {
            if (progress instanceof Progress.Warning warning) {
                warnings.add(warning.message());
            }
        });
    }

    /** Returns a schema whose second migration declares another table. */
    private static SchemaDescriptor createSchema(String newTable) {
        return new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", CREATE_TABLE, CREATE_LOAD)
                .version("change", newTable, CREATE_LOAD)
                .schema();
    }

    /** Runs the second migration, in which the server rejects a statement, and completes it afterwards. */
    private void failOnce(SchemaDescriptor schema, String rejectedStatement) {
        Migrator migrator = createMigrator(schema);
        migrator.upgradeTo(1);
        world.server
                .faults()
                .add(Trigger.matching("(?s)" + rejectedStatement + ".*"), Fault.reject(1064, "HY000", "not now"));
        assertThatThrownBy(migrator::upgrade).isInstanceOf(StepFailedException.class);
        List<String> warningsOfFailure = List.copyOf(warnings);
        migrator.upgrade();
        assertThat(warnings).isEqualTo(warningsOfFailure);
    }

    @Test
    void aPausedLoadIsAWarning() {
        failOnce(createSchema(CREATE_TABLE.replace("v INT", "v INT, w INT")), "ALTER TABLE `?clicks`? ADD");
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("routine load shop.load_clicks is paused, and loads nothing until this migration");
    }

    @Test
    void aStoppedLoadIsAWarning() {
        failOnce(createSchema(CREATE_TABLE.replace("DUPLICATE", "PRIMARY")), "CREATE TABLE `?clicks__cairn");
        assertThat(warnings).singleElement().asString().contains("routine load shop.load_clicks is stopped");
    }

    @Test
    void aLoadThatStillRunsIsNone() {
        failOnce(createSchema(CREATE_TABLE.replace("v INT", "v INT, w INT")), "PAUSE");
        assertThat(warnings).isEmpty();
    }
}
