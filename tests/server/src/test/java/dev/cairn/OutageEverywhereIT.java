package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.internal.Ticker;
import dev.cairn.random.Breadth;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.Progress;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The frontend fails for a while, from any statement of an upgrade on: connections break, and new ones are refused. The
 * upgrade waits for the frontend, and ends as without the outage. All waits are skipped.
 */
@Tag(Breadth.LONG)
class OutageEverywhereIT {
    private static final int STRIDE = Breadth.of("cairn.outages.each", 17, 3);

    private static UndisturbedRun undisturbedRun;

    @BeforeAll
    static void runUndisturbed() throws SQLException {
        undisturbedRun = UndisturbedRun.ofTenMigrations();
    }

    /** An outage of the server: it begins at a statement, and lasts for a time of the migrator's clock. */
    private static final class Outage {
        private final World world;
        private final Duration length;
        private final Ticker ticker = new SkippingTicker();
        private final AtomicReference<Ticker.@Nullable Stopwatch> outageStopwatch = new AtomicReference<>();

        Outage(World world, int statementNumber, Duration length) {
            this.world = world;
            this.length = length;
            boolean hasArrived = statementNumber % (2 * STRIDE) < STRIDE;
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> statement.sequence() == statementNumber && begin()),
                            hasArrived ? Fault.cutAfter() : Fault.cutBefore());
            world.server.faults().add(Trigger.of(statement -> isOn()).every(), Fault.cutBefore());
        }

        private boolean begin() {
            outageStopwatch.set(ticker.start());
            return true;
        }

        private boolean isOn() {
            Ticker.Stopwatch stopwatch = outageStopwatch.get();
            return stopwatch != null && stopwatch.elapsed().compareTo(length) < 0;
        }

        DataSource createDataSource() {
            return (DataSource) Proxy.newProxyInstance(
                    OutageEverywhereIT.class.getClassLoader(),
                    new Class<?>[] {DataSource.class},
                    (proxy, method, arguments) -> {
                        if (isOn()) {
                            throw new SQLNonTransientConnectionException("Connection refused", "08S01");
                        }
                        return method.getName().equals("getConnection") ? world.openConnection() : null;
                    });
        }
    }

    /** One outage is shorter than half a lease, the other longer than several. No other migrator could take over. */
    @ParameterizedTest
    @ValueSource(ints = {3, 200})
    void theUpgradeWaitsForTheServer(int seconds) {
        // An upgrade does not wait for its first connection.
        int firstNumber = (int) undisturbedRun.statements().stream()
                .filter(statement -> statement.text().startsWith("SHOW"))
                .findFirst()
                .orElseThrow()
                .sequence();
        List<String> failures = IntStream.rangeClosed(
                        firstNumber, undisturbedRun.statements().size())
                .filter(statementNumber -> statementNumber % STRIDE == seconds % STRIDE)
                .parallel()
                .mapToObj(statementNumber -> runWithOutage(statementNumber, Duration.ofSeconds(seconds)))
                .filter(outcome -> !outcome.isEmpty())
                .toList();
        assertThat(failures).isEmpty();
    }

    private static String runWithOutage(int statementNumber, Duration length) {
        List<Progress> reportedProgress = Collections.synchronizedList(new ArrayList<>());
        try (World world = new World()) {
            Outage outage = new Outage(world, statementNumber, length);
            Migrator migrator = Migrator.of(
                    undisturbedRun.schema(),
                    outage.createDataSource(),
                    World.options()
                            .listener(reportedProgress::add)
                            .withSettings(settings -> settings.withTicker(outage.ticker)));
            String failure = "";
            try {
                migrator.upgrade();
            } catch (MigrationException exception) {
                failure = exception.getMessage();
                if (failure.contains("the code of the migration failed")) {
                    return "";
                }
            }
            // The same run never sends a swap again that may still arrive, no matter how long it may wait.
            if (failure.contains("would swap the tables back")) {
                world.server.faults().clear();
                world.createMigrator(undisturbedRun.schema()).upgrade();
                failure = "";
            }
            long reportCount = reportedProgress.stream()
                    .filter(Progress.ServerUnreachable.class::isInstance)
                    .count();
            // The end of the upgrade may not need the connection that was lost.
            boolean isUnreported = reportCount == 0
                    && statementNumber < undisturbedRun.statements().size() - 1;
            world.server.faults().clear();
            String difference = world.readEffects(undisturbedRun.schema()).describeDifference(undisturbedRun.effects());
            return failure.isEmpty() && difference.isEmpty() && !isUnreported
                    ? ""
                    : statementNumber + " ("
                            + undisturbedRun.statement(statementNumber).text() + "): " + failure + difference
                            + (isUnreported ? " without a report" : "");
        } catch (SQLException failure) {
            throw new IllegalStateException("outage at " + statementNumber, failure);
        }
    }
}
