package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator.Repair;
import dev.cairn.World.Effects;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.random.Breadth;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** After a fault at any statement of an upgrade, a second run completes it without a trace of the fault. */
@Tag(Breadth.LONG)
class FaultEverywhereIT {
    private static final int MIN_FAULT_COUNT = Breadth.of(100, 200);
    /** The kinds of faults, without those of jobs and processes. */
    private static final int FAULT_KIND_COUNT = 8;
    /** The number of statements of which each kind of faults has one in the short form. */
    private static final int SHARE_LENGTH = 2 * FAULT_KIND_COUNT;

    private static final AtomicInteger TRIED_FAULT_COUNT = new AtomicInteger();

    private static UndisturbedRun undisturbedRun;

    @BeforeAll
    static void runUndisturbed() throws SQLException {
        undisturbedRun = UndisturbedRun.ofTenMigrations();
        assertThat(undisturbedRun.effects().history()).hasSize(10);
    }

    @AfterAll
    static void requireEnoughFaults() {
        System.out.println("faults tried: " + TRIED_FAULT_COUNT + ", at each of "
                + undisturbedRun.statements().size() + " statements");
        assertThat(TRIED_FAULT_COUNT.get()).isGreaterThan(MIN_FAULT_COUNT);
    }

    @Test
    void theConnectionEndsBeforeAStatementArrives() {
        injectAtEach(selectShare(0), Fault.cutBefore());
    }

    @Test
    void theConnectionEndsBeforeTheReply() {
        injectAtEach(selectShare(1), Fault.cutAfter());
    }

    @Test
    void theServerRefuses() {
        injectAtEach(selectShare(2), Fault.reject(1064, "HY000", "injected"));
    }

    /** The run retries the statement itself, unless the code of a migration sent it. */
    @Test
    void theServerRefusesForATransientReason() {
        String message = "Too many connections";
        injectAtEach(
                selectThird(0, 3),
                message,
                statementNumber -> findDifferenceInOneRun(statementNumber, Fault.reject(1064, "HY000", message)));
    }

    @Test
    void theLeaderIsLostWhenItHasRunTheStatement() {
        injectAtEach(
                selectThird(1, 4), Fault.rejectAfter(1064, "HY000", "java.net.SocketTimeoutException: Read timed out"));
    }

    @Test
    void theServerFallsSilentBeforeItRunsTheStatement() {
        injectAtEach(
                selectThird(2, 5),
                "silent before",
                statementNumber -> findDifferenceInSilence(statementNumber, Fault.silentBefore()));
    }

    @Test
    void theServerFallsSilentWhenItHasRunTheStatement() {
        injectAtEach(
                selectThird(0, 6),
                "silent after",
                statementNumber -> findDifferenceInSilence(statementNumber, Fault.silentAfter()));
    }

    private static String findDifferenceInSilence(int statementNumber, Fault fault) throws SQLException {
        try (World world = new World();
                SilenceDetectingConnections timeouts = new SilenceDetectingConnections(world.server)) {
            Supplier<Migrator> migrator =
                    () -> Migrator.of(undisturbedRun.schema(), timeouts.createDataSource(), World.options());
            world.server.faults().add(Trigger.number(statementNumber), fault);
            String firstReport = attemptUpgrade(world, migrator);
            world.server.faults().clear();
            String secondReport = attemptUpgrade(world, migrator);
            return reportDifference(world, firstReport, secondReport)
                    + (timeouts.unlimitedStatements().isEmpty()
                            ? ""
                            : "\n   without a limit: " + timeouts.unlimitedStatements());
        }
    }

    private static String findDifferenceInOneRun(int statementNumber, Fault fault) throws SQLException {
        try (World world = new World()) {
            world.server.faults().add(Trigger.number(statementNumber), fault);
            String firstReport = attemptUpgrade(world);
            boolean hasFailedInCode = firstReport.contains("the code of the migration failed");
            String secondReport = hasFailedInCode ? attemptUpgrade(world) : "";
            return reportDifference(world, firstReport, secondReport);
        }
    }

    /**
     * Selects all statements in the long form; in the short form, one of each two statements has one of the kinds of
     * faults.
     */
    private static Predicate<LoggedStatement> selectShare(int kindIndex) {
        return statement -> Breadth.isLong() || isInShare(statement.sequence(), kindIndex);
    }

    /** Alternates between the first and the second statement of two after each share. */
    private static boolean isInShare(long sequence, int kindIndex) {
        return sequence % SHARE_LENGTH == 2L * kindIndex + sequence / SHARE_LENGTH % 2;
    }

    /**
     * Selects each third statement in the long form, because all of them take a minute, and a share in the short form.
     */
    private static Predicate<LoggedStatement> selectThird(int remainder, int kindIndex) {
        return Breadth.isLong() ? statement -> statement.sequence() % 3 == remainder : selectShare(kindIndex);
    }

    @Test
    void aJobIsCancelled() {
        injectAtEach(statement -> statement.text().startsWith("ALTER TABLE"), Fault.failJob("injected"));
    }

    /** The client dies, another one takes over, and then the server runs the statement of the dead client. */
    @Test
    void aStatementIsRunLate() {
        // The second migrator sends 4 or 12 statements before the late one runs.
        injectAtEach(
                selectShare(7),
                "late",
                statementNumber -> findDifferenceAfterLateStatement(
                        statementNumber, statementNumber / SHARE_LENGTH % 2 == 0 ? 4 : 12));
    }

    private static String findDifferenceAfterLateStatement(int statementNumber, int sentCountBeforeLateRun)
            throws SQLException {
        try (World world = new World()) {
            world.server.faults().add(Trigger.number(statementNumber), Fault.defer());
            AtomicBoolean isDead = new AtomicBoolean();
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> {
                                        isDead.set(isDead.get()
                                                || world.server.faults().countDeferred() > 0);
                                        return isDead.get();
                                    })
                                    .every(),
                            Fault.cutBefore());
            String firstReport = attemptUpgrade(world);
            world.server.faults().clear();
            AtomicInteger countdown = new AtomicInteger(sentCountBeforeLateRun);
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> {
                                if (countdown.decrementAndGet() == 0) {
                                    world.server.faults().runDeferred();
                                }
                                return false;
                            }),
                            Fault.cutBefore());
            String secondReport = attemptUpgrade(world);
            world.server.faults().clear();
            world.server.faults().runDeferred();
            String thirdReport = attemptUpgrade(world);
            return reportDifference(world, firstReport, secondReport, thirdReport);
        }
    }

    /**
     * Each kill needs a process, so the test chooses few statements; {@code -Dcairn.kills=1} chooses all. It leaves out
     * the queries that the driver sends when it connects.
     */
    @Test
    void theProcessIsKilled() {
        int interval = Breadth.of("cairn.kills", 40, 3);
        injectAtEach(
                statement -> statement.sequence() % interval == 1 % interval
                        && !statement.text().contains("@@session."),
                "killed",
                FaultEverywhereIT::findDifferenceAfterKill);
    }

    /** The server completes the last statement of the killed process. */
    private static String findDifferenceAfterKill(int statementNumber) throws Exception {
        try (World world = new World()) {
            AtomicReference<Process> process = new AtomicReference<>();
            CountDownLatch startSignal = new CountDownLatch(1);
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> {
                                if (statement.sequence() == statementNumber) {
                                    await(startSignal);
                                    process.get().destroyForcibly();
                                    process.get().onExit().join();
                                }
                                return false;
                            }),
                            Fault.cutBefore());
            process.set(ForkedMigrator.start(world.url()));
            startSignal.countDown();
            process.get().onExit().join();
            world.server.faults().clear();
            String secondReport = attemptUpgrade(world);
            return reportDifference(world, secondReport);
        }
    }

    /** The run stops where it can be resumed, releases the ledger, and keeps the interrupt status of its thread. */
    @Test
    void theThreadIsInterrupted() {
        injectAtEach(selectThird(0, 1), "interrupted", FaultEverywhereIT::findDifferenceAfterInterruption);
    }

    private static String findDifferenceAfterInterruption(int statementNumber) throws SQLException {
        try (World world = new World()) {
            Thread runner = Thread.currentThread();
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> {
                                if (statement.sequence() == statementNumber) {
                                    runner.interrupt();
                                }
                                return false;
                            }),
                            Fault.cutBefore());
            String firstReport = attemptUpgrade(world);
            boolean isInterrupted = Thread.interrupted();
            world.server.faults().clear();
            String ledgerNote =
                    world.createMigrator(undisturbedRun.schema()).status().isHeld() ? "\n   the ledger is held" : "";
            String secondReport = attemptUpgrade(world);
            return reportDifference(world, firstReport, secondReport)
                    + ledgerNote
                    + (firstReport.isEmpty() || isInterrupted
                            ? ""
                            : "\n   the interrupt status is lost after " + firstReport);
        } finally {
            Thread.interrupted();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            throw new IllegalStateException(interruption);
        }
    }

    private static void injectAtEach(Predicate<LoggedStatement> selection, Fault fault) {
        injectAtEach(selection, fault.toString(), statementNumber -> findDifference(statementNumber, fault));
    }

    /**
     * Runs an upgrade with a fault at a statement, and returns the difference from an undisturbed run; empty if there
     * is no difference.
     */
    private interface Attempt {
        String run(int statementNumber) throws Exception;
    }

    private static void injectAtEach(Predicate<LoggedStatement> selection, String faultName, Attempt attempt) {
        List<String> differences = IntStream.rangeClosed(
                        1, undisturbedRun.statements().size())
                .filter(statementNumber -> selection.test(undisturbedRun.statement(statementNumber)))
                .parallel()
                .mapToObj(statementNumber -> reportDifference(statementNumber, faultName, attempt))
                .filter(report -> !report.isEmpty())
                .toList();
        assertThat(differences).isEmpty();
    }

    private static String reportDifference(int statementNumber, String faultName, Attempt attempt) {
        TRIED_FAULT_COUNT.incrementAndGet();
        try {
            String difference = attempt.run(statementNumber);
            return difference.isEmpty()
                    ? ""
                    : faultName + " at " + statementNumber + ": " + abbreviateStatement(statementNumber) + "\n   "
                            + difference;
        } catch (Exception failure) {
            throw new IllegalStateException(
                    faultName + " at " + statementNumber + ": " + abbreviateStatement(statementNumber), failure);
        }
    }

    private static String findDifference(int statementNumber, Fault fault) throws SQLException {
        try (World world = new World()) {
            world.server.faults().add(Trigger.number(statementNumber), fault);
            String firstReport = attemptUpgrade(world);
            world.server.faults().clear();
            String secondReport = attemptUpgrade(world);
            Effects effects = world.readEffects(undisturbedRun.schema());
            return effects.equals(undisturbedRun.effects())
                    ? ""
                    : "first: " + firstReport + "\n   second: " + secondReport + "\n   " + effects + "\n   instead of "
                            + undisturbedRun.effects();
        }
    }

    private static String abbreviateStatement(int statementNumber) {
        String text = undisturbedRun.statement(statementNumber).text();
        return text.substring(0, Math.min(text.length(), 200));
    }

    private static String reportDifference(World world, String... attempts) throws SQLException {
        String difference = world.readEffects(undisturbedRun.schema()).describeDifference(undisturbedRun.effects());
        return difference.isEmpty() ? "" : String.join("\n   then: ", attempts) + "\n   " + difference;
    }

    /**
     * Upgrades, and answers truthfully if a step is uncertain. Returns the messages of all failures; empty if there
     * were none.
     */
    private static String attemptUpgrade(World world) throws SQLException {
        return attemptUpgrade(world, () -> world.createMigrator(undisturbedRun.schema()));
    }

    private static String attemptUpgrade(World world, Supplier<Migrator> migrator) throws SQLException {
        StringBuilder report = new StringBuilder();
        while (true) {
            try {
                migrator.get().upgrade();
                return report.toString();
            } catch (UncertainStepException failure) {
                report.append(failure.getMessage());
                if (world.server.faults().countPending() > 0) {
                    return report.toString();
                }
                boolean hasRun = world.countInserts().containsKey(findFilledTable(failure.place()));
                world.createMigrator(undisturbedRun.schema())
                        .repair(failure.place().step(), hasRun ? Repair.DONE : Repair.AGAIN);
            } catch (MigrationException failure) {
                return report.append(failure.getMessage()).toString();
            }
        }
    }

    /** Returns the table into which the step inserts. */
    private static String findFilledTable(HistoryPlace place) {
        return switch (String.valueOf(place.migration())) {
            case "V0004FirstOrders" -> "orders";
            case "V0006CountTheMarked" -> "counters";
            case "V0009AccountsBeginEmpty" -> "accounts__cairn_new";
            default -> throw new AssertionError("unexpected uncertain step: " + place);
        };
    }
}
