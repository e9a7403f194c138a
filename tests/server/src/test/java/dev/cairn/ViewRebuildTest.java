package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A view that is dropped and created again keeps its grants, wherever the migration stops. */
class ViewRebuildTest {
    private static final String REFUSAL_MESSAGE = "no disk";
    private static final String CREATE_TABLE = "CREATE TABLE note (id BIGINT NOT NULL, n INT) DUPLICATE KEY (id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";

    @AutoClose
    private final World world = new World();

    private Migrator migrator;

    @BeforeEach
    void createView() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", CREATE_TABLE, "CREATE VIEW v AS SELECT id FROM note")
                .version("after", CREATE_TABLE, "CREATE VIEW v SECURITY INVOKER AS SELECT id, n FROM note")
                .schema();
        migrator = world.createMigrator(schema, World.options().consent(Consent.values()));
        migrator.upgradeTo(1);
        world.execute("CREATE ROLE reader");
        world.execute("GRANT SELECT ON VIEW v TO ROLE reader");
    }

    @Test
    void aRebuildThatStopsIsCompletedWithTheGrants() throws SQLException {
        int stopCount = 0;
        while (stopAt(stopCount + 1, migrator::upgrade)) {
            stopCount++;
            migrator.upgrade();
            requireGrants();
            migrator.downgradeTo(1);
            requireGrants();
        }
        assertThat(stopCount).isGreaterThan(3);
        requireGrants();
    }

    @Test
    void aRebuildThatStopsIsRevertedWithTheGrants() throws SQLException {
        int stopCount = 0;
        while (stopAt(stopCount + 1, migrator::upgrade)) {
            stopCount++;
            try {
                migrator.downgradeTo(1);
            } catch (MigrationException refusal) {
                assertThat(refusal)
                        .hasMessageContaining(
                                "shop.v is missing: the other direction of the migration stopped between its"
                                        + " DROP and its CREATE");
                migrator.upgrade();
                requireGrants();
                migrator.downgradeTo(1);
            }
            requireGrants();
        }
        assertThat(stopCount).isGreaterThan(3);
    }

    private boolean stopAt(int statementNumber, Runnable migratorRun) {
        world.server
                .faults()
                .add(
                        Trigger.matching("(?i)(?:create|drop)\\b(?!.*__cairn_shop_).*")
                                .nth(statementNumber),
                        Fault.reject(1064, "42000", REFUSAL_MESSAGE));
        try {
            migratorRun.run();
            return false;
        } catch (MigrationException failure) {
            assertThat(failure).hasMessageContaining(REFUSAL_MESSAGE);
            return true;
        } finally {
            world.server.faults().clear();
        }
    }

    private void requireGrants() throws SQLException {
        assertThat(world.queryRows("SHOW GRANTS FOR ROLE reader"))
                .containsExactly("reader default_catalog GRANT SELECT ON VIEW shop.v TO ROLE 'reader'");
        assertThat(world.readObjects()).containsOnlyKeys("note", "v");
        assertThat(migrator.check().differences()).isEmpty();
        assertThat(migrator.status().migrationInProgress()).isEmpty();
    }
}
