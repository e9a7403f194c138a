package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.Combinator;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionResolution;
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
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Types function calls, and the other constructs that the server reads as calls. */
final class CallTyping {
    private final ExpressionTyping typing;
    private final IntervalArithmetic intervals;
    private final HigherOrderFunctions higherOrder;

    CallTyping(ExpressionTyping typing, ExpressionText text) {
        this.typing = typing;
        this.intervals = new IntervalArithmetic(typing, text);
        this.higherOrder = new HigherOrderFunctions(typing);
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
            return call(
                    new Call(
                            QualifiedName.of(extract.field().text()),
                            false,
                            false,
                            false,
                            List.of(extract.value()),
                            extract.span()),
                    false);
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
        Expression rewritten = CallRewrites.of(bare);
        if (rewritten instanceof Expression.Binary binary) {
            return typing.arithmetic(binary, bare);
        }
        if (!(rewritten instanceof Call call)) {
            return typing.of(rewritten);
        }
        FunctionEntry function = BuiltinFunctions.of(call);
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
        return same
                ? call
                : new Call(call.function(), call.distinct(), call.star(), call.bare(), arguments, call.span());
    }

    private @Nullable ExpressionType special(Call call, FunctionEntry function) {
        ExpressionType shifted = intervals.of(call, function);
        return shifted == null ? higherOrder.of(call, function) : shifted;
    }

    ExpressionType aggregated(Aggregated aggregated, boolean windowed) {
        Expression rewritten = CallRewrites.of(bare(aggregated.call()));
        if (!(rewritten instanceof Call call)) {
            return typing.of(rewritten);
        }
        List<Expression> arguments = new ArrayList<>(call.arguments());
        if (aggregated.separator() != null) {
            arguments.set(arguments.size() - 1, aggregated.separator());
        }
        int orderings = 0;
        for (Statement.SortItem item : aggregated.orderBy()) {
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
        boolean builtIn = !BuiltinFunctions.named(name).overloads().isEmpty();
        if (!builtIn && typing.scope().mayKnow(call.function())) {
            return ExpressionType.UNKNOWN;
        }
        if (types == null) {
            requireKnown(call, name);
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
        boolean known = BuiltinFunctions.areNamed(name)
                || Combinator.of(name) != null
                || !typing.scope().functions(call.function()).isEmpty();
        if (!known) {
            String types =
                    String.join(", ", Collections.nCopies(call.arguments().size(), "INVALID_TYPE"));
            throw Refusal.at(call, ExpressionRule.NO_MATCHING_FUNCTION, name, types);
        }
    }

    private ExpressionType ofUser(Call call, Signature signature, List<Type> types, boolean windowed) {
        if (signature.kind() == FunctionEntry.Kind.TABLE) {
            throw Refusal.at(call, ExpressionRule.TABLE_FUNCTION_IN_EXPRESSION);
        }
        if (windowed && signature.kind() != FunctionEntry.Kind.WINDOWED) {
            throw Refusal.at(call, ExpressionRule.NO_WINDOW_FUNCTION, Sql.render(call));
        }
        typing.report(call, signature, types);
        return typed(call, signature, List.of(), false);
    }

    private ExpressionType builtIn(
            Call call, String name, List<ExpressionType> arguments, List<Type> types, int orderings, boolean windowed) {
        Invocation invocation =
                new Invocation(call, name, call.arguments(), types, call.distinct(), call.star(), orderings, windowed);
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
        return typed(call, signature, values, emptyGroups);
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
            Signature found = BuiltinFunctions.named(function.toLowerCase(Locale.ROOT))
                    .overloads()
                    .find(types);
            if (found == null || !(found.result() instanceof SignatureType.Of result)) {
                throw Refusal.at(place, ExpressionRule.NO_MATCHING_FUNCTION, function, FunctionResolution.shown(types));
            }
            Call call = CallRewrites.call(function.toLowerCase(Locale.ROOT), List.of(date, amount), place.span());
            typing.report(call, found, types);
            NullCause cause = NullCauses.ofCast(date, shifted, TypeConstants.DATETIME);
            if (cause == null) {
                Type parameter = difference ? TypeConstants.DATETIME : TypeConstants.INT;
                cause = NullCauses.ofCast(amount, by, parameter);
            }
            return ExpressionType.nullable(result.type(), cause);
        }

        private void requireDate(Expression value, ExpressionType typed) {
            Type type = typed.type();
            if (type != null && !Casts.isPossible(type, TypeConstants.DATETIME)) {
                throw Refusal.analysis(
                        Span.NONE, ExpressionRule.CANNOT_CAST_TO_DATETIME, text.quoted(value), TypeText.named(type));
            }
        }
    }
}
