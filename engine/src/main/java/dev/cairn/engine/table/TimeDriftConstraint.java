package dev.cairn.engine.table;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A limit on the difference of two time columns in a row, such as {@code event_time between days_sub(load_time, 1) and
 * days_add(load_time, 1)}. The amounts are checked when the text is parsed; only the columns are kept.
 */
public record TimeDriftConstraint(String targetColumnName, String referenceColumnName) {
    private static final Map<String, Integer> SECONDS_BY_FUNCTION = Map.of(
            "seconds_add", 1,
            "minutes_add", 60,
            "hours_add", 3600,
            "days_add", 86400,
            "seconds_sub", -1,
            "minutes_sub", -60,
            "hours_sub", -3600,
            "days_sub", -86400);

    /**
     * Parses a constraint.
     *
     * @throws Refusal if the text has another form, or if its bounds do not form a range
     */
    public static TimeDriftConstraint parse(String text, Span span) {
        return parseConstraint(text).orElseThrow(() -> Refusal.ofAnalysis(span, TableRule.TIME_DRIFT_FORMAT, text));
    }

    /**
     * Checks the columns of the constraint. The server ignores case when it looks for a column, but reads the type of
     * the column only if the constraint spells the name exactly like the table.
     *
     * @param typeByColumnName the types of the columns, by their names as the table spells them
     * @param partitionColumnNames the partition columns, as the table spells them
     */
    public void check(
            String tableName, Map<String, Type> typeByColumnName, Collection<String> partitionColumnNames, Span span) {
        for (String columnName : List.of(targetColumnName, referenceColumnName)) {
            if (typeByColumnName.keySet().stream().noneMatch(columnName::equalsIgnoreCase)) {
                throw Refusal.ofAnalysis(span, CommonRule.NOT_FOUND_IN, RuleSubject.COLUMN, columnName, tableName);
            }
        }
        if (!partitionColumnNames.contains(referenceColumnName)
                || !isTimeColumn(typeByColumnName, referenceColumnName)) {
            throw Refusal.ofAnalysis(
                    span, TableRule.TIME_DRIFT_TYPE_UNSUPPORTED, referenceColumnName, "a partition column");
        }
        if (!isTimeColumn(typeByColumnName, targetColumnName)) {
            throw Refusal.ofAnalysis(span, TableRule.TIME_DRIFT_TYPE_UNSUPPORTED, targetColumnName, "a column");
        }
    }

    private static boolean isTimeColumn(Map<String, Type> typeByColumnName, String columnName) {
        Type type = typeByColumnName.get(columnName);
        return type != null && PrimitiveType.of(type).isDateOrDatetime();
    }

    /** A bound: a column, and the seconds that are added to it, which overflow as on the server. */
    private record DriftBound(String columnName, long seconds) {}

    private static Optional<TimeDriftConstraint> parseConstraint(String text) {
        Expression expression;
        try {
            expression = Sql.parseExpression(text);
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
        if (!(expression instanceof Expression.Between between)
                || !(between.value() instanceof Expression.Reference reference)) {
            return Optional.empty();
        }
        Optional<DriftBound> lowerBound = parseBound(between.lowerBound());
        Optional<DriftBound> upperBound = parseBound(between.upperBound());
        String targetColumnName = reference.name().lastPart().text();
        boolean isValid = lowerBound.isPresent()
                && upperBound.isPresent()
                && lowerBound.get().columnName.equals(upperBound.get().columnName)
                && lowerBound.get().seconds <= upperBound.get().seconds
                && !lowerBound.get().columnName.equals(targetColumnName);
        return isValid
                ? Optional.of(new TimeDriftConstraint(targetColumnName, lowerBound.get().columnName))
                : Optional.empty();
    }

    private static Optional<DriftBound> parseBound(Expression expression) {
        if (!(expression instanceof Expression.Call call)
                || call.arguments().size() != 2
                || !(call.arguments().get(0) instanceof Expression.Reference reference)) {
            return Optional.empty();
        }
        Integer unitSeconds = SECONDS_BY_FUNCTION.get(CallRewrites.lowerCaseName(call));
        Optional<Long> amount = parseNumber(call.arguments().get(1));
        return unitSeconds == null
                ? Optional.empty()
                : amount.map(value -> new DriftBound(reference.name().lastPart().text(), value * unitSeconds));
    }

    private static Optional<Long> parseNumber(Expression expression) {
        if (expression instanceof Expression.Unary unary && unary.operator() == Operator.MINUS) {
            return parseNumber(unary.operand()).map(value -> -value);
        }
        if (!(expression instanceof Expression.NumberLiteral number)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(number.text()));
        } catch (NumberFormatException ignored) {
            return Optional.empty();
        }
    }
}
