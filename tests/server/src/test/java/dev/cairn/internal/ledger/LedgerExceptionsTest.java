package dev.cairn.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ledger reports a lost, slow or wrong server, a foreign object and an interruption with their remedies. */
class LedgerExceptionsTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String PROFILE = "4.1/shared-nothing";

    @AutoClose
    private final LedgerServer server = new LedgerServer();

    private final ManualTicker ticker = new ManualTicker();

    @AutoClose
    private final ServerConnection connection = server.openConnection(ticker);

    private final Ledger ledger = server.createLedger(OptionValues.DEFAULTS, ticker, "a");

    @Test
    void aDroppedDatabaseCannotBeListed() {
        server.embeddedServer().dropDatabase("shop");
        assertThatThrownBy(() -> ledger.read(connection))
                .isInstanceOf(WrongServerException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void anUnreachableServerIsWaitedForWithinTheRetryTimeout() {
        HeldLedger heldLedger = ledger.acquire(connection, PROFILE);
        server.close();
        Duration start = ticker.now();
        assertThatThrownBy(() -> heldLedger.write((state, sequence) -> state))
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
        assertThat(ticker.now().minus(start)).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(311));
    }

    @Test
    void aForeignObjectInPlaceOfTheHistoryIsReported() {
        connection.execute("CREATE TABLE __cairn_shop_history (k INT) DISTRIBUTED BY HASH(k)");
        HeldLedger heldLedger = ledger.acquire(connection, PROFILE);
        assertThatThrownBy(() -> heldLedger.release(
                        (state, sequence) -> state.withCompletedMigration(HistoryRow.of(1, "First", "h1:1"))))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void anInterruptedThreadStopsWaiting() {
        ledger.acquire(connection, PROFILE);
        Ledger otherLedger = server.createLedger(OptionValues.DEFAULTS, new InterruptingTicker(), "b");
        assertThatThrownBy(() -> otherLedger.acquire(connection, PROFILE))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static final class InterruptingTicker implements Ticker {
        @Override
        public Stopwatch start() {
            return () -> Duration.ZERO;
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            throw new InterruptedException();
        }
    }

    @Test
    void aServerTooSlowForTheLeaseIsReported() {
        Ledger slowServerLedger = server.createLedger(OptionValues.DEFAULTS, new FastTicker(), "b");
        HeldLedger heldLedger = slowServerLedger.acquire(connection, PROFILE);
        assertThatThrownBy(heldLedger::requireHeld)
                .isInstanceOf(ServerUnreachableException.class)
                .satisfies(MESSAGES::match);
    }

    /** A ticker that advances by eight seconds whenever a measurement begins. */
    private static final class FastTicker implements Ticker {
        private final ManualTicker ticker = new ManualTicker();

        @Override
        public Stopwatch start() {
            Stopwatch stopwatch = ticker.start();
            ticker.pass(Duration.ofSeconds(8));
            return stopwatch;
        }

        @Override
        public void sleep(Duration time) {
            ticker.sleep(time);
        }
    }
}
