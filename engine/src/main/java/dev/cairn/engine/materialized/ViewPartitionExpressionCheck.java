package dev.cairn.engine.materialized;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks which expressions may partition a materialized view: columns, and truncations of dates and times. */
final class ViewPartitionExpressionCheck {
    /** The functions that an item of PARTITION BY can call. */
    static final Set<String> PARTITION_FUNCTIONS = Set.of(RangeExpression.DATE_TRUNC, RangeExpression.STR2DATE);

    private static final Set<String> UNITS_FINER_THAN_DAYS =
            Set.of("hour", "minute", "second", "millisecond", "microsecond");
    /** The units of time slices, and of partitions that may contain slices. Weeks are neither. */
    private static final List<String> UNITS_FINEST_FIRST =
            List.of("second", "minute", "hour", "day", "month", "quarter", "year");
    /** The functions whose values a function of PARTITION BY can truncate. */
    private static final Set<String> TRUNCATABLE_FUNCTIONS =
            Set.of(RangeExpression.TIME_SLICE, RangeExpression.STR2DATE);

    private ViewPartitionExpressionCheck() {}

    /**
     * Checks the item as it is written. A call must be a supported function of a base column, of a time slice or of a
     * parsed date. The column of an item without a call must be a base column or the result of a call.
     */
    static void checkDeclaredExpression(ViewPartitionItem item) {
        Expression originExpression = item.origin().expression();
        if (!(item.declaredExpression() instanceof Call call)) {
            if (!(originExpression instanceof Call) && !(originExpression instanceof Expression.Reference)) {
                throw ViewPartitionItem.createRefusalAt(
                        item.declaredExpression(),
                        MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED,
                        Sql.render(ExpressionPrintStyle.QUOTED.show(item.declaredExpression())));
            }
            return;
        }
        if (!PARTITION_FUNCTIONS.contains(CallRewrites.lowerCaseName(call))) {
            throw ViewPartitionItem.createRefusalAt(
                    call, MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED, CallRewrites.lowerCaseName(call));
        }
        boolean isSupportedOrigin = originExpression instanceof Expression.Reference
                || (originExpression instanceof Call innerCall
                        && TRUNCATABLE_FUNCTIONS.contains(CallRewrites.lowerCaseName(innerCall))
                        && innerCall.arguments().get(0) instanceof Expression.Reference);
        if (!isSupportedOrigin) {
            throw ViewPartitionItem.createRefusalAt(
                    call, MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED, CallRewrites.lowerCaseName(call));
        }
    }

    /**
     * Checks the item as an expression over the base table. Its function must be supported, and accept the type of the
     * base column if this type is known.
     */
    static void checkTruncation(ViewPartitionItem item) {
        if (!(item.toBaseExpression() instanceof Call call)) {
            return;
        }
        if (!PARTITION_FUNCTIONS.contains(CallRewrites.lowerCaseName(call))) {
            throw ViewPartitionItem.createRefusalAt(
                    call,
                    MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED,
                    Sql.render(ExpressionPrintStyle.QUOTED.show(call)));
        }
        Type type =
                item.basePartitioning().findColumnType(item.baseColumnName()).orElse(null);
        requireDateUnit(item, call, type);
        if (type != null && !isSupportedTruncation(call, PrimitiveType.of(type))) {
            throw ViewPartitionItem.createRefusalAt(
                    call,
                    MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED,
                    Sql.render(ExpressionPrintStyle.QUOTED.show(call)));
        }
    }

    /** Requires that a DATE is not truncated to a unit that is finer than a day. */
    private static void requireDateUnit(ViewPartitionItem item, Call call, @Nullable Type type) {
        boolean truncatesToTimeUnit = CallRewrites.lowerCaseName(call).equals(RangeExpression.DATE_TRUNC)
                && call.arguments().get(0) instanceof Expression.StringLiteral unit
                && UNITS_FINER_THAN_DAYS.contains(unit.value().toLowerCase(Locale.ROOT));
        if (truncatesToTimeUnit && type != null && PrimitiveType.of(type) == PrimitiveType.DATE) {
            throw ViewPartitionItem.createRefusalAt(
                    item.origin().expression(),
                    FunctionRule.INVALID_DATE_TRUNC_UNIT,
                    PrimitiveType.DATE,
                    "year, quarter, month, week or day");
        }
    }

    /**
     * Returns whether a call is {@code str2date} of a text column with a strict format, or {@code date_trunc} of a
     * column of times, of a time slice or of another supported call.
     */
    private static boolean isSupportedTruncation(Call call, PrimitiveType type) {
        if (CallRewrites.lowerCaseName(call).equals(RangeExpression.STR2DATE)) {
            return call.arguments().size() == 2
                    && call.arguments().get(0) instanceof Expression.Reference
                    && type.isCharacterType()
                    && call.arguments().get(1) instanceof Expression.StringLiteral format
                    && RangeExpression.isStrictDateFormat(format.value());
        }
        Expression truncatedExpression =
                call.arguments().size() < 2 ? call : call.arguments().get(1);
        if (!(call.arguments().get(0) instanceof Expression.StringLiteral unit)) {
            return false;
        }
        if (truncatedExpression instanceof Expression.Reference) {
            return type.isDateOrDatetime();
        }
        return truncatedExpression instanceof Call innerCall
                && (CallRewrites.lowerCaseName(innerCall).equals(RangeExpression.TIME_SLICE)
                        ? isSupportedTimeSlice(unit.value(), innerCall, type)
                        : isSupportedTruncation(innerCall, type));
    }

    /**
     * Returns whether a time slice is of a date or time, rounds down, and is shorter than the unit of the partitions.
     */
    private static boolean isSupportedTimeSlice(String partitionUnit, Call slice, PrimitiveType type) {
        if (!(CallRewrites.rewrite(slice) instanceof Call rewrittenSlice)
                || rewrittenSlice.arguments().size() != 4
                || !(rewrittenSlice.arguments().get(2) instanceof Expression.StringLiteral sliceUnit)
                || !(rewrittenSlice.arguments().get(3) instanceof Expression.StringLiteral boundary)) {
            return false;
        }
        int sliceUnitIndex = UNITS_FINEST_FIRST.indexOf(sliceUnit.value().toLowerCase(Locale.ROOT));
        return type.isDateOrDatetime()
                && boundary.value().equalsIgnoreCase("floor")
                && sliceUnitIndex >= 0
                && sliceUnitIndex < UNITS_FINEST_FIRST.indexOf(partitionUnit.toLowerCase(Locale.ROOT));
    }
}
