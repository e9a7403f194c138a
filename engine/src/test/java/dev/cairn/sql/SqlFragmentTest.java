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
    private static final int LINE = 7;

    private static <T> T read(String text, Function<SqlFragment, T> part) {
        return part.apply(new SqlFragment(text, LINE));
    }

    @Test
    void spansHaveTheLineOfTheCallerAndTheOffsetInTheFragment() {
        Expression.Binary sum = (Expression.Binary) read("a +\n  bc", SqlFragment::parseExpression);
        Span right = sum.right().span();
        assertThat(List.of(right.line(), right.column(), right.offset(), right.length()))
                .containsExactly(LINE, 7, 6, 2);
    }

    @Test
    void errorsHaveTheLineOfTheCaller() {
        assertThatThrownBy(() -> read("a +\n", SqlFragment::parseExpression))
                .isInstanceOfSatisfying(
                        SqlSyntaxException.class,
                        wrong -> assertThat(wrong.span().line()).isEqualTo(LINE));
    }

    @Test
    void textBehindAFragmentIsASyntaxError() {
        assertThatThrownBy(() -> read("a), b INT", SqlFragment::parseExpression))
                .isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> read("int, b", SqlFragment::parseType)).isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> read("SELECT 1; SELECT 2", SqlFragment::parseQuery))
                .isInstanceOf(SqlSyntaxException.class);
    }

    @Test
    void invalidFragmentsAreRefused() {
        assertThatThrownBy(() -> read("map<json, int>", SqlFragment::parseType))
                .hasMessageContaining("for map's key, which should be base types");
        assertThatThrownBy(() -> read("abs(v)", SqlFragment::parseRangeExpression))
                .hasMessageContaining("PARTITION BY does not support abs(v)");
        assertThatThrownBy(() -> read("abs(v)", SqlFragment::parseMaterializedPartitionItem))
                .hasMessageContaining("PARTITION BY does not support abs(v)");
        assertThatThrownBy(() -> read("REFRESH ASYNC EVERY(INTERVAL 1 MONTH)", SqlFragment::parseRefresh))
                .hasMessageContaining("A refresh interval does not support MONTH");
    }

    @Test
    void everyKindOfFragmentCanBeParsed() {
        assertThat(read("catalog.`my db`.t", SqlFragment::parseName)).hasToString("catalog.my db.t");
        assertThat(read("varchar(10)", SqlFragment::parseType)).isEqualTo(new Type.Text(Type.Text.Kind.VARCHAR, 10));
        assertThat(read("\n SELECT 1 ; ", SqlFragment::parseQuery).text()).isEqualTo("SELECT 1");
        assertThat(read("'5'", SqlFragment::parseDefaultValue)).isEqualTo(new ColumnDefault.TextDefault("5"));
        assertThat(read("avg(bigint)", SqlFragment::parseState).function()).isEqualTo("avg");
        assertThat(read("${buckets:8}", SqlFragment::parseBuckets))
                .isEqualTo(new Buckets.PlaceholderBuckets(new Placeholder("buckets", "8")));
        assertThat(read("date_trunc('day', d)", SqlFragment::parsePartitionItem))
                .isInstanceOf(Expression.Call.class);
        assertThat(read("str2date(d, '%Y')", SqlFragment::parseRangeExpression)).isInstanceOf(Expression.Call.class);
        assertThat(read("d", SqlFragment::parseMaterializedPartitionItem)).isInstanceOf(Expression.Reference.class);
        assertThat(read("PARTITION p VALUES LESS THAN ('1')", SqlFragment::parseRangePartition))
                .isInstanceOf(PartitionDefinition.LessThanPartition.class);
        assertThat(read("PARTITION p VALUES IN ('1')", SqlFragment::parseListPartition))
                .isInstanceOf(PartitionDefinition.ListPartition.class);
        assertThat(read("REFRESH MANUAL", SqlFragment::parseRefresh).scheme())
                .isEqualTo(ViewStatement.Refresh.Scheme.MANUAL);
        assertThat(read("DROP TABLE t;", SqlFragment::parseStatement)).isInstanceOf(Statement.DropTable.class);
    }
}
