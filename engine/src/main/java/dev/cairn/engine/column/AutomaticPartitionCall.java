package dev.cairn.engine.column;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A call in PARTITION BY without RANGE, for whose values the server creates partitions automatically. */
public record AutomaticPartitionCall(Call call) {
    private static final Set<String> TRUNCATION_UNITS = Set.of("minute", "hour", "day", "month", "year");

    /** Returns whether the server may create ranges for the values of the function. */
    public boolean hasRangeFunction() {
        String functionName = CallRewrites.lowerCaseName(call);
        return RangeExpression.TRUNCATION_FUNCTIONS.contains(functionName)
                || functionName.equals(RangeExpression.STR2DATE);
    }

    /**
     * Returns the column of a call such as {@code date_trunc('day', d)}, {@code time_slice(d, INTERVAL 1 HOUR)} or
     * {@code str2date(t, '%Y-%m-%d')} if the server creates ranges for the call; empty for any other call, which the
     * server treats as an item of a list.
     *
     * @param columns the table's columns; empty if they are unknown
     */
    public Optional<Name> findColumn(List<DraftColumn> columns) {
        return switch (CallRewrites.lowerCaseName(call)) {
            case RangeExpression.DATE_TRUNC -> findTruncatedColumn(columns);
            case RangeExpression.TIME_SLICE -> findSlicedColumn(columns);
            case RangeExpression.STR2DATE ->
                call.arguments().size() == 2 && call.arguments().get(1) instanceof Expression.StringLiteral
                        ? call.arguments().get(0).findColumnName()
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<Name> findTruncatedColumn(List<DraftColumn> columns) {
        List<Expression> arguments = call.arguments();
        boolean isTruncation = arguments.size() == 2
                && arguments.get(0) instanceof Expression.StringLiteral unit
                && TRUNCATION_UNITS.contains(unit.value().toLowerCase(Locale.ROOT));
        return isTruncation
                ? arguments
                        .get(1)
                        .findColumnName()
                        .filter(columnName -> supportsUnit(
                                ((Expression.StringLiteral) arguments.get(0)).value(), columnName, columns))
                : Optional.empty();
    }

    private Optional<Name> findSlicedColumn(List<DraftColumn> columns) {
        return TimeSlice.parse(call)
                .filter(slice -> TRUNCATION_UNITS.contains(slice.unit().toLowerCase(Locale.ROOT)) && slice.isFloor())
                .flatMap(slice -> slice.value()
                        .findColumnName()
                        .filter(columnName -> supportsUnit(slice.unit(), columnName, columns)));
    }

    /** Returns whether the column's type supports the unit; hours and minutes need a DATETIME column. */
    private static boolean supportsUnit(String unit, Name columnName, List<DraftColumn> columns) {
        boolean needsTimeOfDay = unit.equalsIgnoreCase("hour") || unit.equalsIgnoreCase("minute");
        return !needsTimeOfDay
                || columns.isEmpty()
                || columns.stream()
                        .filter(column -> column.isNamed(columnName.text()))
                        .findFirst()
                        .filter(column -> PrimitiveType.of(column.type()) == PrimitiveType.DATETIME)
                        .isPresent();
    }

    /**
     * A parsed {@code time_slice(d, INTERVAL 7 DAY, FLOOR)}, which the server prints as {@code time_slice(d, 7, 'day',
     * 'floor')}.
     */
    private record TimeSlice(Expression value, String unit, boolean isFloor) {
        static Optional<TimeSlice> parse(Call call) {
            List<Expression> arguments = call.arguments();
            if (arguments.size() >= 2
                    && arguments.get(1) instanceof Expression.Interval interval
                    && isNumber(interval.amount())) {
                boolean isFloor = arguments.size() == 2
                        || (arguments.get(2) instanceof Expression.UnitBoundary boundary
                                && boundary.word().equalsIgnoreCase("floor"));
                return Optional.of(new TimeSlice(arguments.get(0), interval.unit(), isFloor));
            }
            boolean isPrintedForm = arguments.size() == 4
                    && isNumber(arguments.get(1))
                    && arguments.get(2) instanceof Expression.StringLiteral
                    && arguments.get(3) instanceof Expression.StringLiteral;
            return isPrintedForm
                    ? Optional.of(new TimeSlice(
                            arguments.get(0),
                            ((Expression.StringLiteral) arguments.get(2)).value(),
                            ((Expression.StringLiteral) arguments.get(3))
                                    .value()
                                    .equalsIgnoreCase("floor")))
                    : Optional.empty();
        }

        private static boolean isNumber(Expression expression) {
            return expression instanceof Expression.NumberLiteral
                    || (expression instanceof Expression.Unary unary
                            && unary.operand() instanceof Expression.NumberLiteral);
        }
    }
}
