package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The message about rows that were written between the copy and the swap gives no statement while writers run. */
class LateWritesTest extends OnlineRebuildFixture {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String SWAP_PATTERN = "(?is)ALTER TABLE .* SWAP WITH .*";

    /** Inserts a row before each query of the migrator that matches a pattern, from the swap on. */
    private void writeBefore(String query) {
        AtomicInteger ids = new AtomicInteger(100);
        AtomicBoolean isSwapped = new AtomicBoolean();
        statementHook = text -> {
            if (text.matches(SWAP_PATTERN)) {
                execute("INSERT INTO t VALUES (9, '2026-01-09', 90)");
                isSwapped.set(true);
            } else if (isSwapped.get() && text.matches(query)) {
                execute("INSERT INTO t VALUES (" + ids.incrementAndGet() + ", '2026-01-10', 1)");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"SWAP", "STOPPED_WRITERS"})
    void whileWritersRunTheMessageAsksToStopThemAndHasNoStatement(String swapMode) throws SQLException {
        Migrator migrator =
                createFilledTable("PRIMARY KEY(`id`, `day`)", MONTH_PARTITIONS, options(SwapMode.valueOf(swapMode)));
        writeBefore("(?is)SHOW PARTITIONS.*");
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(migrator::upgrade)
                    .isInstanceOf(UncertainStepException.class)
                    .satisfies(MESSAGES::match)
                    .hasMessageNotContaining("INSERT")
                    .hasMessageNotContaining("repair");
        }
        statementHook = text -> {};
        UncertainStepException failureWithoutWriters = (UncertainStepException) catchThrowable(migrator::upgrade);
        assertThat(failureWithoutWriters)
                .isInstanceOf(UncertainStepException.class)
                .satisfies(MESSAGES::match)
                .hasMessageNotContaining("OVERWRITE");
        migrator.repair(failureWithoutWriters.place().step(), Migrator.Repair.DONE);
        assertThat(readRows()).anyMatch(row -> row.startsWith("101 "));
    }

    @Test
    void anUnfinishedTransactionOfAnotherClientCountsAsAWriter() throws SQLException {
        Migrator migrator = createFilledTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, options(SwapMode.SWAP));
        writeBefore(SWAP_PATTERN, 1, "INSERT INTO t VALUES (9, '2026-01-09', 90)");
        AtomicInteger listingCount = new AtomicInteger();
        AtomicBoolean isSwapped = new AtomicBoolean();
        rewriteStatement = text -> {
            isSwapped.compareAndSet(false, text.matches(SWAP_PATTERN));
            // The wait right after the swap finds no transaction; a load begins after that.
            boolean isRunning = isSwapped.get()
                    && text.startsWith("SHOW PROC '/transactions/")
                    && listingCount.incrementAndGet() > 1;
            return isRunning ? "SELECT 77 AS TransactionId, 'of_a_writer' AS Label" : text;
        };
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(UncertainStepException.class)
                .satisfies(MESSAGES::match)
                .hasMessageNotContaining("INSERT");
        rewriteStatement = text -> text;
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(UncertainStepException.class)
                .satisfies(MESSAGES::match);
    }

    /**
     * The second run does not know whether the new table was written to. The statement of its message may be repeated.
     */
    @ParameterizedTest
    @CsvSource({"PRIMARY, SWAP", "UNIQUE, SWAP", "PRIMARY, STOPPED_WRITERS", "UNIQUE, STOPPED_WRITERS"})
    void theStatementForTablesWithAUniqueKeyOverwritesNothing(String model, SwapMode swapMode) throws SQLException {
        Migrator migrator = createFilledTable(model + " KEY(`id`, `day`)", MONTH_PARTITIONS, options(swapMode));
        writeBefore(SWAP_PATTERN, 1, "INSERT INTO t VALUES (9, '2026-01-09', 90)");
        assertThatThrownBy(migrator::upgrade).isInstanceOf(UncertainStepException.class);
        world.execute("INSERT INTO t VALUES (1, '2026-01-05', 11)");
        UncertainStepException secondFailure = (UncertainStepException) catchThrowable(migrator::upgrade);
        assertThat(secondFailure).satisfies(MESSAGES::match);
        Matcher statement =
                Pattern.compile("(?s)INSERT INTO .*(?=; then answer)").matcher(secondFailure.getMessage());
        assertThat(statement.find()).as(secondFailure.getMessage()).isTrue();
        world.execute(statement.group());
        world.execute(statement.group());
        assertThat(readRows())
                .containsExactly(
                        "1 2026-01-05 11",
                        "2 2026-01-06 null",
                        "3 2026-02-05 30",
                        "4 2026-02-06 40",
                        "9 2026-01-09 90");
        migrator.repair(secondFailure.place().step(), Migrator.Repair.DONE);
        migrator.upgrade();
    }

    @ParameterizedTest
    @CsvSource({"DUPLICATE, would duplicate those that were copied", "AGGREGATE, would aggregate those that were copied"
    })
    void tablesWithoutAUniqueKeyGetNoStatement(String model, String expectedReason) throws SQLException {
        String key = model + " KEY(`id`, `day`)";
        String columns = model.equals("AGGREGATE") ? COLUMNS.replace("INT NULL", "INT SUM NULL") : COLUMNS;
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", createTable(key, MONTH_PARTITIONS, "LZ4").replace(COLUMNS, columns))
                .version("after", createTable(key, MONTH_PARTITIONS, "ZSTD").replace(COLUMNS, columns))
                .schema();
        Migrator migrator = createMigrator(schema, options(SwapMode.SWAP));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, '2026-01-05', 10), (2, '2026-01-06', NULL)");
        writeBefore(SWAP_PATTERN, 1, "INSERT INTO t VALUES (9, '2026-01-09', 90)");
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(UncertainStepException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(migrator::upgrade)
                .hasMessageContaining("in partition p1")
                .hasMessageContaining(expectedReason)
                .hasMessageNotContaining("INSERT INTO")
                .hasMessageNotContaining("OVERWRITE");
    }

    @Test
    void allOpenSwapsAreNamed() throws SQLException {
        String createSecondTable =
                createTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, "LZ4").replace("`t`", "`u`");
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", createTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, "LZ4"), createSecondTable)
                .version(
                        "after",
                        createTable("DUPLICATE KEY(`id`)", MONTH_PARTITIONS, "ZSTD"),
                        createSecondTable.replace("LZ4", "ZSTD"))
                .schema();
        Migrator migrator = createMigrator(schema, options(SwapMode.SWAP));
        migrator.upgradeTo(1);
        for (String table : List.of("t", "u")) {
            world.execute("INSERT INTO " + table + " VALUES (1, '2026-01-05', 10), (2, '2026-02-06', NULL)");
        }
        CyclicBarrier barrier = new CyclicBarrier(2);
        statementHook = text -> {
            if (text.matches(SWAP_PATTERN)) {
                execute("INSERT INTO " + (text.contains("`t`") ? "t" : "u") + " VALUES (9, '2026-01-09', 90)");
                await(barrier);
            }
        };
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(migrator::upgrade)
                    .isInstanceOf(UncertainStepException.class)
                    .hasMessageContaining("the run stopped with 2 open steps. For each of them:\n")
                    .hasMessageMatching("(?s).*\\nshop, V0002After, step \\d+ \\(shop\\.t\\): .*")
                    .hasMessageMatching("(?s).*\\nshop, V0002After, step \\d+ \\(shop\\.u\\): .*");
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (Exception failure) {
            throw new IllegalStateException("Only one of the two tables was swapped", failure);
        }
    }
}
