package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.internal.Ticker;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Outages and deaths at each statement of an upgrade that changes rows: each UPDATE, DELETE and TRUNCATE has its effect
 * once. Nobody is asked whether a step ran, except for a DELETE from a table without a primary key that has run: the
 * server shows that the rows have changed, but not who changed them.
 */
class RowChangeRoundsTest {
    private static final String PRIMARY = " (id INT NOT NULL, n INT) PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1"
            + " PROPERTIES ('replication_num' = '1')";
    private static final SchemaDescriptor SHOP = new RecordedHistory(World.DATABASE)
            .version(
                    "tables",
                    "CREATE TABLE orders" + PRIMARY,
                    "CREATE TABLE accounts" + PRIMARY,
                    "CREATE TABLE visits" + PRIMARY.replace("PRIMARY", "DUPLICATE"))
            .statements(
                    "rows",
                    "INSERT INTO orders VALUES (1, 0), (2, 0), (3, 0)",
                    "INSERT INTO accounts VALUES (1, 0), (2, 0)",
                    "INSERT INTO visits VALUES (1, 0), (2, 0)")
            .statements(
                    "change",
                    "UPDATE orders SET n = n + 1 WHERE id <= 2",
                    "UPDATE accounts SET n = n + 1 WHERE id = 1",
                    "DELETE FROM visits WHERE id = 1")
            .statements("again", "UPDATE orders SET n = n * 10 + 3 WHERE id = 1", "DELETE FROM orders WHERE id = 3")
            .statements("empty", "-- destructive: empties accounts\nTRUNCATE TABLE accounts")
            .schema();
    private static final List<String> TABLES = List.of("orders", "accounts", "visits");

    private static final AtomicInteger ASKED = new AtomicInteger();

    private static List<LoggedStatement> statements;
    private static long first;
    private static String rows;

    @BeforeAll
    static void anUndisturbedRun() throws SQLException {
        try (World world = new World()) {
            world.createMigrator(SHOP).upgradeTo(2);
            first = world.server.log().count() + 1;
            world.server.log().clear();
            world.createMigrator(SHOP, sequential()).upgrade();
            // The connection with which an upgrade begins is not waited for.
            statements = world.server.log().all().stream()
                    .dropWhile(statement -> !statement.text().startsWith("SHOW"))
                    .skip(1)
                    .filter(statement -> !statement.text().contains("@@session."))
                    .toList();
            rows = rows(world);
        }
        assertThat(rows).isEqualTo("orders [1 13, 2 1] accounts [] visits [2 0] ");
    }

    private static MigratorOptions sequential() {
        return World.options().connections(1);
    }

    private static String rows(World world) throws SQLException {
        StringBuilder all = new StringBuilder();
        for (String table : TABLES) {
            all.append(table)
                    .append(' ')
                    .append(world.queryRows("SELECT id, n FROM " + table + " ORDER BY id"))
                    .append(' ');
        }
        return all.toString();
    }

    /** Returns how many statements of the upgrade precede one of the undisturbed run. */
    private static long offset(int number) {
        return statements.get(number).sequence() - first;
    }

    private interface Round {
        String at(int number, boolean arrives) throws SQLException;
    }

    private static List<String> wrong(String what, Round round) {
        ASKED.set(0);
        int[] rounds = Breadth.numbers(2 * statements.size(), 13).toArray();
        List<String> wrong = IntStream.of(rounds)
                .mapToObj(each -> {
                    int number = (each - 1) / 2;
                    boolean arrives = each % 2 == 0;
                    try {
                        String outcome = round.at(number, arrives);
                        return outcome.isEmpty()
                                ? ""
                                : (arrives ? "after " : "before ") + number + " ("
                                        + statements.get(number).text() + "): " + outcome;
                    } catch (SQLException failure) {
                        throw new IllegalStateException("at " + number, failure);
                    }
                })
                .filter(outcome -> !outcome.isEmpty())
                .toList();
        System.out.println(what + ": " + rounds.length + " rounds, asked in " + ASKED + ", wrong " + wrong.size());
        return wrong;
    }

    /** The frontend is gone for 2.5 s, from any statement on. The process lives on. */
    @Test
    @Tag(Breadth.LONG)
    void outages() {
        assertThat(wrong("outages", RowChangeRoundsTest::outage)).isEmpty();
    }

    private static String outage(int number, boolean arrives) throws SQLException {
        try (World world = new World()) {
            world.createMigrator(SHOP).upgradeTo(2);
            long begin = world.server.log().count() + 1;
            Ticker ticker = new SkippingTicker();
            AtomicReference<Ticker.@Nullable Stopwatch> begun = new AtomicReference<>();
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> {
                                boolean now = begun.get() == null && statement.sequence() >= begin + offset(number);
                                if (now) {
                                    begun.set(ticker.start());
                                }
                                return now;
                            }),
                            arrives ? Fault.cutAfter() : Fault.cutBefore());
            world.server.faults().add(Trigger.of(statement -> isOn(begun.get())).every(), Fault.cutBefore());
            DataSource source = (DataSource) Proxy.newProxyInstance(
                    RowChangeRoundsTest.class.getClassLoader(),
                    new Class<?>[] {DataSource.class},
                    (proxy, method, arguments) -> {
                        if (isOn(begun.get())) {
                            throw new SQLNonTransientConnectionException("Connection refused", "08S01");
                        }
                        return method.getName().equals("getConnection") ? world.openConnection() : null;
                    });
            return outcome(
                    world, Migrator.of(SHOP, source, sequential().with(settings -> settings.withTicker(ticker))));
        }
    }

    private static boolean isOn(Ticker.@Nullable Stopwatch watch) {
        return watch != null && watch.elapsed().compareTo(Duration.ofMillis(2_500)) < 0;
    }

    /** The process dies at any statement, and another one continues. */
    @Test
    @Tag(Breadth.LONG)
    void deaths() {
        assertThat(wrong("deaths", RowChangeRoundsTest::death)).isEmpty();
    }

    private static String death(int number, boolean arrives) throws SQLException {
        try (World world = new World()) {
            world.createMigrator(SHOP).upgradeTo(2);
            long begin = world.server.log().count() + 1;
            AtomicBoolean dead = new AtomicBoolean();
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement ->
                                    statement.sequence() >= begin + offset(number) && dead.compareAndSet(false, true)),
                            arrives ? Fault.cutAfter() : Fault.cutBefore());
            world.server.faults().add(Trigger.of(statement -> dead.get()).every(), Fault.cutBefore());
            assertThatThrownBy(() -> world.createMigrator(SHOP, sequential()).upgrade())
                    .isInstanceOf(MigrationException.class);
            world.server.faults().clear();
            return outcome(world, world.createMigrator(SHOP));
        }
    }

    private static String outcome(World world, Migrator migrator) throws SQLException {
        try {
            migrator.upgrade();
        } catch (UncertainStepException failure) {
            world.server.faults().clear();
            boolean hasRun =
                    world.queryRows("SELECT n FROM visits WHERE id = 1").isEmpty();
            if (!String.valueOf(failure.getMessage()).contains("(shop.visits)") || !hasRun) {
                return String.valueOf(failure.getMessage());
            }
            ASKED.incrementAndGet();
            world.createMigrator(SHOP).repair(failure.where().step(), Migrator.Repair.DONE);
            world.createMigrator(SHOP).upgrade();
        } catch (MigrationException failure) {
            return failure.getClass().getSimpleName() + " " + failure.getMessage();
        } finally {
            world.server.faults().clear();
        }
        String actual = rows(world);
        return actual.equals(rows) ? "" : actual;
    }
}
