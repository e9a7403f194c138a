package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Default;
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

/** Parts of statements are read by themselves, and know whose they are. */
class FragmentTest {
    private static final int LINE = 7;

    private static <T> T read(String text, Function<Fragment, T> part) {
        return part.apply(new Fragment(text, LINE));
    }

    @Test
    void eachPlaceIsOnTheLineThatTheCallerSaidWithTheOffsetInTheText() {
        Expression.Binary sum = (Expression.Binary) read("a +\n  bc", Fragment::expression);
        Span right = sum.right().span();
        assertThat(List.of(right.line(), right.column(), right.offset(), right.length()))
                .containsExactly(LINE, 7, 6, 2);
    }

    @Test
    void anErrorIsOnThatLineToo() {
        assertThatThrownBy(() -> read("a +\n", Fragment::expression))
                .isInstanceOfSatisfying(
                        SqlSyntaxException.class,
                        wrong -> assertThat(wrong.at().line()).isEqualTo(LINE));
    }

    @Test
    void theWholeTextIsThePartAndNothingElse() {
        assertThatThrownBy(() -> read("a), b INT", Fragment::expression)).isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> read("int, b", Fragment::type)).isInstanceOf(SqlSyntaxException.class);
        assertThatThrownBy(() -> read("SELECT 1; SELECT 2", Fragment::query)).isInstanceOf(SqlSyntaxException.class);
    }

    @Test
    void whatTheServerRefusesWhereItStandsIsRefused() {
        assertThatThrownBy(() -> read("map<json, int>", Fragment::type))
                .hasMessageContaining("for map's key, which should be base types");
        assertThatThrownBy(() -> read("abs(v)", Fragment::rangeExpression))
                .hasMessageContaining("Unsupported expr 'abs(v)' in PARTITION BY clause");
        assertThatThrownBy(() -> read("abs(v)", Fragment::materializedPartitionItem))
                .hasMessageContaining("Unsupported expr 'abs(v)' in PARTITION BY clause");
        assertThatThrownBy(() -> read("REFRESH ASYNC EVERY(INTERVAL 1 MONTH)", Fragment::refresh))
                .hasMessageContaining("'Refresh interval unit' cannot support 'MONTH'");
    }

    @Test
    void everyPart() {
        assertThat(read("catalog.`my db`.t", Fragment::name)).hasToString("catalog.my db.t");
        assertThat(read("varchar(10)", Fragment::type)).isEqualTo(new Type.Text(Type.Text.Kind.VARCHAR, 10));
        assertThat(read("\n SELECT 1 ; ", Fragment::query).text()).isEqualTo("SELECT 1");
        assertThat(read("'5'", Fragment::defaultValue)).isEqualTo(new Default.Text("5"));
        assertThat(read("avg(bigint)", Fragment::state).function()).isEqualTo("avg");
        assertThat(read("${buckets:8}", Fragment::buckets))
                .isEqualTo(new Buckets.Later(new Placeholder("buckets", "8")));
        assertThat(read("date_trunc('day', d)", Fragment::partitionItem)).isInstanceOf(Expression.Call.class);
        assertThat(read("str2date(d, '%Y')", Fragment::rangeExpression)).isInstanceOf(Expression.Call.class);
        assertThat(read("d", Fragment::materializedPartitionItem)).isInstanceOf(Expression.Reference.class);
        assertThat(read("PARTITION p VALUES LESS THAN ('1')", Fragment::rangePartition))
                .isInstanceOf(PartitionDefinition.LessThan.class);
        assertThat(read("PARTITION p VALUES IN ('1')", Fragment::listPartition))
                .isInstanceOf(PartitionDefinition.In.class);
        assertThat(read("REFRESH MANUAL", Fragment::refresh).scheme()).isEqualTo(ViewStatement.Refresh.Scheme.MANUAL);
        assertThat(read("DROP TABLE t;", Fragment::statement)).isInstanceOf(Statement.DropTable.class);
    }
}
