package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Parses fragments of statements with positions relative to the caller's source. */
class SqlFragmentTest {
    private static final int CALLER_LINE = 7;

    private static <T> T parseFragment(String text, Function<SqlFragment, T> parse) {
        return parse.apply(new SqlFragment(text, CALLER_LINE));
    }

    @Test
    void spansHaveTheLineOfTheCallerAndTheOffsetInTheFragment() {
        Expression.Binary sum = (Expression.Binary) parseFragment("a +\n  bc", SqlFragment::parseExpression);
        Span right = sum.right().span();
        assertThat(List.of(right.line(), right.column(), right.offset(), right.length()))
                .containsExactly(CALLER_LINE, 7, 6, 2);
    }

    @Test
    void errorsHaveTheLineOfTheCaller() {
        assertThatThrownBy(() -> parseFragment("a +\n", SqlFragment::parseExpression))
                .isInstanceOfSatisfying(
                        SqlSyntaxException.class,
                        failure -> assertThat(failure.span().line()).isEqualTo(CALLER_LINE));
    }

    @Test
    void textAfterAFragmentIsASyntaxError() {
        assertThatThrownBy(() -> parseFragment("a), b INT", SqlFragment::parseExpression))
                .isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> parseFragment("int, b", SqlFragment::parseType))
                .isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> parseFragment("SELECT 1; SELECT 2", SqlFragment::parseQuery))
                .isInstanceOf(SqlSyntaxException.class);
    }

    @Test
    void invalidFragmentsAreRefused() {
        assertThatThrownBy(() -> parseFragment("map<json, int>", SqlFragment::parseType))
                .hasMessageContaining("for map's key, which should be base types");
        assertThatThrownBy(() -> parseFragment("abs(v)", SqlFragment::parseRangeExpression))
                .hasMessageContaining("PARTITION BY does not support abs(v)");
        assertThatThrownBy(() -> parseFragment("abs(v)", SqlFragment::parseMaterializedViewPartitionItem))
                .hasMessageContaining("PARTITION BY does not support abs(v)");
        assertThatThrownBy(() -> parseFragment("REFRESH ASYNC EVERY(INTERVAL 1 MONTH)", SqlFragment::parseRefresh))
                .hasMessageContaining("A refresh interval does not support MONTH");
    }

    @Test
    void everyKindOfFragmentCanBeParsed() {
        assertThat(parseFragment("catalog.`my db`.t", SqlFragment::parseName)).hasToString("catalog.my db.t");
        assertThat(parseFragment("varchar(10)", SqlFragment::parseType))
                .isEqualTo(new Type.Text(Type.Text.Kind.VARCHAR, 10));
        assertThat(parseFragment("\n SELECT 1 ; ", SqlFragment::parseQuery).text())
                .isEqualTo("SELECT 1");
        assertThat(parseFragment("'5'", SqlFragment::parseDefaultValue)).isEqualTo(new ColumnDefault.TextDefault("5"));
        assertThat(parseFragment("avg(bigint)", SqlFragment::parseAggregateState)
                        .function())
                .isEqualTo("avg");
        assertThat(parseFragment("${buckets:8}", SqlFragment::parseBuckets))
                .isEqualTo(new Buckets.PlaceholderBuckets(new Placeholder("buckets", "8")));
        assertThat(parseFragment("date_trunc('day', d)", SqlFragment::parsePartitionItem))
                .isInstanceOf(Expression.Call.class);
        assertThat(parseFragment("str2date(d, '%Y')", SqlFragment::parseRangeExpression))
                .isInstanceOf(Expression.Call.class);
        assertThat(parseFragment("d", SqlFragment::parseMaterializedViewPartitionItem))
                .isInstanceOf(Expression.Reference.class);
        assertThat(parseFragment("PARTITION p VALUES LESS THAN ('1')", SqlFragment::parseRangePartition))
                .isInstanceOf(PartitionDefinition.LessThanPartition.class);
        assertThat(parseFragment("PARTITION p VALUES IN ('1')", SqlFragment::parseListPartition))
                .isInstanceOf(PartitionDefinition.ListPartition.class);
        assertThat(parseFragment("REFRESH MANUAL", SqlFragment::parseRefresh).scheme())
                .isEqualTo(ViewStatement.Refresh.Scheme.MANUAL);
        assertThat(parseFragment("DROP TABLE t;", SqlFragment::parseStatement)).isInstanceOf(Statement.DropTable.class);
    }
}
