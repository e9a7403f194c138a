package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator.Repair;
import dev.cairn.World.Effects;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.random.Breadth;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Where;
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
    private static final int TOO_FEW = 200;
    /** The kinds of faults, without those of jobs and processes. */
    private static final int KINDS = 8;

    private static final AtomicInteger TRIED = new AtomicInteger();

    private static UndisturbedRun undisturbed;

    @BeforeAll
    static void anUndisturbedRun() throws SQLException {
        undisturbed = UndisturbedRun.ofTenMigrations();
        assertThat(undisturbed.effects().history()).hasSize(10);
    }

    @AfterAll
    static void requireEnoughFaults() {
        System.out.println("faults tried: " + TRIED + ", at each of "
                + undisturbed.statements().size() + " statements");
        assertThat(TRIED.get()).isGreaterThan(TOO_FEW);
    }

    @Test
    void theConnectionEndsBeforeAStatementArrives() {
        atEach(share(0), Fault.cutBefore());
    }

    @Test
    void theConnectionEndsBeforeTheReply() {
        atEach(share(1), Fault.cutAfter());
    }

    @Test
    void theServerRefuses() {
        atEach(share(2), Fault.refuse(1064, "HY000", "injected"));
    }

    /** The run retries the statement itself, unless the code of a migration sent it. */
    @Test
    void theServerRefusesForATransientReason() {
        String message = "Too many connections";
        atEach(third(0, 3), message, number -> differenceInOneRun(number, Fault.refuse(1064, "HY000", message)));
    }

    @Test
    void theLeaderIsLostWhenItHasRunTheStatement() {
        atEach(third(1, 4), Fault.refuseAfter(1064, "HY000", "java.net.SocketTimeoutException: Read timed out"));
    }

    @Test
    void theServerFallsSilentBeforeItRunsTheStatement() {
        atEach(third(2, 5), "silent before", number -> differenceInSilence(number, Fault.silentBefore()));
    }

    @Test
    void theServerFallsSilentWhenItHasRunTheStatement() {
        atEach(third(0, 6), "silent after", number -> differenceInSilence(number, Fault.silentAfter()));
    }

    private static String differenceInSilence(int number, Fault fault) throws SQLException {
        try (World world = new World();
                SilenceEnding silence = new SilenceEnding(world.server)) {
            Supplier<Migrator> migrator = () -> Migrator.of(undisturbed.schema(), silence.source(), World.options());
            world.server.faults().on(Trigger.number(number), fault);
            String first = attempt(world, migrator);
            world.server.faults().clear();
            String second = attempt(world, migrator);
            return report(world, first, second)
                    + (silence.unlimited().isEmpty() ? "" : "\n   without a limit: " + silence.unlimited());
        }
    }

    private static String differenceInOneRun(int number, Fault fault) throws SQLException {
        try (World world = new World()) {
            world.server.faults().on(Trigger.number(number), fault);
            String first = attempt(world);
            boolean inCode = first.contains("the code of the migration failed");
            String second = inCode ? attempt(world) : "";
            return report(world, first, second);
        }
    }

    /** Selects all statements in the long form; in the short form, each statement has one of the kinds of faults. */
    private static Predicate<LoggedStatement> share(int kind) {
        return statement -> Breadth.isLong() || statement.sequence() % KINDS == kind;
    }

    /** Selects each third statement in the long form, because all of them take a minute, and a share in the short form. */
    private static Predicate<LoggedStatement> third(int remainder, int kind) {
        return Breadth.isLong() ? statement -> statement.sequence() % 3 == remainder : share(kind);
    }

    @Test
    void aJobIsCancelled() {
        atEach(statement -> statement.text().startsWith("ALTER TABLE"), Fault.failJob("injected"));
    }

    /** The client dies, another one takes over, and then the server runs the statement of the first. */
    @Test
    void aStatementIsRunLate() {
        // The statements that the second migrator sends before the late one runs.
        atEach(share(7), "late", number -> differenceAfterLate(number, number / KINDS % 2 == 0 ? 4 : 12));
    }

    private static String differenceAfterLate(int number, int soFar) throws SQLException {
        try (World world = new World()) {
            world.server.faults().on(Trigger.number(number), Fault.late());
            AtomicBoolean dead = new AtomicBoolean();
            world.server
                    .faults()
                    .on(
                            Trigger.of(statement -> {
                                        dead.set(dead.get()
                                                || world.server.faults().waitingLate() > 0);
                                        return dead.get();
                                    })
                                    .every(),
                            Fault.cutBefore());
            String first = attempt(world);
            world.server.faults().clear();
            AtomicInteger countdown = new AtomicInteger(soFar);
            world.server
                    .faults()
                    .on(
                            Trigger.of(statement -> {
                                if (countdown.decrementAndGet() == 0) {
                                    world.server.faults().runLate();
                                }
                                return false;
                            }),
                            Fault.cutBefore());
            String second = attempt(world);
            world.server.faults().clear();
            world.server.faults().runLate();
            String third = attempt(world);
            return report(world, first, second, third);
        }
    }

    /**
     * Each kill starts a process, so few statements are chosen, and all of them only with {@code -Dcairn.kills=1}. The
     * queries that the driver sends when it connects are left out.
     */
    @Test
    void theProcessIsKilled() {
        int each = Breadth.of("cairn.kills", 40, 3);
        atEach(
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
                    .on(
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
            String second = attempt(world);
            return report(world, second);
        }
    }

    /** The run stops where it can be resumed, releases the ledger, and keeps the interrupt status of its thread. */
    @Test
    void theThreadIsInterrupted() {
        atEach(third(0, 1), "interrupted", FaultEverywhereIT::differenceAfterInterruption);
    }

    private static String differenceAfterInterruption(int number) throws SQLException {
        try (World world = new World()) {
            Thread runner = Thread.currentThread();
            world.server
                    .faults()
                    .on(
                            Trigger.of(statement -> {
                                if (statement.sequence() == number) {
                                    runner.interrupt();
                                }
                                return false;
                            }),
                            Fault.cutBefore());
            String first = attempt(world);
            boolean interrupted = Thread.interrupted();
            world.server.faults().clear();
            String held = world.migrator(undisturbed.schema()).status().isHeld() ? "\n   the ledger is held" : "";
            String second = attempt(world);
            return report(world, first, second)
                    + held
                    + (first.isEmpty() || interrupted ? "" : "\n   the interrupt status is lost after " + first);
        } finally {
            Thread.interrupted();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void atEach(Predicate<LoggedStatement> fitting, Fault fault) {
        atEach(fitting, fault.toString(), number -> difference(number, fault));
    }

    /** Runs an upgrade with a fault at a statement; returns the differences from an undisturbed run. */
    private interface Attempt {
        String at(int number) throws Exception;
    }

    private static void atEach(Predicate<LoggedStatement> fitting, String what, Attempt attempt) {
        List<String> wrong = IntStream.rangeClosed(1, undisturbed.statements().size())
                .filter(number -> fitting.test(undisturbed.statement(number)))
                .parallel()
                .mapToObj(number -> report(number, what, attempt))
                .filter(report -> !report.isEmpty())
                .toList();
        assertThat(wrong).isEmpty();
    }

    private static String report(int number, String what, Attempt attempt) {
        TRIED.incrementAndGet();
        try {
            String difference = attempt.at(number);
            return difference.isEmpty() ? "" : what + " at " + number + ": " + shortened(number) + "\n   " + difference;
        } catch (Exception failure) {
            throw new IllegalStateException(what + " at " + number + ": " + shortened(number), failure);
        }
    }

    private static String difference(int number, Fault fault) throws SQLException {
        try (World world = new World()) {
            world.server.faults().on(Trigger.number(number), fault);
            String first = attempt(world);
            world.server.faults().clear();
            String second = attempt(world);
            Effects effects = world.effects(undisturbed.schema());
            return effects.equals(undisturbed.effects())
                    ? ""
                    : "first: " + first + "\n   second: " + second + "\n   " + effects + "\n   instead of "
                            + undisturbed.effects();
        }
    }

    private static String shortened(int number) {
        String text = undisturbed.statement(number).text();
        return text.substring(0, Math.min(text.length(), 200));
    }

    private static String report(World world, String... attempts) throws SQLException {
        String difference = world.effects(undisturbed.schema()).differenceFrom(undisturbed.effects());
        return difference.isEmpty() ? "" : String.join("\n   then: ", attempts) + "\n   " + difference;
    }

    /** Upgrades, and answers with the facts if a step is uncertain. */
    private static String attempt(World world) throws SQLException {
        return attempt(world, () -> world.migrator(undisturbed.schema()));
    }

    private static String attempt(World world, Supplier<Migrator> migrator) throws SQLException {
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
                boolean ran = world.inserts().containsKey(filled(uncertain.where()));
                world.migrator(undisturbed.schema()).repair(uncertain.where().step(), ran ? Repair.DONE : Repair.AGAIN);
            } catch (MigrationException failure) {
                return report.append(failure.getMessage()).toString();
            }
        }
    }

    /** The table into which the step inserts. */
    private static String filled(Where where) {
        return switch (String.valueOf(where.migration())) {
            case "V0004FirstOrders" -> "orders";
            case "V0006CountTheMarked" -> "counters";
            case "V0009AccountsBeginEmpty" -> "accounts__cairn_new";
            default -> throw new AssertionError("unexpected uncertain step: " + where);
        };
    }
}
