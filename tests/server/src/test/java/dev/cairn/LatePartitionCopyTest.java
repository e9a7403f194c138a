package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements of a dead migrator that arrive while the next one copies the rows of partitions again. */
class LatePartitionCopyTest {
    private static final String TABLE = "CREATE TABLE t (id INT NOT NULL, c VARCHAR(10) NULL) DUPLICATE KEY(id)"
            + " PARTITION BY LIST (c) (PARTITION n VALUES IN (%s)) DISTRIBUTED BY HASH(id) BUCKETS 1"
            + " PROPERTIES ('replication_num' = '1')";
    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("before", TABLE.formatted("'Oslo', 'Bergen'"))
            .version("after", TABLE.formatted("'Oslo', 'Bergen', 'Rome'"))
            .schema();

    private static final List<String> ROWS = List.of("1 Oslo", "2 Bergen", "3 Oslo");

    /** A fixture whose migrator calls a hook before each statement. */
    private static final class Fixture extends OnlineRebuildFixture {
        private final Migrator migrator = createMigrator(SCHEMA, World.options().consent(Consent.values()));
    }

    @ParameterizedTest
    @CsvSource({
        "INSERT INTO, INSERT INTO",
        "INSERT INTO, REPLACE PARTITION",
        "REPLACE PARTITION, INSERT INTO",
        "REPLACE PARTITION, REPLACE PARTITION",
        "DROP TEMPORARY, INSERT INTO",
        "DROP TEMPORARY, REPLACE PARTITION",
        "ADD TEMPORARY, ADD TEMPORARY",
        "ADD TEMPORARY, INSERT INTO",
    })
    void aLateStatementNeitherAddsNorRemovesRows(String lateStatement, String laterStatement) throws SQLException {
        Fixture fixture = new Fixture();
        try {
            copyAndDie(fixture, "(?is).*" + lateStatement + ".*");
            fixture.runBefore("(?is).*" + laterStatement + ".*", 1, fixture.world.server.faults()::runDeferred);
            assertThat(catchThrowable(fixture.migrator::upgrade)) // null if the run succeeds
                    .satisfiesAnyOf(
                            failure -> assertThat(failure).isNull(),
                            failure -> assertThat(failure).isInstanceOf(StepFailedException.class));
            assertThat(fixture.world.server.faults().countDeferred()).isZero();
            assertThat(fixture.world.queryRows("SELECT * FROM t ORDER BY id")).isEqualTo(ROWS);

            fixture.migrator.upgrade();
            assertThat(fixture.world.queryRows("SELECT * FROM t ORDER BY id")).isEqualTo(ROWS);
            assertThat(fixture.world.queryRows("SHOW TEMPORARY PARTITIONS FROM t"))
                    .isEmpty();
            assertThat(fixture.migrator.check().isEmpty()).isTrue();
        } finally {
            fixture.stop();
        }
    }

    @Test
    void aLateReplacementBeforeASecondCopyIsReported() throws SQLException {
        Fixture fixture = new Fixture();
        try {
            copyAndDie(fixture, "(?is).*REPLACE PARTITION.*");
            fixture.runBefore("(?is).*DROP TEMPORARY.*", 1, fixture.world.server.faults()::runDeferred);
            assertThat(catchThrowable(fixture.migrator::upgrade))
                    .isInstanceOf(StepFailedException.class)
                    .hasMessageContaining("a late statement of an earlier run has replaced partitions of shop.t");

            fixture.migrator.upgrade();
            assertThat(fixture.world.queryRows("SELECT * FROM t ORDER BY id")).isEqualTo(ROWS);
            assertThat(fixture.world.queryRows("SHOW TEMPORARY PARTITIONS FROM t"))
                    .isEmpty();
            assertThat(fixture.migrator.check().isEmpty()).isTrue();
        } finally {
            fixture.stop();
        }
    }

    @Test
    void aRevertedSecondCopyLeavesNoPartitionBehind() throws SQLException {
        Fixture fixture = new Fixture();
        try {
            copyAndDie(fixture, "(?is).*REPLACE PARTITION.*");
            assertThat(fixture.world.queryRows("SHOW TEMPORARY PARTITIONS FROM t"))
                    .hasSize(1);

            fixture.statementHook = text -> {};
            fixture.migrator.downgradeTo(1);
            assertThat(fixture.world.queryRows("SELECT * FROM t ORDER BY id")).isEqualTo(ROWS);
            assertThat(fixture.world.queryRows("SHOW TEMPORARY PARTITIONS FROM t"))
                    .isEmpty();
        } finally {
            fixture.stop();
        }
    }

    /** Stops an upgrade before the replacement, and the next one, which copies again, after it has sent a statement. */
    private static void copyAndDie(Fixture fixture, String lastPattern) throws SQLException {
        World world = fixture.world;
        fixture.migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, 'Oslo'), (2, 'Bergen')");
        world.server
                .faults()
                .add(Trigger.matching("(?is).*REPLACE PARTITION.*"), Fault.reject(1064, "42000", "not today"));
        assertThat(catchThrowable(fixture.migrator::upgrade)).isInstanceOf(StepFailedException.class);
        world.execute("INSERT INTO t VALUES (3, 'Oslo')");
        AtomicBoolean isDead = new AtomicBoolean();
        fixture.statementHook = text -> {
            if (isDead.get()) {
                throw new IllegalStateException("dead");
            }
            isDead.set(text.matches(lastPattern));
        };
        world.server.faults().add(Trigger.matching(lastPattern), Fault.defer());
        assertThat(catchThrowable(fixture.migrator::upgrade)).isNotNull();
        assertThat(world.server.faults().countDeferred()).isOne();
    }
}
