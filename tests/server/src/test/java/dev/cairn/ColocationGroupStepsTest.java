package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Steps that change the members of one colocation group do not run in parallel, even if they change other tables. */
class ColocationGroupStepsTest {
    private static final String CREATE_TABLE = "CREATE TABLE %s (id BIGINT NOT NULL) DUPLICATE KEY (id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS %d PROPERTIES ('replication_num' = '1', 'colocate_with' = 'shared')";

    @AutoClose
    private final World world = new World();

    @Test
    void aTableJoinsAGroupAfterTheLastTableWithOtherBucketsHasLeftIt() {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .version("three buckets", CREATE_TABLE.formatted("a", 3))
                .version("two buckets", CREATE_TABLE.formatted("b", 2));
        Migrator migrator =
                world.createMigrator(history.schema(), World.options().consent(Consent.values()));
        migrator.upgradeTo(1);
        world.server
                .faults()
                .add(
                        Trigger.matching(".*SET \\(\"colocate_with\" = \"\"\\).*")
                                .every(),
                        Fault.delay(Duration.ofMillis(300)));
        migrator.upgrade();
        assertThat(world.readObjects()).containsOnlyKeys("b");
        migrator.downgradeTo(1);
        assertThat(world.readObjects()).containsOnlyKeys("a");
    }
}
