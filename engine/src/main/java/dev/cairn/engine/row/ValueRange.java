package dev.cairn.engine.row;

import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.LiteralValueParser;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The minimum of a type and, if there is one, its maximum. With this range, {@code quantity >= -2147483648} is known to
 * hold for each INT.
 *
 * @param <T> the class of the values: numbers, times or texts
 * @param maximum the greatest value; empty if the type has none
 */
record ValueRange<T extends Comparable<? super T>>(T minimum, Optional<T> maximum) {
    /** All orders of two values: -1 for less, 0 for equal, 1 for greater. */
    static final Set<Integer> ALL_ORDERS = Set.of(-1, 0, 1);

    private static final LocalDateTime FIRST_MIDNIGHT = LocalDateTime.of(0, 1, 1, 0, 0);
    private static final LocalDateTime LAST_MIDNIGHT = LocalDateTime.of(9999, 12, 31, 0, 0);
    private static final LocalDateTime LAST_MICROSECOND =
            LAST_MIDNIGHT.plusDays(1).minusNanos(1_000);

    /**
     * Returns how a value of the type may compare with the constant; all orders if the range of the type is not known.
     */
    static Set<Integer> possibleOrders(Type type, Expression constant) {
        BigDecimal constantNumber = constant.numberValue();
        if (constantNumber != null) {
            return findNumberRange(type)
                    .map(range -> range.possibleOrders(constantNumber))
                    .orElse(ALL_ORDERS);
        }
        Optional<String> constantText = constant.findQuotedText();
        if (constantText.isEmpty()) {
            return ALL_ORDERS;
        }
        if (type instanceof Type.Text) {
            return new ValueRange<>("", Optional.empty()).possibleOrders(constantText.get());
        }
        try {
            LocalDateTime time = LiteralValueParser.parseDateTime(constantText.get());
            return findTimeRange(type).map(range -> range.possibleOrders(time)).orElse(ALL_ORDERS);
        } catch (InvalidValueException ignored) {
            return ALL_ORDERS;
        }
    }

    private Set<Integer> possibleOrders(T constant) {
        Set<Integer> orders = new HashSet<>();
        int minimumOrder = minimum.compareTo(constant);
        int maximumOrder =
                maximum.map(maximumValue -> maximumValue.compareTo(constant)).orElse(1);
        if (minimumOrder < 0) {
            orders.add(-1);
        }
        if (minimumOrder <= 0 && maximumOrder >= 0) {
            orders.add(0);
        }
        if (maximumOrder > 0) {
            orders.add(1);
        }
        return orders;
    }

    private static Optional<ValueRange<BigDecimal>> findNumberRange(Type type) {
        if (type instanceof Type.Decimal decimalType && !decimalType.isWildcard()) {
            BigDecimal maximumNumber = BigDecimal.TEN
                    .pow(decimalType.precision())
                    .subtract(BigDecimal.ONE)
                    .movePointLeft(decimalType.scale());
            return Optional.of(new ValueRange<>(maximumNumber.negate(), Optional.of(maximumNumber)));
        }
        if (!(type instanceof Type.Scalar scalarType)) {
            return Optional.empty();
        }
        return switch (scalarType.kind()) {
            case TINYINT -> Optional.of(createIntegerRange(Byte.SIZE));
            case SMALLINT -> Optional.of(createIntegerRange(Short.SIZE));
            case INT -> Optional.of(createIntegerRange(Integer.SIZE));
            case BIGINT -> Optional.of(createIntegerRange(Long.SIZE));
            case LARGEINT -> Optional.of(createIntegerRange(2 * Long.SIZE));
            default -> Optional.empty();
        };
    }

    private static ValueRange<BigDecimal> createIntegerRange(int bits) {
        BigDecimal bound = BigDecimal.valueOf(2).pow(bits - 1);
        return new ValueRange<>(bound.negate(), Optional.of(bound.subtract(BigDecimal.ONE)));
    }

    private static Optional<ValueRange<LocalDateTime>> findTimeRange(Type type) {
        if (!(type instanceof Type.Scalar scalarType)) {
            return Optional.empty();
        }
        return switch (scalarType.kind()) {
            case DATE -> Optional.of(new ValueRange<>(FIRST_MIDNIGHT, Optional.of(LAST_MIDNIGHT)));
            case DATETIME -> Optional.of(new ValueRange<>(FIRST_MIDNIGHT, Optional.of(LAST_MICROSECOND)));
            default -> Optional.empty();
        };
    }

    /** Returns whether a comparison holds for two values in an order: -1, 0 or 1. */
    static boolean holdsForOrder(Operator operator, int order) {
        return switch (operator) {
            case EQUAL, NULL_SAFE_EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            default -> throw new IllegalArgumentException(operator.text());
        };
    }
}
