package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Migrator.Repair;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedAnswer;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A late statement of a former owner of the ledger has no effect. */
class FormerOwnerTest {
    private static final String TABLE = "CREATE TABLE orders (id INT NOT NULL, n INT) PRIMARY KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";

    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    private static SchemaDescriptor schema(String statement) {
        return new RecordedHistory(World.DATABASE)
                .version("tables", TABLE)
                .statements("change", statement)
                .schema();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE orders SET n = n + 1 WHERE id > 0", "DELETE FROM orders WHERE n = 0"})
    void aLateStatementChangesNothing(String statement) throws SQLException {
        SchemaDescriptor schema = schema(statement);
        world.migrator(schema).upgradeTo(1);
        world.execute("INSERT INTO orders VALUES (1, 0)");
        world.server.faults().on(Trigger.matching(".*" + statement.substring(0, 6) + ".*"), Fault.late());
        assertThatThrownBy(() -> world.migrator(schema).upgrade()).isInstanceOf(UncertainStepException.class);

        world.migrator(schema).repair(1, Repair.DONE);
        world.migrator(schema).upgrade();
        assertThat(world.server.faults().runLate()).isEqualTo(1);

        assertThat(rows()).isEqualTo("1 0");
        assertThat(world.server.log().answers())
                .filteredOn(LoggedAnswer::isRefusal)
                .last()
                .satisfies(answer -> assertThat(answer.message()).contains("__cairn_shop_0"));
    }

    @Test
    void aStatementOfTheOwnerHasItsEffect() throws SQLException {
        SchemaDescriptor schema = schema("UPDATE orders SET n = n + 1 WHERE id > 0");
        world.migrator(schema).upgradeTo(1);
        world.execute("INSERT INTO orders VALUES (1, 0)");
        world.migrator(schema).upgrade();
        assertThat(rows()).isEqualTo("1 1");
    }

    private String rows() throws SQLException {
        StringBuilder rows = new StringBuilder();
        try (Connection connection = world.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, n FROM orders")) {
            while (row.next()) {
                rows.append(row.getString(1)).append(' ').append(row.getString(2));
            }
        }
        return rows.toString();
    }
}
