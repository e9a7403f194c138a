package dev.cairn.integration.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.integration.server.ChosenServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * Repeats upgrades while faults are injected at each statement. The normal build does not run it;
 * {@code docs/chaos-runs.md} describes how to start it.
 */
class ChaosRun {
    private static final Logger LOG = Logger.getLogger("dev.cairn");
    private static final double MINUTES = 5;
    private static final int MAX_FAILURES = 5;
    private static final int REPETITIONS = 3;
    private static final Duration TO_REPRODUCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_REPORTS = Duration.ofMinutes(1);

    private final long seed = Long.getLong("cairn.chaos.seed", System.nanoTime() & Integer.MAX_VALUE);
    private final Optional<Integer> rounds = Optional.ofNullable(Integer.getInteger("cairn.chaos.rounds"));
    private final Optional<Scenario> only =
            Optional.ofNullable(System.getProperty("cairn.chaos.scenario")).map(Scenario::parse);
    private final List<Mishap> mishaps = Optional.ofNullable(System.getProperty("cairn.chaos.mishaps"))
            .map(names -> Arrays.stream(names.split(",")).map(Mishap::of).toList())
            .orElse(List.of(Mishap.values()));
    private final int atOnce =
            Integer.getInteger("cairn.chaos.parallel", 2 * Runtime.getRuntime().availableProcessors());
    private final Duration time = Duration.ofMillis(Math.round(
            Double.parseDouble(System.getProperty("cairn.chaos.minutes", String.valueOf(MINUTES))) * 60_000));

    private final ChaosReport report = new ChaosReport();
    private final AtomicInteger begun = new AtomicInteger();
    private final long start = System.nanoTime();

    @Test
    void theNextUpgradeRecoversFromAllFaults() throws Exception {
        LOG.setLevel(Level.OFF);
        try (TestBed bed = new TestBed(ChosenServer.ofProperties())) {
            tellBeginning(bed);
            ScenarioSource source = new ScenarioSource(seed, bed.statements(), mishaps);
            runRounds(bed, source);
            System.out.printf(
                    Locale.ROOT,
                    "%nChaos ended after %s: %d rounds, seed %d, %d processes started%n%s",
                    elapsed(),
                    report.rounds(),
                    seed,
                    bed.processes().started(),
                    report.table());
            List<String> stories = new ArrayList<>();
            for (RoundResult failure : report.failures()) {
                stories.add(failure.story() + "\n" + reproduction(bed, failure));
            }
            assertThat(stories).as(() -> "failures, with seed " + seed).isEmpty();
        }
    }

    private void tellBeginning(TestBed bed) {
        System.out.printf(
                Locale.ROOT,
                "Chaos on %s, seed %d, %d rounds at once, lease %d ms, limit of a round %d s; statements of an"
                        + " undisturbed upgrade: %s%n",
                bed.serverName(),
                seed,
                atOnce,
                bed.lease().toMillis(),
                bed.limit().toSeconds(),
                bed.statements());
        if (!bed.hasRows()) {
            System.out.println("The server keeps no rows: only upgrades without rows are disturbed.");
        }
        for (Mishap mishap : mishaps) {
            System.out.printf(Locale.ROOT, "  %-16s%s%n", mishap, mishap.description());
        }
    }

    private void runRounds(TestBed bed, ScenarioSource source) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(atOnce);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                ends.add(workers.submit(() -> {
                    while (isToGoOn()) {
                        report.add(tried(bed, only.orElseGet(source::next)));
                    }
                    return null;
                }));
            }
            long reported = System.nanoTime();
            for (Future<?> end : ends) {
                while (!end.isDone()) {
                    Thread.sleep(100);
                    if (System.nanoTime() - reported > BETWEEN_REPORTS.toNanos()) {
                        reported = System.nanoTime();
                        System.out.printf(
                                Locale.ROOT,
                                "%s: %d rounds, %d failures%n",
                                elapsed(),
                                report.rounds(),
                                report.failures().size());
                    }
                }
                end.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private boolean isToGoOn() {
        boolean inTime = rounds.isPresent()
                ? begun.incrementAndGet() <= rounds.get()
                : System.nanoTime() - start < time.toNanos();
        return inTime && report.failures().size() < MAX_FAILURES;
    }

    private static RoundResult tried(TestBed bed, Scenario scenario) throws SQLException {
        try (Round round = new Round(bed, scenario)) {
            RoundResult result = round.run();
            if (result.isFailure()) {
                System.out.println(result.story());
            }
            return result;
        }
    }

    private String elapsed() {
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }

    /** Returns the failure with the fewest incidents that still reproduces it. */
    private static String reproduction(TestBed bed, RoundResult failure) throws SQLException {
        long deadline = System.nanoTime() + TO_REPRODUCE.toNanos();
        Scenario smallest = failure.scenario();
        boolean fails = failsAgain(bed, smallest, deadline);
        boolean reduced = fails;
        while (reduced) {
            reduced = false;
            for (Scenario smaller : smallest.smaller()) {
                if (failsAgain(bed, smaller, deadline)) {
                    smallest = smaller;
                    reduced = true;
                    break;
                }
            }
        }
        return "  -Dcairn.chaos.scenario='" + smallest + "' -Dcairn.chaos.rounds=20, which "
                + (fails ? "failed again" : "did not fail again at once");
    }

    private static boolean failsAgain(TestBed bed, Scenario scenario, long deadline) throws SQLException {
        for (int i = 0; i < REPETITIONS && System.nanoTime() - deadline < 0; i++) {
            try (Round round = new Round(bed, scenario)) {
                if (round.run().isFailure()) {
                    return true;
                }
            }
        }
        return false;
    }
}
