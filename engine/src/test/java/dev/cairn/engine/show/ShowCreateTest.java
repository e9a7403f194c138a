package dev.cairn.engine.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.random.Dice;
import dev.cairn.random.RandomValidTables;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the statement that the server shows for a table, and the shorter one that Cairn writes. */
class ShowCreateTest {
    private static final ServerProfile SERVER = ServerProfile.DEFAULT;
    private static final int SEED_COUNT = 700;

    static Stream<ServerProfile> servers() {
        return Stream.of(SERVER, SERVER.with(Version.V3_5), SERVER.with(RunMode.SHARED_DATA));
    }

    @Test
    void defaultsAreShownButNotWritten() {
        Table table = createTable(
                SERVER, Sql.parse("CREATE TABLE t (k INT, v STRING) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k)"));
        assertThat(ShowCreate.render(SERVER, table)).isEqualTo("""
            CREATE TABLE `t` (
              `k` int(11) NULL COMMENT "",
              `v` varchar(65533) NULL COMMENT ""
            ) ENGINE=OLAP\s
            DUPLICATE KEY(`k`)
            DISTRIBUTED BY HASH(`k`)
            PROPERTIES (
            "compression" = "LZ4",
            "fast_schema_evolution" = "true",
            "replicated_storage" = "true",
            "replication_num" = "3"
            );\
            """);
        assertThat(Sql.render(ShowCreate.writtenStatement(SERVER, table))).isEqualTo("""
            CREATE TABLE `t` (
              `k` int(11),
              `v` varchar(65533)
            )
            DUPLICATE KEY(`k`)
            DISTRIBUTED BY HASH(`k`)\
            """);
    }

    @Test
    void aServerOnSharedDataShowsTheKindOfATableInPlaceOfItsComment() {
        ServerProfile server = SERVER.with(RunMode.SHARED_DATA);
        Table table = createTable(server, Sql.parse("CREATE TABLE t (k INT) PRIMARY KEY (k) DISTRIBUTED BY HASH (k)"));
        assertThat(ShowCreate.render(server, table))
                .contains("\nPRIMARY KEY(`k`)\nCOMMENT \"OLAP\"\nDISTRIBUTED BY")
                .contains("\"persistent_index_type\" = \"CLOUD_NATIVE\"")
                .doesNotContain("replicated_storage");
    }

    @Test
    void aServerBefore4ShowsTheColumnsThatItAddsForPartitions() {
        Statement statement = Sql.parse("CREATE TABLE t (d DATE, s STRING) DUPLICATE KEY (d)"
                + " PARTITION BY s, date_trunc('month', d) DISTRIBUTED BY HASH (d)");
        assertThat(ShowCreate.render(SERVER, createTable(SERVER, statement)))
                .contains("\nPARTITION BY (`s`,date_trunc('month', d))\n");
        ServerProfile olderServer = SERVER.with(Version.V3_5);
        Table table = createTable(olderServer, statement);
        assertThat(ShowCreate.render(olderServer, table))
                .contains("  `__generated_partition_column_0` date NULL AS date_trunc('month', `d`) COMMENT \"\"\n)")
                .contains("\nPARTITION BY (`s`,`__generated_partition_column_0`)\n");
        assertThat(Sql.render(ShowCreate.writtenStatement(olderServer, table)))
                .contains("\nPARTITION BY `s`, date_trunc('month', d)\n");
    }

    @Test
    void aServerBefore4EscapesNothingInCommentsOfColumnsWithAPrimaryKey() {
        Statement statement = Sql.parse("CREATE TABLE t (k INT COMMENT 'a\"b', v INT COMMENT 'c\\\\d') PRIMARY KEY (k)"
                + " COMMENT 'e\"f' DISTRIBUTED BY HASH (k)");
        ServerProfile olderServer = SERVER.with(Version.V3_5);
        Table table = createTable(olderServer, statement);
        assertThat(ShowCreate.render(olderServer, table))
                .contains("COMMENT \"a\"b\",\n", "COMMENT \"c\\d\"\n", "COMMENT \"e\\\"f\"\n");
        assertThat(ShowCreate.render(SERVER, createTable(SERVER, statement)))
                .contains("COMMENT \"a\\\"b\",\n", "COMMENT \"c\\\\d\"\n", "COMMENT \"e\\\"f\"\n");
        assertThat(Sql.parse(Sql.render(ShowCreate.writtenStatement(olderServer, table)))
                        .toString())
                .contains("a\"b", "c\\d");
    }

    @Test
    void writtenStatementsIncludeWhatTheServerDoesNotShow() {
        Table table = createTable(
                SERVER,
                Sql.parse("CREATE TABLE t (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) ROLLUP (r (v, k))"
                        + " PROPERTIES ('bloom_filter_columns' = 'k', 'bloom_filter_fpp' = '0.02')"));
        assertThat(ShowCreate.render(SERVER, table)).doesNotContain("ROLLUP").doesNotContain("fpp");
        assertThat(Sql.render(ShowCreate.writtenStatement(SERVER, table)))
                .contains("ROLLUP (\n  `r` (`v`, `k`)")
                .contains("\"bloom_filter_fpp\" = \"0.02\"");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aWrittenStatementRecreatesTheSameTable(ServerProfile server) {
        for (long seed = 0; seed < SEED_COUNT; seed++) {
            Table table = createTable(server, new RandomValidTables(new Dice(seed)).table("t"));
            String writtenSql = Sql.render(ShowCreate.writtenStatement(server, table));
            assertThat(createTable(server, Sql.parse(writtenSql)))
                    .as("seed %d: %s", seed, writtenSql)
                    .isEqualTo(table);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aShownStatementCanBeReadAndIsShownAgain(ServerProfile server) {
        for (long seed = 0; seed < SEED_COUNT; seed++) {
            Table table = createTable(server, new RandomValidTables(new Dice(seed)).table("t"));
            Statement shown = ShowCreate.shownStatement(server, table);
            assertThat(ShowCreate.render(server, createTable(server, shown)))
                    .as("seed %d", seed)
                    .isEqualTo(ShowCreate.render(server, table));
        }
    }

    private static Table createTable(ServerProfile server, Statement statement) {
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("d"));
        return new Engine(server)
                .apply(catalog, new Session("d"), statement)
                .catalog()
                .findTable("d", "t")
                .orElseThrow();
    }
}
