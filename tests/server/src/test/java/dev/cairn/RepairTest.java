package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.Migrator.Repair;
import dev.cairn.Status.OpenStep;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Repairs two parallel steps, of which the server does not show whether they have run. */
class RepairTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String TABLE_ENDING =
            " (id INT NOT NULL, n INT) PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2"
                    + " PROPERTIES ('replication_num' = '1')";
    private static final String UPDATE_ORDERS = "WITH one AS (SELECT 1) UPDATE orders SET n = n + 1 WHERE id = 1";
    private static final String UPDATE_ACCOUNTS = "WITH one AS (SELECT 1) UPDATE accounts SET n = n + 1 WHERE id = 1";
    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("tables", "CREATE TABLE orders" + TABLE_ENDING, "CREATE TABLE accounts" + TABLE_ENDING)
            .statements("count", UPDATE_ORDERS, UPDATE_ACCOUNTS)
            .schema();

    @AutoClose
    private final World world = new World();

    @BeforeEach
    void loseBothConnections() throws SQLException {
        createMigrator().upgradeTo(1);
        world.execute("INSERT INTO orders VALUES (1, 0)");
        world.execute("INSERT INTO accounts VALUES (1, 0)");
        world.server.faults().add(Trigger.matching(".*\\bUPDATE orders.*"), Fault.cutAfter());
        world.server.faults().add(Trigger.matching(".*\\bUPDATE accounts.*"), Fault.cutAfter());
        MigratorOptions options = World.options().lease(Duration.ofHours(1)).listener(progress -> {
            if (progress instanceof Progress.StepStarted stepStarted
                    && stepStarted.step().number() == 1) {
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> world.server.log().findMatching(".*UPDATE accounts.*"), sent -> !sent.isEmpty());
            }
        });
        assertThatThrownBy(() -> world.createMigrator(SCHEMA, options).upgrade())
                .isInstanceOf(UncertainStepException.class)
                .hasMessageContaining("repair --done=");
    }

    private Migrator createMigrator() {
        return world.createMigrator(SCHEMA);
    }

    private String readCount(String table) throws SQLException {
        return world.queryRows("SELECT n FROM " + table + " WHERE id = 1").get(0);
    }

    @Test
    void eachOpenStepCanBeRepairedSeparately() throws SQLException {
        assertThat(createMigrator().openSteps())
                .containsExactly(
                        new OpenStep(2, Direction.UPGRADE, 1, UPDATE_ORDERS),
                        new OpenStep(2, Direction.UPGRADE, 2, UPDATE_ACCOUNTS));
        assertThat(readCount("orders")).isEqualTo("1");
        assertThat(readCount("accounts")).isEqualTo("1");

        createMigrator().repair(Map.of(1, Repair.DONE, 2, Repair.AGAIN));

        assertThat(createMigrator().openSteps()).isEmpty();
        assertThat(createMigrator().upgrade().to()).isEqualTo(2);
        assertThat(readCount("orders")).isEqualTo("1");
        assertThat(readCount("accounts")).isEqualTo("2");
    }

    @Test
    void anUnansweredStepStaysOpen() throws SQLException {
        createMigrator().repair(1, Repair.DONE);

        assertThat(createMigrator().openSteps()).extracting(OpenStep::step).containsExactly(2);
        assertThatThrownBy(() -> createMigrator().upgrade()).isInstanceOf(UncertainStepException.class);
        assertThat(readCount("accounts")).isEqualTo("1");
    }

    @Test
    void anAnswerForAStepThatIsNotOpenChangesNothing() {
        assertThatThrownBy(() -> createMigrator().repair(Map.of(1, Repair.DONE, 3, Repair.AGAIN)))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThat(createMigrator().openSteps()).hasSize(2);
        assertThat(createMigrator().status().isHeld()).isFalse();
    }
}
