package dev.cairn.sql.ast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement.Delete;
import dev.cairn.sql.ast.DmlStatement.Insert;
import dev.cairn.sql.ast.DmlStatement.RowSource;
import dev.cairn.sql.ast.DmlStatement.Update;
import dev.cairn.sql.token.SqlSyntaxException;
import org.junit.jupiter.api.Test;

/** Parses INSERT, UPDATE and DELETE. */
class DmlStatementTest {
    @Test
    void anInsertOfValuesIsRead() {
        Insert insert = (Insert) Sql.parseDml(
                "INSERT INTO shop.orders PARTITION (p1, p2) WITH LABEL first (id, `note`) VALUES (1, DEFAULT),"
                        + " (2, 'a');");
        assertThat(insert.target()).hasToString("shop.orders");
        assertThat(insert.partitions().names()).extracting(Name::text).containsExactly("p1", "p2");
        assertThat(insert.label()).hasToString("first");
        assertThat(insert.columns()).extracting(Name::text).containsExactly("id", "note");
        RowSource.LiteralRows rows = (RowSource.LiteralRows) insert.rowSource();
        assertThat(rows.rows()).hasSize(2);
        assertThat(rows.rows().get(0).get(1)).isNull();
    }

    @Test
    void anInsertOfAQueryIsRead() {
        Insert insert = (Insert) Sql.parseDml(
                "INSERT OVERWRITE t BY NAME PROPERTIES (\"timeout\" = \"9\") WITH c AS (SELECT 1 AS k) SELECT"
                        + " k FROM c");
        assertThat(insert.isOverwrite()).isTrue();
        assertThat(insert.isByName()).isTrue();
        assertThat(insert.properties()).extracting(Property::value).containsExactly("9");
        assertThat(((RowSource.QueriedRows) insert.rowSource()).queryText().text())
                .startsWith("WITH c AS");
        Insert insertOfParentheses = (Insert) Sql.parseDml("INSERT INTO t (SELECT 1)");
        assertThat(insertOfParentheses.columns()).isEmpty();
    }

    @Test
    void anUpdateIsRead() {
        Update update = (Update)
                Sql.parseDml("WITH c AS (SELECT 1) UPDATE t SET a = b + 1, d = DEFAULT FROM c, u WHERE t.k = 1");
        assertThat(update.commonTables()).hasSize(1);
        assertThat(update.assignments())
                .extracting(assignment -> assignment.column().text())
                .containsExactly("a", "d");
        assertThat(update.assignments().get(1).value()).isNull();
        assertThat(update.from()).hasSize(2);
        assertThat(update.where()).isNotNull();
    }

    @Test
    void aDeleteIsRead() {
        Delete delete = (Delete) Sql.parseDml("DELETE FROM t PARTITION p USING u WHERE t.k = u.k");
        assertThat(delete.partitions().names()).hasSize(1);
        assertThat(delete.using()).hasSize(1);
        assertThat(((Delete) Sql.parseDml("DELETE FROM t")).where()).isNull();
    }

    @Test
    void anInsertDoesNotBeginWithCommonTables() {
        String sql = "WITH c AS (SELECT 1 AS k) INSERT INTO t SELECT k FROM c";
        assertThatThrownBy(() -> Sql.parseDml(sql))
                .isInstanceOf(SqlSyntaxException.class)
                .hasMessageStartingWith(
                        "Unexpected input 'INSERT', expected ',', UPDATE or DELETE at line 1, column 27");
        assertThatThrownBy(() -> Sql.parse(sql)).isInstanceOf(SqlSyntaxException.class);
    }

    @Test
    void otherStatementsAreNoDml() {
        assertThatThrownBy(() -> Sql.parseDml("SELECT 1")).isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> Sql.parseDml("INSERT INTO t VALUES (1) x")).isInstanceOf(SqlSyntaxException.class);
    }
}
