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
    private static final int MIN_FAULTS = 200;
    /** The kinds of faults, without those of jobs and processes. */
    private static final int FAULT_KINDS = 8;

    private static final AtomicInteger TRIED_FAULTS = new AtomicInteger();

    private static UndisturbedRun undisturbedRun;

    @BeforeAll
    static void anUndisturbedRun() throws SQLException {
        undisturbedRun = UndisturbedRun.ofTenMigrations();
        assertThat(undisturbedRun.effects().history()).hasSize(10);
    }

    @AfterAll
    static void requireEnoughFaults() {
        System.out.println("faults tried: " + TRIED_FAULTS + ", at each of "
                + undisturbedRun.statements().size() + " statements");
        assertThat(TRIED_FAULTS.get()).isGreaterThan(MIN_FAULTS);
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
        injectAtEach(selectShare(2), Fault.refuse(1064, "HY000", "injected"));
    }

    /** The run retries the statement itself, unless the code of a migration sent it. */
    @Test
    void theServerRefusesForATransientReason() {
        String message = "Too many connections";
        injectAtEach(
                selectThird(0, 3), message, number -> differenceInOneRun(number, Fault.refuse(1064, "HY000", message)));
    }

    @Test
    void theLeaderIsLostWhenItHasRunTheStatement() {
        injectAtEach(
                selectThird(1, 4), Fault.refuseAfter(1064, "HY000", "java.net.SocketTimeoutException: Read timed out"));
    }

    @Test
    void theServerFallsSilentBeforeItRunsTheStatement() {
        injectAtEach(selectThird(2, 5), "silent before", number -> differenceInSilence(number, Fault.silentBefore()));
    }

    @Test
    void theServerFallsSilentWhenItHasRunTheStatement() {
        injectAtEach(selectThird(0, 6), "silent after", number -> differenceInSilence(number, Fault.silentAfter()));
    }

    private static String differenceInSilence(int number, Fault fault) throws SQLException {
        try (World world = new World();
                SilenceTimeouts silence = new SilenceTimeouts(world.server)) {
            Supplier<Migrator> migrator =
                    () -> Migrator.of(undisturbedRun.schema(), silence.createDataSource(), World.options());
            world.server.faults().add(Trigger.number(number), fault);
            String first = attemptUpgrade(world, migrator);
            world.server.faults().clear();
            String second = attemptUpgrade(world, migrator);
            return reportDifference(world, first, second)
                    + (silence.unlimited().isEmpty() ? "" : "\n   without a limit: " + silence.unlimited());
        }
    }

    private static String differenceInOneRun(int number, Fault fault) throws SQLException {
        try (World world = new World()) {
            world.server.faults().add(Trigger.number(number), fault);
            String first = attemptUpgrade(world);
            boolean inCode = first.contains("the code of the migration failed");
            String second = inCode ? attemptUpgrade(world) : "";
            return reportDifference(world, first, second);
        }
    }

    /** Selects all statements in the long form; in the short form, each statement has one of the kinds of faults. */
    private static Predicate<LoggedStatement> selectShare(int kind) {
        return statement -> Breadth.isLong() || statement.sequence() % FAULT_KINDS == kind;
    }

    /** Selects each third statement in the long form, because all of them take a minute, and a share in the short form. */
    private static Predicate<LoggedStatement> selectThird(int remainder, int kind) {
        return Breadth.isLong() ? statement -> statement.sequence() % 3 == remainder : selectShare(kind);
    }

    @Test
    void aJobIsCancelled() {
        injectAtEach(statement -> statement.text().startsWith("ALTER TABLE"), Fault.failJob("injected"));
    }

    /** The client dies, another one takes over, and then the server runs the statement of the first. */
    @Test
    void aStatementIsRunLate() {
        // The statements that the second migrator sends before the late one runs.
        injectAtEach(
                selectShare(7), "late", number -> differenceAfterLate(number, number / FAULT_KINDS % 2 == 0 ? 4 : 12));
    }

    private static String differenceAfterLate(int number, int soFar) throws SQLException {
        try (World world = new World()) {
            world.server.faults().add(Trigger.number(number), Fault.late());
            AtomicBoolean dead = new AtomicBoolean();
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> {
                                        dead.set(dead.get()
                                                || world.server.faults().countDeferred() > 0);
                                        return dead.get();
                                    })
                                    .every(),
                            Fault.cutBefore());
            String first = attemptUpgrade(world);
            world.server.faults().clear();
            AtomicInteger countdown = new AtomicInteger(soFar);
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
            String second = attemptUpgrade(world);
            world.server.faults().clear();
            world.server.faults().runDeferred();
            String third = attemptUpgrade(world);
            return reportDifference(world, first, second, third);
        }
    }

    /**
     * Each kill starts a process, so few statements are chosen, and all of them only with {@code -Dcairn.kills=1}. The
     * queries that the driver sends when it connects are left out.
     */
    @Test
    void theProcessIsKilled() {
        int each = Breadth.of("cairn.kills", 40, 3);
        injectAtEach(
                statement -> statement.sequence() % each == 1 % each
                        && !statement.text().contains("@@session."),
                "killed",
                FaultEverywhereIT::differenceAfterKill);
    }

    /** The server completes the last statement of the killed process. */
    private static String differenceAfterKill(int number) throws Exception {
        try (World world = new World()) {
            AtomicReference<Process> forked = new AtomicReference<>();
            CountDownLatch started = new CountDownLatch(1);
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> {
                                if (statement.sequence() == number) {
                                    await(started);
                                    forked.get().destroyForcibly();
                                    forked.get().onExit().join();
                                }
                                return false;
                            }),
                            Fault.cutBefore());
            forked.set(ForkedMigrator.start(world.url()));
            started.countDown();
            forked.get().onExit().join();
            world.server.faults().clear();
            String second = attemptUpgrade(world);
            return reportDifference(world, second);
        }
    }

    /** The run stops where it can be resumed, releases the ledger, and keeps the interrupt status of its thread. */
    @Test
    void theThreadIsInterrupted() {
        injectAtEach(selectThird(0, 1), "interrupted", FaultEverywhereIT::differenceAfterInterruption);
    }

    private static String differenceAfterInterruption(int number) throws SQLException {
        try (World world = new World()) {
            Thread runner = Thread.currentThread();
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> {
                                if (statement.sequence() == number) {
                                    runner.interrupt();
                                }
                                return false;
                            }),
                            Fault.cutBefore());
            String first = attemptUpgrade(world);
            boolean interrupted = Thread.interrupted();
            world.server.faults().clear();
            String held =
                    world.createMigrator(undisturbedRun.schema()).status().isHeld() ? "\n   the ledger is held" : "";
            String second = attemptUpgrade(world);
            return reportDifference(world, first, second)
                    + held
                    + (first.isEmpty() || interrupted ? "" : "\n   the interrupt status is lost after " + first);
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
        injectAtEach(selection, fault.toString(), number -> difference(number, fault));
    }

    /** Runs an upgrade with a fault at a statement; returns the differences from an undisturbed run. */
    private interface Attempt {
        String at(int number) throws Exception;
    }

    private static void injectAtEach(Predicate<LoggedStatement> selection, String what, Attempt attempt) {
        List<String> differences = IntStream.rangeClosed(
                        1, undisturbedRun.statements().size())
                .filter(number -> selection.test(undisturbedRun.statement(number)))
                .parallel()
                .mapToObj(number -> reportDifference(number, what, attempt))
                .filter(report -> !report.isEmpty())
                .toList();
        assertThat(differences).isEmpty();
    }

    private static String reportDifference(int number, String what, Attempt attempt) {
        TRIED_FAULTS.incrementAndGet();
        try {
            String difference = attempt.at(number);
            return difference.isEmpty()
                    ? ""
                    : what + " at " + number + ": " + abbreviateStatement(number) + "\n   " + difference;
        } catch (Exception failure) {
            throw new IllegalStateException(what + " at " + number + ": " + abbreviateStatement(number), failure);
        }
    }

    private static String difference(int number, Fault fault) throws SQLException {
        try (World world = new World()) {
            world.server.faults().add(Trigger.number(number), fault);
            String first = attemptUpgrade(world);
            world.server.faults().clear();
            String second = attemptUpgrade(world);
            Effects effects = world.readEffects(undisturbedRun.schema());
            return effects.equals(undisturbedRun.effects())
                    ? ""
                    : "first: " + first + "\n   second: " + second + "\n   " + effects + "\n   instead of "
                            + undisturbedRun.effects();
        }
    }

    private static String abbreviateStatement(int number) {
        String text = undisturbedRun.statement(number).text();
        return text.substring(0, Math.min(text.length(), 200));
    }

    private static String reportDifference(World world, String... attempts) throws SQLException {
        String difference = world.readEffects(undisturbedRun.schema()).differenceFrom(undisturbedRun.effects());
        return difference.isEmpty() ? "" : String.join("\n   then: ", attempts) + "\n   " + difference;
    }

    /** Upgrades, and answers with the facts if a step is uncertain. */
    private static String attemptUpgrade(World world) throws SQLException {
        return attemptUpgrade(world, () -> world.createMigrator(undisturbedRun.schema()));
    }

    private static String attemptUpgrade(World world, Supplier<Migrator> migrator) throws SQLException {
        StringBuilder report = new StringBuilder();
        while (true) {
            try {
                migrator.get().upgrade();
                return report.toString();
            } catch (UncertainStepException uncertain) {
                report.append(uncertain.getMessage());
                if (world.server.faults().pending() > 0) {
                    return report.toString();
                }
                boolean hasRun = world.countInserts().containsKey(findFilledTable(uncertain.where()));
                world.createMigrator(undisturbedRun.schema())
                        .repair(uncertain.where().step(), hasRun ? Repair.DONE : Repair.AGAIN);
            } catch (MigrationException failure) {
                return report.append(failure.getMessage()).toString();
            }
        }
    }

    /** The table into which the step inserts. */
    private static String findFilledTable(HistoryPlace where) {
        return switch (String.valueOf(where.migration())) {
            case "V0004FirstOrders" -> "orders";
            case "V0006CountTheMarked" -> "counters";
            case "V0009AccountsBeginEmpty" -> "accounts__cairn_new";
            default -> throw new AssertionError("unexpected uncertain step: " + where);
        };
    }
}
