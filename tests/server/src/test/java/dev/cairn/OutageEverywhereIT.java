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

    private static UndisturbedRun undisturbed;

    @BeforeAll
    static void runUndisturbed() throws SQLException {
        undisturbed = UndisturbedRun.ofTenMigrations();
    }

    /** An outage of the server: it begins at a statement, and lasts for a time of the migrator's clock. */
    private static final class Outage {
        private final World world;
        private final Duration length;
        private final Ticker ticker = new SkippingTicker();
        private final AtomicReference<Ticker.@Nullable Stopwatch> watchOfOutage = new AtomicReference<>();

        Outage(World world, int number, Duration length) {
            this.world = world;
            this.length = length;
            boolean hasArrived = number % (2 * STRIDE) < STRIDE;
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> statement.sequence() == number && begin()),
                            hasArrived ? Fault.cutAfter() : Fault.cutBefore());
            world.server.faults().add(Trigger.of(statement -> isOn()).every(), Fault.cutBefore());
        }

        private boolean begin() {
            watchOfOutage.set(ticker.start());
            return true;
        }

        private boolean isOn() {
            Ticker.Stopwatch watch = watchOfOutage.get();
            return watch != null && watch.elapsed().compareTo(length) < 0;
        }

        DataSource createSource() {
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
        // The connection with which an upgrade begins is not waited for.
        int firstNumber = (int) undisturbed.statements().stream()
                .filter(statement -> statement.text().startsWith("SHOW"))
                .findFirst()
                .orElseThrow()
                .sequence();
        List<String> failures = IntStream.rangeClosed(
                        firstNumber, undisturbed.statements().size())
                .filter(number -> number % STRIDE == seconds % STRIDE)
                .parallel()
                .mapToObj(number -> runWithOutage(number, Duration.ofSeconds(seconds)))
                .filter(outcome -> !outcome.isEmpty())
                .toList();
        assertThat(failures).isEmpty();
    }

    private static String runWithOutage(int number, Duration length) {
        List<Progress> reportedProgress = Collections.synchronizedList(new ArrayList<>());
        try (World world = new World()) {
            Outage outage = new Outage(world, number, length);
            Migrator migrator = Migrator.of(
                    undisturbed.schema(),
                    outage.createSource(),
                    World.options()
                            .listener(reportedProgress::add)
                            .with(settings -> settings.withTicker(outage.ticker)));
            String failure = "";
            try {
                migrator.upgrade();
            } catch (MigrationException stopped) {
                failure = stopped.getMessage();
                if (failure.contains("the code of the migration failed")) {
                    return "";
                }
            }
            // A swap that may still arrive is not sent again by the same run, whatever the time to wait.
            if (failure.contains("would swap the tables back")) {
                world.server.faults().clear();
                world.createMigrator(undisturbed.schema()).upgrade();
                failure = "";
            }
            long reportCount = reportedProgress.stream()
                    .filter(Progress.ServerUnreachable.class::isInstance)
                    .count();
            // The end of the upgrade may not need the connection that was lost.
            boolean isSilent =
                    reportCount == 0 && number < undisturbed.statements().size() - 1;
            world.server.faults().clear();
            String difference = world.readEffects(undisturbed.schema()).describeDifference(undisturbed.effects());
            return failure.isEmpty() && difference.isEmpty() && !isSilent
                    ? ""
                    : number + " (" + undisturbed.statement(number).text() + "): " + failure + difference
                            + (isSilent ? " without a word" : "");
        } catch (SQLException failure) {
            throw new IllegalStateException("outage at " + number, failure);
        }
    }
}
