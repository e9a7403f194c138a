package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedAnswer;
import dev.cairn.schema.SchemaDescriptor;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A late statement of a former owner of the ledger has no effect. */
class FormerOwnerTest {
    private static final String CREATE_TABLE = "CREATE TABLE orders (id INT NOT NULL, n INT) PRIMARY KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";

    @AutoClose
    private final World world = new World();

    private static SchemaDescriptor createSchema(String statement) {
        return new RecordedHistory(World.DATABASE)
                .version("tables", CREATE_TABLE)
                .statements("change", statement)
                .schema();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE orders SET n = n + 1 WHERE id > 0", "DELETE FROM orders WHERE n = 0"})
    void aLateStatementChangesNothing(String statement) throws SQLException {
        SchemaDescriptor schema = createSchema(statement);
        world.createMigrator(schema).upgradeTo(1);
        world.execute("INSERT INTO orders VALUES (1, 0)");
        world.server.faults().add(Trigger.matching(".*" + statement.substring(0, 6) + ".*"), Fault.defer());

        world.createMigrator(schema).upgrade();
        assertThat(world.server.faults().runDeferred()).isEqualTo(1);

        assertThat(world.queryRows("SELECT count(*), max(n) FROM orders"))
                .containsExactly(statement.startsWith("UPDATE") ? "1 1" : "0 null");
        assertThat(world.server.log().answers())
                .filteredOn(LoggedAnswer::isRefusal)
                .last()
                .satisfies(answer -> assertThat(answer.message()).contains("__cairn_shop_0"));
    }

    @Test
    void aStatementOfTheOwnerHasItsEffect() throws SQLException {
        SchemaDescriptor schema = createSchema("UPDATE orders SET n = n + 1 WHERE id > 0");
        world.createMigrator(schema).upgradeTo(1);
        world.execute("INSERT INTO orders VALUES (1, 0)");
        world.createMigrator(schema).upgrade();
        assertThat(world.queryRows("SELECT id, n FROM orders")).containsExactly("1 1");
    }
}
