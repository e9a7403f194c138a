package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.Combinator;
import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionResolver;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.function.TypedCall;
import dev.cairn.analysis.function.TypedCall.CallForm;
import dev.cairn.analysis.function.UserFunctions;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Types function calls, and the other constructs that the server reads as calls. A call of an unknown function is
 * refused even if the types of its arguments are unknown, because a misspelt name is always an error.
 */
final class CallTyping {
    private final ExpressionTyping typing;
    private final IntervalTyping intervalTyping;
    private final LambdaCallTyping lambdaCallTyping;

    CallTyping(ExpressionTyping typing, ExpressionMessageWriter messageWriter, LambdaCallTyping lambdaCallTyping) {
        this.typing = typing;
        this.intervalTyping = new IntervalTyping(typing, messageWriter);
        this.lambdaCallTyping = lambdaCallTyping;
    }

    /** Types a plain call, a call with clauses of an aggregate function, a call before OVER, or EXTRACT. */
    ExpressionType determineType(Expression expression) {
        if (expression instanceof AggregateCall aggregateCall) {
            return typeAggregate(aggregateCall, false);
        }
        if (expression instanceof WindowCall windowCall) {
            return new WindowFunctionTyping(typing, this).determineType(windowCall);
        }
        if (expression instanceof Expression.Extract extract) {
            return rewriteAndType(Call.of(extract.field().text(), List.of(extract.value()), extract.span()), false);
        }
        return rewriteAndType((Call) expression, false);
    }

    ExpressionType typeIntervalOperation(Expression.Binary binary) {
        return intervalTyping.typeOperation(binary);
    }

    /**
     * Types a call as the server reads it: the call is first rewritten, and may become another expression.
     *
     * @param isWindowed whether OVER follows the call
     */
    ExpressionType rewriteAndType(Call writtenCall, boolean isWindowed) {
        Call unwrappedCall = unwrapArguments(writtenCall);
        Expression rewrittenExpression = CallRewrites.rewrite(unwrappedCall, typing.version());
        if (rewrittenExpression instanceof Expression.Binary binary) {
            return typing.typeArithmetic(binary, unwrappedCall);
        }
        if (!(rewrittenExpression instanceof Call call)) {
            return typing.determineType(rewrittenExpression);
        }
        FunctionEntry function = BuiltinFunctions.resolveEntry(call, typing.version());
        if (function.hasTrait(FunctionTrait.UNCHECKED)) {
            return determineResultType(call, function.overloads().signatures().get(0), List.of(), false);
        }
        if (function.hasTrait(FunctionTrait.READS_DICTIONARY_TABLE)) {
            return new DictionaryTyping(typing).determineType(call);
        }
        if (function.hasTrait(FunctionTrait.UNKNOWN_RESULT)) {
            typing.determineTypes(call.arguments());
            return ExpressionType.UNKNOWN;
        }
        if (function.hasTrait(FunctionTrait.GROUPING)) {
            return typeGrouping(call);
        }
        if (call.arguments().stream().anyMatch(Expression.Interval.class::isInstance)) {
            requireKnownName(call, CallRewrites.lowerCaseName(call)); // an unknown name is reported before the interval
        }
        ExpressionType intervalOrLambdaType = typeIntervalOrLambdaCall(call, function);
        return intervalOrLambdaType == null
                ? typeRewrittenCall(
                        call,
                        CallRewrites.lowerCaseName(call),
                        selectArgumentTyping(call, isWindowed).determineTypes(call.arguments()),
                        new CallForm(call.isDistinct(), call.hasStar(), 0, isWindowed))
                : intervalOrLambdaType;
    }

    /** Types a call of a grouping function, whose arguments may have any type. */
    private ExpressionType typeGrouping(Call call) {
        if (call.arguments().isEmpty()) {
            throw Refusal.ofAnalysisAt(call, FunctionRule.INVALID_ARGUMENTS, "GROUPING", "at least one argument");
        }
        typing.determineTypes(call.arguments());
        return ExpressionType.ofNullable(TypeConstants.BIGINT, null);
    }

    private static Call unwrapArguments(Call call) {
        List<Expression> arguments = new ArrayList<>(call.arguments().size());
        boolean isUnchanged = true;
        for (Expression argument : call.arguments()) {
            Expression unwrappedArgument = argument.unwrap();
            isUnchanged &= unwrappedArgument == argument;
            arguments.add(unwrappedArgument);
        }
        return isUnchanged ? call : call.withArguments(arguments);
    }

    /** Returns the type of a call with an interval, a unit or a lambda function; null for any other call. */
    private @Nullable ExpressionType typeIntervalOrLambdaCall(Call call, FunctionEntry function) {
        ExpressionType intervalType = intervalTyping.typeDateCall(call, function);
        return intervalType == null ? lambdaCallTyping.determineType(call, function) : intervalType;
    }

    /**
     * Types a call with the clauses of an aggregate function. The separator, the sort items and the filter become
     * arguments.
     */
    ExpressionType typeAggregate(AggregateCall aggregateCall, boolean isWindowed) {
        Expression rewrittenExpression = CallRewrites.rewrite(unwrapArguments(aggregateCall.call()), typing.version());
        if (!(rewrittenExpression instanceof Call call)) {
            return typing.determineType(rewrittenExpression);
        }
        List<Expression> arguments = new ArrayList<>(call.arguments());
        if (aggregateCall.separator() != null) {
            // The rewrite has appended the default separator.
            arguments.set(arguments.size() - 1, aggregateCall.separator());
        }
        // The server ignores constant sort items.
        int sortItemCount = 0;
        for (Statement.SortItem item : aggregateCall.sortItems()) {
            if (!ConstantExpressions.isConstant(item.value())) {
                arguments.add(item.value());
                sortItemCount++;
            }
        }
        String name = CallRewrites.lowerCaseName(call);
        if (aggregateCall.filter() != null) {
            name += "_if";
            arguments.add(aggregateCall.filter());
        }
        Call callWithClauses = new Call(
                call.function(),
                call.isDistinct(),
                call.hasStar() && aggregateCall.filter() == null,
                false,
                arguments,
                aggregateCall.span());
        return typeRewrittenCall(
                callWithClauses,
                name,
                selectArgumentTyping(call, isWindowed).determineTypes(arguments),
                new CallForm(call.isDistinct(), callWithClauses.hasStar(), sortItemCount, isWindowed));
    }

    /**
     * Returns the typing for the arguments of a call. The arguments of an aggregate function do not read subtotal rows.
     */
    private ExpressionTyping selectArgumentTyping(Call call, boolean isWindowed) {
        ExpressionScope ungroupedScope = typing.scope().ungroupedScope();
        boolean usesUngroupedScope =
                ungroupedScope != typing.scope() && !isWindowed && RestrictedExpression.AGGREGATE.matches(call);
        return usesUngroupedScope ? typing.withScope(ungroupedScope) : typing;
    }

    /**
     * Types a call after its rewrite, by the built-in function or else by a user-defined one. The result is unknown if
     * the type of an argument is unknown, or if the scope allows functions that it does not know.
     */
    private ExpressionType typeRewrittenCall(
            Call call, String name, List<ExpressionType> argumentTypes, CallForm form) {
        List<Type> types = ExpressionType.findTypes(argumentTypes);
        boolean isBuiltIn =
                !BuiltinFunctions.entry(name, typing.version()).overloads().isEmpty();
        if (!isBuiltIn && typing.scope().mayHaveFunction(call.function())) {
            return ExpressionType.UNKNOWN;
        }
        if (types == null) {
            requireKnownName(call, name);
            return ExpressionType.UNKNOWN;
        }
        Signature userSignature =
                new UserFunctions(typing.scope()::findFunctions).findSignature(call.function(), types);
        if (userSignature != null && !isBuiltIn) {
            return typeUserCall(call, userSignature, types, form.isWindowed());
        }
        try {
            return typeBuiltInCall(call, name, argumentTypes, types, form);
        } catch (Refusal refusal) {
            if (userSignature == null) {
                throw refusal;
            }
            // A user-defined function may overload the built-in one with other types.
            return typeUserCall(call, userSignature, types, form.isWindowed());
        }
    }

    /** Refuses a name that no function has, even if the types of the arguments are unknown. */
    private void requireKnownName(Call call, String name) {
        boolean isKnown = BuiltinFunctions.contains(name, typing.version())
                || Combinator.find(name) != null
                || typing.scope().mayHaveFunction(call.function())
                || !typing.scope().findFunctions(call.function()).isEmpty();
        if (!isKnown) {
            String types =
                    String.join(", ", Collections.nCopies(call.arguments().size(), "INVALID_TYPE"));
            throw Refusal.ofAnalysisAt(call, FunctionRule.NO_MATCHING_FUNCTION, name, types);
        }
    }

    private ExpressionType typeUserCall(Call call, Signature signature, List<Type> types, boolean isWindowed) {
        if (signature.kind() == FunctionEntry.Kind.TABLE) {
            throw Refusal.ofAnalysisAt(call, FunctionRule.TABLE_FUNCTION_IN_EXPRESSION);
        }
        if (isWindowed && signature.kind() != FunctionEntry.Kind.WINDOWED_AGGREGATE) {
            throw Refusal.ofAnalysisAt(call, ExpressionRule.NO_WINDOW_FUNCTION, Sql.render(call));
        }
        return typing.recordCasts(
                call, determineResultType(call, signature, List.of(), false), signature.determineCastTypes(types));
    }

    private ExpressionType typeBuiltInCall(
            Call call, String name, List<ExpressionType> argumentTypes, List<Type> types, CallForm form) {
        boolean readsVariables = BuiltinFunctions.entry(name, typing.version()).hasTrait(FunctionTrait.READS_VARIABLES);
        Call callWithVariableValues = readsVariables ? call.mapChildren(typing::resolveVariable) : call;
        TypedCall typedCall =
                new TypedCall(call, name, callWithVariableValues.arguments(), types, form, typing.version());
        typedCall.function().checkArguments(typedCall);
        ExpressionType combinatorType = Combinator.findType(typedCall, argumentTypes);
        List<ExpressionType> valueTypes = argumentTypes.subList(0, argumentTypes.size() - form.sortItemCount());
        // Since 4.0, the server refuses OVER after a function with a combinator.
        if (combinatorType != null && form.isWindowed() && typing.version().isAtLeast(Version.V4_0)) {
            throw Refusal.ofAnalysisAt(call, ExpressionRule.NO_WINDOW_FUNCTION, Sql.render(call));
        }
        if (combinatorType != null) {
            return combinatorType.withNullCause(NullCauses.ofCombinator(call, name, valueTypes));
        }
        Signature signature = FunctionResolver.resolve(typedCall);
        FunctionResolver.checkCall(typedCall, signature);
        boolean mayHaveEmptyGroups = !form.isWindowed()
                && signature.kind().isAggregate()
                && typing.scope().mayAggregateEmptyInput();
        return typing.recordCasts(
                call,
                determineResultType(call, signature, valueTypes, mayHaveEmptyGroups),
                signature.determineCastTypes(types));
    }

    private static ExpressionType determineResultType(
            Call call, Signature signature, List<ExpressionType> argumentTypes, boolean mayHaveEmptyGroups) {
        if (!(signature.resultType() instanceof SignatureType.FixedType resultType)) {
            return ExpressionType.UNKNOWN;
        }
        boolean isNullable = signature.isResultNullable();
        if (signature.function().hasTrait(FunctionTrait.NULL_OF_NULL)) {
            isNullable = argumentTypes.stream().anyMatch(ExpressionTyping::mayYieldNull);
        }
        NullCause cause = NullCauses.ofCall(call, signature, argumentTypes, mayHaveEmptyGroups);
        return ExpressionType.of(resultType.type(), isNullable, cause);
    }
}
