package dev.cairn.sql.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.StatementForm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the layout of rendered statements. */
class SqlTextBuilderTest {
    @Test
    void aTableLooksAsTheServerShowsIt() {
        String shown = """
            CREATE TABLE `orders` (
              `id` bigint(20) NOT NULL AUTO_INCREMENT COMMENT "",
              `day` datetime NOT NULL COMMENT "when",
              `price` decimal(10, 2) NULL DEFAULT "0" COMMENT "a \\"net\\" price",
              `tags` array<varchar(20)> NULL DEFAULT ['a','b'] COMMENT "",
              `where` struct<x double, y double> NULL COMMENT "",
              `total` bigint(20) NULL AS `id` + 1 COMMENT "",
              INDEX by_price (`price`) USING BITMAP COMMENT 'it is',
              INDEX words (`tags`) USING GIN("imp_lib" = "clucene", "parser" = "english") COMMENT ''
            ) ENGINE=OLAP\s
            PRIMARY KEY(`id`, `day`)
            COMMENT "all \\\\ orders"
            PARTITION BY RANGE(`day`)
            (PARTITION p1 VALUES [("2024-01-01 00:00:00"), ("2024-02-01 00:00:00")),
            PARTITION p2 VALUES [("2024-02-01 00:00:00"), (MAXVALUE))("replication_num" = "2"))
            DISTRIBUTED BY HASH(`id`) BUCKETS 8\s
            ORDER BY(`day`, `id`)
            PROPERTIES (
            "compression" = "LZ4",
            "replication_num" = "1"
            );\
            """;
        assertThat(Sql.render(Sql.parse(shown), StatementForm.SHOWN) + ";").isEqualTo(shown);
    }

    @Test
    void writtenLinesDoNotEndInBlanks() {
        String text = Sql.render(
                Sql.parse("CREATE TABLE t (k INT) ENGINE=OLAP DISTRIBUTED BY HASH(k) BUCKETS 2 ORDER BY (k)"));
        assertThat(text).isEqualTo("""
            CREATE TABLE `t` (
              `k` int(11)
            ) ENGINE=OLAP
            DISTRIBUTED BY HASH(`k`) BUCKETS 2
            ORDER BY(`k`)\
            """);
    }

    @Test
    void missingClausesAreNotWritten() {
        assertThat(Sql.render(Sql.parse("create table if not exists d.t (k int, v string)")))
                .isEqualTo("""
                    CREATE TABLE IF NOT EXISTS `d`.`t` (
                      `k` int(11),
                      `v` varchar(65533)
                    )\
                    """);
    }

    @Test
    void aSingleClauseIsWrittenOnTheLineOfTheName() {
        assertThat(Sql.render(
                        Sql.parse("alter table orders add column discount decimal(10,2) null comment 'x' after price")))
                .isEqualTo(
                        "ALTER TABLE `orders` ADD COLUMN `discount` decimal(10, 2) NULL COMMENT \"x\" AFTER `price`");
    }

    @Test
    void severalClausesAreWrittenOnALineEach() {
        assertThat(Sql.render(Sql.parse("alter table t add column a int, drop column b, add index i (a) using bitmap")))
                .isEqualTo("""
                    ALTER TABLE `t`
                      ADD COLUMN `a` int(11),
                      DROP COLUMN `b`,
                      ADD INDEX i (`a`) USING BITMAP\
                    """);
    }

    @Test
    void severalRollupsShareOneKeyword() {
        assertThat(Sql.render(Sql.parse("alter table t add rollup r (a), s (b, a) from r")))
                .isEqualTo("""
                    ALTER TABLE `t`
                      ADD ROLLUP `r` (`a`),
                      `s` (`b`, `a`) FROM `r`\
                    """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE DATABASE IF NOT EXISTS `shop` PROPERTIES (\"a\" = \"b\")",
                "DROP DATABASE IF EXISTS `shop` FORCE",
                "USE `default_catalog`.`shop`",
                "CREATE TABLE `a` LIKE `b`",
                "CREATE TABLE `a`\nDISTRIBUTED BY HASH(`k`) BUCKETS ${n:8}\nLIKE `b`",
                "CREATE TEMPORARY TABLE `a`\nPRIMARY KEY(`k`)\nAS SELECT 1 AS k",
                "DROP TABLE IF EXISTS `shop`.`orders` FORCE",
                "TRUNCATE TABLE `t` PARTITIONS (`p1`, `p2`)",
                "RECOVER PARTITION `p` FROM `t`",
                "CREATE INDEX `i` ON `t` (`a`) USING NGRAMBF(\"gram_num\" = \"4\") COMMENT 'x'",
                "DROP INDEX `i` ON `t`",
                "CANCEL ALTER TABLE COLUMN FROM `t` (1, 2)",
                "SHOW FULL TABLES FROM `shop` LIKE '%x'",
                "SHOW ALTER TABLE COLUMN FROM `shop` WHERE TableName = \"t\" ORDER BY CreateTime DESC LIMIT 1",
                "DESC `t` ALL",
                "ALTER TABLE `t` RENAME `u`",
                "ALTER TABLE `t` SWAP WITH `u`",
                "ALTER TABLE `t` SET (\"replication_num\" = \"${n:3}\")",
                "ALTER TABLE `t` COMMENT = \"x\"",
                "ALTER TABLE `t` MODIFY COLUMN `c` COMMENT \"x\"",
                "ALTER TABLE `t` MODIFY COLUMN `c` ADD FIELD `a`.[*].`b` int(11) AFTER `x`",
                "ALTER TABLE `t` ADD PARTITIONS START (\"1\") END (\"9\") EVERY (2)",
                "ALTER TABLE `t` ADD PARTITION IF NOT EXISTS p VALUES IN ('a', NULL)",
                "ALTER TABLE `t` DROP PARTITIONS IF EXISTS (`p1`, `p2`) FORCE",
                "ALTER TABLE `t` MODIFY PARTITION (*) SET (\"replication_num\" = \"2\")",
                "ALTER TABLE `t` PARTITIONS (`p1`, `p2`) DISTRIBUTED BY HASH(`k`) BUCKETS 8",
                "ALTER TABLE `t` DISTRIBUTED BY HASH(`k`) DEFAULT BUCKETS 8",
                "ALTER TABLE `t` ORDER BY (`a`, `b`)",
                "INSERT INTO t VALUES (1)"
            })
    void otherStatementsAreWrittenOnOneLine(String text) {
        assertThat(Sql.render(Sql.parse(text))).isEqualTo(text);
    }

    @Test
    void indexNamesAreQuotedExceptInShownForm() {
        IndexDefinition index =
                new IndexDefinition(Name.of("my index"), List.of(Name.of("a")), null, List.of(), "it's", Span.NONE);
        Statement statement = new Statement.AlterTable(
                QualifiedName.of("t"), List.of(new AlterClause.AddIndex(index, Span.NONE)), Span.NONE);
        assertThat(Sql.render(statement)).isEqualTo("ALTER TABLE `t` ADD INDEX `my index` (`a`) COMMENT 'it\\'s'");
        assertThat(Sql.render(statement, StatementForm.SHOWN))
                .isEqualTo("ALTER TABLE `t` ADD INDEX my index (`a`) COMMENT 'it's'");
    }

    @Test
    void lineBreaksAreEscapedExceptInShownForm() {
        Statement statement = Sql.parse("ALTER TABLE t COMMENT = 'a\\tb\nc'");
        assertThat(Sql.render(statement)).isEqualTo("ALTER TABLE `t` COMMENT = \"a\\tb\\nc\"");
        assertThat(Sql.render(statement, StatementForm.SHOWN)).isEqualTo("ALTER TABLE `t` COMMENT = \"a\tb\nc\"");
    }

    @Test
    void aComposedExpressionGetsTheParenthesesThatItNeeds() {
        Expression one = Sql.parseExpression("1");
        Expression sum = new Expression.Binary(Operator.PLUS, one, one, Span.NONE);
        Expression product = new Expression.Binary(Operator.TIMES, sum, sum, Span.NONE);
        Expression minus = new Expression.Unary(Operator.MINUS, product, Span.NONE);
        assertThat(Sql.render(minus)).isEqualTo("-((1 + 1) * (1 + 1))");
        Expression doubleMinus = new Expression.Unary(Operator.MINUS, minus, Span.NONE);
        assertThat(Sql.render(doubleMinus)).isEqualTo("- -((1 + 1) * (1 + 1))");
    }

    @Test
    void aNameWithABackquoteIsRefused() {
        Statement statement = new Statement.Use(QualifiedName.of("a`b"), Span.NONE);
        assertThatThrownBy(() -> Sql.render(statement)).isInstanceOf(IllegalArgumentException.class);
    }
}
