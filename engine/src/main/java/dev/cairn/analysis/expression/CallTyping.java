package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.Combinator;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionResolution;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.function.TypedCall;
import dev.cairn.analysis.function.UserFunctions;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
    ExpressionType determineType(Expression expression) {
        if (expression instanceof Aggregated aggregated) {
            return typeAggregate(aggregated, false);
        }
        if (expression instanceof Windowed windowed) {
            return new WindowFunctionTyping(typing, this).determineType(windowed);
        }
        if (expression instanceof Expression.Extract extract) {
            return typeWrittenCall(Call.of(extract.field().text(), List.of(extract.value()), extract.span()), false);
        }
        return typeWrittenCall((Call) expression, false);
    }

    ExpressionType typeIntervalSum(Expression.Binary binary) {
        return intervals.determineType(binary);
    }

    ExpressionType typeWrittenCall(Call writtenCall, boolean windowed) {
        Call bareCall = unwrapArguments(writtenCall);
        Expression rewritten = CallRewrites.rewrite(bareCall, typing.version());
        if (rewritten instanceof Expression.Binary binary) {
            return typing.typeArithmetic(binary, bareCall);
        }
        if (!(rewritten instanceof Call call)) {
            return typing.determineType(rewritten);
        }
        FunctionEntry function = BuiltinFunctions.entryOf(call, typing.version());
        if (function.is(FunctionTrait.UNCHECKED)) {
            return resultType(call, function.overloads().signatures().get(0), List.of(), false);
        }
        if (function.is(FunctionTrait.READS_DICTIONARY_TABLE)) {
            return new DictionaryTyping(typing).determineType(call);
        }
        if (function.is(FunctionTrait.UNKNOWN_RESULT)) {
            typing.determineType(call.arguments());
            return ExpressionType.UNKNOWN;
        }
        if (function.is(FunctionTrait.GROUPING)) {
            return typeGrouping(call);
        }
        if (call.arguments().stream().anyMatch(Expression.Interval.class::isInstance)) {
            requireKnownName(
                    call,
                    CallRewrites.lowerCaseName(call)); // before the interval is refused as an argument of a known one
        }
        ExpressionType special = typeSpecial(call, function);
        return special == null
                ? typeCall(
                        call,
                        CallRewrites.lowerCaseName(call),
                        argumentTyping(call, windowed).determineType(call.arguments()),
                        0,
                        windowed)
                : special;
    }

    /** Types a call of a grouping function, whose arguments may have any type. */
    private ExpressionType typeGrouping(Call call) {
        if (call.arguments().isEmpty()) {
            throw Refusal.analysisAt(call, FunctionRule.ARGUMENT, "GROUPING", "at least one argument");
        }
        typing.determineType(call.arguments());
        return ExpressionType.nullable(TypeConstants.BIGINT, null);
    }

    private static Call unwrapArguments(Call call) {
        List<Expression> arguments = new ArrayList<>(call.arguments().size());
        boolean same = true;
        for (Expression argument : call.arguments()) {
            Expression unwrapped = argument.unwrap();
            same &= unwrapped == argument;
            arguments.add(unwrapped);
        }
        return same ? call : call.with(arguments);
    }

    private @Nullable ExpressionType typeSpecial(Call call, FunctionEntry function) {
        ExpressionType shifted = intervals.determineType(call, function);
        return shifted == null ? nested.typeLambdaCall(call, function) : shifted;
    }

    ExpressionType typeAggregate(Aggregated aggregated, boolean windowed) {
        Expression rewritten = CallRewrites.rewrite(unwrapArguments(aggregated.call()), typing.version());
        if (!(rewritten instanceof Call call)) {
            return typing.determineType(rewritten);
        }
        List<Expression> arguments = new ArrayList<>(call.arguments());
        if (aggregated.separator() != null) {
            arguments.set(arguments.size() - 1, aggregated.separator());
        }
        int orderings = 0;
        for (Statement.SortItem item : aggregated.sortItems()) {
            if (!ConstantExpressions.isConstant(item.value())) {
                arguments.add(item.value());
                orderings++;
            }
        }
        String name = CallRewrites.lowerCaseName(call);
        if (aggregated.filter() != null) {
            name += "_if";
            arguments.add(aggregated.filter());
        }
        Call fullCall = new Call(
                call.function(),
                call.distinct(),
                call.hasStar() && aggregated.filter() == null,
                false,
                arguments,
                aggregated.span());
        return typeCall(fullCall, name, argumentTyping(call, windowed).determineType(arguments), orderings, windowed);
    }

    private ExpressionTyping argumentTyping(Call call, boolean windowed) {
        Scope rows = typing.scope().rowScope();
        boolean aggregate = rows != typing.scope() && !windowed && RestrictedExpression.AGGREGATE.matches(call);
        return aggregate ? typing.withScope(rows) : typing;
    }

    private ExpressionType typeCall(
            Call call, String name, List<ExpressionType> arguments, int orderings, boolean windowed) {
        List<Type> types = ExpressionType.types(arguments);
        boolean builtIn =
                !BuiltinFunctions.entry(name, typing.version()).overloads().isEmpty();
        if (!builtIn && typing.scope().mayHaveFunction(call.function())) {
            return ExpressionType.UNKNOWN;
        }
        if (types == null) {
            requireKnownName(call, name);
            return ExpressionType.UNKNOWN;
        }
        Signature ownSignature = new UserFunctions(typing.scope()::functions).find(call.function(), types);
        if (ownSignature != null && !builtIn) {
            return typeUserCall(call, ownSignature, types, windowed);
        }
        try {
            return typeBuiltIn(call, name, arguments, types, orderings, windowed);
        } catch (Refusal refusal) {
            if (ownSignature == null) {
                throw refusal;
            }
            return typeUserCall(call, ownSignature, types, windowed);
        }
    }

    /** Refuses a name that no function has, even if the types of the arguments are unknown. */
    private void requireKnownName(Call call, String name) {
        boolean known = BuiltinFunctions.contains(name, typing.version())
                || Combinator.of(name) != null
                || typing.scope().mayHaveFunction(call.function())
                || !typing.scope().functions(call.function()).isEmpty();
        if (!known) {
            String types =
                    String.join(", ", Collections.nCopies(call.arguments().size(), "INVALID_TYPE"));
            throw Refusal.analysisAt(call, FunctionRule.NO_MATCHING_FUNCTION, name, types);
        }
    }

    private ExpressionType typeUserCall(Call call, Signature signature, List<Type> types, boolean windowed) {
        if (signature.kind() == FunctionEntry.Kind.TABLE) {
            throw Refusal.analysisAt(call, FunctionRule.TABLE_FUNCTION_IN_EXPRESSION);
        }
        if (windowed && signature.kind() != FunctionEntry.Kind.WINDOWED) {
            throw Refusal.analysisAt(call, ExpressionRule.NO_WINDOW_FUNCTION, Sql.render(call));
        }
        return typing.typeOfCall(call, resultType(call, signature, List.of(), false), signature.castTypes(types));
    }

    private ExpressionType typeBuiltIn(
            Call call, String name, List<ExpressionType> arguments, List<Type> types, int orderings, boolean windowed) {
        TypedCall invocation = new TypedCall(
                call,
                name,
                call.arguments(),
                types,
                new TypedCall.CallForm(call.distinct(), call.hasStar(), orderings, windowed),
                typing.version());
        invocation.function().checkArguments(invocation);
        ExpressionType combined = Combinator.typeOf(invocation, arguments);
        List<ExpressionType> values = arguments.subList(0, arguments.size() - orderings);
        if (combined != null) {
            return combined.withCause(NullCauses.ofCombinator(call, name, values));
        }
        Signature signature = FunctionResolution.resolve(invocation);
        FunctionResolution.check(invocation, signature);
        boolean emptyGroups =
                !windowed && signature.kind().isAggregate() && typing.scope().hasEmptyGroups();
        return typing.typeOfCall(call, resultType(call, signature, values, emptyGroups), signature.castTypes(types));
    }

    private static ExpressionType resultType(
            Call call, Signature signature, List<ExpressionType> arguments, boolean emptyGroups) {
        if (!(signature.result() instanceof SignatureType.FixedType result)) {
            return ExpressionType.UNKNOWN;
        }
        boolean nullable = signature.nullable();
        if (signature.function().is(FunctionTrait.NULL_OF_NULL)) {
            nullable = arguments.stream().anyMatch(ExpressionTyping::mayBeNull);
        }
        NullCause cause = NullCauses.ofCall(call, signature, arguments, emptyGroups);
        return ExpressionType.of(result.type(), nullable, cause);
    }
}
