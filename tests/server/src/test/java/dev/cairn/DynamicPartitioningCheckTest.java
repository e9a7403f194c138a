package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change of partitions does not delete partitions that a user keeps by switching dynamic partitioning off. */
class DynamicPartitioningCheckTest extends OnlineRebuildFixture {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String FUTURE_PARTITION = "PARTITION f VALUES [('2031-01-01'), ('2032-01-01'))";
    private static final String LONGER_FUTURE_PARTITION = "PARTITION f VALUES [('2031-01-01'), ('2033-01-01'))";
    private static final String DISABLE = "ALTER TABLE t SET ('dynamic_partition.enable' = 'false')";

    private static String createDynamicTable(String partitions) {
        return createTable("PRIMARY KEY(`id`, `day`)", " PARTITION BY RANGE(`day`) (" + partitions + ")", "LZ4")
                .replace(
                        "PROPERTIES (",
                        "PROPERTIES ('dynamic_partition.enable' = 'true', 'dynamic_partition.time_unit' = 'DAY',"
                                + " 'dynamic_partition.start' = '-3', 'dynamic_partition.end' = '3',"
                                + " 'dynamic_partition.prefix' = 'p', 'dynamic_partition.buckets' = '2', ");
    }

    private Migrator createMigrator(String newPartitions, Consent... consent) {
        return createMigrator(
                new RecordedHistory(World.DATABASE)
                        .version("before", createDynamicTable(FUTURE_PARTITION))
                        .version("after", createDynamicTable(newPartitions))
                        .schema(),
                World.options().consent(consent).listener(progress::add));
    }

    private void createTable(Migrator migrator) {
        clockLead = Duration.between(Instant.now(), Instant.parse("2026-01-20T00:00:00Z"));
        migrator.upgradeTo(1);
    }

    private void keepHistory() throws SQLException {
        world.execute(DISABLE);
        world.execute("ALTER TABLE t ADD PARTITION h VALUES [('2025-01-01'), ('2025-02-01'))");
        world.execute("INSERT INTO t VALUES (1, '2025-01-22', 10)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LONGER_FUTURE_PARTITION,
                FUTURE_PARTITION + ", PARTITION g VALUES [('2034-01-01'), ('2035-01-01'))"
            })
    void anUpgradeStopsBeforeItDeletesPartitions(String newPartitions) throws SQLException {
        Migrator migrator = createMigrator(newPartitions, Consent.REBUILD);
        createTable(migrator);
        keepHistory();
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(readRows()).hasSize(1);

        createMigrator(newPartitions, Consent.values()).upgrade();
        assertThat(progress)
                .filteredOn(Progress.Warning.class::isInstance)
                .extracting(event -> ((Progress.Warning) event).message())
                .anyMatch(message ->
                        message.startsWith("With the consent to destructive changes, the migration switches"));
        assertThat(readRows()).isEmpty();
    }

    @Test
    void aLongerRetentionIsKept() throws SQLException {
        Migrator migrator = createMigrator(LONGER_FUTURE_PARTITION, Consent.REBUILD);
        createTable(migrator);
        keepHistory();
        world.execute("ALTER TABLE t SET ('dynamic_partition.start' = '-3000')");
        world.execute("ALTER TABLE t SET ('dynamic_partition.enable' = 'true')");
        migrator.upgrade();
        assertThat(readRows()).hasSize(1);
    }

    @Test
    void aRunThatHasSwitchedItOffItselfContinues() throws SQLException {
        Migrator migrator = createMigrator(LONGER_FUTURE_PARTITION, Consent.REBUILD);
        createTable(migrator);
        world.server.faults().add(Trigger.matching("(?is).*dynamic_partition.enable.*false.*"), Fault.cutAfter());
        attemptUpgrade(migrator);
        migrator.upgrade();
        assertThat(migrator.check().isEmpty()).isTrue();

        world.server.faults().add(Trigger.matching("(?is).*REPLACE PARTITION.*"), Fault.reject(1064, "HY000", "no"));
        Migrator destructiveMigrator = createMigrator(LONGER_FUTURE_PARTITION, Consent.values());
        assertThatThrownBy(() -> destructiveMigrator.downgradeTo(1)).hasMessageContaining("no");
        destructiveMigrator.upgrade();
        assertThat(migrator.check().isEmpty()).isTrue();
        assertThat(progress).noneMatch(event -> event.toString().contains("on again, which no migration"));
    }
}
