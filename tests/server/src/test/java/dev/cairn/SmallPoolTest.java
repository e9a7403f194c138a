package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A migrator makes progress with the connections that a pool has, or says at once that it needs more. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SmallPoolTest {
    private final World world = new World();
    private final SchemaDescriptor schema =
            TenMigrations.of(World.DATABASE, World.createCountingCode()).schema();

    @AfterEach
    void stop() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void stepsWaitForConnectionsOfTheRun(int size) throws SQLException {
        try (SmallPool pool = new SmallPool(world.url(), size)) {
            Migrator migrator = Migrator.of(
                    schema,
                    pool.dataSource(),
                    World.options().consent(Consent.values()).retry(Duration.ZERO));

            assertThat(migrator.upgrade().to()).isEqualTo(schema.migrations().size());
            assertThat(migrator.check().differences()).isEmpty();
        }
    }

    @Test
    void aRunDoesNotBeginWithoutAConnectionForItsSteps() throws SQLException {
        try (SmallPool pool = new SmallPool(world.url(), 1)) {
            Migrator migrator =
                    Migrator.of(schema, pool.dataSource(), World.options().connections(6));

            assertThatThrownBy(migrator::upgrade)
                    .isInstanceOf(UnreachableException.class)
                    .hasMessage("shop: the data source has only one connection for the run: SmallPool - Connection is"
                            + " not available, request timed out. A run holds one connection for the ledger, and needs one"
                            + " for its steps: increase the size of the pool to 2 or more. The run uses up to 7, one more"
                            + " than the option connections, which is 6.");
            List<String> changes = world.server.log().all().stream()
                    .map(LoggedStatement::text)
                    .filter(text -> text.startsWith("CREATE"))
                    .toList();
            assertThat(changes).isEmpty();
            assertThat(migrator.status().isHeld()).isFalse();
        }
    }
}
