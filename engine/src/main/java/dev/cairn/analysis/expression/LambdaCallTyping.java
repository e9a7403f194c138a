package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionResolver;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.function.LambdaForm;
import dev.cairn.analysis.function.PolymorphicTypeResolver;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.function.TypedCall;
import dev.cairn.analysis.source.DictionaryLookup.DictionaryTable;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.analysis.type.TypeSettings;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.UserFunction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Lambda;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Types calls with a lambda function, whose parameters have the element types of the other arguments. The body is typed
 * in a separate scope, in which the parameters hide columns of the same name.
 */
final class LambdaCallTyping {
    private final ExpressionTyping typing;
    private final ServerProfile profile;

    LambdaCallTyping(ExpressionTyping typing, ServerProfile profile) {
        this.typing = typing;
        this.profile = profile;
    }

    /** Returns the type of a call with a lambda function; null for a call without a lambda function. */
    @Nullable
    ExpressionType determineType(Call call, FunctionEntry function) {
        LambdaForm form = function.lambdaForm();
        String name = CallRewrites.lowerCaseName(call);
        Lambda lambda = findLambda(call, name, form);
        if (lambda == null) {
            return null;
        }
        List<Expression> values = new ArrayList<>(call.arguments());
        values.remove(lambda);
        if (form == null) {
            throw Refusal.ofAnalysis(
                    Span.NONE, ExpressionRule.INVALID_LAMBDA, name + " is not a higher-order function");
        }
        if (form.readsMaps()) {
            ExpressionType mapCallType = typeMapCall(call, form, lambda, values.get(0));
            requireOneMap(call, values);
            return mapCallType;
        }
        return form == LambdaForm.SORT_ARRAY
                ? typeArraySort(lambda, values)
                : typeArrayCall(call, form, lambda, values);
    }

    /**
     * Returns the lambda function among the arguments; null if no argument is a lambda function.
     *
     * @throws Refusal if the call has several lambda functions, has one in the wrong place, or lacks a required one
     */
    private static @Nullable Lambda findLambda(Call call, String name, @Nullable LambdaForm form) {
        List<Lambda> lambdas = new ArrayList<>(0);
        for (Expression argument : call.arguments()) {
            if (argument instanceof Lambda lambda) {
                lambdas.add(lambda);
            }
        }
        if (lambdas.isEmpty()) {
            if (form == LambdaForm.MAP_ARRAY || form == LambdaForm.MAP_ENTRIES) {
                throw Refusal.ofAnalysis(Span.NONE, ExpressionRule.LAMBDA_MISSING, name);
            }
            return null;
        }
        if (lambdas.size() > 1) {
            throw Refusal.ofAnalysis(Span.NONE, ExpressionRule.INVALID_LAMBDA, "a higher-order function has one");
        }
        int lastIndex = call.arguments().size() - 1;
        int lambdaIndex = call.arguments().indexOf(lambdas.get(0));
        if (lastIndex == 0) {
            throw Refusal.ofAnalysis(Span.NONE, ExpressionRule.INVALID_LAMBDA_INPUT, "an array or a map", "nothing");
        }
        if (lambdaIndex > 0 && lambdaIndex < lastIndex) {
            throw Refusal.ofAnalysis(
                    Span.NONE,
                    ExpressionRule.INVALID_LAMBDA,
                    "it must be the first or the last argument, with its parameters in parentheses, as in (x, y) -> x + y");
        }
        return lambdas.get(0);
    }

    private ExpressionType typeArrayCall(Call call, LambdaForm form, Lambda lambda, List<Expression> arrays) {
        List<ExpressionType> inputTypes = new ArrayList<>();
        List<ExpressionType> arrayTypes = typing.determineTypes(arrays);
        for (int i = 0; i < arrayTypes.size(); i++) {
            inputTypes.add(determineElementType(arrayTypes.get(i)));
        }
        NullCause cause = NullCauses.ofAny(arrayTypes);
        ExpressionType bodyType = typeBody(lambda, inputTypes);
        Type firstArrayType = inputTypes.get(0).type() == null
                ? null
                : new Type.Array(inputTypes.get(0).type());
        return switch (form) {
            case MAP_ARRAY ->
                bodyType.type() == null
                        ? ExpressionType.UNKNOWN
                        : ExpressionType.ofNullable(new Type.Array(bodyType.type()), cause);
            case MATCH -> {
                requireBooleanBody(call, bodyType);
                yield ExpressionType.ofNullable(
                        TypeConstants.BOOLEAN,
                        NullCause.of(NullCause.Kind.FUNCTION, call.span(), CallRewrites.lowerCaseName(call)));
            }
            case FILTER_ARRAY -> {
                requireBooleanBody(call, bodyType);
                yield firstArrayType == null
                        ? ExpressionType.UNKNOWN
                        : ExpressionType.ofNullable(PolymorphicTypeResolver.withBooleanForNull(firstArrayType), cause);
            }
            default ->
                firstArrayType == null || bodyType.type() == null
                        ? ExpressionType.UNKNOWN
                        : typeArraySortBy(call, firstArrayType, bodyType.type()).withNullCause(cause);
        };
    }

    private ExpressionType typeArraySort(Lambda lambda, List<Expression> arrays) {
        if (arrays.size() != 1) {
            throw Refusal.ofAnalysis(
                    Span.NONE, ExpressionRule.INVALID_LAMBDA, "array_sort needs an array and (x, y) -> …");
        }
        if (lambda.parameters().size() != 2) {
            throw Refusal.ofAnalysis(
                    Span.NONE, ExpressionRule.INVALID_LAMBDA, "that of array_sort needs two parameters");
        }
        ExpressionType arrayType = typing.determineType(arrays.get(0));
        ExpressionType elementType = determineElementType(arrayType);
        typeBody(lambda, List.of(elementType, elementType));
        if (!isComparator(lambda)) {
            typing.recordPlanRefusal(
                    lambda,
                    ExpressionRule.INVALID_LAMBDA,
                    "a comparator depends on both of its arguments, and on nothing else");
        }
        return elementType.type() == null
                ? ExpressionType.UNKNOWN
                : ExpressionType.ofNullable(
                        PolymorphicTypeResolver.withBooleanForNull(new Type.Array(elementType.type())),
                        arrayType.nullCause());
    }

    /**
     * Returns whether a lambda function is deterministic, and depends on all of its parameters and on nothing else.
     */
    private static boolean isComparator(Lambda lambda) {
        Set<String> referencedNames = new HashSet<>();
        List<Boolean> nondeterministicFlags = new ArrayList<>();
        lambda.body().visit(node -> {
            if (node instanceof Expression.Reference reference) {
                referencedNames.add(reference.name().parts().get(0).text().toLowerCase(Locale.ROOT));
            } else if (node instanceof Call call) {
                nondeterministicFlags.add(BuiltinFunctions.resolveEntry(call).hasTrait(FunctionTrait.NONDETERMINISTIC));
            }
        });
        Set<String> parameterNames = lambda.parameters().stream()
                .map(parameter -> parameter.text().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return referencedNames.equals(parameterNames) && !nondeterministicFlags.contains(true);
    }

    private ExpressionType typeArraySortBy(Call call, Type arrayType, Type keyType) {
        TypedCall typedCall = TypedCall.ofPlain(
                call, "array_sortby", call.arguments(), List.of(arrayType, new Type.Array(keyType)), profile.version());
        Signature signature = FunctionResolver.resolve(typedCall);
        return signature.resultType() instanceof SignatureType.FixedType resultType
                ? ExpressionType.ofNullable(resultType.type())
                : ExpressionType.UNKNOWN;
    }

    private ExpressionType typeMapCall(Call call, LambdaForm form, Lambda lambda, Expression input) {
        boolean returnsPair =
                lambda.body() instanceof Expression.Tuple || lambda.body() instanceof Expression.MapLiteral;
        if (returnsPair != (form == LambdaForm.MAP_ENTRIES)) {
            throw Refusal.ofAnalysisAt(
                    lambda,
                    ExpressionRule.INVALID_LAMBDA,
                    Sql.render(lambda) + " must be like (k, v) -> " + (returnsPair ? "f(k,v)" : "(f(k),f(v))"));
        }
        if (lambda.parameters().size() != 2) {
            throw Refusal.ofAnalysisAt(
                    lambda, ExpressionRule.INVALID_LAMBDA, Sql.render(lambda) + " must have 2 parameters");
        }
        ExpressionType expressionType = typing.determineType(input);
        Type type = expressionType.type();
        if (type == null) {
            typeBody(lambda, List.of(ExpressionType.UNKNOWN, ExpressionType.UNKNOWN));
            return ExpressionType.UNKNOWN;
        }
        if (!(type instanceof Type.Map mapType)) {
            throw Refusal.ofAnalysis(
                    Span.NONE, ExpressionRule.INVALID_LAMBDA_INPUT, "a map", TypeFormat.formatForShowCreate(type));
        }
        return typeMapResult(call, form, lambda, mapType).withNullCause(expressionType.nullCause());
    }

    /** Refuses a call with several inputs; the message shows the lambda function as the first argument. */
    private void requireOneMap(Call call, List<Expression> values) {
        List<Type> types = ExpressionType.findTypes(typing.determineTypes(values));
        if (values.size() > 1 && types != null) {
            throw Refusal.ofAnalysisAt(
                    call,
                    FunctionRule.NO_MATCHING_FUNCTION,
                    CallRewrites.lowerCaseName(call),
                    "function, "
                            + types.stream().map(TypeFormat::formatForMessages).collect(Collectors.joining(", ")));
        }
    }

    private ExpressionType typeMapResult(Call call, LambdaForm form, Lambda lambda, Type.Map mapType) {
        List<ExpressionType> inputTypes =
                List.of(ExpressionType.ofNullable(mapType.key()), ExpressionType.ofNullable(mapType.value()));
        ExpressionType bodyType = typeBody(lambda, inputTypes);
        if (form == LambdaForm.MAP_ENTRIES) {
            return bodyType.type() == null ? ExpressionType.UNKNOWN : ExpressionType.ofNullable(bodyType.type());
        }
        if (form == LambdaForm.FILTER_MAP) {
            requireBooleanBody(call, bodyType);
            return ExpressionType.ofNullable(PolymorphicTypeResolver.withBooleanForNull(mapType));
        }
        if (bodyType.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        boolean replacesKeys = form == LambdaForm.MAP_KEYS;
        return ExpressionType.ofNullable(
                replacesKeys
                        ? new Type.Map(bodyType.type(), mapType.value())
                        : new Type.Map(mapType.key(), bodyType.type()));
    }

    /**
     * Returns the type of the elements of an array; the elements of the literal NULL have the type INT.
     *
     * @throws Refusal if the input is not an array
     */
    private static ExpressionType determineElementType(ExpressionType inputType) {
        Type type = inputType.type();
        if (type == null) {
            return ExpressionType.UNKNOWN;
        }
        if (type.equals(TypeConstants.NULL)) {
            return ExpressionType.ofNullable(TypeConstants.INT);
        }
        if (!(type instanceof Type.Array arrayType)) {
            throw Refusal.ofAnalysis(
                    Span.NONE, ExpressionRule.INVALID_LAMBDA_INPUT, "an array", TypeFormat.formatForShowCreate(type));
        }
        return ExpressionType.of(arrayType.element(), inputType.isNullable(), NullCause.UNKNOWN);
    }

    private static void requireBooleanBody(Call call, ExpressionType bodyType) {
        Type valueType = bodyType.type();
        if (valueType != null && !CastRules.isPossible(valueType, TypeConstants.BOOLEAN)) {
            throw Refusal.ofAnalysisAt(
                    call,
                    ExpressionRule.INVALID_LAMBDA_INPUT,
                    "an array of booleans",
                    TypeFormat.formatForShowCreate(valueType));
        }
    }

    /**
     * Returns the type of the result of a lambda function whose parameters have these types.
     *
     * @throws Refusal if the lambda function has another number of parameters, or two parameters of the same name
     */
    private ExpressionType typeBody(Lambda lambda, List<ExpressionType> inputTypes) {
        if (lambda.parameters().size() != inputTypes.size()) {
            throw Refusal.ofAnalysisAt(
                    lambda, ExpressionRule.INVALID_LAMBDA, "it must have a parameter for each array");
        }
        Set<String> parameterNames = new HashSet<>();
        for (Name parameter : lambda.parameters()) {
            if (!parameterNames.add(parameter.text())) {
                throw Refusal.ofAnalysisAt(
                        lambda, ExpressionRule.INVALID_LAMBDA, "its parameter " + parameter + " is repeated");
            }
        }
        ExpressionTyping innerTyping = typing.withScope(new LambdaScope(typing.scope(), lambda, inputTypes));
        return innerTyping.determineType(lambda.result());
    }

    /**
     * The scope inside a lambda function, whose parameters hide columns of the same name. Servers up to 3.5 treat the
     * parameters as columns of a special relation. In the queries that these servers show, the parameters are qualified
     * with the name of this relation.
     */
    private record LambdaScope(ExpressionScope enclosingScope, Lambda lambda, List<ExpressionType> parameterTypes)
            implements ExpressionScope {
        private static final String RELATION_NAME = "__LAMBDA_TABLE";

        @Override
        public ResolvedReference resolveColumn(QualifiedName name, Span span) {
            if (!lambda.span().contains(span)) {
                // The name is in the expression of an alias, which replaces a name in the lambda function.
                return enclosingScope.resolveColumn(name, span);
            }
            List<Name> nameParts = name.parts();
            boolean isQualified = nameParts.size() > 2
                    && nameParts.get(0).equalsIgnoreCase(RELATION_NAME)
                    && nameParts.get(1).equalsIgnoreCase(RELATION_NAME);
            List<Name> unqualifiedParts = isQualified ? nameParts.subList(2, nameParts.size()) : nameParts;
            for (int i = 0; i < parameterTypes.size(); i++) {
                if (lambda.parameters()
                        .get(i)
                        .equalsIgnoreCase(unqualifiedParts.get(0).text())) {
                    return resolveParameter(name, unqualifiedParts, i, span);
                }
            }
            return enclosingScope.resolveColumn(name, span);
        }

        @Override
        public ExpressionType determineVariableType(Expression variable) {
            return enclosingScope.determineVariableType(variable);
        }

        @Override
        public Expression resolveVariable(Expression.UserVariable variable) {
            return enclosingScope.resolveVariable(variable);
        }

        @Override
        public void requireNotCancelled() {
            enclosingScope.requireNotCancelled();
        }

        @Override
        public TypeSettings settings() {
            return enclosingScope.settings();
        }

        @Override
        public List<UserFunction> findFunctions(QualifiedName function) {
            return enclosingScope.findFunctions(function);
        }

        @Override
        public boolean mayAggregateEmptyInput() {
            return enclosingScope.mayAggregateEmptyInput();
        }

        @Override
        public ExpressionScope ungroupedScope() {
            return new LambdaScope(enclosingScope.ungroupedScope(), lambda, parameterTypes);
        }

        @Override
        public boolean mayHaveFunction(QualifiedName function) {
            return enclosingScope.mayHaveFunction(function);
        }

        @Override
        public @Nullable DictionaryTable resolveDictionaryTable(String name, Span span) {
            return enclosingScope.resolveDictionaryTable(name, span);
        }

        private ResolvedReference resolveParameter(
                QualifiedName name, List<Name> unqualifiedParts, int index, Span span) {
            ExpressionType expressionType = parameterTypes.get(index);
            List<String> path = new ArrayList<>(unqualifiedParts.size() - 1);
            for (Name field : unqualifiedParts.subList(1, unqualifiedParts.size())) {
                expressionType = expressionType.requireFieldType(field, span);
                path.add(field.text());
            }
            return new ResolvedReference(name, expressionType, new ResolvedName.LambdaParameter(lambda, index, path));
        }
    }
}
