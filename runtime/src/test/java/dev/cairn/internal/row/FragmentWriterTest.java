package dev.cairn.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.row.TargetColumn.ColumnIdentity;
import dev.cairn.internal.row.TargetColumn.WriteRules;
import dev.cairn.schema.ValueType;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Type;
import dev.cairn.type.Bitmap;
import dev.cairn.type.Hll;
import dev.cairn.type.Percentile;
import dev.cairn.type.State;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests values that are written as an expression with several parameters. */
class FragmentWriterTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private record Size(int width, Double height) {}

    private static final ValueType<Size> SIZE_TYPE = ValueType.struct(
            List.of("width", "height"), row -> new Size(row.intAt(0), row.at(1, ValueType.DOUBLE)), (size, sink) -> {
                sink.putInt(0, size.width());
                sink.put(1, ValueType.DOUBLE, size.height());
            });

    private static ValueFragment write(ValueType<?> type, Type columnType, Object value) {
        return FragmentWriter.write(type, createColumn(columnType, null), value);
    }

    private static TargetColumn createColumn(Type type, Aggregation aggregation) {
        return new TargetColumn(
                new ColumnIdentity(0, "t.c", "`c`"),
                type,
                aggregation,
                false,
                true,
                new WriteRules(false, false, null));
    }

    private static Type parseType(String sql) {
        return Sql.parseType(sql);
    }

    @Test
    void eachLevelOfANestedValueIsCast() {
        ValueType<?> listType = ValueType.list(ValueType.list(ValueType.INT));
        ValueFragment fragment =
                write(listType, parseType("array<array<int>>"), Arrays.asList(List.of(1, 2), List.of(), null));

        assertThat(fragment.sql())
                .isEqualTo("CAST([CAST([?, ?] AS array<int(11)>), CAST([] AS array<int(11)>), NULL]"
                        + " AS array<array<int(11)>>)");
        assertThat(fragment.values()).containsExactly(1, 2);
    }

    @Test
    void structFieldsAreWrittenWithTheirNames() {
        ValueFragment fragment = write(SIZE_TYPE, parseType("struct<width int, height double>"), new Size(3, 0.1));

        assertThat(fragment.sql())
                .isEqualTo("CAST(named_struct('width', ?, 'height', ?) AS struct<width int(11), height double>)");
        assertThat(fragment.values()).containsExactly(3, "0.1");
    }

    @Test
    void decimalsInCollectionsAreSentAsTexts() {
        ValueType<?> mapType = ValueType.map(ValueType.TEXT, ValueType.DECIMAL);
        ValueFragment fragment =
                write(mapType, parseType("map<varchar(5), decimal(20, 4)>"), Map.of("a", new BigDecimal("1E+3")));

        assertThat(fragment.sql()).isEqualTo("CAST(map(?, ?) AS map<varchar(5),decimal(20, 4)>)");
        assertThat(fragment.values()).containsExactly("a", "1000");
    }

    @Test
    void tooLongElementsOfCollectionsAreRefused() {
        ValueType<?> textListType = ValueType.list(ValueType.TEXT);

        assertThatThrownBy(() -> write(textListType, parseType("array<varchar(2)>"), List.of("ab", "abc")))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void sketchesOfTheSameValuesAreEqual() {
        assertThat(Hll.of("b", "a", "b")).isEqualTo(Hll.of("a", "b")).hasSameHashCodeAs(Hll.of("a", "b"));
        assertThat(Hll.of("b", "a", "b").values()).containsExactly("a", "b");
        assertThat(Hll.of("b", "a", "b").count()).isEqualTo(2);
    }

    @Test
    void metricsAreComputedFromTheirValues() {
        assertThat(write(ValueType.BITMAP, parseType("bitmap"), Bitmap.of()).sql())
                .isEqualTo("bitmap_empty()");
        assertThat(write(ValueType.BITMAP, parseType("bitmap"), Bitmap.of(7)))
                .isEqualTo(new ValueFragment("to_bitmap(?)", List.of("7"), false));
        assertThat(write(ValueType.BITMAP, parseType("bitmap"), Bitmap.of(7, 8)))
                .isEqualTo(new ValueFragment("bitmap_from_string(?)", List.of("7,8"), false));
        assertThat(write(ValueType.HLL, parseType("hll"), Hll.of("a")))
                .isEqualTo(new ValueFragment("hll_hash(?)", List.of("a"), false));
        assertThat(write(ValueType.HLL, parseType("hll"), Hll.of()).sql()).isEqualTo("hll_empty()");
        assertThat(write(ValueType.PERCENTILE, parseType("percentile"), Percentile.of(1.5, 2)))
                .isEqualTo(new ValueFragment(
                        "(SELECT percentile_union(percentile_hash(`u`.`v`)) FROM TABLE(unnest([?, ?])) AS `u`(`v`))",
                        List.of(1.5, 2.0),
                        true));
    }

    @Test
    void argumentsOfStatesAreCastToTheDeclaredTypes() {
        TargetColumn averageColumn = createColumn(
                null, new Aggregation.State("avg", List.of(new Aggregation.StateArgument(parseType("bigint"), null))));

        assertThat(FragmentWriter.write(ValueType.STATE, averageColumn, State.of(42)))
                .isEqualTo(new ValueFragment("avg_state(CAST(? AS bigint(20)))", List.of(42), false));
        assertThatThrownBy(() -> FragmentWriter.write(ValueType.STATE, averageColumn, State.of(1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aNullCollectionIsWrittenAsNull() {
        assertThat(write(ValueType.list(ValueType.INT), parseType("array<int>"), null)
                        .sql())
                .isEqualTo("NULL");
    }
}
