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
 * Eight migrators at once, each on its own connections, some of which die or break. They share a clock that advances
 * when one of them waits, so that the test does not wait.
 */
class MigratorsTest {
    private static final int MIGRATORS = 8;
    private static final int MIGRATIONS = 25;
    private static final int STEPS = 2;

    private final ManualTicker ticker = new ManualTicker();
    private final Map<Long, String> chain = new ConcurrentHashMap<>();
    private final Map<String, String> labels = new ConcurrentHashMap<>();
    private final Map<String, Integer> effects = new ConcurrentHashMap<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicInteger takeOvers = new AtomicInteger();
    private final AtomicInteger deaths = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();

    @Test
    void eachStepHasItsEffectOnceAndTheLedgerIsOneChain() throws Exception {
        try (LedgerServer server = new LedgerServer()) {
            migrateAtOnce(server);
            late.addAndGet(server.embedded().faults().runDeferred());
            try (ServerConnection connection = server.openConnection(ticker)) {
                LedgerEntry last = ledger(server, "check").read(connection).orElseThrow();
                assertThat(last.state().head().number()).isEqualTo(MIGRATIONS);
                assertThat(effects)
                        .hasSize(MIGRATIONS * STEPS)
                        .allSatisfy((step, times) -> assertThat(times).as(step).isEqualTo(1));
            }
            System.out.printf(
                    "%d transitions believed, %d take-overs, %d deaths, %d late statements%n",
                    chain.size(), takeOvers.get(), deaths.get(), late.get());
            assertThat(takeOvers.get()).isPositive();
            assertThat(late.get()).isPositive();
        }
    }

    private void migrateAtOnce(LedgerServer server) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(MIGRATORS);
        List<Future<Boolean>> ends = new ArrayList<>();
        for (int i = 0; i < MIGRATORS; i++) {
            Callable<Boolean> migrator = () -> {
                while (!isMigrated(server)) {
                    deaths.incrementAndGet();
                }
                return true;
            };
            ends.add(threads.submit(migrator));
        }
        for (Future<Boolean> end : ends) {
            assertThat(end.get()).isTrue();
        }
        threads.shutdown();
    }

    private Ledger ledger(LedgerServer server, String name) {
        OptionValues options = OptionValues.DEFAULTS
                .withValue(MigratorOption.LEASE, Duration.ofMinutes(2))
                .withValue(MigratorOption.PATIENCE, Duration.ofDays(365));
        return server.createLedger(options, ticker, name);
    }

    /** Runs a migrator until it is done or dies. */
    private boolean isMigrated(LedgerServer server) {
        Ledger ledger = ledger(server, "m" + tokens.incrementAndGet());
        try (ServerConnection connection = server.openConnection(ticker)) {
            if (ledger.read(connection).stream()
                    .anyMatch(now -> now.state().head().number() == MIGRATIONS)) {
                return true;
            }
            try (HeldLedger holding = ledger.acquire(connection, "4.1/shared-nothing")) {
                believe(holding.entry());
                takeOvers.addAndGet(holding.acquiredSequence() > 1 ? 1 : 0);
                return migrate(server, holding);
            }
        } catch (MigrationException failure) {
            return false;
        }
    }

    private void believe(LedgerEntry entry) {
        String other = chain.putIfAbsent(entry.sequence(), entry.state().writer());
        assertThat(other).as("the writer of state %d", entry.sequence()).isNull();
    }

    private boolean migrate(LedgerServer server, HeldLedger holding) {
        while (holding.entry().state().head().number() < MIGRATIONS) {
            int turn = turns.incrementAndGet();
            if (turn % 12 == 0) {
                return false;
            }
            if (turn % 5 == 0) {
                order(server, turn);
            }
            LedgerState state = holding.entry().state();
            if (!state.openSteps().isEmpty()) {
                holding.requireHeld();
                effect(holding.entry().state());
            }
            believe(holding.write(MigratorsTest::next));
        }
        holding.release();
        return true;
    }

    private void order(LedgerServer server, int turn) {
        List<Fault> faults = List.of(Fault.cutBefore(), Fault.cutAfter(), Fault.late());
        server.embedded().faults().add(Trigger.matching("(?s)(CREATE|DROP) VIEW.*"), faults.get(turn % faults.size()));
        late.addAndGet(server.embedded().faults().runDeferred());
    }

    private void effect(LedgerState state) {
        UnfinishedMigration run = state.unfinishedMigration().orElseThrow();
        String step = run.number() + "." + state.openSteps().first();
        if (labels.putIfAbsent(step + "@" + run.sequence(), step) == null) {
            effects.merge(step, 1, Integer::sum);
        }
    }

    private static LedgerState next(LedgerState old, long sequence) {
        LedgerState state = old.openSteps().isEmpty()
                ? old
                : old.completeStep(old.openSteps().first());
        if (state.unfinishedMigration().isPresent() && state.completedSteps().size() < STEPS) {
            return state.startStep(state.completedSteps().size() + 1);
        }
        LedgerState free = state.unfinishedMigration()
                .map(run -> state.commitMigration(HistoryRow.of(run.number(), "Migration", "h" + run.number())))
                .orElse(state);
        int number = free.head().number() + 1;
        return number > MIGRATIONS
                ? free
                : free.startRun(Direction.UPGRADE, number, "h" + number, sequence)
                        .startStep(1);
    }
}
