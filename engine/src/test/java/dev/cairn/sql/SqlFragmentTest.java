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
        Expression.Binary sum = (Expression.Binary) read("a +\n  bc", SqlFragment::expression);
        Span right = sum.right().span();
        assertThat(List.of(right.line(), right.column(), right.offset(), right.length()))
                .containsExactly(LINE, 7, 6, 2);
    }

    @Test
    void errorsHaveTheLineOfTheCaller() {
        assertThatThrownBy(() -> read("a +\n", SqlFragment::expression))
                .isInstanceOfSatisfying(
                        SqlSyntaxException.class,
                        wrong -> assertThat(wrong.at().line()).isEqualTo(LINE));
    }

    @Test
    void textBehindAFragmentIsASyntaxError() {
        assertThatThrownBy(() -> read("a), b INT", SqlFragment::expression)).isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> read("int, b", SqlFragment::type)).isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> read("SELECT 1; SELECT 2", SqlFragment::query)).isInstanceOf(SqlSyntaxException.class);
    }

    @Test
    void invalidFragmentsAreRefused() {
        assertThatThrownBy(() -> read("map<json, int>", SqlFragment::type))
                .hasMessageContaining("for map's key, which should be base types");
        assertThatThrownBy(() -> read("abs(v)", SqlFragment::rangeExpression))
                .hasMessageContaining("PARTITION BY does not support abs(v)");
        assertThatThrownBy(() -> read("abs(v)", SqlFragment::materializedPartitionItem))
                .hasMessageContaining("PARTITION BY does not support abs(v)");
        assertThatThrownBy(() -> read("REFRESH ASYNC EVERY(INTERVAL 1 MONTH)", SqlFragment::refresh))
                .hasMessageContaining("A refresh interval does not support MONTH");
    }

    @Test
    void everyKindOfFragmentCanBeParsed() {
        assertThat(read("catalog.`my db`.t", SqlFragment::name)).hasToString("catalog.my db.t");
        assertThat(read("varchar(10)", SqlFragment::type)).isEqualTo(new Type.Text(Type.Text.Kind.VARCHAR, 10));
        assertThat(read("\n SELECT 1 ; ", SqlFragment::query).text()).isEqualTo("SELECT 1");
        assertThat(read("'5'", SqlFragment::defaultValue)).isEqualTo(new ColumnDefault.Text("5"));
        assertThat(read("avg(bigint)", SqlFragment::state).function()).isEqualTo("avg");
        assertThat(read("${buckets:8}", SqlFragment::buckets))
                .isEqualTo(new Buckets.PlaceholderBuckets(new Placeholder("buckets", "8")));
        assertThat(read("date_trunc('day', d)", SqlFragment::partitionItem)).isInstanceOf(Expression.Call.class);
        assertThat(read("str2date(d, '%Y')", SqlFragment::rangeExpression)).isInstanceOf(Expression.Call.class);
        assertThat(read("d", SqlFragment::materializedPartitionItem)).isInstanceOf(Expression.Reference.class);
        assertThat(read("PARTITION p VALUES LESS THAN ('1')", SqlFragment::rangePartition))
                .isInstanceOf(PartitionDefinition.LessThan.class);
        assertThat(read("PARTITION p VALUES IN ('1')", SqlFragment::listPartition))
                .isInstanceOf(PartitionDefinition.In.class);
        assertThat(read("REFRESH MANUAL", SqlFragment::refresh).scheme())
                .isEqualTo(ViewStatement.Refresh.Scheme.MANUAL);
        assertThat(read("DROP TABLE t;", SqlFragment::statement)).isInstanceOf(Statement.DropTable.class);
    }
}
