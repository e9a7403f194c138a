package dev.cairn.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger needs two grants, and names the grants that are missing. */
class LedgerGrantsTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String NEEDED_GRANTS_MESSAGE =
            "The user needs GRANT CREATE VIEW ON DATABASE shop and GRANT DROP ON ALL VIEWS IN DATABASE"
                    + " shop; to read the ledger only, any privilege on all views.";

    @AutoClose
    private final LedgerServer server = new LedgerServer();

    private final ManualTicker ticker = new ManualTicker();

    @AutoClose
    private final ServerConnection rootConnection = server.openConnection(ticker);

    private void createUserWith(String... grants) {
        rootConnection.execute("CREATE USER 'app'");
        for (String grant : grants) {
            rootConnection.execute("GRANT " + grant + " TO USER 'app'");
        }
    }

    private Ledger createLedger(ConnectionFactory connections) {
        return new Ledger(connections, "shop", OptionValues.DEFAULTS, ticker, () -> "app", List.of());
    }

    @Test
    void theLedgerNeedsOnlyTwoGrants() {
        createUserWith("CREATE VIEW ON DATABASE shop", "DROP ON ALL VIEWS IN DATABASE shop");
        ConnectionFactory connections = server.createConnections(ticker, "app", "shop");
        try (ServerConnection connection = connections.open()) {
            Ledger ledger = createLedger(connections);
            HeldLedger heldLedger = ledger.acquire(connection, "4.1/shared-nothing");
            heldLedger.release((state, sequence) -> state.withCompletedMigration(HistoryRow.of(1, "First", "h1:1")));
            ledger.acquire(connection, "4.1/shared-nothing")
                    .release((state, sequence) -> state.withCompletedMigration(HistoryRow.of(2, "Second", "h1:2")));
            assertThat(ledger.readHistory(connection).rows()).hasSize(2);
            assertThat(ledger.unlock(connection)).isEmpty();
            assertThat(rootConnection.fetchRows("SHOW TABLES")).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "DROP ON ALL VIEWS IN DATABASE shop; the CREATE VIEW privilege(s) on DATABASE shop",
                "CREATE VIEW ON DATABASE shop; shop: the ledger's state __cairn_shop_00000001 exists, but is not"
                        + " visible to the user",
            })
    void missingGrantsAreReportedImmediately(String grant, String message) {
        createUserWith(grant, "CREATE TABLE ON DATABASE shop");
        ConnectionFactory connections = server.createConnections(ticker, "app", "shop");
        try (ServerConnection connection = connections.open()) {
            assertThatThrownBy(() -> createLedger(connections).acquire(connection, "4.1/shared-nothing"))
                    .isInstanceOf(MissingGrantException.class)
                    .hasMessageContaining(message)
                    .hasMessageEndingWith(NEEDED_GRANTS_MESSAGE);
        }
    }

    /** The server hides the views of a ledger with migrations from a user without privileges. */
    @Test
    void aHiddenLedgerIsNotTakenForAnEmptyOne() {
        createUserWith("CREATE TABLE ON DATABASE shop");
        ConnectionFactory connections = server.createConnections(ticker, "app", "shop");
        try (ServerConnection connection = connections.open()) {
            Ledger ledger = createLedger(connections);
            assertThat(ledger.read(connection)).isEmpty();
            ledger.acquire(rootConnection, "4.1/shared-nothing")
                    .release((state, sequence) -> state.withCompletedMigration(HistoryRow.of(1, "First", "h1:1")));
            assertThatThrownBy(() -> ledger.read(connection))
                    .isInstanceOf(MissingGrantException.class)
                    .satisfies(MESSAGES::match);
            assertThatThrownBy(() -> ledger.unlock(connection)).isInstanceOf(MissingGrantException.class);
            assertThatThrownBy(() -> ledger.readHistory(connection)).isInstanceOf(MissingGrantException.class);
        }
    }

    @Test
    void aMissingDropGrantIsReportedAtTheSecondTransition() {
        createUserWith("CREATE VIEW ON DATABASE shop", "SELECT ON ALL VIEWS IN DATABASE shop");
        ConnectionFactory connections = server.createConnections(ticker, "app", "shop");
        try (ServerConnection connection = connections.open()) {
            HeldLedger heldLedger = createLedger(connections).acquire(connection, "4.1/shared-nothing");
            assertThatThrownBy(heldLedger::release)
                    .isInstanceOf(MissingGrantException.class)
                    .satisfies(MESSAGES::match);
        }
    }
}
