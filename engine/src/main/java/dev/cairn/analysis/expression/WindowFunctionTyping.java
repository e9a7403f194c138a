package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionEntry.Kind;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.TypeUsageRules;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Frame.FrameBound;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Types window functions, and refuses functions, arguments and clauses that OVER does not support. Frames are checked
 * by {@link WindowFrameCheck}.
 */
final class WindowFunctionTyping {
    private final ExpressionTyping typing;
    private final CallTyping callTyping;

    WindowFunctionTyping(ExpressionTyping typing, CallTyping callTyping) {
        this.typing = typing;
        this.callTyping = callTyping;
    }

    /**
     * Returns the type of a call with OVER. The server considers the result nullable, unless its parser drops OVER.
     *
     * @throws Refusal if the server would refuse the call
     */
    ExpressionType determineType(WindowCall windowCall) {
        Call call = windowCall.function() instanceof AggregateCall aggregateCall
                ? aggregateCall.call()
                : (Call) windowCall.function();
        if (CallRewrites.dropsOver(call)) {
            return typing.determineType(call);
        }
        if (!(CallRewrites.rewrite(call, typing.version()) instanceof Call rewrittenCall)) {
            throw Refusal.ofAnalysisAt(call, ExpressionRule.NO_WINDOW_FUNCTION, Sql.render(call));
        }
        ExpressionType expressionType = windowCall.function() instanceof AggregateCall aggregateCall
                ? callTyping.typeAggregate(aggregateCall, true)
                : callTyping.rewriteAndType(call, true);
        checkWindowClauses(windowCall);
        FunctionEntry function = BuiltinFunctions.resolveEntry(call, typing.version());
        FunctionEntry rewrittenFunction = BuiltinFunctions.resolveEntry(rewrittenCall, typing.version());
        if (rewrittenCall.isDistinct() && !mayBeDistinct(rewrittenFunction, windowCall.frame())) {
            throw Refusal.ofAnalysisAt(
                    windowCall, ExpressionRule.DISTINCT_IN_WINDOW_FUNCTION, Sql.render(windowCall.function()));
        }
        if (function.kind() != Kind.WINDOWED_AGGREGATE
                && !CallRewrites.lowerCaseName(rewrittenCall).equals(CallRewrites.lowerCaseName(call))) {
            // The server's parser replaces no other names of functions with OVER.
            throw Refusal.ofAnalysisAt(
                    call,
                    FunctionRule.NO_MATCHING_FUNCTION,
                    CallRewrites.lowerCaseName(call),
                    formatArgumentTypes(call));
        }
        boolean isUnknownFunction = rewrittenFunction.overloads().isEmpty();
        if (!isUnknownFunction
                && rewrittenFunction.kind() != Kind.WINDOWED_AGGREGATE
                && rewrittenFunction.kind() != Kind.WINDOW) {
            throw Refusal.ofAnalysisAt(
                    windowCall.function(), ExpressionRule.NO_WINDOW_FUNCTION, Sql.render(windowCall.function()));
        }
        function.checkWindowCall(windowCall, call.mapChildren(typing::resolveVariable));
        if (function.hasTrait(FunctionTrait.OFFSET_ROW)) {
            checkDefaultArgument(call);
        }
        Frame frame = windowCall.frame();
        if (frame != null) {
            WindowFrameCheck.check(windowCall, function, frame.mapAmounts(typing::resolveVariable));
        }
        if (function.hasTrait(FunctionTrait.ORDERED_WINDOW)
                && windowCall.orderBy().isEmpty()) {
            typing.recordPlanRefusal(windowCall, ExpressionRule.WINDOW_WITHOUT_ORDER, Sql.render(windowCall));
        }
        boolean countsCombinations = function.hasTrait(FunctionTrait.DISTINCT_OVER)
                && call.isDistinct()
                && call.arguments().size() > 1;
        if ((function.hasTrait(FunctionTrait.UNORDERED_WINDOW) || countsCombinations)
                && !windowCall.orderBy().isEmpty()) {
            typing.recordPlanRefusal(windowCall, ExpressionRule.WINDOW_WITH_ORDER, function.name());
        }
        if (expressionType.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        boolean mayHaveNoRows =
                expressionType.nullCause() == null && !function.hasTrait(FunctionTrait.NEVER_NULL) && mayBeEmpty(frame);
        return ExpressionType.ofNullable(
                        expressionType.type(),
                        mayHaveNoRows
                                ? NullCause.of(NullCause.Kind.EMPTY_FRAME, windowCall.span(), function.name())
                                : expressionType.nullCause())
                .withOperandTypes(expressionType.operandTypes());
    }

    private String formatArgumentTypes(Call call) {
        return call.arguments().stream()
                .map(argument -> typing.determineType(argument).type())
                .map(type -> type == null ? "INVALID_TYPE" : TypeFormat.formatForMessages(type))
                .collect(Collectors.joining(", "));
    }

    private boolean mayBeDistinct(FunctionEntry function, @Nullable Frame frame) {
        return function.hasTrait(FunctionTrait.IGNORES_DISTINCT)
                || (function.hasTrait(FunctionTrait.DISTINCT_OVER)
                        && typing.version().isAtLeast(Version.V4_0)
                        && (frame == null || !frame.isRows()));
    }

    /** Returns whether a frame may have no rows. The default frame and most others contain the current row. */
    private static boolean mayBeEmpty(@Nullable Frame frame) {
        if (frame == null) {
            return false;
        }
        boolean startsAfterCurrentRow = frame.start().kind() == FrameBound.Kind.FOLLOWING;
        boolean endsBeforeCurrentRow = frame.end() != null && frame.end().kind() == FrameBound.Kind.PRECEDING;
        return startsAfterCurrentRow || endsBeforeCurrentRow;
    }

    private void checkWindowClauses(WindowCall windowCall) {
        for (Expression expression : windowCall.partitionBy()) {
            Type type = typing.determineType(expression).type();
            requireNotConstant(windowCall, expression, "PARTITION BY");
            if (type != null && !TypeUsageRules.canPartitionWindows(type)) {
                throw Refusal.ofAnalysisAt(
                        expression,
                        TypeRule.TYPE_UNSUPPORTED,
                        "PARTITION BY of a window function",
                        TypeFormat.formatForShowCreate(type));
            }
        }
        for (Statement.SortItem sortItem : windowCall.orderBy()) {
            Type type = typing.determineType(sortItem.value()).type();
            requireNotConstant(windowCall, sortItem.value(), "ORDER BY");
            if (type != null && !TypeUsageRules.canBeOrdered(type, typing.version())) {
                throw Refusal.ofAnalysisAt(
                        sortItem.value(),
                        TypeRule.TYPE_UNSUPPORTED,
                        "ORDER BY of a window function",
                        TypeFormat.formatForMessages(type));
            }
        }
    }

    /**
     * Checks the default that LEAD and LAG return for a missing row. The server casts the default to the type of the
     * first argument, and refuses it if the result of the cast is nullable. A literal that fits the type is converted
     * without a cast.
     */
    private void checkDefaultArgument(Call call) {
        if (call.arguments().size() != 3 || call.arguments().get(0) instanceof Expression.NullLiteral) {
            return;
        }
        Expression defaultArgument = call.arguments().get(2).unwrap();
        ExpressionType defaultType = typing.determineType(defaultArgument);
        Type returnedType = typing.determineType(call.arguments().get(0)).type();
        if (returnedType == null || defaultType.type() == null) {
            return;
        }
        // The server reads a user variable as the literal of its value.
        boolean isLiteral =
                ExpressionType.isLiteral(defaultArgument) || defaultArgument instanceof Expression.UserVariable;
        if (isLiteral) {
            new LiteralCast(defaultType.type(), returnedType).requireCastable(defaultArgument);
        }
        boolean isAccepted = isLiteral
                ? acceptsLiteral(defaultArgument, defaultType.type(), returnedType)
                : isCastNeverNull(defaultType, defaultType.type(), returnedType);
        if (!isAccepted) {
            throw Refusal.ofAnalysisAt(
                    defaultArgument,
                    FunctionRule.INVALID_ARGUMENTS,
                    "LEAD or LAG",
                    "a default of the type " + TypeFormat.formatForMessages(returnedType));
        }
    }

    /**
     * Returns whether a literal fits a type. An integer fits texts and numbers except smaller integers; beyond BIGINT,
     * it fits no integer. A text fits texts, numbers, and dates if it is one. A decimal fits texts and numbers except
     * LARGEINT, a date texts and dates. Any other literal is cast.
     */
    private static boolean acceptsLiteral(Expression literal, Type literalType, Type returnedType) {
        PrimitiveType literalPrimitive = PrimitiveType.of(literalType);
        PrimitiveType returnedPrimitive = PrimitiveType.of(returnedType);
        if (literal instanceof Expression.StringLiteral text) {
            return returnedPrimitive.isDateOrDatetime()
                    ? ServerDateFormat.isValid(text.value())
                    : returnedPrimitive.isCharacterType() || returnedPrimitive.isNumeric();
        }
        if (literalPrimitive.isFixedPoint()) {
            return returnedPrimitive.isCharacterType()
                    || (returnedPrimitive.isNumeric()
                            && (!returnedPrimitive.isFixedPoint()
                                    || (literalPrimitive != PrimitiveType.LARGEINT
                                            && literalPrimitive.compareTo(returnedPrimitive) <= 0)));
        }
        boolean areNumeric = literalPrimitive.isNumeric() && returnedPrimitive.isNumeric();
        boolean isConverted = areNumeric
                ? returnedPrimitive != PrimitiveType.LARGEINT
                : literalPrimitive.isDateOrDatetime() && returnedPrimitive.isDateOrDatetime();
        return isConverted
                || literalPrimitive.isCharacterType()
                || literalPrimitive == PrimitiveType.NULL_TYPE
                || returnedPrimitive.isCharacterType()
                || CastRules.isUnnecessary(literalType, returnedType)
                || CastRules.isLossless(literalType, returnedType);
    }

    private static boolean isCastNeverNull(ExpressionType expressionType, Type sourceType, Type targetType) {
        return !expressionType.isNullable()
                && (CastRules.isUnnecessary(sourceType, targetType) || CastRules.isLossless(sourceType, targetType));
    }

    private static void requireNotConstant(WindowCall windowCall, Expression expression, String clause) {
        if (ConstantExpressions.isConstant(expression)) {
            throw Refusal.ofAnalysisAt(
                    expression,
                    ExpressionRule.WINDOW_CLAUSE_CONSTANT,
                    clause,
                    Sql.render(expression),
                    Sql.render(windowCall));
        }
    }
}
