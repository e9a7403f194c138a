package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import dev.cairn.sql.ast.ViewStatement.Security;
import dev.cairn.sql.token.SqlSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewParsingTest {
    @Test
    void aViewHasColumnsCommentSecurityAndItsQuerysText() {
        CreateView view = (CreateView) Sql.parse("""
            CREATE VIEW db.v (a COMMENT "first", `b`)
            COMMENT 'c' SECURITY INVOKER AS  SELECT x, /* why */ y
              FROM t -- behind
            ;\
            """);
        assertThat(view.name()).isEqualTo(QualifiedName.of("db", "v"));
        assertThat(view.columns())
                .extracting(ViewStatement.DeclaredViewColumn::comment)
                .containsExactly("first", null);
        assertThat(view.comment()).isEqualTo("c");
        assertThat(view.security()).isEqualTo(Security.INVOKER);
        assertThat(view.queryText().text()).isEqualTo("SELECT x, /* why */ y\n  FROM t");
        assertThat(view.queryText().query()).isEqualTo(Sql.parseQuery("SELECT x, y FROM t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE OR REPLACE VIEW `v` AS SELECT 1",
                "CREATE VIEW IF NOT EXISTS `v` (`a`) AS SELECT 1",
                "ALTER VIEW `v` (`a`, `b` COMMENT \"c\") AS SELECT 1, 2",
                "ALTER VIEW `v` SET SECURITY NONE",
                "ALTER VIEW `c`.`d`.`v` ADD DIALECT STARROCKS SELECT 1",
                "ALTER VIEW `c`.`d`.`v` SET PROPERTIES ('a' = 'b')",
                "DROP VIEW IF EXISTS `v`",
                "DROP MATERIALIZED VIEW `m` FORCE",
                "ALTER MATERIALIZED VIEW `m` REFRESH DEFERRED ASYNC EVERY(INTERVAL 1 DAY)",
                "ALTER MATERIALIZED VIEW `m` RENAME `n`",
                "ALTER MATERIALIZED VIEW `m` SWAP WITH `n`",
                "ALTER MATERIALIZED VIEW `m` SET (\"a\" = \"b\", \"c\" = \"d\")",
                "ALTER MATERIALIZED VIEW `m` ADD COLUMN `c` AS sum(a) COMMENT \"d\"",
                "ALTER MATERIALIZED VIEW `m` DROP COLUMN `c`",
                "ALTER MATERIALIZED VIEW `m` ACTIVE",
                "ALTER MATERIALIZED VIEW `m` INACTIVE",
                "REFRESH MATERIALIZED VIEW `m` PARTITION START (\"a\") END (\"b\") FORCE WITH SYNC MODE WITH PRIORITY"
                        + " 80",
                "REFRESH MATERIALIZED VIEW `m` PARTITION ('a', NULL)",
                "CANCEL REFRESH MATERIALIZED VIEW `m` FORCE",
            })
    void statementsAreWrittenAsTheyWereRead(String text) {
        assertThat(Sql.render(Sql.parse(text))).isEqualTo(text);
    }

    @Test
    void theClausesOfAMaterializedViewComeInAnyOrder() {
        String viewStart = "CREATE MATERIALIZED VIEW m (a, b, INDEX i (a) USING BITMAP) COMMENT 'c' ";
        String query = " AS SELECT a, b FROM t";
        Statement statement = Sql.parse(viewStart
                + "PARTITION BY date_trunc('day', a) DISTRIBUTED BY HASH(b) ORDER BY (b) REFRESH ASYNC"
                + " PROPERTIES ('p' = '1')" + query);
        Statement reorderedStatement = Sql.parse(viewStart
                + "PROPERTIES ('p' = '1') REFRESH ASYNC ORDER BY (b) DISTRIBUTED BY HASH(b)"
                + " PARTITION BY date_trunc('day', a)" + query);
        assertThat(reorderedStatement).isEqualTo(statement);
        CreateMaterializedView view = (CreateMaterializedView) statement;
        assertThat(view.indexes()).hasSize(1);
        assertThat(view.partitionBy()).hasSize(1);
        assertThat(view.clauses().find(CreateClause.Kind.VIEW_PARTITIONING, CreateClause.class))
                .contains(new CreateClause.ViewPartitionClause(view.partitionBy(), false));
        assertThat(view.refresh().scheme()).isEqualTo(Refresh.Scheme.ASYNC);
    }

    @Test
    void aScheduleHasAStartAndAnInterval() {
        AlterMaterializedView alter = (AlterMaterializedView) Sql.parse(
                "ALTER MATERIALIZED VIEW m REFRESH IMMEDIATE ASYNC START('2025-01-01') EVERY(INTERVAL 2 hour)");
        Refresh refresh = ((MaterializedViewChange.SetRefresh) alter.change()).refresh();
        assertThat(refresh.isDeferred()).isFalse();
        assertThat(refresh.start()).isEqualTo("2025-01-01");
        assertThat(refresh.interval().unit()).isEqualTo("hour");
    }

    @Test
    void aRefreshNamesListPartitionsByTheirValues() {
        RefreshMaterializedView one =
                (RefreshMaterializedView) Sql.parse("REFRESH MATERIALIZED VIEW m PARTITION ('a', 'b')");
        assertThat(one.partitions().values()).hasSize(2);
        RefreshMaterializedView rows = (RefreshMaterializedView)
                Sql.parse("REFRESH MATERIALIZED VIEW m PARTITION (('a', 'b')) WITH ASYNC MODE");
        assertThat(rows.partitions().values()).hasSize(1);
        assertThat(rows.isSynchronous()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "DISTRIBUTED HASH(a) | Unexpected input 'DISTRIBUTED', expected COMMENT, PARTITION, ORDER, REFRESH,"
                        + " PROPERTIES or AS",
                "REFRESH MANUAL REFRESH ASYNC | Duplicate clause 'REFRESH'",
                "PROPERTIES ('a'='b') PROPERTIES ('a'='b') | " + "Duplicate clause 'PROPERTY'",
                "PARTITION BY a | A synchronous materialized view does not support PARTITION BY",
                "REFRESH ASYNC EVERY(INTERVAL 1 WEEK) | " + "A refresh interval does not support WEEK",
                "REFRESH ASYNC START('x') EVERY(INTERVAL 1 DAY) | Invalid date literal x",
                "REFRESH ASYNC EVERY(INTERVAL 1 + 1 DAY) | INTERVAL does not support 1 + 1",
                "REFRESH ASYNC PARTITION BY date_trunc('quarter', a) | "
                        + "PARTITION BY does not support date_trunc('quarter', a)",
                "REFRESH ASYNC PARTITION BY (a, upper(b)) | PARTITION BY does not support upper(b)",
                "REFRESH ASYNC PARTITION BY time_slice(a, INTERVAL 5 MINUTE) | none",
            })
    void errorsOfTheParserNameTheMistake(String clauses, String problem) {
        assertThat(ParserProblem.find(() -> Sql.parse("CREATE MATERIALIZED VIEW m " + clauses + " AS SELECT a FROM t")))
                .isEqualTo(problem);
    }

    @Test
    void anUnreadQueryIsKeptAsText() {
        String text = "CREATE OR REPLACE VIEW v (a COMMENT 'x') COMMENT \"y\" AS SELECT FROM t (NEWER { [ ] }) ;";
        CreateView view = (CreateView) Sql.parseLeniently(text, PlaceholderResolver.KEEP_PLACEHOLDERS);
        assertThat(view.queryText().query().isUnread()).isTrue();
        assertThat(view.queryText().text()).isEqualTo("SELECT FROM t (NEWER { [ ] })");
        assertThat(Sql.parseLeniently(Sql.render(view), PlaceholderResolver.KEEP_PLACEHOLDERS))
                .isEqualTo(view);
        assertThat(((CreateView) Sql.parseShowCreateOutput(text)).queryText()).isEqualTo(view.queryText());
        assertThat(((CreateView) Sql.parseLeniently("CREATE VIEW v AS SELECT 1", PlaceholderResolver.KEEP_PLACEHOLDERS))
                        .queryText()
                        .query()
                        .isUnread())
                .isFalse();
    }

    @Test
    void errorsOutsideAnUnreadQueryAreReported() {
        assertThatThrownBy(() -> Sql.parseLeniently("CREATE VIEW v AS", PlaceholderResolver.KEEP_PLACEHOLDERS))
                .isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> Sql.parseLeniently("CREATE VIEW v AS SELECT (", PlaceholderResolver.KEEP_PLACEHOLDERS))
                .isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> Sql.parseLeniently("CREATE VEIW v AS SELECT 1", PlaceholderResolver.KEEP_PLACEHOLDERS))
                .isInstanceOf(SqlSyntaxException.class);
    }
}
