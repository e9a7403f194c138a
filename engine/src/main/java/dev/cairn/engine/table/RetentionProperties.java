package dev.cairn.engine.table;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks the properties that make the server drop old partitions, and the one that tells it how far two time columns of
 * a row can differ.
 */
public final class RetentionProperties {
    static final String LIVE_NUMBER = "partition_live_number";
    static final String TTL = "partition_ttl";
    static final String CONDITION = "partition_retention_condition";
    public static final String TIME_DRIFT = "time_drift_constraint";

    private static final Map<String, Integer> SECONDS = Map.of(
            "seconds_add", 1,
            "minutes_add", 60,
            "hours_add", 3600,
            "days_add", 86400,
            "seconds_sub", -1,
            "minutes_sub", -60,
            "hours_sub", -3600,
            "days_sub", -86400);

    private RetentionProperties() {}

    static String liveNumber(String text, Span at) {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refusal.analysis(at, TableRule.PARTITION_LIVE_NUMBER_NOT_A_NUMBER, String.valueOf(e.getMessage()));
        }
        if (number <= 0 && number != -1) {
            throw Refusal.analysis(at, TableRule.PARTITION_LIVE_NUMBER_ILLEGAL, number);
        }
        return Integer.toString(number);
    }

    static void checkPeriod(String text, Span at) {
        try {
            Periods.normal(text);
        } catch (InvalidValueException e) {
            throw Refusal.execution(at, e.rule(), e.arguments());
        }
    }

    /** Checks only the syntax of the condition; the server evaluates it when it drops partitions. */
    static void checkCondition(String text, Span at) {
        if (text.isEmpty()) {
            return;
        }
        try {
            Sql.parseExpression(text);
        } catch (SqlSyntaxException e) {
            throw Refusal.analysis(at, TableRule.RETENTION_CONDITION, text);
        }
    }

    /**
     * Checks a constraint such as {@code event_time between days_sub(load_time, 1) and days_add(load_time, 1)}.
     *
     * @param columnType the types of the table's columns
     * @param partitionColumns the partition columns of the table
     */
    public static void checkDrift(
            String text,
            String table,
            Function<String, Optional<Type>> columnType,
            List<String> partitionColumns,
            Span at) {
        Drift drift = drift(text).orElseThrow(() -> Refusal.analysis(at, TableRule.TIME_DRIFT_FORMAT, text));
        Type target = columnType
                .apply(drift.target)
                .orElseThrow(() -> Refusal.analysis(at, TableRule.TIME_DRIFT_TARGET_NOT_FOUND, drift.target, table));
        Type reference = columnType
                .apply(drift.reference)
                .orElseThrow(
                        () -> Refusal.analysis(at, TableRule.TIME_DRIFT_REFERENCE_NOT_FOUND, drift.reference, table));
        boolean partitions = partitionColumns.contains(drift.reference)
                && PrimitiveType.of(reference).isDate();
        if (!partitions) {
            throw Refusal.analysis(at, TableRule.TIME_DRIFT_REFERENCE_TYPE, drift.reference);
        }
        if (!PrimitiveType.of(target).isDate()) {
            throw Refusal.analysis(at, TableRule.TIME_DRIFT_TARGET_TYPE, drift.reference);
        }
    }

    private record Drift(String target, String reference) {}

    private record Limit(String column, long seconds) {}

    private static Optional<Drift> drift(String text) {
        Expression parsed;
        try {
            parsed = Sql.parseExpression(text);
        } catch (SqlSyntaxException e) {
            return Optional.empty();
        }
        if (!(parsed instanceof Expression.Between between)
                || !(between.value() instanceof Expression.Reference reference)) {
            return Optional.empty();
        }
        Optional<Limit> low = limit(between.low());
        Optional<Limit> high = limit(between.high());
        String target = reference.name().last().text();
        boolean fits = low.isPresent()
                && high.isPresent()
                && low.get().column.equals(high.get().column)
                && low.get().seconds <= high.get().seconds
                && !low.get().column.equals(target);
        return fits ? Optional.of(new Drift(target, low.get().column)) : Optional.empty();
    }

    private static Optional<Limit> limit(Expression expression) {
        if (!(expression instanceof Expression.Call call)
                || call.arguments().size() != 2
                || !(call.arguments().get(0) instanceof Expression.Reference reference)) {
            return Optional.empty();
        }
        Integer unit = SECONDS.get(RangeExpression.name(call));
        Optional<Long> number = number(call.arguments().get(1));
        return unit == null
                ? Optional.empty()
                : number.map(value -> new Limit(reference.name().last().text(), value * unit));
    }

    private static Optional<Long> number(Expression expression) {
        if (expression instanceof Expression.Unary unary && unary.operator() == Expression.Operator.MINUS) {
            return number(unary.operand()).map(value -> -value);
        }
        if (!(expression instanceof Expression.Number number)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(number.text()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
