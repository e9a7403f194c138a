package dev.cairn.engine.partition;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.PeriodLength;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.StringLiteral;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The length of time that one automatic partition covers.
 *
 * @param interval the number of units
 * @param unit the unit as written, such as {@code day}
 */
public record PartitionGranularity(long interval, String unit) {
    private static final int MAX_YEAR = 9999;

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
                                && arguments.get(0) instanceof StringLiteral unit
                                && arguments.get(1) instanceof Expression.Reference
                        ? ofUnit(1, unit)
                        : Optional.empty();
            case RangeExpression.TIME_SLICE ->
                arguments.size() == 4
                                && arguments.get(0) instanceof Expression.Reference
                                && arguments.get(1) instanceof Expression.NumberLiteral number
                                && arguments.get(2) instanceof StringLiteral unit
                                && arguments.get(3) instanceof StringLiteral boundary
                                && boundary.value().equalsIgnoreCase("floor")
                        ? ofUnit(Long.parseLong(number.text()), unit)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<PartitionGranularity> ofUnit(long interval, StringLiteral unit) {
        return PartitionUnit.find(unit.value()).map(partitionUnit -> new PartitionGranularity(interval, unit.value()));
    }

    /**
     * Returns whether each partition of the first expression lies within one partition of the second; false if this is
     * not certain. It holds if both truncate the same column, and if each period of the second consists of whole periods
     * of the first.
     */
    public static boolean refines(Expression finerExpression, Expression coarserExpression) {
        Optional<PartitionGranularity> finerGranularity = find(finerExpression);
        Optional<PartitionGranularity> coarserGranularity = find(coarserExpression);
        return finerGranularity.isPresent()
                && coarserGranularity.isPresent()
                && finerExpression.collectReferenceNames().equals(coarserExpression.collectReferenceNames())
                && finerGranularity
                        .get()
                        .length()
                        .divides(coarserGranularity.get().length());
    }

    /**
     * Returns the partition that a server creates for the period that contains a time. Only the unit is
     * rounded down: a period of several units begins at the given time, not at a multiple of the interval.
     *
     * @param boundType DATE or DATETIME
     */
    public RangePartition createPartition(LocalDateTime time, Type boundType) {
        LocalDateTime start = partitionUnit().truncate(time);
        LocalDateTime end = partitionUnit().plus(start, interval);
        return new RangePartition(
                false,
                Name.of("p" + partitionUnit().formatNameSuffix(start)),
                List.of(toBound(start, boundType)),
                List.of(toBound(end, boundType)),
                List.of(),
                Span.NONE);
    }

    private static Bound toBound(LocalDateTime time, Type type) {
        if (time.getYear() > MAX_YEAR) {
            return new Bound.MaximumBound();
        }
        return new Bound.LiteralBound(PartitionValue.formatTime(time, type));
    }

    private PeriodLength length() {
        try {
            return PeriodLength.parse(interval + " " + unit);
        } catch (InvalidValueException failure) {
            throw new IllegalStateException(this + " has no length", failure);
        }
    }

    /** Returns whether the unit is coarser than the unit of another granularity. The intervals are ignored. */
    public boolean hasCoarserUnitThan(PartitionGranularity other) {
        return partitionUnit().compareTo(other.partitionUnit()) > 0;
    }

    private PartitionUnit partitionUnit() {
        return PartitionUnit.find(unit).orElseThrow();
    }
}
