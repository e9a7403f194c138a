package dev.cairn.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Eight migrators run at once, each on its own connections. Some migrators die, and some connections break. The
 * migrators share a clock that advances when one of them waits, so the test does not wait.
 */
class ConcurrentMigratorsTest {
    private static final int MIGRATOR_COUNT = 8;
    private static final int MIGRATION_COUNT = 25;
    private static final int STEP_COUNT = 2;

    private final ManualTicker ticker = new ManualTicker();
    private final Map<Long, String> writersBySequence = new ConcurrentHashMap<>();
    private final Map<String, String> stepsByLabel = new ConcurrentHashMap<>();
    private final Map<String, Integer> effects = new ConcurrentHashMap<>();
    private final AtomicInteger migratorCount = new AtomicInteger();
    private final AtomicInteger turnCount = new AtomicInteger();
    private final AtomicInteger takeOverCount = new AtomicInteger();
    private final AtomicInteger deathCount = new AtomicInteger();
    private final AtomicInteger lateStatementCount = new AtomicInteger();

    @Test
    void eachStepHasItsEffectOnceAndTheLedgerIsOneChain() throws Exception {
        try (LedgerServer server = new LedgerServer()) {
            migrateAtOnce(server);
            lateStatementCount.addAndGet(server.embeddedServer().faults().runDeferred());
            try (ServerConnection connection = server.openConnection(ticker)) {
                NumberedLedgerState lastEntry =
                        createLedger(server, "check").read(connection).orElseThrow();
                assertThat(lastEntry.state().head().number()).isEqualTo(MIGRATION_COUNT);
                assertThat(effects)
                        .hasSize(MIGRATION_COUNT * STEP_COUNT)
                        .allSatisfy((step, times) -> assertThat(times).as(step).isEqualTo(1));
            }
            System.out.printf(
                    "%d transitions believed, %d take-overs, %d deaths, %d late statements%n",
                    writersBySequence.size(), takeOverCount.get(), deathCount.get(), lateStatementCount.get());
            assertThat(takeOverCount.get()).isPositive();
            assertThat(lateStatementCount.get()).isPositive();
        }
    }

    private void migrateAtOnce(LedgerServer server) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(MIGRATOR_COUNT);
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < MIGRATOR_COUNT; i++) {
            Callable<Boolean> migrator = () -> {
                while (!runMigrator(server)) {
                    deathCount.incrementAndGet();
                }
                return true;
            };
            results.add(threads.submit(migrator));
        }
        for (Future<Boolean> result : results) {
            assertThat(result.get()).isTrue();
        }
        threads.shutdown();
    }

    private Ledger createLedger(LedgerServer server, String name) {
        OptionValues options = OptionValues.DEFAULTS
                .withValue(MigratorOption.LEASE, Duration.ofMinutes(2))
                .withValue(MigratorOption.PATIENCE, Duration.ofDays(365));
        return server.createLedger(options, ticker, name);
    }

    /** Runs a migrator, and returns whether it completed the migrations; false if it died. */
    private boolean runMigrator(LedgerServer server) {
        Ledger ledger = createLedger(server, "m" + migratorCount.incrementAndGet());
        try (ServerConnection connection = server.openConnection(ticker)) {
            if (ledger.read(connection).stream()
                    .anyMatch(entry -> entry.state().head().number() == MIGRATION_COUNT)) {
                return true;
            }
            try (HeldLedger heldLedger = ledger.acquire(connection, "4.1/shared-nothing")) {
                recordWriter(heldLedger.entry());
                takeOverCount.addAndGet(heldLedger.acquiredSequence() > 1 ? 1 : 0);
                return migrate(server, heldLedger);
            }
        } catch (MigrationException failure) {
            return false;
        }
    }

    private void recordWriter(NumberedLedgerState entry) {
        String previousWriter = writersBySequence.putIfAbsent(
                entry.sequenceNumber(), entry.state().writer());
        assertThat(previousWriter)
                .as("the writer of state %d", entry.sequenceNumber())
                .isNull();
    }

    private boolean migrate(LedgerServer server, HeldLedger heldLedger) {
        while (heldLedger.entry().state().head().number() < MIGRATION_COUNT) {
            int turnNumber = turnCount.incrementAndGet();
            if (turnNumber % 12 == 0) {
                return false;
            }
            if (turnNumber % 5 == 0) {
                injectFault(server, turnNumber);
            }
            LedgerState state = heldLedger.entry().state();
            if (!state.openStepNumbers().isEmpty()) {
                heldLedger.requireHeld();
                applyStep(heldLedger.entry().state());
            }
            recordWriter(heldLedger.write(ConcurrentMigratorsTest::advance));
        }
        heldLedger.release();
        return true;
    }

    private void injectFault(LedgerServer server, int turnNumber) {
        List<Fault> faults = List.of(Fault.cutBefore(), Fault.cutAfter(), Fault.defer());
        server.embeddedServer()
                .faults()
                .add(Trigger.matching("(?s)(CREATE|DROP) VIEW.*"), faults.get(turnNumber % faults.size()));
        lateStatementCount.addAndGet(server.embeddedServer().faults().runDeferred());
    }

    private void applyStep(LedgerState state) {
        UnfinishedMigration run = state.unfinishedMigration().orElseThrow();
        String step = run.number() + "." + state.openStepNumbers().first();
        if (stepsByLabel.putIfAbsent(step + "@" + run.sequence(), step) == null) {
            effects.merge(step, 1, Integer::sum);
        }
    }

    private static LedgerState advance(LedgerState previousState, long sequence) {
        LedgerState state = previousState.openStepNumbers().isEmpty()
                ? previousState
                : previousState.withCompletedStep(
                        previousState.openStepNumbers().first());
        if (state.unfinishedMigration().isPresent()
                && state.completedStepNumbers().size() < STEP_COUNT) {
            return state.withStartedStep(state.completedStepNumbers().size() + 1);
        }
        LedgerState completedState = state.unfinishedMigration()
                .map(run -> state.withCompletedMigration(HistoryRow.of(run.number(), "Migration", "h" + run.number())))
                .orElse(state);
        int number = completedState.head().number() + 1;
        return number > MIGRATION_COUNT
                ? completedState
                : completedState
                        .withStartedMigration(Direction.UPGRADE, number, "h" + number, sequence)
                        .withStartedStep(1);
    }
}
