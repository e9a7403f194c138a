package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.OpaqueStatement;
import dev.cairn.sql.ast.Statement.Show;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParsingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CREATE DATABASE IF NOT EXISTS c.d CHARSET utf8 COLLATE x PROPERTIES ('a' = 'b') | CreateDatabase",
                "create schema d | CreateDatabase",
                "DROP DATABASE IF EXISTS d FORCE | DropDatabase",
                "USE c.d | Use",
                "DROP TEMPORARY TABLE IF EXISTS t FORCE | DropTable",
                "TRUNCATE TABLE d.t PARTITION (p, q) | TruncateTable",
                "TRUNCATE TABLE c.d.t PARTITION (k = 'x', n = 1) | TruncateTable",
                "RECOVER DATABASE d | Recover",
                "RECOVER TABLE d.t | Recover",
                "RECOVER PARTITION p FROM t | Recover",
                "CREATE INDEX i ON t (a) USING BITMAP COMMENT 'x' | CreateIndex",
                "DROP INDEX i ON t | DropIndex",
                "CANCEL ALTER TABLE COLUMN FROM t (1, 2) | CancelAlter",
                "CANCEL ALTER MATERIALIZED VIEW FROM m | CancelAlter",
            })
    void aStatementIsRecognizedByItsKeywords(String text, String kind) {
        assertThat(Sql.parse(text).getClass().getSimpleName()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SHOW CREATE DATABASE d | CREATE_DATABASE",
                "SHOW CREATE TABLE d.t | CREATE_TABLE",
                "SHOW CREATE MATERIALIZED VIEW m | CREATE_MATERIALIZED_VIEW",
                "SHOW DATABASES FROM c LIKE 'a%' | DATABASES",
                "SHOW FULL TABLES FROM d WHERE Table_type = 'VIEW' | TABLES",
                "SHOW TEMPORARY TABLES | TABLES",
                "SHOW TABLE STATUS IN d | TABLE_STATUS",
                "SHOW FULL COLUMNS FROM t FROM d | COLUMNS",
                "SHOW FIELDS IN t | COLUMNS",
                "DESC d.t ALL | DESCRIBE",
                "DESC verbose | DESCRIBE",
                "DESCRIBE refresh.logical | DESCRIBE",
                "SHOW KEYS FROM t | INDEX",
                "SHOW PARTITIONS FROM t ORDER BY PartitionId DESC LIMIT 10 | PARTITIONS",
                "SHOW ALTER TABLE OPTIMIZE FROM d | ALTER_OPTIMIZE",
                "SHOW ALTER MATERIALIZED VIEW | ALTER_MATERIALIZED_VIEW",
                "SHOW MATERIALIZED VIEWS LIKE 'a' | MATERIALIZED_VIEWS",
                "SHOW GLOBAL VARIABLES LIKE 'a' | GLOBAL_VARIABLES",
                "SHOW VERBOSE VARIABLES | VERBOSE_VARIABLES",
            })
    void aShowStatementKnowsItsKind(String text, Show.ShowKind kind) {
        assertThat(((Show) Sql.parse(text)).kind()).isEqualTo(kind);
    }

    @Test
    void aLimitMayHaveItsOffsetBeforeACommaOrAfterTheWordOffset() {
        assertThat(((Show) Sql.parse("SHOW TABLES LIMIT 5, 10")).filter())
                .isEqualTo(((Show) Sql.parse("SHOW TABLES LIMIT 10 OFFSET 5")).filter());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "-",
            value = {
                "INSERT INTO d.t (a) VALUES (1) | INSERT INTO | d.t",
                "INSERT OVERWRITE t PARTITION (p) SELECT 1 | INSERT OVERWRITE | t",
                "INSERT INTO FILES ('path' = 'x') SELECT 1 | INSERT INTO FILES | -",
                "INSERT INTO BLACKHOLE() SELECT 1 | INSERT INTO BLACKHOLE | -",
                "UPDATE t SET a = 1 WHERE b = ';' | UPDATE | t",
                "DELETE FROM t WHERE a = 1 | DELETE FROM | t",
                "WITH x AS (SELECT 1) DELETE FROM t USING x | WITH | t",
                "SELECT 1 INTO OUTFILE 'x' FORMAT AS csv | SELECT | -",
                "EXPLAIN SELECT 1 | EXPLAIN SELECT | -",
                "DESC SELECT 1 | DESC SELECT | -",
                "DESCRIBE COSTS (SELECT 1) | DESCRIBE COSTS | -",
                "EXPLAIN VERBOSE WITH x AS (SELECT 1) DELETE FROM t USING x | EXPLAIN VERBOSE WITH | -",
                "EXPLAIN REFRESH MATERIALIZED VIEW m | EXPLAIN REFRESH MATERIALIZED | -",
                "DESC FILES('path' = 'x') | DESC FILES | -",
                "USE 'catalog c' | USE | -",
                "CREATE USER u DEFAULT ROLE r | CREATE USER | -",
                "ADMIN SET FRONTEND CONFIG ('a' = 'b') | ADMIN SET FRONTEND | -",
                "DELETE SQLBLACKLIST 1 | DELETE SQLBLACKLIST | -",
            })
    void otherStatementsAreKeptAsText(String text, String keywords, String target) {
        OpaqueStatement opaque = (OpaqueStatement) Sql.parse("-- before\n  " + text + " -- behind\n ; ");
        assertThat(opaque.text()).isEqualTo(text);
        assertThat(String.join(" ", opaque.keywords())).isEqualTo(keywords);
        assertThat(opaque.target() == null ? null : opaque.target().toString()).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "INSERT INTO t VALUES (1) | true",
                "INSERT INTO FILES ('path' = 'x') SELECT 1 | true",
                "UPDATE t SET a = 1 WHERE b = 2 | true",
                "DELETE FROM t WHERE a = 1 | true",
                "WITH x AS (SELECT 1) DELETE FROM t USING x | true",
                "DELETE SQLBLACKLIST 1 | false",
                "DELETE BACKEND BLACKLIST 1 | false",
                "EXPLAIN DELETE FROM t WHERE a = 1 | false",
            })
    void onlyInsertUpdateAndDeleteChangeRows(String text, boolean changesRows) {
        assertThat(((OpaqueStatement) Sql.parse(text)).changesRows()).isEqualTo(changesRows);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "foo",
                "CREATE foo",
                "SELECT (1",
                "SELECT 1)",
                "INSERT t VALUES (1)",
                "SELECT 'a",
                "DESC",
                "DESC t k",
                "DESCRIBE t '%'",
                "EXPLAIN",
                "EXPLAIN t",
                "EXPLAIN VERBOSE t",
                "EXPLAIN VERBOSE"
            })
    void textThatIsNoStatementIsRefused(String text) {
        assertThat(ParserProblem.find(() -> Sql.parse(text))).isNotEqualTo("none");
    }

    @Test
    void aScriptHoldsSeveralStatements() {
        List<Statement> statements = Sql.parseScript(";USE d;; DROP TABLE t; INSERT INTO t VALUES (';')");
        assertThat(statements)
                .extracting(statement -> statement.getClass().getSimpleName())
                .containsExactly("Use", "DropTable", "OpaqueStatement");
    }

    @Test
    void parsingOneStatementRefusesSeveral() {
        assertThat(ParserProblem.find(() -> Sql.parse("USE d; USE e")))
                .isEqualTo("Unexpected input 'USE', expected nothing more: only one statement is allowed");
    }

    @Test
    void aStatementKnowsItsSpanInTheScript() {
        Span span = Sql.parseScript("USE d;\n  DROP TABLE t").get(1).span();
        assertThat(span.line()).isEqualTo(2);
        assertThat(span.column()).isEqualTo(3);
        assertThat(span.length()).isEqualTo("DROP TABLE t".length());
    }
}
