package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionEntry.Kind;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Frame.FrameBound;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Types window functions, and refuses functions, arguments, clauses and frames that OVER does not support. */
final class WindowFunctionTyping {
    private final ExpressionTyping typing;
    private final CallTyping callTyping;

    WindowFunctionTyping(ExpressionTyping typing, CallTyping callTyping) {
        this.typing = typing;
        this.callTyping = callTyping;
    }

    ExpressionType determineType(WindowCall windowCall) {
        Call call = windowCall.function() instanceof AggregateCall aggregateCall
                ? aggregateCall.call()
                : (Call) windowCall.function();
        if (CallRewrites.dropsOver(call)) {
            return typing.determineType(call);
        }
        if (!(CallRewrites.rewrite(call, typing.version()) instanceof Call rewrittenCall)) {
            throw Refusal.analysisAt(call, ExpressionRule.NO_WINDOW_FUNCTION, Sql.render(call));
        }
        ExpressionType expressionType = windowCall.function() instanceof AggregateCall aggregateCall
                ? callTyping.typeAggregate(aggregateCall, true)
                : callTyping.typeWrittenCall(call, true);
        checkOver(windowCall);
        FunctionEntry function = BuiltinFunctions.entryOf(call, typing.version());
        FunctionEntry rewrittenFunction = BuiltinFunctions.entryOf(rewrittenCall, typing.version());
        if (rewrittenCall.isDistinct() && !mayBeDistinct(rewrittenFunction, windowCall.frame())) {
            throw Refusal.analysisAt(
                    windowCall, ExpressionRule.DISTINCT_IN_WINDOW_FUNCTION, Sql.render(windowCall.function()));
        }
        boolean isUnknown = rewrittenFunction.overloads().isEmpty();
        if (!isUnknown && rewrittenFunction.kind() != Kind.WINDOWED && rewrittenFunction.kind() != Kind.WINDOW) {
            throw Refusal.analysisAt(
                    windowCall.function(), ExpressionRule.NO_WINDOW_FUNCTION, Sql.render(windowCall.function()));
        }
        function.checkOver(windowCall, call);
        if (function.hasTrait(FunctionTrait.OFFSET_ROW)) {
            checkDefault(call);
        }
        Frame frame = windowCall.frame();
        if (frame != null) {
            checkFrame(windowCall, function, frame);
        }
        if (expressionType.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        boolean mayHaveNoRows =
                expressionType.cause() == null && !function.hasTrait(FunctionTrait.NEVER_NULL) && mayHaveNoRows(frame);
        return ExpressionType.ofNullable(
                        expressionType.type(),
                        mayHaveNoRows
                                ? NullCause.of(NullCause.Kind.EMPTY_FRAME, windowCall.span(), function.name())
                                : expressionType.cause())
                .withCasts(expressionType.operands());
    }

    private boolean mayBeDistinct(FunctionEntry function, @Nullable Frame frame) {
        return function.hasTrait(FunctionTrait.IGNORES_DISTINCT)
                || (function.hasTrait(FunctionTrait.DISTINCT_OVER)
                        && typing.version().atLeast(Version.V4_0)
                        && (frame == null || !frame.countsRows()));
    }

    /** Whether a frame may have no rows. The default frame and most others contain the current row. */
    private static boolean mayHaveNoRows(@Nullable Frame frame) {
        if (frame == null) {
            return false;
        }
        boolean startsAfterRow = frame.start().kind() == FrameBound.Kind.FOLLOWING;
        boolean endsBeforeRow = frame.end() != null && frame.end().kind() == FrameBound.Kind.PRECEDING;
        return startsAfterRow || endsBeforeRow;
    }

    private void checkOver(WindowCall windowCall) {
        for (Expression expression : windowCall.partitionBy()) {
            Type type = typing.determineType(expression).type();
            requireNotConstant(windowCall, expression, "PARTITION BY");
            if (type != null && !TypeTraits.canPartition(type)) {
                throw Refusal.analysisAt(
                        expression,
                        TypeRule.TYPE_UNSUPPORTED,
                        "PARTITION BY of a window function",
                        TypeFormat.formatForShowCreate(type));
            }
        }
        for (Statement.SortItem item : windowCall.orderBy()) {
            Type type = typing.determineType(item.value()).type();
            requireNotConstant(windowCall, item.value(), "ORDER BY");
            if (type != null && !TypeTraits.canOrder(type, typing.version())) {
                throw Refusal.analysisAt(
                        item.value(),
                        TypeRule.TYPE_UNSUPPORTED,
                        "ORDER BY of a window function",
                        TypeFormat.formatForMessages(type));
            }
        }
    }

    /**
     * Checks the default that LEAD and LAG return for a missing row. The server casts it to the type of the first
     * argument, and refuses a nullable result of the cast; a literal that fits is converted without a cast.
     */
    private void checkDefault(Call call) {
        if (call.arguments().size() != 3 || call.arguments().get(0) instanceof Expression.Null) {
            return;
        }
        Expression value = call.arguments().get(2).unwrap();
        ExpressionType expressionType = typing.determineType(value);
        Type type = typing.determineType(call.arguments().get(0)).type();
        if (type == null || expressionType.type() == null) {
            return;
        }
        // The server reads a user variable as the literal of its value.
        boolean isLiteral = ExpressionType.isLiteral(value) || value instanceof Expression.UserVariable;
        boolean isAccepted = isLiteral
                ? acceptsLiteral(expressionType.type(), type)
                : isNeverNull(value, expressionType, expressionType.type(), type);
        if (!isAccepted) {
            throw Refusal.analysisAt(
                    value,
                    FunctionRule.ARGUMENT,
                    "LEAD or LAG",
                    "a default of the type " + TypeFormat.formatForMessages(type));
        }
    }

    /** Whether a literal fits a type. An integer fits texts and numbers but smaller integers; others always fit. */
    private static boolean acceptsLiteral(Type literal, Type type) {
        PrimitiveType source = PrimitiveType.of(literal);
        PrimitiveType target = PrimitiveType.of(type);
        return !source.isFixedPoint()
                || target.isCharacters()
                || (target.isNumeric() && (!target.isFixedPoint() || source.compareTo(target) <= 0));
    }

    private static boolean isNeverNull(
            Expression value, ExpressionType expressionType, Type sourceType, Type targetType) {
        return Casts.isUnnecessary(sourceType, targetType)
                ? value instanceof Expression.Reference || !expressionType.isNullable()
                : !expressionType.isNullable() && Casts.isLossless(sourceType, targetType);
    }

    private static void requireNotConstant(WindowCall windowCall, Expression expression, String clause) {
        if (ConstantExpressions.isConstant(expression)) {
            throw Refusal.analysisAt(
                    expression,
                    ExpressionRule.WINDOW_CLAUSE_CONSTANT,
                    clause,
                    Sql.render(expression),
                    Sql.render(windowCall));
        }
    }

    private static void checkFrame(WindowCall windowCall, FunctionEntry function, Frame frame) {
        if (function.hasTrait(FunctionTrait.WITHOUT_FRAME)) {
            throw Refusal.analysisAt(
                    windowCall, ExpressionRule.WINDOW_FRAME, Sql.render(windowCall.function()) + " has none");
        }
        if (windowCall.orderBy().isEmpty()) {
            throw Refusal.analysisAt(windowCall, ExpressionRule.WINDOW_FRAME, "it needs ORDER BY");
        }
        checkBounds(windowCall, frame);
    }

    // The combinations of bounds that the server accepts, as in ROWS BETWEEN 1 PRECEDING AND CURRENT ROW.

    private static final FrameBound CURRENT_ROW = new FrameBound(FrameBound.Kind.CURRENT_ROW, null);

    private static void checkBounds(WindowCall windowCall, Frame frame) {
        FrameBound start = frame.start();
        FrameBound end = Objects.requireNonNullElse(frame.end(), CURRENT_ROW);
        if (frame.end() == null && start.kind() == FrameBound.Kind.FOLLOWING) {
            throw createRefusal(windowCall, ExpressionRule.WINDOW_FRAME, "FOLLOWING needs BETWEEN");
        }
        if (start.kind() == FrameBound.Kind.UNBOUNDED_FOLLOWING) {
            throw createRefusal(windowCall, ExpressionRule.WINDOW_FRAME, "UNBOUNDED FOLLOWING is only an upper bound");
        }
        if (end.kind() == FrameBound.Kind.UNBOUNDED_PRECEDING) {
            throw createRefusal(windowCall, ExpressionRule.WINDOW_FRAME, "UNBOUNDED PRECEDING is only a lower bound");
        }
        if (frame.countsRows()) {
            requireRows(windowCall, start);
            requireRows(windowCall, end);
        } else {
            requireRange(windowCall, start, end);
        }
        requireOrderedBounds(windowCall, start, end);
    }

    private static void requireRange(WindowCall windowCall, FrameBound start, FrameBound end) {
        boolean isCurrentRowOnly =
                start.kind() == FrameBound.Kind.CURRENT_ROW && end.kind() == FrameBound.Kind.CURRENT_ROW;
        if (isOffset(start) || isOffset(end) || isCurrentRowOnly) {
            throw createRefusal(
                    windowCall, ExpressionRule.WINDOW_FRAME, "the bounds of RANGE are UNBOUNDED or CURRENT ROW");
        }
    }

    private static void requireRows(WindowCall windowCall, FrameBound bound) {
        Expression amount = bound.amount();
        if (amount == null) {
            return;
        }
        Long value = amount.integerValue();
        if (value == null || value <= 0) {
            throw createRefusal(
                    windowCall,
                    ExpressionRule.WINDOW_FRAME,
                    "the offset of ROWS must be a positive integer, not " + Sql.render(amount));
        }
    }

    private static void requireOrderedBounds(WindowCall windowCall, FrameBound start, FrameBound end) {
        if (start.kind() == FrameBound.Kind.FOLLOWING && end.kind() != FrameBound.Kind.UNBOUNDED_FOLLOWING) {
            if (end.kind() != FrameBound.Kind.FOLLOWING) {
                throw createRefusal(
                        windowCall,
                        ExpressionRule.WINDOW_FRAME,
                        "after FOLLOWING, the upper bound must be FOLLOWING, too");
            }
            requireNotBeyond(windowCall, start, end);
        }
        if (end.kind() == FrameBound.Kind.PRECEDING && start.kind() != FrameBound.Kind.UNBOUNDED_PRECEDING) {
            if (start.kind() != FrameBound.Kind.PRECEDING) {
                throw createRefusal(
                        windowCall,
                        ExpressionRule.WINDOW_FRAME,
                        "before PRECEDING, the lower bound must be PRECEDING, too");
            }
            requireNotBeyond(windowCall, end, start);
        }
    }

    private static void requireNotBeyond(WindowCall windowCall, FrameBound nearer, FrameBound farther) {
        Long nearerOffset = nearer.amount() == null ? null : nearer.amount().integerValue();
        Long fartherOffset = farther.amount() == null ? null : farther.amount().integerValue();
        if (nearerOffset != null && fartherOffset != null && nearerOffset > fartherOffset) {
            throw createRefusal(windowCall, ExpressionRule.WINDOW_FRAME, "the lower bound is above the upper one");
        }
    }

    private static boolean isOffset(FrameBound bound) {
        return bound.kind() == FrameBound.Kind.PRECEDING || bound.kind() == FrameBound.Kind.FOLLOWING;
    }

    private static Refusal createRefusal(WindowCall windowCall, RefusalRule rule, Object... arguments) {
        return Refusal.analysisAt(windowCall, rule, arguments);
    }
}
