package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Migrator.Repair;
import dev.cairn.Status.DatabaseState;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A migration that stopped because one of its statements is wrong can be edited. */
class CorrectedMigrationTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_ORDERS =
            "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id)"
                    + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String ADD_NOTE = "ALTER TABLE orders ADD COLUMN note STRING";
    private static final String INSERT_FIRST = "INSERT INTO orders (id, note) VALUES (1, 'first')";
    private static final String ADD_WRONG_AMOUNT = "ALTER TABLE orders ADD COLUMN amount DECIMAL(10, 2)";
    private static final String ADD_RIGHT_AMOUNT = "ALTER TABLE orders ADD COLUMN amount DECIMAL(12, 2)";
    private static final String ADD_REMARK = "ALTER TABLE orders ADD COLUMN remark STRING";
    private static final List<String> DOWNGRADE_STATEMENTS =
            List.of("ALTER TABLE orders DROP COLUMN amount", "ALTER TABLE orders DROP COLUMN note");

    @AutoClose
    private final World world = new World();

    private static SchemaDescriptor createSchema(String... secondStatements) {
        return new RecordedHistory(World.DATABASE)
                .version("create orders", CREATE_ORDERS)
                .statements("more of orders", List.of(secondStatements), DOWNGRADE_STATEMENTS)
                .schema();
    }

    /** Returns a migrator that runs one step after the other, so it is known which steps have run. */
    private Migrator createMigrator(SchemaDescriptor schema) {
        return world.createMigrator(
                schema, World.options().consent(Consent.values()).connections(1));
    }

    @BeforeEach
    void stopAtTheThirdStep() {
        world.server
                .faults()
                .add(Trigger.matching("(?is)ALTER TABLE .*amount.*"), Fault.reject(1064, "42000", "not so"));
        assertThatThrownBy(() -> createMigrator(createSchema(ADD_NOTE, INSERT_FIRST, ADD_WRONG_AMOUNT))
                        .upgrade())
                .isInstanceOf(MigrationException.class);
        world.server.faults().clear();
    }

    private long countRows() throws SQLException {
        return world.countInserts().getOrDefault("orders", 0);
    }

    @Test
    void anUpgradeResumesAfterAnEditOfLaterSteps() throws SQLException {
        SchemaDescriptor correctedSchema = createSchema(ADD_NOTE, INSERT_FIRST, ADD_RIGHT_AMOUNT, ADD_REMARK);

        assertThat(createMigrator(correctedSchema).upgrade().to()).isEqualTo(2);

        assertThat(world.readObjects().get("orders")).contains("`note`", "decimal(12, 2)", "`remark`");
        assertThat(countRows()).isEqualTo(1);
        assertThat(createMigrator(correctedSchema).status().databaseState()).isEqualTo(DatabaseState.CURRENT);
        assertThat(createMigrator(correctedSchema).check().isEmpty()).isTrue();
    }

    @Test
    void aMarkerAndOtherBlanksAroundAStatementAreNoEditOfAStep() {
        assertThat(createMigrator(createSchema("\n" + ADD_NOTE, "-- repeatable\n" + INSERT_FIRST, ADD_RIGHT_AMOUNT))
                        .upgrade()
                        .to())
                .isEqualTo(2);
    }

    @Test
    void aCorrectedMigrationThatStopsAgainCanBeCorrectedAgain() {
        world.server
                .faults()
                .add(Trigger.matching("(?is)ALTER TABLE .*amount.*"), Fault.reject(1064, "42000", "not so"));
        assertThatThrownBy(() -> createMigrator(createSchema(ADD_NOTE, INSERT_FIRST, ADD_RIGHT_AMOUNT))
                        .upgrade())
                .isInstanceOf(MigrationException.class);
        world.server.faults().clear();

        assertThat(createMigrator(createSchema(ADD_NOTE, INSERT_FIRST, ADD_RIGHT_AMOUNT, ADD_REMARK))
                        .upgrade()
                        .to())
                .isEqualTo(2);
    }

    @Test
    void anEditOfAFinishedStepIsRefusedWithTheDifference() {
        assertThatThrownBy(() -> createMigrator(createSchema(ADD_REMARK, INSERT_FIRST, ADD_RIGHT_AMOUNT, ADD_NOTE))
                        .upgrade())
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> createMigrator(createSchema(ADD_NOTE)).plan())
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> createMigrator(new RecordedHistory(World.DATABASE)
                                .version("create orders", CREATE_ORDERS)
                                .schema())
                        .downgradeTo(0))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void anEditedMigrationCanBeDowngraded() {
        SchemaDescriptor correctedSchema = createSchema(ADD_NOTE, INSERT_FIRST, ADD_RIGHT_AMOUNT);

        assertThat(createMigrator(correctedSchema).downgradeTo(1).to()).isEqualTo(1);

        assertThat(world.readObjects().get("orders")).doesNotContain("`note`", "`amount`");
        assertThat(createMigrator(correctedSchema).upgrade().to()).isEqualTo(2);
    }

    @Test
    void aStoppedDowngradeResumesInBothDirections() throws SQLException {
        SchemaDescriptor correctedSchema = createSchema(ADD_NOTE, INSERT_FIRST, ADD_RIGHT_AMOUNT);
        world.server
                .faults()
                .add(Trigger.matching("(?is)ALTER TABLE .*DROP.*"), Fault.reject(1064, "42000", "not now"));
        assertThatThrownBy(() -> createMigrator(correctedSchema).downgradeTo(1)).isInstanceOf(MigrationException.class);
        world.server.faults().clear();

        assertThat(createMigrator(correctedSchema).upgrade().to()).isEqualTo(2);

        assertThat(world.readObjects().get("orders")).contains("`note`", "decimal(12, 2)");
        assertThat(createMigrator(correctedSchema).check().isEmpty()).isTrue();
        assertThat(world.server.log().findMatching("(?is)DROP TABLE.*"))
                .extracting(LoggedStatement::text)
                .isEmpty();
    }

    @Test
    void aStoppedDowngradeContinuesPastTheHead() {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("create orders", CREATE_ORDERS)
                .statements("more of orders", List.of(ADD_NOTE, INSERT_FIRST, ADD_WRONG_AMOUNT), DOWNGRADE_STATEMENTS)
                .schema();
        world.server
                .faults()
                .add(Trigger.matching("(?is)ALTER TABLE .*DROP.*"), Fault.reject(1064, "42000", "not now"));
        assertThatThrownBy(() -> createMigrator(schema).downgradeTo(1)).isInstanceOf(MigrationException.class);
        world.server.faults().clear();

        assertThat(createMigrator(schema).downgradeTo(0).to()).isZero();

        assertThat(world.readObjects()).isEmpty();
    }

    @Test
    void aStampOverAnUnfinishedRunNeedsConsent() {
        SchemaDescriptor correctedSchema = createSchema(ADD_NOTE, INSERT_FIRST, ADD_RIGHT_AMOUNT);

        assertThatThrownBy(() -> createMigrator(correctedSchema).stamp(2))
                .isInstanceOf(MissingConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(createMigrator(correctedSchema).status().migrationInProgress())
                .isPresent();
        assertThat(createMigrator(correctedSchema).status().isHeld()).isFalse();

        createMigrator(correctedSchema).abandonRunAndStamp(2);

        assertThat(createMigrator(correctedSchema).status().migrationInProgress())
                .isEmpty();
        assertThat(createMigrator(correctedSchema).status().databaseState()).isEqualTo(DatabaseState.CURRENT);
    }

    @Test
    void aLedgerOfAnOlderCairnHasNoStepTexts() throws SQLException {
        SchemaDescriptor originalSchema = createSchema(ADD_NOTE, INSERT_FIRST, ADD_WRONG_AMOUNT);
        writeStateOfOlderCairn();

        assertThatThrownBy(() -> createMigrator(createSchema(ADD_NOTE, INSERT_FIRST, ADD_RIGHT_AMOUNT))
                        .upgrade())
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThat(createMigrator(originalSchema).upgrade().to()).isEqualTo(2);
        assertThat(countRows()).isEqualTo(1);
    }

    private void writeStateOfOlderCairn() throws SQLException {
        String state = LedgerComments.findLatest(world);
        world.execute("CREATE VIEW __cairn_shop_00000099 COMMENT \""
                + state.replaceFirst("cairn=2", "cairn=1")
                        .replaceFirst(" born=\\S*", "")
                        .replaceAll(":[0-9a-f]{8}(?=[, ])", "")
                + "\" AS SELECT 1");
    }

    @Test
    void repairCanMarkABlockedStepAsDone() throws SQLException {
        world.execute("ALTER TABLE orders ADD COLUMN amount STRING");
        SchemaDescriptor schema = createSchema(ADD_NOTE, INSERT_FIRST, ADD_WRONG_AMOUNT);
        assertThatThrownBy(() -> createMigrator(schema).upgrade())
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);

        createMigrator(schema).repair(3, Repair.DONE);

        assertThat(createMigrator(schema).upgrade().to()).isEqualTo(2);
        assertThat(world.readObjects().get("orders")).contains("`amount` varchar(65533)");
    }

    @Test
    void repairCanMarkTheFirstStepAsDone() throws SQLException {
        createMigrator(createSchema(ADD_NOTE, INSERT_FIRST, ADD_RIGHT_AMOUNT)).upgrade();
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("create orders", CREATE_ORDERS)
                .statements("more of orders", List.of(ADD_NOTE, INSERT_FIRST, ADD_RIGHT_AMOUNT), DOWNGRADE_STATEMENTS)
                .statements("remark", ADD_REMARK)
                .schema();
        world.execute("ALTER TABLE orders ADD COLUMN remark INT");
        Migrator migrator = createMigrator(schema);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("is expected to be absent before the step")
                .hasMessageContaining("repair --done=1");

        migrator.repair(1, Repair.DONE);

        assertThat(migrator.upgrade().to()).isEqualTo(3);
    }
}
