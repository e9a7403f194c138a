package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy with other rows than the old table is refused. */
class CopyComparisonTest extends OnlineRebuildFixture {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String COLUMNS = "(`id` BIGINT NOT NULL, `j` JSON NULL, `a` ARRAY<INT> NULL,"
            + " `m` MAP<INT, VARCHAR(10)> NULL, `s` STRUCT<x INT, y ARRAY<DATE>> NULL, `b` VARBINARY NULL)";

    private Migrator createFilledTable(String columns, String key, String row) throws SQLException {
        String table = "CREATE TABLE `t` " + columns + " " + key
                + " DISTRIBUTED BY HASH(`id`) BUCKETS 2 PROPERTIES ('replication_num' = '1', 'compression' = '";
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", table + "LZ4')")
                .version("after", table + "ZSTD')")
                .schema();
        Migrator migrator = createMigrator(schema, options(SwapMode.FENCE));
        migrator.upgradeTo(1);
        world.execute("INSERT INTO t SELECT " + row);
        return migrator;
    }

    /** The copy has another value in one column. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "`j` | NULL",
                "`a` | [1, 3]",
                "`m` | map{1: 'x', 3: 'y'}",
                "`s` | row(1, ['2026-01-02'])",
                "`b` | to_binary('0102', 'hex')"
            })
    void aCopyWithAnotherValueIsRefused(String column, String value) throws SQLException {
        Migrator migrator = createFilledTable(
                COLUMNS,
                "DUPLICATE KEY(`id`)",
                "1, parse_json('{\"k\": 1}'), [1, 2], map{1: 'x', 2: 'y'}, row(1, ['2026-01-01']), to_binary('01', 'hex')");
        rewriteStatement = text -> text.matches(COPY_PATTERN)
                ? text.replaceFirst("(?s)(SELECT .*)" + column, "$1" + Matcher.quoteReplacement(value))
                : text;
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        rewriteStatement = text -> text;
        migrator.upgrade();
        assertRebuilt();
        assertThat(world.queryRows("SELECT id, json_string(j), a[2], m[2], s.x, hex(b) FROM t"))
                .containsExactly("1 {\"k\": 1} 2 y 1 01");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"`p` | bitmap_from_string('1,3')", "`h` | hll_empty()"})
    void aCopyWithAnotherAggregateStateIsRefused(String column, String value) throws SQLException {
        Migrator migrator = createFilledTable(
                "(`id` BIGINT NOT NULL, `p` BITMAP BITMAP_UNION NOT NULL, `h` HLL HLL_UNION NOT NULL)",
                "AGGREGATE KEY(`id`)",
                "1, bitmap_from_string('1,2'), hll_hash('x')");
        rewriteStatement =
                text -> text.matches(COPY_PATTERN) ? text.replaceFirst("(?s)(SELECT .*)" + column, "$1" + value) : text;
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        rewriteStatement = text -> text;
        migrator.upgrade();
        assertThat(world.queryRows("SELECT id, bitmap_to_string(p), hll_cardinality(h) FROM t"))
                .containsExactly("1 1,2 1");
    }

    /** A third of the rows is compared by value: a wrong value is found if it is one of them, a missing row always. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSampleOfALargePartitionIsCompared(boolean isRowMissing) throws SQLException {
        RebuildOptions options = options(SwapMode.FENCE).sampleAbove(10);
        Migrator migrator = createFilledTable("PRIMARY KEY(`id`, `day`)", MONTH_PARTITIONS, options);
        world.execute(IntStream.range(10, 40)
                .mapToObj(id -> "(" + id + ", '2026-03-05', " + id + ")")
                .collect(Collectors.joining(", ", "INSERT INTO t VALUES ", "")));
        String sampledId = world.queryRows(
                        "SELECT id FROM t PARTITION (p3) WHERE murmur_hash3_32(concat_ws('|', CAST(id AS VARCHAR),"
                                + " CAST(day AS VARCHAR))) % 3 = 0")
                .get(0);
        String unsampledId = world.queryRows(
                        "SELECT id FROM t PARTITION (p3) WHERE murmur_hash3_32(concat_ws('|', CAST(id AS VARCHAR),"
                                + " CAST(day AS VARCHAR))) % 3 <> 0")
                .get(0);
        rewriteStatement = text -> !text.matches(COPY_PATTERN) || !text.contains("`p3`")
                ? text
                : isRowMissing
                        ? text + "\nWHERE id <> " + unsampledId
                        : text.replace("`v`\nFROM", "if(id = " + sampledId + ", 0, `v`)\nFROM");
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        rewriteStatement = text -> text;
        migrator.upgrade();
        assertRebuilt();
        assertThat(world.server.log().all())
                .map(LoggedStatement::text)
                .anyMatch(text -> text.contains("`p3`") && text.contains(" % 3 = 0"))
                .noneMatch(text -> text.contains("`p2`") && text.contains(" % "));
        assertThat(world.queryRows("SELECT count(*), sum(v) FROM t WHERE day > '2026-03-01'"))
                .containsExactly("30 735");
    }

    @Test
    void valuesThatTheServerCannotConvertAreNotCompared() throws SQLException {
        Migrator migrator = createFilledTable(COLUMNS, "DUPLICATE KEY(`id`)", "1, NULL, [1, 2], NULL, NULL, NULL");
        world.server
                .faults()
                .add(Trigger.matching("(?is).*json_string.*").every(), Fault.reject(1064, "HY000", "not supported"));
        migrator.upgrade();
        assertRebuilt();
        assertThat(progress)
                .filteredOn(Progress.Warning.class::isInstance)
                .extracting(event -> ((Progress.Warning) event).message())
                .filteredOn(message -> message.startsWith("Only numbers, texts and times of shop.t are compared"))
                .singleElement()
                .asString()
                .endsWith("because the server refuses to compare the other values: 1064: not supported");
    }
}
