package dev.cairn.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.LedgerHeldException;
import dev.cairn.upgrade.MigrationException.LedgerLostException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger has one owner at a time, and records its migrations once, even if statements fail or arrive late. */
class LedgerTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String PROFILE = "4.1/shared-nothing";
    private static final String CREATE_VIEW_PATTERN = "(?s)CREATE VIEW.*";

    @AutoClose
    private final LedgerServer server = new LedgerServer();

    private final ManualTicker ticker = new ManualTicker();

    @AutoClose
    private final ServerConnection connection = server.openConnection(ticker);

    private final Ledger ledger = server.createLedger(OptionValues.DEFAULTS, ticker, "a");

    private static HistoryRow createRow(int number) {
        return new HistoryRow(number, "It's \\ \"" + number + "\"", "h1:" + number, Instant.EPOCH, "me", number);
    }

    private List<String> recordStatements(Runnable action) {
        long statementCountBefore = server.embeddedServer().log().count();
        action.run();
        return server.embeddedServer().log().findSince(statementCountBefore).stream()
                .map(LoggedStatement::text)
                .toList();
    }

    /** The server refuses more often than the ledger would try again after unknown errors. */
    @Test
    void transitionsAreRetriedOnAnOverloadedServer() {
        for (int i = 1; i <= 8; i++) {
            server.embeddedServer()
                    .faults()
                    .add(
                            Trigger.matching(CREATE_VIEW_PATTERN).nth(i),
                            Fault.reject(1064, "HY000", "Too many connections"));
        }
        try (HeldLedger heldLedger = ledger.acquire(connection, PROFILE)) {
            assertThat(heldLedger.entry().sequenceNumber()).isEqualTo(1);
            heldLedger.release();
        }
    }

    @Test
    void aPersistentlyOverloadedServerIsReportedWithMatchingAdvice() {
        server.embeddedServer()
                .faults()
                .add(
                        Trigger.matching(CREATE_VIEW_PATTERN).every(),
                        Fault.reject(1064, "HY000", "Too many connections"));
        assertThatThrownBy(() -> ledger.acquire(connection, PROFILE))
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
        assertThat(ticker.now())
                .isBetween(
                        MigratorOption.PATIENCE.defaultValue(),
                        MigratorOption.PATIENCE.defaultValue().plusSeconds(30));
    }

    @Test
    void aStateCreatedByATimedOutStatementBelongsToTheMigrator() {
        server.embeddedServer()
                .faults()
                .add(
                        Trigger.matching(CREATE_VIEW_PATTERN),
                        Fault.rejectAfter(5024, "53400", "Query reached its timeout of 300 seconds"));
        try (HeldLedger heldLedger = ledger.acquire(connection, PROFILE)) {
            assertThat(heldLedger.entry().sequenceNumber()).isEqualTo(1);
            heldLedger.release();
        }
        assertThat(server.embeddedServer().log().findMatching(CREATE_VIEW_PATTERN))
                .hasSize(2);
    }

    @Test
    void aTransientlyRefusedListingIsReportedAsUnreachable() {
        server.embeddedServer()
                .faults()
                .add(Trigger.matching("SHOW TABLES.*").every(), Fault.reject(1064, "HY000", "Too many connections"));
        assertThatThrownBy(() -> ledger.read(connection))
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }

    /** Before a statement whose effect can't be verified afterwards, the result of a recent check is not enough. */
    @Test
    void requireHeldNowAlwaysChecksTheLedger() {
        try (HeldLedger heldLedger = ledger.acquire(connection, PROFILE)) {
            heldLedger.write((state, sequence) -> state.withCompletedStep(1));
            assertThat(recordStatements(heldLedger::requireHeld)).isEmpty();
            assertThat(recordStatements(heldLedger::requireHeldNow)).hasSize(1);

            ticker.pass(MigratorOption.LEASE.defaultValue().dividedBy(2));
            List<String> statements = recordStatements(heldLedger::requireHeldNow);
            assertThat(statements.get(0)).startsWith("CREATE VIEW");
            assertThat(statements.get(statements.size() - 1)).startsWith("SHOW TABLES");
            heldLedger.release();
        }
    }

    @Test
    void aMigrationIsRecordedInTheLedger() {
        assertThat(ledger.read(connection)).isEmpty();
        try (HeldLedger heldLedger = ledger.acquire(connection, PROFILE)) {
            heldLedger.write((state, sequence) -> state.withStartedMigration(Direction.UPGRADE, 1, "h1:1", sequence)
                    .withStartedStep(1));
            heldLedger.requireHeld();
            heldLedger.release((state, sequence) -> state.withCompletedStep(1).withCompletedMigration(createRow(1)));
        }
        NumberedLedgerState entry = ledger.read(connection).orElseThrow();
        assertThat(entry.sequenceNumber()).isEqualTo(3);
        assertThat(entry.state().format())
                .isEqualTo("cairn=2 head=1:h1:1 born=d72e654c run= done= doing= owner= by=a-2 lease=0"
                        + " profile=4.1/shared-nothing history=1:1 log=");
        assertThat(ledger.readHistory(connection)).isEqualTo(new LedgerHistory(List.of(createRow(1)), true));
        assertThat(connection.fetchRows("SHOW TABLES"))
                .containsExactly(List.of("__cairn_shop_00000003"), List.of("__cairn_shop_history"));
        assertThat(connection.fetchRows("SELECT * FROM __cairn_shop_history"))
                .containsExactly(List.of("1", "It's \\ \"1\"", "h1:1", "1970-01-01 00:00:00.000", "me", "1"));
    }

    @Test
    void readingTakesTwoStatementsAndATransitionThree() {
        try (HeldLedger heldLedger = ledger.acquire(connection, PROFILE)) {
            assertThat(recordStatements(() -> heldLedger.write((state, sequence) -> state.withStartedStep(1))))
                    .containsExactly(
                            "CREATE VIEW `__cairn_shop_00000002` COMMENT \"cairn=2 head=0: born=2f8fe63a run= done="
                                    + " doing=1 owner=a-1 by=a-1 lease=30000 profile=4.1/shared-nothing history=0:0 log=\""
                                    + " AS SELECT 1",
                            "SHOW TABLES LIKE '__cairn_shop_%'",
                            "DROP VIEW IF EXISTS `__cairn_shop_00000001`");
            assertThat(recordStatements(heldLedger::requireHeld)).isEmpty();
            ticker.pass(Duration.ofSeconds(1));
            assertThat(recordStatements(heldLedger::requireHeld)).containsExactly("SHOW TABLES LIKE '__cairn_shop_%'");
            ticker.pass(Duration.ofSeconds(5));
            assertThat(recordStatements(() -> heldLedger.sendHeartbeat(LedgerTransition.UNCHANGED)))
                    .hasSize(3);
            assertThat(recordStatements(() -> heldLedger.sendHeartbeat(LedgerTransition.UNCHANGED)))
                    .isEmpty();
            ticker.pass(Duration.ofSeconds(15));
            // After half a lease, the migrator verifies that the states are unchanged.
            assertThat(recordStatements(heldLedger::requireHeld)).hasSize(5);
            assertThat(recordStatements(heldLedger::release)).hasSize(3);
        }
        assertThat(recordStatements(() -> ledger.read(connection)))
                .containsExactly("SHOW TABLES LIKE '__cairn_shop_%'", "SHOW CREATE VIEW `__cairn_shop_00000005`");
    }

    @Test
    void leftoverStatesAreDroppedByTheNextOwner() {
        try (HeldLedger heldLedger = ledger.acquire(connection, PROFILE)) {
            server.embeddedServer().faults().add(Trigger.matching("DROP VIEW.*"), Fault.reject(1064, "HY000", "busy"));
            heldLedger.write((state, sequence) -> state.withStartedStep(1));
            assertThat(recordStatements(() -> heldLedger.write((state, sequence) -> state.withCompletedStep(1))))
                    .hasSize(4);
        }
        assertThat(connection.fetchRows("SHOW TABLES")).hasSize(1);
    }

    @Test
    void viewsOfOtherSchemasAreNotStates() {
        connection.execute("CREATE VIEW __cairn_shop_eu_00000007 AS SELECT 1");
        connection.execute("CREATE VIEW __cairn_shopx00000008 AS SELECT 1");
        connection.execute("CREATE VIEW __cairn_shop_123456789 AS SELECT 1");
        assertThat(ledger.read(connection)).isEmpty();
        ledger.acquire(connection, PROFILE).release();
        assertThat(ledger.read(connection).orElseThrow().sequenceNumber()).isEqualTo(2);
        assertThat(connection.fetchRows("SHOW TABLES")).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "1shop", "_shop", "sh-op", "a2345678901234567890123456789012345678901"})
    void aSchemaWithoutASimpleNameIsRefused(String name) {
        assertThatThrownBy(() -> new LedgerNames(name))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aWaitingMigratorTakesOverAfterAWholeLease() {
        ledger.acquire(connection, PROFILE)
                .write((state, sequence) -> state.withStartedMigration(Direction.UPGRADE, 1, "h1:1", sequence));
        Ledger otherLedger = server.createLedger(OptionValues.DEFAULTS, ticker, "b");
        Duration start = ticker.now();
        try (ServerConnection secondConnection = server.openConnection(ticker);
                HeldLedger heldLedger = otherLedger.acquire(secondConnection, PROFILE)) {
            assertThat(ticker.now().minus(start)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(32));
            assertThat(heldLedger.acquiredSequence()).isEqualTo(3);
            assertThat(heldLedger.entry().state().owner()).isEqualTo("b-1");
            assertThat(heldLedger.entry().state().unfinishedMigration())
                    .contains(new UnfinishedMigration(Direction.UPGRADE, 1, 2, "h1:1", false));
        }
        assertThat(ticker.longest()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theLongerOfTwoLeasesApplies() {
        ledger.acquire(connection, PROFILE);
        Ledger impatientLedger = server.createLedger(
                OptionValues.DEFAULTS
                        .withValue(MigratorOption.LEASE, Duration.ofSeconds(1))
                        .withValue(MigratorOption.PATIENCE, Duration.ofHours(1)),
                ticker,
                "b");
        Duration start = ticker.now();
        try (ServerConnection secondConnection = server.openConnection(ticker)) {
            impatientLedger.acquire(secondConnection, PROFILE);
        }
        assertThat(ticker.now().minus(start)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aTimeoutOfWaitingNamesTheOwnerOfTheLedger() {
        ledger.acquire(connection, PROFILE);
        Ledger otherLedger = server.createLedger(
                OptionValues.DEFAULTS
                        .withValue(MigratorOption.LEASE, Duration.ofSeconds(30))
                        .withValue(MigratorOption.PATIENCE, Duration.ofSeconds(4)),
                ticker,
                "b");
        assertThatThrownBy(() -> otherLedger.acquire(connection, PROFILE))
                .isInstanceOf(LedgerHeldException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void anOwnerNoticesThatTheLedgerWasUnlocked() {
        HeldLedger heldLedger = ledger.acquire(connection, PROFILE);
        try (ServerConnection secondConnection = server.openConnection(ticker)) {
            Ledger otherLedger = server.createLedger(OptionValues.DEFAULTS, ticker, "b");
            assertThat(otherLedger.unlock(secondConnection)).contains("a-1");
            assertThat(otherLedger.unlock(secondConnection)).isEmpty();
            ticker.pass(Duration.ofSeconds(1));
            assertThatThrownBy(heldLedger::requireHeld)
                    .isInstanceOf(LedgerLostException.class)
                    .satisfies(MESSAGES::match);
            assertThat(recordStatements(
                            () -> assertThatThrownBy(() -> heldLedger.sendHeartbeat(LedgerTransition.UNCHANGED))
                                    .isInstanceOf(LedgerLostException.class)
                                    .satisfies(MESSAGES::match)))
                    .isEmpty();
        }
    }

    @Test
    void aFormerOwnerDoesNotDisturbTheOwner() {
        HeldLedger formerlyHeldLedger = ledger.acquire(connection, PROFILE);
        ticker.pass(Duration.ofMinutes(1));
        try (ServerConnection secondConnection = server.openConnection(ticker)) {
            HeldLedger heldLedger =
                    server.createLedger(OptionValues.DEFAULTS, ticker, "b").acquire(secondConnection, PROFILE);
            for (int i = 1; i <= 3; i++) {
                int stepNumber = i;
                heldLedger.write((state, sequence) -> state.withStartedStep(stepNumber));
            }
            // The number is free again, but the listing shows a higher one.
            assertThatThrownBy(() -> formerlyHeldLedger.write((state, sequence) -> state.withStartedStep(9)))
                    .isInstanceOf(LedgerLostException.class)
                    .satisfies(MESSAGES::match);
            heldLedger.requireHeld();
            assertThat(connection.fetchRows("SHOW TABLES")).containsExactly(List.of("__cairn_shop_00000005"));
        }
    }

    @Test
    void aMigratorStopsIfTheDatabaseWasRecreated() {
        HeldLedger formerlyHeldLedger = ledger.acquire(connection, PROFILE);
        formerlyHeldLedger.write((state, sequence) -> state.withCompletedMigration(createRow(1)));
        server.embeddedServer().dropDatabase("shop");
        server.embeddedServer().createDatabase("shop");
        assertThatThrownBy(
                        () -> formerlyHeldLedger.write((state, sequence) -> state.withCompletedMigration(createRow(2))))
                .isInstanceOf(LedgerLostException.class)
                .satisfies(MESSAGES::match)
                .hasMessageNotContaining("taken over")
                .hasMessageNotContaining("other migrator");
        assertThat(connection.fetchRows("SHOW TABLES")).isEmpty();
    }

    @Test
    void aRecreatedDatabaseMayHaveAnotherStateOfTheSameSequence() {
        HeldLedger formerlyHeldLedger = ledger.acquire(connection, PROFILE);
        server.embeddedServer().dropDatabase("shop");
        server.embeddedServer().createDatabase("shop");
        ticker.pass(Duration.ofMinutes(1));
        try (ServerConnection secondConnection = server.openConnection(ticker)) {
            HeldLedger heldLedger =
                    server.createLedger(OptionValues.DEFAULTS, ticker, "b").acquire(secondConnection, PROFILE);
            assertThatThrownBy(() -> formerlyHeldLedger.write((state, sequence) -> state.withStartedStep(1)))
                    .isInstanceOf(LedgerLostException.class);
            heldLedger.write((state, sequence) -> state.withStartedStep(2));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aConnectionThatBreaksIsReplaced(int statementNumber) {
        for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter(), Fault.defer())) {
            try (ServerConnection ownConnection = server.openConnection(ticker);
                    HeldLedger heldLedger = ledger.acquire(ownConnection, PROFILE)) {
                server.embeddedServer().faults().add(Trigger.number(statementNumber), fault);
                NumberedLedgerState entry =
                        heldLedger.write((state, sequence) -> state.withStartedStep(statementNumber));
                assertThat(ledger.read(connection)).contains(entry);
                server.embeddedServer().faults().runDeferred();
                heldLedger.write((state, sequence) -> state.withCompletedStep(statementNumber));
                heldLedger.release();
                assertThat(connection.fetchRows("SHOW TABLES")).hasSize(1);
            }
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() {
        try (ServerConnection ownConnection = server.openConnection(ticker);
                HeldLedger heldLedger = ledger.acquire(ownConnection, PROFILE)) {
            server.embeddedServer()
                    .faults()
                    .add(Trigger.matching(CREATE_VIEW_PATTERN).every(), Fault.cutBefore());
            assertThatThrownBy(() -> heldLedger.write((state, sequence) -> state.withStartedStep(1)))
                    .isInstanceOf(ServerUnreachableException.class)
                    .satisfies(MESSAGES::match);
        }
    }

    @Test
    void anAbandonedTransitionIsFoundByTheNextOne() {
        for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
            try (ServerConnection ownConnection = server.openConnection(ticker);
                    HeldLedger heldLedger = ledger.acquire(ownConnection, PROFILE)) {
                server.embeddedServer().faults().add(Trigger.matching(CREATE_VIEW_PATTERN), fault);
                server.embeddedServer().faults().add(Trigger.matching("SYNC").every(), Fault.cutBefore());
                assertThatThrownBy(() -> heldLedger.write((state, sequence) -> state.withStartedStep(1)))
                        .isInstanceOf(ServerUnreachableException.class);
                server.embeddedServer().faults().clear();
                heldLedger.write((state, sequence) -> state.withStartedStep(2));
                assertThat(ledger.read(connection)).contains(heldLedger.entry());
                heldLedger.release();
            }
        }
    }

    @Test
    void anUnexpectedRefusalIsRetriedAndThenReported() {
        Fault noLeader = Fault.reject(1064, "HY000", "no leader");
        server.embeddedServer().faults().add(Trigger.matching(CREATE_VIEW_PATTERN), noLeader);
        HeldLedger heldLedger = ledger.acquire(connection, PROFILE);
        assertThat(heldLedger.acquiredSequence()).isEqualTo(1);
        server.embeddedServer()
                .faults()
                .add(Trigger.matching(CREATE_VIEW_PATTERN).every(), noLeader);
        assertThatThrownBy(() -> heldLedger.write((state, sequence) -> state.withStartedStep(1)))
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aLedgerOfANewerFormatIsNotChanged() {
        connection.execute("CREATE VIEW __cairn_shop_00000004 COMMENT \"cairn=3 color=red\" AS SELECT 1");
        assertThatThrownBy(() -> ledger.read(connection))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> ledger.acquire(connection, PROFILE))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aStateThatIsNoViewIsReported() {
        connection.execute("CREATE TABLE __cairn_shop_00000004 (k INT) DISTRIBUTED BY HASH(k)");
        assertThatThrownBy(() -> ledger.read(connection))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aConnectionWithoutADatabaseIsRefused() {
        try (ServerConnection connectionWithoutDatabase = server.openConnectionWithoutDatabase(ticker)) {
            assertThatThrownBy(() -> ledger.read(connectionWithoutDatabase))
                    .isInstanceOf(WrongServerException.class)
                    .satisfies(MESSAGES::match);
        }
    }

    @Test
    void fiftyCommitsGoIntoTheHistoryBeforeTheStateGrows() {
        try (HeldLedger heldLedger = ledger.acquire(connection, PROFILE)) {
            for (int number = 1; number <= 49; number++) {
                int migrationNumber = number;
                heldLedger.write((state, sequence) -> state.withCompletedMigration(createRow(migrationNumber)));
            }
            assertThat(heldLedger.entry().state().unwrittenRows()).hasSize(49);
            assertThat(recordStatements(
                            () -> heldLedger.write((state, sequence) -> state.withCompletedMigration(createRow(50)))))
                    .hasSize(5)
                    .startsWith("SHOW CREATE VIEW `__cairn_shop_history`");
            assertThat(heldLedger.entry().state().unwrittenRows()).isEmpty();
            assertThat(heldLedger.entry().state().historyViewExtent()).isEqualTo(new HistoryViewExtent(50, 50));
            heldLedger.write((state, sequence) -> state.withCompletedMigration(createRow(51)));
        }
        LedgerHistory history = ledger.readHistory(connection);
        assertThat(history.hasAllRows()).isTrue();
        assertThat(history.rows()).hasSize(51).startsWith(createRow(1)).endsWith(createRow(51));
    }

    @Test
    void aDowngradeRemovesMigrationsFromTheHistory() {
        try (HeldLedger heldLedger = ledger.acquire(connection, PROFILE)) {
            heldLedger.write((state, sequence) -> state.withStampedHead(
                    new LedgerHead(3, "h1:3"), List.of(createRow(1), createRow(2), createRow(3))));
            heldLedger.release();
        }
        HeldLedger heldLedger = ledger.acquire(connection, PROFILE);
        heldLedger.write((state, sequence) -> state.withStartedMigration(Direction.DOWNGRADE, 3, "h1:3", sequence));
        heldLedger.write((state, sequence) -> state.withRevertedMigration(new LedgerHead(2, "h1:2")));
        assertThat(ledger.readHistory(connection).rows()).containsExactly(createRow(1), createRow(2));
        heldLedger.release();
        assertThat(ledger.read(connection).orElseThrow().state().historyViewExtent())
                .isEqualTo(new HistoryViewExtent(2, 2));
        assertThat(HistoryView.parseRows(server.showCreateHistoryView())).containsExactly(createRow(1), createRow(2));
    }

    @Test
    void aHistoryOverwrittenByALateStatementIsRestored() {
        Ledger ledgerWithHistory =
                server.createLedger(OptionValues.DEFAULTS, ticker, "a", List.of(HistoryRow.of(2, "Second", "h1:2")));
        HeldLedger heldLedger = ledgerWithHistory.acquire(connection, PROFILE);
        heldLedger.release((state, sequence) ->
                state.withStampedHead(new LedgerHead(3, "h1:3"), List.of(createRow(1), createRow(2), createRow(3))));
        connection.execute(HistoryView.renderCreateView("__cairn_shop_history", List.of(createRow(1))));
        assertThat(ledgerWithHistory.readHistory(connection))
                .isEqualTo(new LedgerHistory(List.of(createRow(1)), false));
        ledgerWithHistory
                .acquire(connection, PROFILE)
                .release((state, sequence) -> state.withCompletedMigration(createRow(4)));
        assertThat(ledgerWithHistory.readHistory(connection).rows())
                .containsExactly(createRow(1), HistoryRow.of(2, "Second", "h1:2"), createRow(4));
        assertThat(ledger.read(connection).orElseThrow().state().historyViewExtent())
                .isEqualTo(new HistoryViewExtent(3, 4));
    }

    @Test
    void fiveThousandMigrationsMakeALongHistoryAndASmallState() {
        List<HistoryRow> rows = new ArrayList<>();
        for (int number = 1; number <= 5_000; number++) {
            rows.add(createRow(number));
        }
        try (HeldLedger heldLedger = ledger.acquire(connection, PROFILE)) {
            heldLedger.release((state, sequence) -> state.withStampedHead(new LedgerHead(5_000, "h1:5000"), rows));
        }
        assertThat(ledger.readHistory(connection)).isEqualTo(new LedgerHistory(rows, true));
        assertThat(ledger.read(connection).orElseThrow().state().format()).hasSizeLessThan(150);
    }

    @Test
    void anEmptyHistoryIsAView() {
        assertThat(HistoryView.renderCreateView("h", List.of())).endsWith(" WHERE `number` > 0");
        assertThat(HistoryView.parseRows("CREATE VIEW `h` AS SELECT 1")).isEmpty();
        assertThat(HistoryView.parseRows("neither")).isEmpty();
        connection.execute(HistoryView.renderCreateView("__cairn_shop_history", List.of()));
        assertThat(HistoryView.parseRows(server.showCreateHistoryView())).isEmpty();
    }
}
