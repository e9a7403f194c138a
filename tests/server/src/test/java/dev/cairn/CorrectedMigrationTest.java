package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Migrator.Repair;
import dev.cairn.Status.Standing;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.ConsentException;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationException.StepException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Editing a migration that stopped because one of its statements is wrong. */
class CorrectedMigrationTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String ORDERS = "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String NOTE = "ALTER TABLE orders ADD COLUMN note STRING";
    private static final String FIRST = "INSERT INTO orders (id, note) VALUES (1, 'first')";
    private static final String WRONG = "ALTER TABLE orders ADD COLUMN amount DECIMAL(10, 2)";
    private static final String RIGHT = "ALTER TABLE orders ADD COLUMN amount DECIMAL(12, 2)";
    private static final String REMARK = "ALTER TABLE orders ADD COLUMN remark STRING";
    private static final List<String> BACK =
            List.of("ALTER TABLE orders DROP COLUMN amount", "ALTER TABLE orders DROP COLUMN note");

    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    private static SchemaDescriptor shop(String... second) {
        return new RecordedHistory(World.DATABASE)
                .version("create orders", ORDERS)
                .statements("more of orders", List.of(second), BACK)
                .schema();
    }

    /** One step after the other, so that it is known which have run. */
    private Migrator migrator(SchemaDescriptor schema) {
        return world.createMigrator(
                schema, World.options().consent(Consent.values()).connections(1));
    }

    @BeforeEach
    void stopAtTheThirdStep() {
        world.server
                .faults()
                .add(Trigger.matching("(?is)ALTER TABLE .*amount.*"), Fault.refuse(1064, "42000", "not so"));
        assertThatThrownBy(() -> migrator(shop(NOTE, FIRST, WRONG)).upgrade()).isInstanceOf(MigrationException.class);
        world.server.faults().clear();
    }

    private long rows() throws SQLException {
        return world.countInserts().getOrDefault("orders", 0);
    }

    @Test
    void anUpgradeResumesAfterAnEditOfLaterSteps() throws SQLException {
        SchemaDescriptor corrected = shop(NOTE, FIRST, RIGHT, REMARK);

        assertThat(migrator(corrected).upgrade().to()).isEqualTo(2);

        assertThat(world.readObjects().get("orders")).contains("`note`", "decimal(12, 2)", "`remark`");
        assertThat(rows()).isEqualTo(1);
        assertThat(migrator(corrected).status().standing()).isEqualTo(Standing.CURRENT);
        assertThat(migrator(corrected).check().isEmpty()).isTrue();
    }

    @Test
    void aMarkerAndOtherBlanksAroundAStatementAreNoEditOfAStep() {
        assertThat(migrator(shop("\n" + NOTE, "-- repeatable\n" + FIRST, RIGHT))
                        .upgrade()
                        .to())
                .isEqualTo(2);
    }

    @Test
    void aCorrectedMigrationThatStopsAgainCanBeCorrectedAgain() {
        world.server
                .faults()
                .add(Trigger.matching("(?is)ALTER TABLE .*amount.*"), Fault.refuse(1064, "42000", "not so"));
        assertThatThrownBy(() -> migrator(shop(NOTE, FIRST, RIGHT)).upgrade()).isInstanceOf(MigrationException.class);
        world.server.faults().clear();

        assertThat(migrator(shop(NOTE, FIRST, RIGHT, REMARK)).upgrade().to()).isEqualTo(2);
    }

    @Test
    void anEditOfAFinishedStepIsRefusedWithTheDifference() {
        assertThatThrownBy(() -> migrator(shop(REMARK, FIRST, RIGHT, NOTE)).upgrade())
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> migrator(shop(NOTE)).plan())
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> migrator(new RecordedHistory(World.DATABASE)
                                .version("create orders", ORDERS)
                                .schema())
                        .upgrade())
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void anEditedMigrationCanBeDowngraded() {
        SchemaDescriptor corrected = shop(NOTE, FIRST, RIGHT);

        assertThat(migrator(corrected).downgradeTo(1).to()).isEqualTo(1);

        assertThat(world.readObjects().get("orders")).doesNotContain("`note`", "`amount`");
        assertThat(migrator(corrected).upgrade().to()).isEqualTo(2);
    }

    @Test
    void aStoppedDowngradeResumesInBothDirections() throws SQLException {
        SchemaDescriptor corrected = shop(NOTE, FIRST, RIGHT);
        world.server
                .faults()
                .add(Trigger.matching("(?is)ALTER TABLE .*DROP.*"), Fault.refuse(1064, "42000", "not now"));
        assertThatThrownBy(() -> migrator(corrected).downgradeTo(1)).isInstanceOf(MigrationException.class);
        world.server.faults().clear();

        assertThat(migrator(corrected).upgrade().to()).isEqualTo(2);

        assertThat(world.readObjects().get("orders")).contains("`note`", "decimal(12, 2)");
        assertThat(migrator(corrected).check().isEmpty()).isTrue();
        assertThat(world.server.log().matching("(?is)DROP TABLE.*"))
                .extracting(LoggedStatement::text)
                .isEmpty();
    }

    @Test
    void aStoppedDowngradeContinuesPastTheHead() {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("create orders", ORDERS)
                .statements("more of orders", List.of(NOTE, FIRST, WRONG), BACK)
                .schema();
        world.server
                .faults()
                .add(Trigger.matching("(?is)ALTER TABLE .*DROP.*"), Fault.refuse(1064, "42000", "not now"));
        assertThatThrownBy(() -> migrator(schema).downgradeTo(1)).isInstanceOf(MigrationException.class);
        world.server.faults().clear();

        assertThat(migrator(schema).downgradeTo(0).to()).isZero();

        assertThat(world.readObjects()).isEmpty();
    }

    @Test
    void aStampOverAnUnfinishedRunNeedsConsent() {
        SchemaDescriptor corrected = shop(NOTE, FIRST, RIGHT);

        assertThatThrownBy(() -> migrator(corrected).stamp(2))
                .isInstanceOf(ConsentException.class)
                .satisfies(MESSAGES::match);
        assertThat(migrator(corrected).status().run()).isPresent();
        assertThat(migrator(corrected).status().isHeld()).isFalse();

        migrator(corrected).stampAbandoning(2);

        assertThat(migrator(corrected).status().run()).isEmpty();
        assertThat(migrator(corrected).status().standing()).isEqualTo(Standing.CURRENT);
    }

    @Test
    void aLedgerOfAnOlderCairnHasNoStepTexts() throws SQLException {
        SchemaDescriptor before = shop(NOTE, FIRST, WRONG);
        asAnOlderCairnWroteIt();

        assertThatThrownBy(() -> migrator(shop(NOTE, FIRST, RIGHT)).upgrade())
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
        assertThat(migrator(before).upgrade().to()).isEqualTo(2);
        assertThat(rows()).isEqualTo(1);
    }

    private void asAnOlderCairnWroteIt() throws SQLException {
        String state = LedgerComments.latest(world);
        world.execute("CREATE VIEW __cairn_shop_00000099 COMMENT \""
                + state.replaceFirst("cairn=2", "cairn=1")
                        .replaceFirst(" born=\\S*", "")
                        .replaceAll(":[0-9a-f]{8}(?=[, ])", "")
                + "\" AS SELECT 1");
    }

    @Test
    void repairCanMarkABlockedStepAsDone() throws SQLException {
        world.execute("ALTER TABLE orders ADD COLUMN amount STRING");
        SchemaDescriptor schema = shop(NOTE, FIRST, WRONG);
        assertThatThrownBy(() -> migrator(schema).upgrade())
                .isInstanceOf(StepException.class)
                .satisfies(MESSAGES::match);

        migrator(schema).repair(3, Repair.DONE);

        assertThat(migrator(schema).upgrade().to()).isEqualTo(2);
        assertThat(world.readObjects().get("orders")).contains("`amount` varchar(65533)");
    }
}
