package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.CreateTableAsSelect;
import dev.cairn.sql.ast.Statement.CreateTableLike;
import dev.cairn.sql.ast.Statement.TableLifetime;
import dev.cairn.sql.ast.StatementForm;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTableParsingTest {
    private static CreateTable parseTable(String text) {
        return (CreateTable) Sql.parse(text);
    }

    private static ColumnDefinition parseColumn(String definition) {
        return parseTable("CREATE TABLE t (" + definition + ")").columns().get(0);
    }

    private static PartitionClause parsePartitioning(String clause) {
        PartitionClause partitioning = parseTable(
                        "CREATE TABLE t (a INT) PARTITION BY " + clause + " DISTRIBUTED BY HASH(a)")
                .partitioning();
        assertThat(partitioning).isNotNull();
        return partitioning;
    }

    @Test
    void allClausesAreRead() {
        CreateTable table = parseTable("""
            CREATE EXTERNAL TABLE IF NOT EXISTS c.d.t (a INT, b INT, INDEX i (b) USING GIN ("parser" = "english") COMMENT 'x')
            ENGINE = OLAP DEFAULT CHARSET = utf8
            UNIQUE KEY (a) COMMENT "c"
            PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN ("10"))
            DISTRIBUTED BY HASH (a, b) BUCKETS 8
            ORDER BY (b, a)
            ROLLUP (r (a) DUPLICATE KEY (a) FROM t PROPERTIES ("x" = "y"))
            PROPERTIES (" replication_num " = "3")
            BROKER PROPERTIES ("u" = "v");
            """);
        assertThat(table.lifetime()).isEqualTo(TableLifetime.EXTERNAL);
        assertThat(table.ifNotExists()).isTrue();
        assertThat(table.name()).isEqualTo(QualifiedName.of("c", "d", "t"));
        assertThat(table.indexes().get(0).kind()).isEqualTo(IndexDefinition.Kind.GIN);
        assertThat(table.engine()).isEqualTo(Name.of("OLAP"));
        assertThat(table.charset()).isEqualTo("utf8");
        assertThat(table.key()).isEqualTo(new KeyClause(KeyModel.UNIQUE, List.of(Name.of("a")), Span.NONE));
        assertThat(table.comment()).isEqualTo("c");
        assertThat(table.orderBy()).hasSize(2);
        assertThat(table.rollups().get(0).baseRollup()).isEqualTo(Name.of("t"));
        assertThat(table.properties()).containsExactly(Property.of("replication_num", "3"));
        assertThat(table.clauses().find(CreateClause.Kind.BROKER_PROPERTIES, CreateClause.class))
                .contains(new CreateClause.BrokerPropertyClause(List.of(Property.of("u", "v"))));
    }

    @Test
    void aBucketNumberMayBeAPlaceholder() {
        CreateTable table = parseTable("CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) BUCKETS ${buckets:8}");
        assertThat(table.distribution())
                .isEqualTo(new Distribution.Hash(
                        List.of(Name.of("a")),
                        new Buckets.PlaceholderBuckets(new Placeholder("buckets", "8")),
                        Span.NONE));
    }

    @Test
    void aPlaceholderInAStringIsText() {
        assertThat(parseTable("CREATE TABLE t (a INT) PROPERTIES ('replication_num' = '${n:3}')")
                        .properties())
                .containsExactly(Property.of("replication_num", "${n:3}"));
    }

    @Test
    void missingAttributesOfAColumnAreNull() {
        ColumnDefinition column = parseColumn("a INT");
        assertThat(column.nullable()).isNull();
        assertThat(column.defaultValue()).isNull();
        assertThat(column.comment()).isNull();
        assertThat(column.aggregation()).isNull();
    }

    @Test
    void allAttributesOfAColumnAreRead() {
        ColumnDefinition column =
                parseColumn("`a b` VARCHAR(3) CHARACTER SET utf8 KEY REPLACE NOT NULL DEFAULT 'x' COMMENT 'c'");
        assertThat(column.name()).isEqualTo(Name.of("a b"));
        assertThat(column.domain().charset()).isEqualTo(Name.of("utf8"));
        assertThat(column.isKey()).isTrue();
        assertThat(column.aggregation()).isEqualTo(Aggregation.Function.REPLACE);
        assertThat(column.nullable()).isFalse();
        assertThat(column.defaultValue()).isEqualTo(new ColumnDefault.TextDefault("x"));
        assertThat(column.comment()).isEqualTo("c");
    }

    @Test
    void anAggregateStateNeedsNoType() {
        ColumnDefinition column = parseColumn("a avg(bigint NULL, array<int> NOT NULL)");
        assertThat(column.type()).isNull();
        assertThat(column.aggregation()).isInstanceOfSatisfying(Aggregation.State.class, state -> {
            assertThat(state.function()).isEqualTo("avg");
            assertThat(state.arguments())
                    .extracting(Aggregation.StateArgument::isNullable)
                    .containsExactly(true, false);
        });
    }

    @Test
    void defaultsAreOfSeveralKinds() {
        assertThat(parseColumn("a INT DEFAULT NULL").defaultValue()).isEqualTo(new ColumnDefault.NullDefault());
        assertThat(parseColumn("a INT DEFAULT CURRENT_TIMESTAMP").defaultValue())
                .isEqualTo(new ColumnDefault.CurrentTimestamp(null, false));
        assertThat(parseColumn("a INT DEFAULT CURRENT_TIMESTAMP()").defaultValue())
                .isEqualTo(new ColumnDefault.CurrentTimestamp(null, true));
        assertThat(parseColumn("a INT DEFAULT current_timestamp(3)").defaultValue())
                .isEqualTo(new ColumnDefault.CurrentTimestamp(3, true));
        assertThat(parseColumn("a INT DEFAULT (uuid())").defaultValue())
                .isEqualTo(new ColumnDefault.FunctionDefault(QualifiedName.of("uuid")));
        assertThat(parseColumn("a INT DEFAULT uuid()").defaultValue())
                .isInstanceOf(ColumnDefault.ComputedDefault.class);
        assertThat(parseColumn("a INT DEFAULT [1, 2]").defaultValue())
                .isInstanceOf(ColumnDefault.ComputedDefault.class);
        assertThat(parseColumn("a INT DEFAULT -5").defaultValue()).isInstanceOf(ColumnDefault.ComputedDefault.class);
    }

    @Test
    void rangesHaveBoundsOfThreeKinds() {
        PartitionClause.RangePartitioning range = (PartitionClause.RangePartitioning) parsePartitioning("""
            RANGE(a, b) (
              PARTITION p1 VALUES LESS THAN ("1", MAXVALUE) ("replication_num" = "1"),
              PARTITION IF NOT EXISTS p2 VALUES [("1", "2"), ("3", "4")),
              START ("1") END ("10") EVERY (3),
              START ("2024-01-01") END ("2025-01-01") EVERY (INTERVAL 1 month),
              PARTITION p3 VALUES LESS THAN MAXVALUE
            )\
            """);
        assertThat(range.expressions()).hasSize(2);
        assertThat(range.partitions())
                .containsExactly(
                        new PartitionDefinition.LessThanPartition(
                                false,
                                Name.of("p1"),
                                List.of(new Bound.LiteralBound("1"), new Bound.MaximumBound()),
                                false,
                                List.of(Property.of("replication_num", "1")),
                                Span.NONE),
                        new PartitionDefinition.RangePartition(
                                true,
                                Name.of("p2"),
                                List.of(new Bound.LiteralBound("1"), new Bound.LiteralBound("2")),
                                List.of(new Bound.LiteralBound("3"), new Bound.LiteralBound("4")),
                                List.of(),
                                Span.NONE),
                        new PartitionDefinition.PartitionBatch("1", "10", 3, null, Span.NONE),
                        new PartitionDefinition.PartitionBatch("2024-01-01", "2025-01-01", 1, "MONTH", Span.NONE),
                        new PartitionDefinition.LessThanPartition(
                                false, Name.of("p3"), List.of(), true, List.of(), Span.NONE));
    }

    @Test
    void aRangeMayBeOverAnExpression() {
        PartitionClause.RangePartitioning range = (PartitionClause.RangePartitioning)
                parsePartitioning("RANGE(str2date(a, '%Y')) (PARTITION p VALUES LESS THAN ('1'))");
        assertThat(range.expressions().get(0)).isInstanceOf(Expression.Call.class);
    }

    @Test
    void listsHaveValuesOrRows() {
        PartitionClause.ListPartitioning list = (PartitionClause.ListPartitioning)
                parsePartitioning("LIST(a) (PARTITION p VALUES IN ('x', NULL), PARTITION q VALUES IN (('y'), ('z')))");
        assertThat(list.hasListKeyword()).isTrue();
        assertThat(list.isExplicit()).isTrue();
        assertThat(list.partitions())
                .containsExactly(
                        new PartitionDefinition.ListPartition(
                                false,
                                Name.of("p"),
                                List.of(List.of(new Bound.LiteralBound("x")), List.of(new Bound.NullBound())),
                                false,
                                List.of(),
                                Span.NONE),
                        new PartitionDefinition.ListPartition(
                                false,
                                Name.of("q"),
                                List.of(List.of(new Bound.LiteralBound("y")), List.of(new Bound.LiteralBound("z"))),
                                true,
                                List.of(),
                                Span.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "(a, b) | ListPartitioning",
                "LIST(a) | ListPartitioning",
                "list, a | ExpressionPartitioning",
                "a | ExpressionPartitioning",
                "a, date_trunc('day', b) | ExpressionPartitioning",
                "(a, date_trunc('day', b)) | ExpressionPartitioning",
                "date_trunc('day', a) () | ExpressionPartitioning",
                "RANGE(a) () | RangePartitioning",
            })
    void thePartitioningIsRecognizedByItsForm(String clause, String kind) {
        assertThat(parsePartitioning(clause).getClass().getSimpleName()).isEqualTo(kind);
    }

    @Test
    void aTableCanBeMadeFromAQuery() {
        CreateTableAsSelect table = (CreateTableAsSelect)
                Sql.parse("CREATE TEMPORARY TABLE t (a, b, INDEX i (a)) COMMENT 'c' AS\n  SELECT 1, ';' -- end\n;");
        assertThat(table.lifetime()).isEqualTo(Statement.TableLifetime.TEMPORARY);
        assertThat(table.columns()).containsExactly(Name.of("a"), Name.of("b"));
        assertThat(table.indexes()).hasSize(1);
        assertThat(table.queryText().text()).isEqualTo("SELECT 1, ';'");
    }

    @Test
    void aTableCanBeLikeAnother() {
        CreateTableLike table = (CreateTableLike)
                Sql.parse("CREATE TABLE t PARTITION BY (a) DISTRIBUTED BY RANDOM PROPERTIES ('a' = 'b') LIKE d.s");
        assertThat(table.source()).isEqualTo(QualifiedName.of("d", "s"));
        assertThat(table.distribution()).isEqualTo(new Distribution.Random(null, Span.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a BIGINT NULL AUTO_INCREMENT | AUTO_INCREMENT column a must be NOT NULL",
                "a BIGINT NOT NULL AS (b) | A generated column does not support NOT NULL",
                "a BIGINT KEY AS (b) | A generated column does not support KEY",
                "a avg(bigint) NOT NULL | Agg state column a must be nullable column",
                "a sum(decimal) | AggStateType function sum with input DECIMAL64(10,0) has wildcard decimal",
                "a | Unsupported type specification: 'Column's type is null and it's not agg state columna'",
            })
    void anInvalidColumnIsRefusedByTheParser(String definition, String problem) {
        assertThat(ParserProblem.find(() -> parseColumn(definition))).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "(a) (PARTITION p VALUES IN ('1')) | Automatic partitioning does not support partitions in advance",
                "RANGE(date_trunc('day', a)) () | PARTITION BY does not support date_trunc('day', a)",
                "RANGE(a) (START ('1') END ('2') EVERY (INTERVAL a DAY)) | EVERY does not support a",
            })
    void anInvalidPartitioningIsRefusedByTheParser(String clause, String problem) {
        assertThat(ParserProblem.find(() -> parsePartitioning(clause))).isEqualTo(problem);
    }

    @Test
    void aLaterSyntaxErrorPrecedesARefusalOfTheParser() {
        assertThat(ParserProblem.find(() -> Sql.parse("CREATE TABLE t (a BIGINT NULL AUTO_INCREMENT) DISTRIBUTED BY")))
                .isEqualTo("Unexpected input '<EOF>', expected RANDOM or HASH");
    }

    @Test
    void shownTablesAreReadEvenIfTheServerCouldNotReadThem() {
        CreateTable table = (CreateTable) Sql.parseShowCreateOutput("""
            CREATE TABLE `t` (
              `a` struct<index int(11)> NULL COMMENT "",
              INDEX my index (`a`) USING BITMAP COMMENT ''
            ) ENGINE=OLAP
            PARTITION BY LIST(`s`)(
              PARTITION p1 VALUES IN ('a')  PARTITION p 2 VALUES IN (('c'))
            );\
            """);
        assertThat(table.indexes().get(0).name()).isEqualTo(Name.of("my index"));
        assertThat(((PartitionClause.ListPartitioning) table.partitioning()).partitions())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's",
                "'",
                "''",
                "a'b'c",
                "x\\y",
                "\\",
                "a\\'",
                "say \"x\"",
                "two\nlines\n)",
                "a, b",
                "a')b",
                "(a",
                ""
            })
    void aShownTextWithoutEscapesEndsWhereTheServerContinues(String text) {
        Function<String, String> quote =
                value -> "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
        String value = quote.apply(text);
        Map<String, String> valueLists = Map.of(
                "", value + ", 'x', " + value,
                ", s", "(" + value + ", 'x'), ('x', " + value + "), (" + value + ", " + value + ")");
        valueLists.forEach((columns, list) -> {
            String written = String.format(
                    "CREATE TABLE t (k VARCHAR(9), s VARCHAR(9) COMMENT 'it''s', INDEX i (k) USING BITMAP COMMENT %1$s,"
                            + " INDEX j (k) COMMENT %1$s) ENGINE=OLAP DUPLICATE KEY(k) PARTITION BY LIST(k%2$s)"
                            + " (PARTITION p VALUES IN (%3$s),"
                            + " PARTITION q VALUES IN (%3$s) ('replication_num' = '1'), PARTITION r VALUES IN (%3$s))"
                            + " DISTRIBUTED BY RANDOM PROPERTIES ('a' = 'it''s')",
                    value, columns, list);
            String shown = Sql.render(Sql.parse(written), StatementForm.SHOWN);
            assertThat(Sql.render(Sql.parseShowCreateOutput(shown)))
                    .as(shown)
                    .isEqualTo(Sql.render(Sql.parse(written)));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT NULL    | c    | '1', 'NULL'               | '1', NULL",
                "VARCHAR(9)  | c    | 'NULL', 'null'            | NULL, 'null'",
                "VARCHAR(9) NOT NULL | c | 'NULL'               | 'NULL'",
                "DATE        | C, s | ('NULL', 'NULL'), ('2024-01-01', 'a') | (NULL, 'NULL'), ('2024-01-01', 'a')",
            })
    void aShownListHasNullInAColumnThatAcceptsIt(String column, String columns, String shown, String written) {
        String table = "CREATE TABLE t (c " + column + ", s VARCHAR(9) NOT NULL) PARTITION BY LIST(" + columns
                + ") (PARTITION p VALUES IN (%s)) DISTRIBUTED BY RANDOM";
        Statement shownTable = Sql.parseShowCreateOutput(table.formatted(shown));
        assertThat(Sql.render(shownTable)).isEqualTo(Sql.render(Sql.parse(table.formatted(written))));
        assertThat(Sql.render(shownTable, StatementForm.SHOWN))
                .isEqualTo(Sql.render(Sql.parse(table.formatted(shown)), StatementForm.SHOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                " a ",
                "  ",
                "a--b",
                "--",
                "/*",
                "a/*b*/",
                "a\\",
                "\\",
                "a\\n",
                "it's",
                "'",
                "\"",
                "a\"b",
                "#a",
                "a,b",
                "a, b",
                "a;b",
                "(",
                "a (",
                "a)b",
                "<",
                "a>",
                "?",
                "@a",
                "-a",
                "a.b",
                "a:b",
                "${a}",
                "$",
                "1",
                "1a",
                "select",
                "int",
                "index",
                "a int",
                "two\nlines",
                "\uD83D\uDE00",
                "\u3000",
                "struct<a",
                ""
            })
    void aShownNameWithoutBackquotesEndsWhereTheServerContinues(String name) {
        String written = String.format(
                "CREATE TABLE t (k INT, s STRUCT<`%1$s` INT, b STRUCT<`%1$s` DECIMAL(9, 2), `%1$s2` ARRAY<DECIMAL(9, 2)>>,"
                        + " `%1$s3` MAP<INT, STRUCT<`%1$s` DATE>>, `%1$s4` VARCHAR(5)>,"
                        + " INDEX `i%1$s` (k) USING BITMAP COMMENT '', INDEX `%1$sj` (k) COMMENT '') ENGINE=OLAP"
                        + " DUPLICATE KEY(k) DISTRIBUTED BY RANDOM"
                        + " PROPERTIES ('a' = '%2$s', 'b' = 'x, %2$s', 'c' = '1')",
                name, name.replace("\\", "\\\\").replace("'", "''"));
        String shown = Sql.render(Sql.parse(written), StatementForm.SHOWN);
        assertThat(Sql.render(Sql.parseShowCreateOutput(shown))).as(shown).isEqualTo(Sql.render(Sql.parse(written)));
    }

    @Test
    void aFormFeedInAShownDefaultIsPrintedAsAnEscape() {
        String text = "CREATE TABLE `t` (\n  `a` varchar(20) NULL DEFAULT \"x\\f\\ty\"\n) DISTRIBUTED BY RANDOM";
        assertThat(defaultOf((CreateTable) Sql.parseShowCreateOutput(text)))
                .isEqualTo(new ColumnDefault.TextDefault("x\f\ty"));
        assertThat(defaultOf((CreateTable) Sql.parse(text))).isEqualTo(new ColumnDefault.TextDefault("xf\ty"));
    }

    private static ColumnDefault defaultOf(CreateTable table) {
        return table.columns().get(0).defaultValue();
    }
}
