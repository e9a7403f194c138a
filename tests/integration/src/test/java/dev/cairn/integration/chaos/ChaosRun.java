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
    private static final Logger CAIRN_LOGGER = Logger.getLogger("dev.cairn");
    private static final double DEFAULT_MINUTES = 5;
    private static final int MAX_FAILURE_COUNT = 5;
    private static final int MAX_REPETITION_COUNT = 3;
    private static final Duration REPRODUCTION_TIME = Duration.ofMinutes(1);
    private static final Duration REPORT_INTERVAL = Duration.ofMinutes(1);

    private final long seed = Long.getLong("cairn.chaos.seed", System.nanoTime() & Integer.MAX_VALUE);
    private final Optional<Integer> roundLimit = Optional.ofNullable(Integer.getInteger("cairn.chaos.rounds"));
    private final Optional<Scenario> onlyScenario =
            Optional.ofNullable(System.getProperty("cairn.chaos.scenario")).map(Scenario::parse);
    private final List<Mishap> mishaps = Optional.ofNullable(System.getProperty("cairn.chaos.mishaps"))
            .map(names -> Arrays.stream(names.split(",")).map(Mishap::parse).toList())
            .orElse(List.of(Mishap.values()));
    private final int threadCount =
            Integer.getInteger("cairn.chaos.parallel", 2 * Runtime.getRuntime().availableProcessors());
    private final Duration timeLimit = Duration.ofMillis(Math.round(
            Double.parseDouble(System.getProperty("cairn.chaos.minutes", String.valueOf(DEFAULT_MINUTES))) * 60_000));

    private final ChaosReport report = new ChaosReport();
    private final AtomicInteger begunRoundCount = new AtomicInteger();
    private final long startNanos = System.nanoTime();

    @Test
    void theNextUpgradeRecoversFromAllFaults() throws Exception {
        CAIRN_LOGGER.setLevel(Level.OFF);
        try (TestBed testBed = new TestBed(ChosenServer.ofProperties())) {
            printSettings(testBed);
            ScenarioSource scenarioSource = new ScenarioSource(seed, testBed.statementCounts(), mishaps);
            runRounds(testBed, scenarioSource);
            System.out.printf(
                    Locale.ROOT,
                    "%nChaos ended after %s: %d rounds, seed %d, %d processes started%n%s",
                    renderElapsedTime(),
                    report.roundCount(),
                    seed,
                    testBed.processes().startedCount(),
                    report.renderTable());
            List<String> failureReports = new ArrayList<>();
            for (RoundResult failure : report.failures()) {
                failureReports.add(failure.describe() + "\n" + describeReproduction(testBed, failure));
            }
            assertThat(failureReports).as(() -> "failures, with seed " + seed).isEmpty();
        }
    }

    private void printSettings(TestBed testBed) {
        System.out.printf(
                Locale.ROOT,
                "Chaos on %s, seed %d, %d rounds at once, lease %d ms, limit of a round %d s; statements of an"
                        + " undisturbed upgrade: %s%n",
                testBed.serverName(),
                seed,
                threadCount,
                testBed.lease().toMillis(),
                testBed.timeLimit().toSeconds(),
                testBed.statementCounts());
        if (!testBed.hasRows()) {
            System.out.println("The server keeps no rows: only upgrades without rows are disturbed.");
        }
        for (Mishap mishap : mishaps) {
            System.out.printf(Locale.ROOT, "  %-16s%s%n", mishap, mishap.description());
        }
    }

    private void runRounds(TestBed testBed, ScenarioSource scenarioSource) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(threadCount);
        try {
            List<Future<?>> workerResults = new ArrayList<>();
            for (int i = 0; i < threadCount; i++) {
                workerResults.add(workers.submit(() -> {
                    while (mayContinue()) {
                        report.add(tryScenario(testBed, onlyScenario.orElseGet(scenarioSource::next)));
                    }
                    return null;
                }));
            }
            long lastReportNanos = System.nanoTime();
            for (Future<?> workerResult : workerResults) {
                while (!workerResult.isDone()) {
                    Thread.sleep(100);
                    if (System.nanoTime() - lastReportNanos > REPORT_INTERVAL.toNanos()) {
                        lastReportNanos = System.nanoTime();
                        System.out.printf(
                                Locale.ROOT,
                                "%s: %d rounds, %d failures%n",
                                renderElapsedTime(),
                                report.roundCount(),
                                report.failures().size());
                    }
                }
                workerResult.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private boolean mayContinue() {
        boolean isWithinLimit = roundLimit.isPresent()
                ? begunRoundCount.incrementAndGet() <= roundLimit.get()
                : System.nanoTime() - startNanos < timeLimit.toNanos();
        return isWithinLimit && report.failures().size() < MAX_FAILURE_COUNT;
    }

    private static RoundResult tryScenario(TestBed testBed, Scenario scenario) throws SQLException {
        try (Round round = new Round(testBed, scenario)) {
            RoundResult result = round.run();
            if (result.isFailure()) {
                System.out.println(result.describe());
            }
            return result;
        }
    }

    private String renderElapsedTime() {
        long seconds = Duration.ofNanos(System.nanoTime() - startNanos).toSeconds();
        return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }

    /**
     * Returns the options of the scenario with the fewest incidents that still fails, and whether the failure recurred.
     */
    private static String describeReproduction(TestBed testBed, RoundResult failure) throws SQLException {
        long deadline = System.nanoTime() + REPRODUCTION_TIME.toNanos();
        Scenario smallestScenario = failure.scenario();
        boolean isReproduced = failsAgain(testBed, smallestScenario, deadline);
        boolean isReduced = isReproduced;
        while (isReduced) {
            isReduced = false;
            for (Scenario smallerScenario : smallestScenario.listSmallerScenarios()) {
                if (failsAgain(testBed, smallerScenario, deadline)) {
                    smallestScenario = smallerScenario;
                    isReduced = true;
                    break;
                }
            }
        }
        return "  -Dcairn.chaos.scenario='" + smallestScenario + "' -Dcairn.chaos.rounds=20, which "
                + (isReproduced ? "failed again" : "did not fail again at once");
    }

    private static boolean failsAgain(TestBed testBed, Scenario scenario, long deadline) throws SQLException {
        for (int i = 0; i < MAX_REPETITION_COUNT && System.nanoTime() - deadline < 0; i++) {
            try (Round round = new Round(testBed, scenario)) {
                if (round.run().isFailure()) {
                    return true;
                }
            }
        }
        return false;
    }
}
