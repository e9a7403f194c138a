package dev.cairn.schema;

import dev.cairn.schema.Condition.Operator;
import dev.cairn.schema.SortableColumn.SortOrder.Direction;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate of the rows of a group; if the rows are not grouped, of all rows. All aggregates ignore NULL, except
 * {@link #count()}. Without a value, {@code sum}, {@code min}, {@code max} and {@code avg} are NULL.
 *
 * <pre>{@code
 * import static dev.cairn.schema.AggregateValue.count;
 * import static dev.cairn.schema.AggregateValue.sum;
 *
 * db.from(ORDER).select(ORDER.city, count(), sum(ORDER.amount)).groupBy(ORDER.city).having(count().gt(10))
 * }</pre>
 *
 * @param <R> the record of the table or view
 * @param <T> the type of the values
 */
public sealed class AggregateValue<R, T extends @Nullable Object> implements Selectable<R, T>
        permits AggregateValue.AggregateNumber {
    private final String function;
    private final boolean distinct;
    private final @Nullable Column<R> column;
    private final ValueType<?> type;

    private AggregateValue(String function, boolean distinct, @Nullable Column<R> column, ValueType<?> type) {
        this.function = function;
        this.distinct = distinct;
        this.column = column;
        this.type = type;
    }

    /** Returns {@code count(*)}, the number of rows. */
    public static <R> AggregateNumber<R, Long> count() {
        return new AggregateNumber<>("count", false, null, ValueType.LONG);
    }

    /** Returns {@code count(column)}, the number of rows in which the column is not NULL. */
    public static <R> AggregateNumber<R, Long> count(Column<R> column) {
        return new AggregateNumber<>("count", false, column, ValueType.LONG);
    }

    /** Returns {@code count(DISTINCT column)}, the number of different values. */
    public static <R> AggregateNumber<R, Long> countDistinct(SortableColumn<R, ?> column) {
        return new AggregateNumber<>("count", true, column, ValueType.LONG);
    }

    /** Returns the sum, which is a BIGINT for integers, and a DOUBLE for FLOAT and DOUBLE. */
    public static <R, S> AggregateNumber<R, @Nullable S> sum(PrimitiveColumn<R, ?, S> column) {
        return new AggregateNumber<>("sum", false, column, column.sumType());
    }

    /** Returns the sum, which is a LARGEINT for LARGEINT, and a DECIMAL with 38 digits for DECIMAL. */
    public static <R, V extends @Nullable Number> AggregateNumber<R, @Nullable V> sum(NumberColumn<R, V> column) {
        return new AggregateNumber<>("sum", false, column, column.valueType());
    }

    /** Returns the average, which is a DOUBLE. */
    public static <R> AggregateNumber<R, @Nullable Double> avg(PrimitiveColumn<R, ?, ?> column) {
        return new AggregateNumber<>("avg", false, column, ValueType.DOUBLE);
    }

    /**
     * Returns the average, which is a DECIMAL with up to 12 fractional digits for DECIMAL. For LARGEINT, the server
     * computes a DOUBLE.
     */
    public static <R> AggregateNumber<R, @Nullable BigDecimal> avg(NumberColumn<R, ?> column) {
        return new AggregateNumber<>("avg", false, column, ValueType.DECIMAL);
    }

    /** Returns the least value. */
    public static <R, V extends @Nullable Object> AggregateNumber<R, @Nullable V> min(PrimitiveColumn<R, V, ?> column) {
        return new AggregateNumber<>("min", false, column, column.valueType());
    }

    /** Returns the least value. */
    public static <R, V extends @Nullable Number> AggregateNumber<R, @Nullable V> min(NumberColumn<R, V> column) {
        return new AggregateNumber<>("min", false, column, column.valueType());
    }

    /** Returns the least value. */
    public static <R, V extends @Nullable Object> AggregateValue<R, @Nullable V> min(OrderedColumn<R, V> column) {
        return new AggregateValue<>("min", false, column, column.valueType());
    }

    /** Returns the greatest value. */
    public static <R, V extends @Nullable Object> AggregateNumber<R, @Nullable V> max(PrimitiveColumn<R, V, ?> column) {
        return new AggregateNumber<>("max", false, column, column.valueType());
    }

    /** Returns the greatest value. */
    public static <R, V extends @Nullable Number> AggregateNumber<R, @Nullable V> max(NumberColumn<R, V> column) {
        return new AggregateNumber<>("max", false, column, column.valueType());
    }

    /** Returns the greatest value. */
    public static <R, V extends @Nullable Object> AggregateValue<R, @Nullable V> max(OrderedColumn<R, V> column) {
        return new AggregateValue<>("max", false, column, column.valueType());
    }

    /** Returns the name of the function. */
    public final String function() {
        return function;
    }

    /** Returns whether equal values are aggregated only once. */
    public final boolean isDistinct() {
        return distinct;
    }

    /** Returns the column; empty for {@code count(*)}. */
    public final Optional<Column<R>> column() {
        return Optional.ofNullable(column);
    }

    @Override
    public final ValueType<?> valueType() {
        return type;
    }

    @Override
    public final boolean isNullable() {
        return !function.equals("count");
    }

    /** Returns the ascending order of groups by this aggregate. */
    public final AggregateOrder<R> asc() {
        return new AggregateOrder<>(this, Direction.ASCENDING);
    }

    /** Returns the descending order of groups by this aggregate. */
    public final AggregateOrder<R> desc() {
        return new AggregateOrder<>(this, Direction.DESCENDING);
    }

    /** Returns the condition {@code aggregate = value}. */
    public final GroupCondition<R> eq(@NonNull T value) {
        return comparison(Operator.EQUAL, value);
    }

    /** Returns the condition {@code aggregate <> value}. */
    public final GroupCondition<R> ne(@NonNull T value) {
        return comparison(Operator.NOT_EQUAL, value);
    }

    /** Returns the condition {@code aggregate < value}. */
    public final GroupCondition<R> lt(@NonNull T value) {
        return comparison(Operator.LESS, value);
    }

    /** Returns the condition {@code aggregate <= value}. */
    public final GroupCondition<R> le(@NonNull T value) {
        return comparison(Operator.LESS_OR_EQUAL, value);
    }

    /** Returns the condition {@code aggregate > value}. */
    public final GroupCondition<R> gt(@NonNull T value) {
        return comparison(Operator.GREATER, value);
    }

    /** Returns the condition {@code aggregate >= value}. */
    public final GroupCondition<R> ge(@NonNull T value) {
        return comparison(Operator.GREATER_OR_EQUAL, value);
    }

    final GroupCondition<R> comparison(Operator operator, Object value) {
        return new GroupCondition<>(new Condition.AggregateComparison<>(this, operator, value));
    }

    /** Returns the aggregate as SQL, with the qualified name of the column. */
    @Override
    public final String toString() {
        return function + "(" + (distinct ? "DISTINCT " : "") + (column == null ? "*" : column) + ")";
    }

    /** An aggregate that is a number, which can also be compared with values of {@code long}. */
    public static final class AggregateNumber<R, T extends @Nullable Object> extends AggregateValue<R, T> {
        private AggregateNumber(String function, boolean distinct, @Nullable Column<R> column, ValueType<?> type) {
            super(function, distinct, column, type);
        }

        /** Returns the condition {@code aggregate = value}. */
        public GroupCondition<R> eq(long value) {
            return comparison(Operator.EQUAL, value);
        }

        /** Returns the condition {@code aggregate <> value}. */
        public GroupCondition<R> ne(long value) {
            return comparison(Operator.NOT_EQUAL, value);
        }

        /** Returns the condition {@code aggregate < value}. */
        public GroupCondition<R> lt(long value) {
            return comparison(Operator.LESS, value);
        }

        /** Returns the condition {@code aggregate <= value}. */
        public GroupCondition<R> le(long value) {
            return comparison(Operator.LESS_OR_EQUAL, value);
        }

        /** Returns the condition {@code aggregate > value}. */
        public GroupCondition<R> gt(long value) {
            return comparison(Operator.GREATER, value);
        }

        /** Returns the condition {@code aggregate >= value}. */
        public GroupCondition<R> ge(long value) {
            return comparison(Operator.GREATER_OR_EQUAL, value);
        }
    }

    /** The order of groups by an aggregate. */
    public record AggregateOrder<R>(AggregateValue<R, ?> selectable, Direction direction)
            implements Selectable.Ordering<R> {}

    /**
     * A condition on groups of rows, which only some groups meet.
     *
     * @param condition the condition; its comparisons are those of aggregates
     * @param <R> the record of the table or view
     */
    public record GroupCondition<R>(Condition<R> condition) {
        /** Returns a condition that a group meets if it meets both this one and the other one. */
        public <S extends R> GroupCondition<S> and(GroupCondition<? super S> other) {
            return new GroupCondition<>(GroupCondition.<S>of(this).and(of(other)));
        }

        /** Returns a condition that a group meets if it meets this one, the other one, or both. */
        public <S extends R> GroupCondition<S> or(GroupCondition<? super S> other) {
            return new GroupCondition<>(GroupCondition.<S>of(this).or(of(other)));
        }

        /** Returns the negation. A comparison with NULL is neither true nor false, and so is its negation. */
        public GroupCondition<R> not() {
            return new GroupCondition<>(condition.not());
        }

        @SuppressWarnings("unchecked") // a condition without a column suits each table
        private static <S> Condition<S> of(GroupCondition<? super S> any) {
            return (Condition<S>) any.condition();
        }
    }
}
