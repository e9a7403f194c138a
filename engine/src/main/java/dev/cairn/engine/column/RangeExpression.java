package dev.cairn.engine.column;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.SyntaxRule;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An expression for partitioning by range: whether it is valid, which column it reads, and which type its values have.
 * The server supports few functions here, each with specific restrictions.
 */
public record RangeExpression(Expression expression) {
    public static final String DATE_TRUNC = "date_trunc";
    public static final String TIME_SLICE = "time_slice";
    public static final String STR2DATE = "str2date";

    static final Set<String> TRUNCATION_FUNCTIONS = Set.of(DATE_TRUNC, TIME_SLICE);
    private static final Set<String> RANGE_FUNCTIONS =
            Set.of("substr", "substring", "from_unixtime", "from_unixtime_ms", STR2DATE);
    private static final Set<String> TIME_ARITHMETIC_FUNCTIONS =
            Set.of("date_add", "adddate", "date_sub", "subdate", "days_sub", "timestampadd");
    private static final Set<String> TIMESTAMP_FUNCTIONS = Set.of("from_unixtime", "from_unixtime_ms");
    private static final Pattern STRICT_DATE_FORMAT_PATTERN = Pattern.compile("%Y.*%m.*%d");

    /** Returns whether the server parses the call as arithmetic of times, which is not a function for PARTITION BY. */
    public static boolean isTimeArithmetic(Call call) {
        return TIME_ARITHMETIC_FUNCTIONS.contains(CallRewrites.lowerCaseName(call));
    }

    /**
     * Returns whether the server evaluates an expression of PARTITION BY at the bounds of a partition: a column, or a
     * time that is truncated to a unit or an interval.
     */
    public static boolean isColumnOrTruncation(Expression expression) {
        return expression instanceof Expression.Reference
                || (expression instanceof Call call && TRUNCATION_FUNCTIONS.contains(CallRewrites.lowerCaseName(call)));
    }

    /**
     * Returns the column that the function in an expression after RANGE reads; empty if the expression is not a
     * function call.
     *
     * @throws Refusal if PARTITION BY does not support the function or its arguments
     */
    public Optional<Name> findRangeColumn() {
        Expression innerExpression = expression;
        boolean isCast = false;
        while (innerExpression instanceof Expression.Cast outerCast) {
            innerExpression = outerCast.value();
            isCast = true;
        }
        if (!(innerExpression instanceof Call call)) {
            return Optional.empty();
        }
        String functionName = CallRewrites.lowerCaseName(call);
        boolean isSupportedCall = !TIMESTAMP_FUNCTIONS.contains(functionName)
                || (!isCast && call.arguments().size() == 1);
        if (!RANGE_FUNCTIONS.contains(functionName) || call.arguments().isEmpty() || !isSupportedCall) {
            throw createUnsupportedExpressionRefusal(call);
        }
        return Optional.of(
                call.arguments().get(0).findColumnName().orElseThrow(() -> createUnsupportedExpressionRefusal(call)));
    }

    public static Refusal createUnsupportedExpressionRefusal(Call call) {
        return Refusal.ofSyntax(call.span(), SyntaxRule.UNSUPPORTED_SYNTAX, "PARTITION BY", Sql.render(call));
    }

    /** Returns the type that the expression determines by itself; null if the type depends on the column. */
    public @Nullable Type intrinsicType() {
        if (expression instanceof Expression.Cast cast) {
            return cast.type();
        }
        if (!(expression instanceof Call call)) {
            return null;
        }
        if (TIMESTAMP_FUNCTIONS.contains(CallRewrites.lowerCaseName(call))) {
            return new Type.Scalar(Type.Scalar.Kind.DATETIME);
        }
        return CallRewrites.lowerCaseName(call).equals(STR2DATE) ? new Type.Scalar(Type.Scalar.Kind.DATE) : null;
    }

    /** Returns whether a table with this partition expression supports dynamic partitioning. */
    public boolean supportsDynamicPartitioning() {
        return expression instanceof Call && intrinsicType() != null;
    }

    /** Returns whether a date format has a year, a month and a day. */
    public static boolean isStrictDateFormat(String format) {
        return STRICT_DATE_FORMAT_PATTERN.matcher(format).find();
    }

    /** Requires that the date format of str2date has a year, a month and a day; does nothing for other functions. */
    public void requireStrictDateFormat() {
        if (expression instanceof Call call && CallRewrites.lowerCaseName(call).equals(STR2DATE)) {
            boolean isStrict = call.arguments().size() == 2
                    && call.arguments().get(1) instanceof Expression.StringLiteral format
                    && isStrictDateFormat(format.value());
            if (!isStrict) {
                throw Refusal.ofAnalysis(call.span(), ColumnRule.STR2DATE_NOT_STRICT);
            }
        }
    }

    /**
     * Returns the type of the values of the expression, which must be a call or a cast.
     *
     * @throws Refusal if the function does not accept the column
     */
    public Type determineType(ServerProfile profile, DraftColumn column) {
        if (expression instanceof Expression.Cast cast) {
            if (cast.value() instanceof Call call) {
                new RangeExpression(call).determineType(profile, column);
            }
            return cast.type();
        }
        Call call = (Call) expression;
        String functionName = CallRewrites.lowerCaseName(call);
        PrimitiveType primitive = PrimitiveType.of(column.type());
        return switch (functionName) {
            case DATE_TRUNC -> {
                requireTruncatable(profile, column.type());
                yield column.type();
            }
            case STR2DATE -> {
                requireAcceptedType(primitive.isCharacterType(), functionName, column, call);
                yield new Type.Scalar(Type.Scalar.Kind.DATE);
            }
            case "from_unixtime", "from_unixtime_ms" -> {
                boolean isAccepted = primitive == PrimitiveType.BIGINT
                        || (primitive == PrimitiveType.INT && functionName.equals("from_unixtime"));
                requireAcceptedType(isAccepted, functionName, column, call);
                yield new Type.Scalar(Type.Scalar.Kind.DATETIME);
            }
            case "substr", "substring" -> {
                requireAcceptedType(primitive == PrimitiveType.VARCHAR, functionName, column, call);
                requireIntegerPositions(call);
                yield new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.UNSPECIFIED_LENGTH);
            }
            default -> column.type();
        };
    }

    /** Requires that all arguments of {@code substr} after the text are literal integers. */
    private static void requireIntegerPositions(Call call) {
        for (Expression position : call.arguments().subList(1, call.arguments().size())) {
            Expression number = position instanceof Expression.Unary sign ? sign.operand() : position;
            if (!(number instanceof Expression.NumberLiteral literal) || !literal.isInteger()) {
                throw Refusal.ofAnalysis(
                        call.span(), ColumnRule.SUBSTRING_POSITION_NOT_INTEGER, CallRewrites.lowerCaseName(call));
            }
        }
    }

    /** Requires that {@code date_trunc} accepts the type of its column; does nothing for other functions. */
    public void requireTruncatable(ServerProfile profile, Type columnType) {
        boolean isTruncation = expression instanceof Call call
                && CallRewrites.lowerCaseName(call).equals(DATE_TRUNC);
        if (isTruncation && !PrimitiveType.of(columnType).isDateOrDatetime()) {
            throw Refusal.ofAnalysis(
                    expression.span(),
                    ColumnRule.PARTITION_TYPE_UNSUPPORTED_BY_FUNCTION,
                    TypeFormat.formatForMessages(columnType),
                    renderForMessages(profile));
        }
    }

    /** Returns the expression as the server's messages print it. */
    public String renderForMessages(ServerProfile profile) {
        return Sql.render(ExpressionPrintStyle.BARE.show(ExpressionPrintStyle.BARE.toStored(profile, expression)));
    }

    private static void requireAcceptedType(boolean isAccepted, String functionName, DraftColumn column, Call call) {
        if (!isAccepted) {
            throw Refusal.ofAnalysis(
                    call.span(),
                    ColumnRule.PARTITION_TYPE_UNSUPPORTED_BY_FUNCTION,
                    TypeFormat.formatForMessages(column.type()),
                    functionName);
        }
    }
}
