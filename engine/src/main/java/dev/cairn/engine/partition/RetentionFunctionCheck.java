package dev.cairn.engine.partition;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Operator;
import java.util.Locale;
import java.util.Set;

/**
 * Requires that a retention condition on ranges is monotonic in the partition columns, because the server evaluates the
 * condition at the bounds of each range. Parts without columns may call any function, because the server calculates
 * them first.
 */
final class RetentionFunctionCheck {
    /** The arithmetic operators that the server does not regard as monotonic. */
    private static final Set<Operator> NON_MONOTONIC_OPERATORS = Set.of(
            Operator.TIMES,
            Operator.INT_DIVIDE,
            Operator.MODULO,
            Operator.BIT_AND,
            Operator.BIT_OR,
            Operator.BIT_XOR,
            Operator.SHIFT_LEFT,
            Operator.SHIFT_RIGHT,
            Operator.SHIFT_RIGHT_LOGICAL);

    /** The functions of a value and a format, which keep the order of the values only if the format does. */
    private static final Set<String> FORMATTING_FUNCTIONS =
            Set.of("date_format", "str_to_date", "str2date", "from_unixtime", "from_unixtime_ms", "to_datetime");

    /** The formats in the notation of Java whose texts have the order of the times. */
    private static final Set<String> ORDERED_JAVA_FORMATS = Set.of("yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyyMMdd");
    /** Matches a character that is not the letter of a format specifier. */
    private static final String NON_SPECIFIER_PATTERN = "[^YmdHiSsfabcDehIjklMprTUuVvWwXxy]";

    private RetentionFunctionCheck() {}

    /**
     * Requires that each part of a condition that reads a column is monotonic in its operands.
     *
     * @throws Refusal for the first part that is not monotonic; inner parts come first
     */
    static void requireMonotonic(Expression condition) {
        if (condition.collectReferenceNames().isEmpty()) {
            return;
        }
        condition.children().forEach(RetentionFunctionCheck::requireMonotonic);
        if (!isMonotonic(condition)) {
            throw Refusal.ofAnalysis(condition.span(), PartitionRule.RETENTION_NOT_MONOTONIC, Sql.render(condition));
        }
    }

    /** Returns whether an expression is monotonic in its operands. */
    private static boolean isMonotonic(Expression expression) {
        if (expression instanceof Call call) {
            return isMonotonicCall(call);
        }
        if (expression instanceof Expression.Extract extract) {
            return isMonotonicFunction(extract.field().text().toLowerCase(Locale.ROOT));
        }
        return !(expression instanceof Expression.Case) && !appliesNonMonotonicOperator(expression);
    }

    private static boolean appliesNonMonotonicOperator(Expression expression) {
        return expression instanceof Expression.Binary binary
                ? NON_MONOTONIC_OPERATORS.contains(binary.operator().canonicalOperator())
                : expression instanceof Expression.Unary unary
                        && (unary.operator() == Operator.MINUS || unary.operator() == Operator.BIT_NOT);
    }

    private static boolean isMonotonicCall(Call call) {
        String functionName = CallRewrites.lowerCaseName(call);
        boolean hasFormat = FORMATTING_FUNCTIONS.contains(functionName)
                && call.arguments().size() == 2
                && call.arguments().get(1) instanceof Expression.StringLiteral;
        return isMonotonicFunction(functionName)
                && (!hasFormat
                        || keepsOrder(
                                ((Expression.StringLiteral) call.arguments().get(1)).value()));
    }

    private static boolean isMonotonicFunction(String functionName) {
        if (!BuiltinFunctions.contains(functionName)) {
            return false;
        }
        FunctionEntry function = BuiltinFunctions.entry(functionName);
        return function.hasTrait(FunctionTrait.RESTRICTS_PARTITIONS)
                && !function.hasTrait(FunctionTrait.CONDITION_FIRST);
    }

    /** Returns whether texts of the format have the order of the times: the largest units are first, without a gap. */
    private static boolean keepsOrder(String format) {
        String specifiers = format.replaceAll(NON_SPECIFIER_PATTERN, "");
        return ORDERED_JAVA_FORMATS.contains(format.strip())
                || "YmdHiSf".startsWith(specifiers)
                || "YmdHisf".startsWith(specifiers);
    }
}
