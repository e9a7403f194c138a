package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationStep;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A migrator makes progress with the connections that a pool has, or says at once that it needs more. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SmallPoolTest {
    @AutoClose
    private final World world = new World();

    private final SchemaDescriptor schema =
            TenMigrations.of(World.DATABASE, World.createCountingCode()).schema();

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
                    .isInstanceOf(ServerUnreachableException.class)
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

    /** The pool does not reset a session, and hands out the connection that was returned last. */
    @ParameterizedTest
    @ValueSource(strings = {"code", "hook"})
    void theSessionOfUserCodeEndsWithIt(String kind) throws SQLException {
        world.server.createDatabase("other");
        MigrationStep code = new MigrationStep() {
            @Override
            public void beforeUpgrade(Connection connection) throws SQLException {
                execute(connection, "USE other");
                execute(connection, "SET query_timeout = 55");
                execute(connection, "BEGIN WORK");
            }
        };
        RecordedHistory history = new RecordedHistory(World.DATABASE);
        if (kind.equals("code")) {
            history.code("code", () -> code);
        }
        history.statements(
                "table",
                "CREATE TABLE t (id INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1"
                        + " PROPERTIES ('replication_num' = '1')",
                "INSERT INTO t VALUES (1)");
        MigratorOptions options =
                kind.equals("hook") ? World.options().beforeUpgrade(code::beforeUpgrade) : World.options();
        try (SmallPool pool = new SmallPool(world.url(), 6)) {
            Migrator.of(history.schema(), pool.dataSource(), options).upgrade();

            assertThat(world.queryRows("SELECT * FROM t")).containsExactly("1");
            for (int i = 0; i < 6; i++) {
                try (Connection connection = pool.dataSource().getConnection();
                        Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("SELECT DATABASE(), @@query_timeout")) {
                    row.next();
                    assertThat(row.getString(1)).isEqualTo("shop");
                    assertThat(row.getInt(2)).isNotEqualTo(55);
                }
            }
        }
    }

    @Test
    void aConnectionThatHasLeftItsDatabaseReturnsToIt() throws SQLException {
        world.server.createDatabase("other");
        try (SmallPool pool = new SmallPool(world.url(), 6)) {
            leaveDatabase(pool.dataSource(), 6);
            Migrator migrator =
                    Migrator.of(schema, pool.dataSource(), World.options().consent(Consent.values()));

            migrator.upgrade();

            assertThat(migrator.check().differences()).isEmpty();
            assertThat(world.server.objects("other")).isEmpty();
            assertThat(world.server.objects("shop")).contains("orders", "__cairn_shop_history");
        }
    }

    private static void leaveDatabase(DataSource dataSource, int connectionCount) throws SQLException {
        if (connectionCount > 0) {
            try (Connection connection = dataSource.getConnection()) {
                execute(connection, "USE other");
                leaveDatabase(dataSource, connectionCount - 1);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
