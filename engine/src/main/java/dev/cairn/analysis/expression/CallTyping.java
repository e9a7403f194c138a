package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.Combinator;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionEntry.Kind;
import dev.cairn.analysis.function.FunctionResolution;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.function.Invocation;
import dev.cairn.analysis.function.RestrictedPart;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.function.UserFunctions;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Frame.Bound;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Types function calls, and the other constructs that the server reads as calls. */
final class CallTyping {
    private final ExpressionTyping typing;
    private final IntervalArithmetic intervals;
    private final NestedValueTyping nested;

    CallTyping(ExpressionTyping typing, ExpressionText text, NestedValueTyping nested) {
        this.typing = typing;
        this.intervals = new IntervalArithmetic(typing, text);
        this.nested = nested;
    }

    /** Types a plain call, a call with clauses of an aggregate function, a call before OVER, or EXTRACT. */
    ExpressionType of(Expression expression) {
        if (expression instanceof Aggregated aggregated) {
            return aggregated(aggregated, false);
        }
        if (expression instanceof Windowed windowed) {
            return new WindowFunctions(typing, this).of(windowed);
        }
        if (expression instanceof Expression.Extract extract) {
            return call(Call.of(extract.field().text(), List.of(extract.value()), extract.span()), false);
        }
        return call((Call) expression, false);
    }

    boolean isInterval(Expression.Binary binary) {
        return binary.left() instanceof Expression.Interval || binary.right() instanceof Expression.Interval;
    }

    ExpressionType shifted(Expression.Binary binary) {
        return intervals.of(binary);
    }

    ExpressionType call(Call written, boolean windowed) {
        Call bare = bare(written);
        Expression rewritten = CallRewrites.of(bare, typing.version());
        if (rewritten instanceof Expression.Binary binary) {
            return typing.arithmetic(binary, bare);
        }
        if (!(rewritten instanceof Call call)) {
            return typing.of(rewritten);
        }
        FunctionEntry function = BuiltinFunctions.of(call, typing.version());
        if (function.is(FunctionTrait.UNCHECKED)) {
            return typed(call, function.overloads().signatures().get(0), List.of(), false);
        }
        if (function.is(FunctionTrait.UNKNOWN_RESULT)) {
            typing.of(call.arguments());
            return ExpressionType.UNKNOWN;
        }
        if (function.is(FunctionTrait.GROUPING)) {
            return grouping(call);
        }
        ExpressionType special = special(call, function);
        return special == null
                ? invoked(
                        call,
                        CallRewrites.name(call),
                        argumentTyping(call, windowed).of(call.arguments()),
                        0,
                        windowed)
                : special;
    }

    /** A grouping function, whose arguments may have any type. */
    private ExpressionType grouping(Call call) {
        if (call.arguments().isEmpty()) {
            throw Refusal.at(call, ExpressionRule.GROUPING_WITHOUT_ARGUMENT);
        }
        typing.of(call.arguments());
        return ExpressionType.nullable(TypeConstants.BIGINT, null);
    }

    private static Call bare(Call call) {
        List<Expression> arguments = new ArrayList<>(call.arguments().size());
        boolean same = true;
        for (Expression argument : call.arguments()) {
            Expression unwrapped = argument.unwrapped();
            same &= unwrapped == argument;
            arguments.add(unwrapped);
        }
        return same ? call : call.with(arguments);
    }

    private @Nullable ExpressionType special(Call call, FunctionEntry function) {
        ExpressionType shifted = intervals.of(call, function);
        return shifted == null ? nested.withLambda(call, function) : shifted;
    }

    ExpressionType aggregated(Aggregated aggregated, boolean windowed) {
        Expression rewritten = CallRewrites.of(bare(aggregated.call()), typing.version());
        if (!(rewritten instanceof Call call)) {
            return typing.of(rewritten);
        }
        List<Expression> arguments = new ArrayList<>(call.arguments());
        if (aggregated.separator() != null) {
            arguments.set(arguments.size() - 1, aggregated.separator());
        }
        int orderings = 0;
        for (Statement.SortItem item : aggregated.sortedBy()) {
            if (!ConstantExpressions.isConstant(item.value())) {
                arguments.add(item.value());
                orderings++;
            }
        }
        String name = CallRewrites.name(call);
        if (aggregated.filter() != null) {
            name += "_if";
            arguments.add(aggregated.filter());
        }
        Call full = new Call(
                call.function(),
                call.distinct(),
                call.star() && aggregated.filter() == null,
                false,
                arguments,
                aggregated.span());
        return invoked(full, name, argumentTyping(call, windowed).of(arguments), orderings, windowed);
    }

    private ExpressionTyping argumentTyping(Call call, boolean windowed) {
        Scope rows = typing.scope().ofRows();
        boolean aggregate = rows != typing.scope() && !windowed && RestrictedPart.AGGREGATE.is(call);
        return aggregate ? typing.within(rows) : typing;
    }

    private ExpressionType invoked(
            Call call, String name, List<ExpressionType> arguments, int orderings, boolean windowed) {
        List<Type> types = ExpressionType.types(arguments);
        boolean builtIn =
                !BuiltinFunctions.named(name, typing.version()).overloads().isEmpty();
        if (!builtIn && typing.scope().mayKnow(call.function())) {
            return ExpressionType.UNKNOWN;
        }
        if (types == null) {
            requireKnown(call, name);
            requireValues(call, name, arguments);
            return ExpressionType.UNKNOWN;
        }
        Signature own = new UserFunctions(typing.scope()::functions).find(call.function(), types);
        if (own != null && !builtIn) {
            return ofUser(call, own, types, windowed);
        }
        try {
            return builtIn(call, name, arguments, types, orderings, windowed);
        } catch (Refusal refusal) {
            if (own == null) {
                throw refusal;
            }
            return ofUser(call, own, types, windowed);
        }
    }

    /** A name that no function has is refused whatever the types of the arguments are. */
    private void requireKnown(Call call, String name) {
        boolean known = BuiltinFunctions.areNamed(name, typing.version())
                || Combinator.of(name) != null
                || !typing.scope().functions(call.function()).isEmpty();
        if (!known) {
            String types =
                    String.join(", ", Collections.nCopies(call.arguments().size(), "INVALID_TYPE"));
            throw Refusal.at(call, FunctionRule.NO_MATCHING_FUNCTION, name, types);
        }
    }

    /** An interval has no type, so that no function takes it; the calls that may have one are rewritten before. */
    private static void requireValues(Call call, String name, List<ExpressionType> arguments) {
        if (call.arguments().stream().noneMatch(Expression.Interval.class::isInstance)) {
            return;
        }
        List<String> types = new ArrayList<>(arguments.size());
        for (ExpressionType argument : arguments) {
            types.add(argument.type() == null ? PrimitiveType.INVALID_TYPE.name() : TypeText.shown(argument.type()));
        }
        throw Refusal.at(call, FunctionRule.NO_MATCHING_FUNCTION, name, String.join(", ", types));
    }

    private ExpressionType ofUser(Call call, Signature signature, List<Type> types, boolean windowed) {
        if (signature.kind() == FunctionEntry.Kind.TABLE) {
            throw Refusal.at(call, FunctionRule.TABLE_FUNCTION_IN_EXPRESSION);
        }
        if (windowed && signature.kind() != FunctionEntry.Kind.WINDOWED) {
            throw Refusal.at(call, ExpressionRule.NO_WINDOW_FUNCTION, Sql.render(call));
        }
        typing.report(call, signature, types);
        return typed(call, signature, List.of(), false).casting(signature.casts(types));
    }

    private ExpressionType builtIn(
            Call call, String name, List<ExpressionType> arguments, List<Type> types, int orderings, boolean windowed) {
        Invocation invocation = new Invocation(
                call,
                name,
                call.arguments(),
                types,
                call.distinct(),
                call.star(),
                orderings,
                windowed,
                typing.version());
        invocation.function().checkArguments(invocation);
        ExpressionType combined = Combinator.typeOf(invocation, arguments);
        List<ExpressionType> values = arguments.subList(0, arguments.size() - orderings);
        if (combined != null) {
            return combined.withCause(NullCauses.ofCombinator(call, name, values));
        }
        Signature signature = FunctionResolution.of(invocation);
        FunctionResolution.check(invocation, signature);
        typing.report(call, signature, types);
        boolean emptyGroups =
                !windowed && signature.kind().aggregate() && typing.scope().hasEmptyGroups();
        return typed(call, signature, values, emptyGroups).casting(signature.casts(types));
    }

    private static ExpressionType typed(
            Call call, Signature signature, List<ExpressionType> arguments, boolean emptyGroups) {
        if (!(signature.result() instanceof SignatureType.Of result)) {
            return ExpressionType.UNKNOWN;
        }
        boolean nullable = signature.nullable();
        if (signature.function().is(FunctionTrait.NULL_OF_NULL)) {
            nullable = arguments.stream().anyMatch(ExpressionTyping::mayBeNull);
        }
        NullCause cause = NullCauses.ofCall(call, signature, arguments, emptyGroups);
        return ExpressionType.of(result.type(), nullable, cause);
    }

    /**
     * Arithmetic on dates and intervals: {@code d + INTERVAL 1 DAY}, {@code date_sub(d, 1)},
     * {@code timestampdiff(DAY, a, b)}.
     */
    private static final class IntervalArithmetic {
        private final ExpressionTyping typing;
        private final ExpressionText text;

        IntervalArithmetic(ExpressionTyping typing, ExpressionText text) {
            this.typing = typing;
            this.text = text;
        }

        ExpressionType of(Expression.Binary binary) {
            boolean first = binary.left() instanceof Expression.Interval;
            Expression date = first ? binary.right() : binary.left();
            Expression.Interval interval = (Expression.Interval) (first ? binary.left() : binary.right());
            String suffix = binary.operator() == Operator.PLUS ? "add" : "sub";
            return of(binary, date, interval.amount(), interval.unit() + "S_" + suffix);
        }

        /** Returns null for a call of another function. */
        @Nullable
        ExpressionType of(Call call, FunctionEntry function) {
            List<Expression> arguments = call.arguments();
            boolean adds = function.is(FunctionTrait.ADDS_INTERVAL);
            if (function.is(FunctionTrait.WITH_UNIT)) {
                if (arguments.size() != 3) {
                    return null;
                }
                String unit = arguments.get(0) instanceof Expression.Unit word ? word.word() : "";
                return of(call, arguments.get(2), arguments.get(1), unit + (adds ? "S_add" : "S_diff"));
            }
            return function.shiftsDates()
                            && arguments.size() == 2
                            && arguments.get(1) instanceof Expression.Interval interval
                    ? of(call, arguments.get(0), interval.amount(), interval.unit() + (adds ? "S_add" : "S_sub"))
                    : null;
        }

        private ExpressionType of(Expression place, Expression date, Expression amount, String function) {
            ExpressionType shifted = typing.of(date);
            ExpressionType by = typing.of(amount);
            requireDate(date, shifted);
            boolean difference = function.endsWith("diff");
            if (difference) {
                requireDate(amount, by);
            }
            if (by.type() == null) {
                return ExpressionType.UNKNOWN;
            }
            List<Type> types = List.of(TypeConstants.DATETIME, difference ? TypeConstants.DATETIME : by.type());
            Signature found = BuiltinFunctions.named(function.toLowerCase(Locale.ROOT), typing.version())
                    .overloads()
                    .find(types);
            if (found == null || !(found.result() instanceof SignatureType.Of result)) {
                throw Refusal.at(place, FunctionRule.NO_MATCHING_FUNCTION, function, FunctionResolution.shown(types));
            }
            Call call = Call.of(function.toLowerCase(Locale.ROOT), List.of(date, amount), place.span());
            typing.report(call, found, types);
            NullCause cause = NullCauses.ofCast(date, shifted, TypeConstants.DATETIME);
            if (cause == null) {
                Type parameter = difference ? TypeConstants.DATETIME : TypeConstants.INT;
                cause = NullCauses.ofCast(amount, by, parameter);
            }
            return ExpressionType.nullable(result.type(), cause).casting(found.casts(types));
        }

        private void requireDate(Expression value, ExpressionType typed) {
            Type type = typed.type();
            if (type != null && !Casts.isPossible(type, TypeConstants.DATETIME)) {
                throw Refusal.analysis(
                        Span.NONE, ExpressionRule.CANNOT_CAST_TO_DATETIME, text.quoted(value), TypeText.named(type));
            }
        }
    }

    /** Types window functions. */
    private static final class WindowFunctions {
        private final ExpressionTyping typing;
        private final CallTyping calls;

        WindowFunctions(ExpressionTyping typing, CallTyping calls) {
            this.typing = typing;
            this.calls = calls;
        }

        ExpressionType of(Windowed windowed) {
            Call call = windowed.function() instanceof Aggregated aggregated
                    ? aggregated.call()
                    : (Call) windowed.function();
            if (CallRewrites.losesOver(call)) {
                return typing.of(call);
            }
            if (!(CallRewrites.of(call, typing.version()) instanceof Call parsed)) {
                throw Refusal.at(call, ExpressionRule.NO_WINDOW_FUNCTION, Sql.render(call));
            }
            ExpressionType typed = windowed.function() instanceof Aggregated aggregated
                    ? calls.aggregated(aggregated, true)
                    : calls.call(call, true);
            checkOver(windowed);
            FunctionEntry function = BuiltinFunctions.of(call, typing.version());
            FunctionEntry called = BuiltinFunctions.of(parsed, typing.version());
            if (parsed.distinct() && !mayBeDistinct(called, windowed.frame())) {
                throw Refusal.at(windowed, ExpressionRule.DISTINCT_IN_WINDOW_FUNCTION, Sql.render(windowed.function()));
            }
            boolean unknown = called.overloads().isEmpty();
            if (!unknown && called.kind() != Kind.WINDOWED && called.kind() != Kind.WINDOW) {
                throw Refusal.at(
                        windowed.function(), ExpressionRule.NO_WINDOW_FUNCTION, Sql.render(windowed.function()));
            }
            function.checkOver(windowed, call);
            if (function.is(FunctionTrait.OFFSET_ROW)) {
                checkDefault(call);
            }
            Frame frame = windowed.frame();
            if (frame != null) {
                checkFrame(windowed, function, frame);
            }
            if (typed.type() == null) {
                return ExpressionType.UNKNOWN;
            }
            boolean empty = typed.cause() == null && !function.is(FunctionTrait.NEVER_NULL) && mayBeEmpty(frame);
            return ExpressionType.nullable(
                            typed.type(),
                            empty
                                    ? NullCause.of(NullCause.Kind.EMPTY_FRAME, windowed.span(), function.name())
                                    : typed.cause())
                    .casting(typed.operands());
        }

        private boolean mayBeDistinct(FunctionEntry function, @Nullable Frame frame) {
            return function.is(FunctionTrait.IGNORES_DISTINCT)
                    || (function.is(FunctionTrait.DISTINCT_OVER)
                            && typing.version().atLeast(Version.V4_0)
                            && (frame == null || !frame.rows()));
        }

        /** Whether a frame may have no rows. Without a frame, and with most of them, the current row is one of them. */
        private static boolean mayBeEmpty(@Nullable Frame frame) {
            if (frame == null) {
                return false;
            }
            boolean later = frame.from().kind() == Bound.Kind.FOLLOWING;
            boolean earlier = frame.to() != null && frame.to().kind() == Bound.Kind.PRECEDING;
            return later || earlier;
        }

        private void checkOver(Windowed windowed) {
            for (Expression expression : windowed.partitionBy()) {
                Type type = typing.of(expression).type();
                requireColumn(windowed, expression, "PARTITION BY");
                if (type != null && !TypeTraits.canPartition(type)) {
                    throw Refusal.at(expression, ExpressionRule.TYPE_IN_WINDOW_PARTITION, TypeText.shown(type));
                }
            }
            for (Statement.SortItem item : windowed.orderBy()) {
                Type type = typing.of(item.value()).type();
                requireColumn(windowed, item.value(), "ORDER BY");
                if (type != null && !TypeTraits.canOrder(type, typing.version())) {
                    throw Refusal.at(item.value(), ExpressionRule.TYPE_IN_WINDOW_ORDER, TypeText.named(type));
                }
            }
        }

        /**
         * Checks the value for missing rows. The server casts it to the type of the first argument, and refuses every
         * nullable result of the cast; literals are converted without one if they fit.
         */
        private void checkDefault(Call call) {
            if (call.arguments().size() != 3 || call.arguments().get(0) instanceof Expression.Null) {
                return;
            }
            Expression value = call.arguments().get(2).unwrapped();
            ExpressionType typed = typing.of(value);
            Type type = typing.of(call.arguments().get(0)).type();
            if (type == null || typed.type() == null) {
                return;
            }
            boolean kept = ExpressionType.isLiteral(value)
                    ? keepsLiteral(typed.type(), type)
                    : isNeverNull(value, typed, typed.type(), type);
            if (!kept) {
                throw Refusal.analysis(Span.NONE, ExpressionRule.WINDOW_DEFAULT_TYPE, TypeText.named(type));
            }
        }

        /** An integer is converted to numbers only, and not to a smaller type. */
        private static boolean keepsLiteral(Type literal, Type type) {
            PrimitiveType from = PrimitiveType.of(literal);
            PrimitiveType to = PrimitiveType.of(type);
            return !from.isFixedPoint()
                    || to.isCharacters()
                    || (to.isNumeric() && (!to.isFixedPoint() || from.compareTo(to) <= 0));
        }

        private static boolean isNeverNull(Expression value, ExpressionType typed, Type from, Type to) {
            return Casts.isUnnecessary(from, to)
                    ? value instanceof Expression.Reference || !typed.nullable()
                    : !typed.nullable() && Casts.keepsAll(from, to);
        }

        private static void requireColumn(Windowed windowed, Expression expression, String clause) {
            if (ConstantExpressions.isConstant(expression)) {
                throw Refusal.at(
                        expression,
                        ExpressionRule.WINDOW_CLAUSE_CONSTANT,
                        clause,
                        Sql.render(expression),
                        Sql.render(windowed));
            }
        }

        private static void checkFrame(Windowed windowed, FunctionEntry function, Frame frame) {
            if (function.is(FunctionTrait.WITHOUT_FRAME)) {
                throw Refusal.at(windowed, ExpressionRule.WINDOW_FRAME_NOT_ALLOWED, Sql.render(windowed.function()));
            }
            if (windowed.orderBy().isEmpty()) {
                throw Refusal.at(windowed, ExpressionRule.WINDOW_FRAME_WITHOUT_ORDER, Sql.render(windowed));
            }
            check(windowed, frame);
        }

        // The combinations of bounds that the server accepts, as in ROWS BETWEEN 1 PRECEDING AND CURRENT ROW.

        private static final Bound CURRENT_ROW = new Bound(Bound.Kind.CURRENT_ROW, null);

        private static void check(Windowed windowed, Frame frame) {
            Bound from = frame.from();
            Bound to = Objects.requireNonNullElse(frame.to(), CURRENT_ROW);
            if (frame.to() == null && from.kind() == Bound.Kind.FOLLOWING) {
                throw refused(windowed, ExpressionRule.FOLLOWING_WITHOUT_BETWEEN);
            }
            if (from.kind() == Bound.Kind.UNBOUNDED_FOLLOWING) {
                throw refused(windowed, ExpressionRule.UNBOUNDED_FOLLOWING_AS_LOWER_BOUND);
            }
            if (to.kind() == Bound.Kind.UNBOUNDED_PRECEDING) {
                throw refused(windowed, ExpressionRule.UNBOUNDED_PRECEDING_AS_UPPER_BOUND);
            }
            if (frame.rows()) {
                requireRows(windowed, from);
                requireRows(windowed, to);
            } else {
                requireRange(windowed, from, to);
            }
            requireOrder(windowed, from, to);
        }

        private static void requireRange(Windowed windowed, Bound from, Bound to) {
            boolean rowOnly = from.kind() == Bound.Kind.CURRENT_ROW && to.kind() == Bound.Kind.CURRENT_ROW;
            if (isOffset(from) || isOffset(to) || rowOnly) {
                throw refused(windowed, ExpressionRule.RANGE_WITH_OFFSET);
            }
        }

        private static void requireRows(Windowed windowed, Bound bound) {
            Expression amount = bound.amount();
            if (amount == null) {
                return;
            }
            Long value = amount.integerValue();
            if (value == null || value <= 0) {
                throw refused(
                        windowed,
                        ExpressionRule.ROWS_OFFSET_NOT_POSITIVE,
                        Sql.render(amount),
                        bound.kind().name());
            }
        }

        private static void requireOrder(Windowed windowed, Bound from, Bound to) {
            if (from.kind() == Bound.Kind.FOLLOWING && to.kind() != Bound.Kind.UNBOUNDED_FOLLOWING) {
                if (to.kind() != Bound.Kind.FOLLOWING) {
                    throw refused(windowed, ExpressionRule.FOLLOWING_NEEDS_FOLLOWING);
                }
                requireAscending(windowed, from, to);
            }
            if (to.kind() == Bound.Kind.PRECEDING && from.kind() != Bound.Kind.UNBOUNDED_PRECEDING) {
                if (from.kind() != Bound.Kind.PRECEDING) {
                    throw refused(windowed, ExpressionRule.PRECEDING_NEEDS_PRECEDING);
                }
                requireAscending(windowed, to, from);
            }
        }

        private static void requireAscending(Windowed windowed, Bound nearer, Bound farther) {
            Long near = nearer.amount() == null ? null : nearer.amount().integerValue();
            Long far = farther.amount() == null ? null : farther.amount().integerValue();
            if (near != null && far != null && near > far) {
                throw refused(windowed, ExpressionRule.OFFSETS_IN_WRONG_ORDER);
            }
        }

        private static boolean isOffset(Bound bound) {
            return bound.kind() == Bound.Kind.PRECEDING || bound.kind() == Bound.Kind.FOLLOWING;
        }

        private static Refusal refused(Windowed windowed, RefusalRule rule, Object... arguments) {
            return Refusal.at(windowed, rule, arguments);
        }
    }
}
