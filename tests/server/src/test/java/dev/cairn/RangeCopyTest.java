package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables without partitions are copied by ranges of their first key column. */
class RangeCopyTest extends OnlineRebuildFixture {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    /** Creates a table without partitions, with the rows 1 to 12. */
    private Migrator createTableWithTwelveRows(String key, RebuildOptions options) throws SQLException {
        Migrator migrator = createMigrator(createSchema(key, ""), options);
        migrator.upgradeTo(1);
        world.execute(IntStream.rangeClosed(1, 12)
                .mapToObj(id -> "(" + id + ", '2026-01-05', " + (id % 5 == 0 ? "NULL" : id * 10) + ")")
                .collect(Collectors.joining(", ", "INSERT INTO t VALUES ", "")));
        return migrator;
    }

    private static final List<String> TWELVE_ROWS = IntStream.rangeClosed(1, 12)
            .mapToObj(id -> id + " 2026-01-05 " + (id % 5 == 0 ? "null" : id * 10))
            .toList();

    @ParameterizedTest
    @ValueSource(strings = {"DUPLICATE KEY(`id`)", "PRIMARY KEY(`id`)", "UNIQUE KEY(`id`)"})
    void onlyTheRangesOfATableWithoutPartitionsThatChangedAreCopiedAgain(String key) throws SQLException {
        for (SwapMode swapMode : List.of(SwapMode.SWAP, SwapMode.FENCE)) {
            RangeCopyTest fixture = new RangeCopyTest();
            try {
                Migrator migrator =
                        fixture.createTableWithTwelveRows(key, options(swapMode).rangeRows(3));
                fixture.writeBefore(
                        COPY_PATTERN,
                        4,
                        "INSERT INTO t VALUES (13, '2026-01-13', 130), (14, '2026-01-14', 140)",
                        "DELETE FROM t WHERE id = 5");
                migrator.upgrade();
                fixture.assertRebuilt();
                List<String> expectedRows = new ArrayList<>(TWELVE_ROWS);
                expectedRows.remove(4);
                expectedRows.addAll(List.of("13 2026-01-13 130", "14 2026-01-14 140"));
                assertThat(fixture.readRows()).isEqualTo(expectedRows);
                assertThat(fixture.copyStatements())
                        .extracting(text -> text.substring(text.indexOf("WHERE")))
                        .containsExactly(
                                "WHERE `id` < 4",
                                "WHERE `id` >= 4 AND `id` < 7",
                                "WHERE `id` >= 7 AND `id` < 10",
                                "WHERE `id` >= 10",
                                "WHERE `id` >= 4 AND `id` < 7");
                assertThat(fixture.progress)
                        .filteredOn(Progress.Warning.class::isInstance)
                        .isEmpty();
            } finally {
                fixture.stop();
            }
        }
    }

    @Test
    void rangesAreCopiedInParallelAndAgainBehindTheFence() throws SQLException {
        Migrator migrator = createTableWithTwelveRows(
                "PRIMARY KEY(`id`)", options(SwapMode.FENCE).rangeRows(2).maxParallel(3));
        writeBefore(
                RENAME_AWAY_PATTERN, 1, "UPDATE t SET v = 1 WHERE id = 7", "INSERT INTO t VALUES (0, '2026-01-01', 0)");
        migrator.upgrade();
        assertRebuilt();
        List<String> expectedRows = new ArrayList<>(TWELVE_ROWS);
        expectedRows.set(6, "7 2026-01-05 1");
        expectedRows.add(0, "0 2026-01-01 0");
        assertThat(readRows()).isEqualTo(expectedRows);
        assertThat(copyStatements()).hasSize(8);
        assertThat(copyStatements().subList(6, 8)).allMatch(text -> text.contains("`t__cairn_fence_"));
    }

    @Test
    void aLateWriteToATableThatWasCopiedByRangesIsReportedOnce() throws SQLException {
        Migrator migrator = createTableWithTwelveRows(
                "DUPLICATE KEY(`id`)", options(SwapMode.SWAP).rangeRows(3));
        writeBefore("(?is)ALTER TABLE .* SWAP WITH .*", 1, "INSERT INTO t VALUES (13, '2026-01-13', 130)");
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(UncertainStepException.class)
                .satisfies(MESSAGES::match)
                .hasMessageNotContaining("INSERT INTO")
                .hasMessageNotContaining("OVERWRITE");
        assertThat(world.readObjects()).hasSize(2);
    }

    @Test
    void rowsWithoutAKeyAndWithTheSameKeyAreInOneRange() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version(
                        "before",
                        createTable("DUPLICATE KEY(`id`)", "", "LZ4").replace("`id` BIGINT NOT NULL", "`id` DATE NULL"))
                .version(
                        "after",
                        createTable("DUPLICATE KEY(`id`)", "", "ZSTD")
                                .replace("`id` BIGINT NOT NULL", "`id` DATE NULL"))
                .schema();
        Migrator migrator = createMigrator(schema, options(SwapMode.SWAP).rangeRows(2));
        migrator.upgradeTo(1);
        for (String id : List.of("NULL", "'2026-01-01'", "'2026-01-01'", "'2026-01-01'", "NULL", "'2026-01-02'")) {
            world.execute("INSERT INTO t VALUES (" + id + ", '2026-01-05', 1)");
        }
        migrator.upgrade();
        assertRebuilt();
        assertThat(world.queryRows("SELECT id, count(*) FROM t GROUP BY id ORDER BY id"))
                .containsExactly("null 2", "2026-01-01 3", "2026-01-02 1");
        assertThat(copyStatements())
                .extracting(text -> text.substring(text.indexOf("WHERE")))
                .first()
                .isEqualTo("WHERE `id` IS NULL");
    }

    @Test
    void aTableWithValuesThatCannotBeComparedIsNotDividedIntoRanges() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", createTable("PRIMARY KEY(`id`)", "", "LZ4").replace("`v` INT", "`v` JSON"))
                .version("after", createTable("PRIMARY KEY(`id`)", "", "ZSTD").replace("`v` INT", "`v` JSON"))
                .schema();
        Migrator migrator = createMigrator(schema, options(SwapMode.SWAP).rangeRows(1));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t VALUES (1, '2026-01-05', '{}'), (2, '2026-01-05', '[1]')");
        migrator.upgrade();
        assertRebuilt();
        assertThat(copyStatements()).singleElement().asString().doesNotContain("WHERE");
        assertThat(progress)
                .filteredOn(Progress.Warning.class::isInstance)
                .extracting(event -> ((Progress.Warning) event).message())
                .anyMatch(message -> message.contains("copied as a whole in each round"));
    }

    @Test
    void aRunThatResumesACopyByRangesCopiesOnlyThoseThatDiffer() throws SQLException {
        Migrator migrator = createTableWithTwelveRows(
                "PRIMARY KEY(`id`)", options(SwapMode.SWAP).rangeRows(3));
        world.server.faults().add(Trigger.matching(COPY_PATTERN).nth(4), Fault.reject(1064, "HY000", "injected"));
        assertThatThrownBy(migrator::upgrade).hasMessageContaining("injected");
        world.execute("DELETE FROM t WHERE id = 2");
        migrator.upgrade();
        assertRebuilt();
        assertThat(readRows()).hasSize(11);
        assertThat(copyStatements())
                .as("three, the refused one, the first and the last range")
                .hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(names = {"SWAP", "FENCE"})
    @Tag(Breadth.LONG)
    void aCopyByRangesThatEndsAtAnyStatementIsResumed(SwapMode swapMode) throws SQLException {
        assertResumed(
                RangeCopyTest::new,
                fixture -> fixture.createTableWithTwelveRows(
                        "DUPLICATE KEY(`id`)", options(swapMode).rangeRows(4)),
                OnlineRebuildFixture::readRows,
                TWELVE_ROWS);
    }
}
