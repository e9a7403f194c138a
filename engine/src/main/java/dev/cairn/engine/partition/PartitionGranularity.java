package dev.cairn.engine.partition;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.PeriodLength;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The length of time that one automatic partition covers.
 *
 * @param interval the number of units
 * @param unit the unit as written, such as {@code day}
 */
public record PartitionGranularity(long interval, String unit) {
    private static final List<String> UNITS_FINEST_FIRST = List.of("minute", "hour", "day", "month", "year");

    /**
     * Returns the granularity of a partition expression in the server's stored form, such as {@code date_trunc('day',
     * d)} or {@code time_slice(d, 1, 'day', 'floor')}; empty for any other expression.
     */
    public static Optional<PartitionGranularity> find(Expression expression) {
        if (!(expression instanceof Call call)) {
            return Optional.empty();
        }
        List<Expression> arguments = call.arguments();
        return switch (CallRewrites.lowerCaseName(call)) {
            case RangeExpression.DATE_TRUNC ->
                arguments.size() == 2
                                && arguments.get(0) instanceof Text unit
                                && arguments.get(1) instanceof Expression.Reference
                        ? ofUnit(1, unit)
                        : Optional.empty();
            case RangeExpression.TIME_SLICE ->
                arguments.size() == 4
                                && arguments.get(0) instanceof Expression.Reference
                                && arguments.get(1) instanceof Expression.Number number
                                && arguments.get(2) instanceof Text unit
                                && arguments.get(3) instanceof Text boundary
                                && boundary.value().equalsIgnoreCase("floor")
                        ? ofUnit(Long.parseLong(number.text()), unit)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<PartitionGranularity> ofUnit(long interval, Text unit) {
        return UNITS_FINEST_FIRST.contains(unit.value().toLowerCase(Locale.ROOT))
                ? Optional.of(new PartitionGranularity(interval, unit.value()))
                : Optional.empty();
    }

    /**
     * Returns whether each partition of the first expression certainly lies within a single partition of the second.
     * This holds if both truncate the same column, and if each period of the second consists of whole periods of the
     * first.
     */
    public static boolean isRefinement(Expression fineExpression, Expression coarseExpression) {
        Optional<PartitionGranularity> fineGranularity = find(fineExpression);
        Optional<PartitionGranularity> coarseGranularity = find(coarseExpression);
        return fineGranularity.isPresent()
                && coarseGranularity.isPresent()
                && fineExpression.collectReferenceNames().equals(coarseExpression.collectReferenceNames())
                && fineGranularity
                        .get()
                        .length()
                        .divides(coarseGranularity.get().length());
    }

    private PeriodLength length() {
        try {
            return PeriodLength.parse(interval + " " + unit);
        } catch (InvalidValueException failure) {
            throw new IllegalStateException(this + " has no length", failure);
        }
    }

    /** Compares the units, but not the intervals. */
    public boolean hasCoarserUnitThan(PartitionGranularity other) {
        return unitRank() > other.unitRank();
    }

    private int unitRank() {
        return UNITS_FINEST_FIRST.indexOf(unit.toLowerCase(Locale.ROOT));
    }
}
