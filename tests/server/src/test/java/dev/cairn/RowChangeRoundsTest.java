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
 * Each UPDATE, DELETE and TRUNCATE of an upgrade has its effect once, whatever statement an outage or the death of the
 * process hits. The user has to say whether a step ran in one case only: a DELETE from a table without a primary key
 * has run, and the server shows that the rows have changed, but not which client has changed them.
 */
class RowChangeRoundsTest {
    private static final String TABLE_ENDING =
            " (id INT NOT NULL, n INT) PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1"
                    + " PROPERTIES ('replication_num' = '1')";
    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version(
                    "tables",
                    "CREATE TABLE orders" + TABLE_ENDING,
                    "CREATE TABLE accounts" + TABLE_ENDING,
                    "CREATE TABLE visits" + TABLE_ENDING.replace("PRIMARY", "DUPLICATE"))
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

    private static final AtomicInteger QUESTION_COUNT = new AtomicInteger();

    private static List<LoggedStatement> statements;
    private static long firstSequence;
    private static String expectedRows;

    @BeforeAll
    static void runUndisturbed() throws SQLException {
        try (World world = new World()) {
            world.createMigrator(SCHEMA).upgradeTo(2);
            firstSequence = world.server.log().count() + 1;
            world.server.log().clear();
            world.createMigrator(SCHEMA, sequentialOptions()).upgrade();
            // The connection with which an upgrade begins is not waited for.
            statements = world.server.log().all().stream()
                    .dropWhile(statement -> !statement.text().startsWith("SHOW"))
                    .skip(1)
                    .filter(statement -> !statement.text().contains("@@session."))
                    .toList();
            expectedRows = readRows(world);
        }
        assertThat(expectedRows).isEqualTo("orders [1 13, 2 1] accounts [] visits [2 0] ");
    }

    private static MigratorOptions sequentialOptions() {
        return World.options().connections(1);
    }

    private static String readRows(World world) throws SQLException {
        StringBuilder renderedTables = new StringBuilder();
        for (String table : TABLES) {
            renderedTables
                    .append(table)
                    .append(' ')
                    .append(world.queryRows("SELECT id, n FROM " + table + " ORDER BY id"))
                    .append(' ');
        }
        return renderedTables.toString();
    }

    /** Returns how many statements of the undisturbed upgrade precede the numbered one. */
    private static long countPrecedingStatements(int statementNumber) {
        return statements.get(statementNumber).sequence() - firstSequence;
    }

    private interface Round {
        String run(int statementNumber, boolean reachesServer) throws SQLException;
    }

    private static List<String> findWrongOutcomes(String roundName, Round round) {
        QUESTION_COUNT.set(0);
        int[] roundNumbers = Breadth.numbers(2 * statements.size(), 13).toArray();
        List<String> wrongOutcomes = IntStream.of(roundNumbers)
                .mapToObj(roundNumber -> {
                    int statementNumber = (roundNumber - 1) / 2;
                    boolean reachesServer = roundNumber % 2 == 0;
                    try {
                        String outcome = round.run(statementNumber, reachesServer);
                        return outcome.isEmpty()
                                ? ""
                                : (reachesServer ? "after " : "before ") + statementNumber + " ("
                                        + statements.get(statementNumber).text() + "): " + outcome;
                    } catch (SQLException failure) {
                        throw new IllegalStateException("at " + statementNumber, failure);
                    }
                })
                .filter(outcome -> !outcome.isEmpty())
                .toList();
        System.out.println(roundName + ": " + roundNumbers.length + " rounds, asked in " + QUESTION_COUNT + ", wrong "
                + wrongOutcomes.size());
        return wrongOutcomes;
    }

    /** The frontend cannot be reached for 2.5 s, from any statement on, while the process of the migrator lives on. */
    @Test
    @Tag(Breadth.LONG)
    void eachStatementHasItsEffectOnceDespiteAnOutage() {
        assertThat(findWrongOutcomes("outages", RowChangeRoundsTest::runWithOutage))
                .isEmpty();
    }

    private static String runWithOutage(int statementNumber, boolean reachesServer) throws SQLException {
        try (World world = new World()) {
            world.createMigrator(SCHEMA).upgradeTo(2);
            long firstSequenceOfUpgrade = world.server.log().count() + 1;
            Ticker ticker = new SkippingTicker();
            AtomicReference<Ticker.@Nullable Stopwatch> outageStart = new AtomicReference<>();
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> {
                                boolean isFirst = outageStart.get() == null
                                        && statement.sequence()
                                                >= firstSequenceOfUpgrade + countPrecedingStatements(statementNumber);
                                if (isFirst) {
                                    outageStart.set(ticker.start());
                                }
                                return isFirst;
                            }),
                            reachesServer ? Fault.cutAfter() : Fault.cutBefore());
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> isDuringOutage(outageStart.get()))
                                    .every(),
                            Fault.cutBefore());
            DataSource refusingSource = (DataSource) Proxy.newProxyInstance(
                    RowChangeRoundsTest.class.getClassLoader(),
                    new Class<?>[] {DataSource.class},
                    (proxy, method, arguments) -> {
                        if (isDuringOutage(outageStart.get())) {
                            throw new SQLNonTransientConnectionException("Connection refused", "08S01");
                        }
                        return method.getName().equals("getConnection") ? world.openConnection() : null;
                    });
            return resume(
                    world,
                    Migrator.of(
                            SCHEMA,
                            refusingSource,
                            sequentialOptions().withSettings(settings -> settings.withTicker(ticker))));
        }
    }

    private static boolean isDuringOutage(Ticker.@Nullable Stopwatch outageWatch) {
        return outageWatch != null && outageWatch.elapsed().compareTo(Duration.ofMillis(2_500)) < 0;
    }

    /** The process dies at any statement, and another one continues. */
    @Test
    @Tag(Breadth.LONG)
    void eachStatementHasItsEffectOnceDespiteADeath() {
        assertThat(findWrongOutcomes("deaths", RowChangeRoundsTest::runWithDeath))
                .isEmpty();
    }

    private static String runWithDeath(int statementNumber, boolean reachesServer) throws SQLException {
        try (World world = new World()) {
            world.createMigrator(SCHEMA).upgradeTo(2);
            long firstSequenceOfUpgrade = world.server.log().count() + 1;
            AtomicBoolean isDead = new AtomicBoolean();
            world.server
                    .faults()
                    .add(
                            Trigger.of(statement -> statement.sequence()
                                            >= firstSequenceOfUpgrade + countPrecedingStatements(statementNumber)
                                    && isDead.compareAndSet(false, true)),
                            reachesServer ? Fault.cutAfter() : Fault.cutBefore());
            world.server.faults().add(Trigger.of(statement -> isDead.get()).every(), Fault.cutBefore());
            assertThatThrownBy(() ->
                            world.createMigrator(SCHEMA, sequentialOptions()).upgrade())
                    .isInstanceOf(MigrationException.class);
            world.server.faults().clear();
            return resume(world, world.createMigrator(SCHEMA));
        }
    }

    private static String resume(World world, Migrator migrator) throws SQLException {
        try {
            migrator.upgrade();
        } catch (UncertainStepException failure) {
            world.server.faults().clear();
            boolean hasRun =
                    world.queryRows("SELECT n FROM visits WHERE id = 1").isEmpty();
            if (!String.valueOf(failure.getMessage()).contains("(shop.visits)") || !hasRun) {
                return String.valueOf(failure.getMessage());
            }
            QUESTION_COUNT.incrementAndGet();
            world.createMigrator(SCHEMA).repair(failure.place().step(), Migrator.Repair.DONE);
            world.createMigrator(SCHEMA).upgrade();
        } catch (MigrationException failure) {
            return failure.getClass().getSimpleName() + " " + failure.getMessage();
        } finally {
            world.server.faults().clear();
        }
        String actualRows = readRows(world);
        return actualRows.equals(expectedRows) ? "" : actualRows;
    }
}
