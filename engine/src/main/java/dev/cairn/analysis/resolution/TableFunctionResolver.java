package dev.cairn.analysis.resolution;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FoldedNulls;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.function.Overloads;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.function.UserFunctions;
import dev.cairn.analysis.source.QueryUsageRecorder;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.TableFunctionArgument;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Resolves table functions. Their columns follow from the arguments alone, and originate from the columns that the
 * arguments read.
 */
public final class TableFunctionResolver {
    private static final String UNNEST = "unnest";
    private static final String GENERATE_SERIES = "generate_series";

    /** The parameter names of a series function; the last parameter is optional. */
    private static final List<String> SERIES_PARAMETER_NAMES = List.of("start", "end", "step");

    private final QueryResolver queryResolver;
    private final EnclosingScope enclosingScope;

    TableFunctionResolver(QueryResolver queryResolver, EnclosingScope enclosingScope) {
        this.queryResolver = queryResolver;
        this.enclosingScope = enclosingScope;
    }

    private static String lowerCaseName(Relation.TableFunction function) {
        return function.name().toString().toLowerCase(Locale.ROOT);
    }

    /** Returns the arguments in the order of the parameters; named arguments may have another order in the query. */
    public static List<Expression> orderArguments(Relation.TableFunction function) {
        return function.arguments().stream()
                .sorted(Comparator.comparingInt(argument -> argument.name() == null
                        ? 0
                        : SERIES_PARAMETER_NAMES.indexOf(argument.name().text())))
                .map(TableFunctionArgument::value)
                .toList();
    }

    /**
     * Returns the columns of a table function.
     *
     * @param visibleFields the fields that the arguments can refer to; empty for a function in TABLE(…)
     */
    RelationFields resolve(Relation.TableFunction function, @Nullable RelationName name, RelationFields visibleFields) {
        QueryScope scope = queryResolver.createScope(visibleFields, null);
        List<Expression> arguments = orderArguments(function);
        QueryUsageRecorder.TracedResult<List<ExpressionType>> tracedTypes = queryResolver
                .usage()
                .traceUsedColumns(() -> {
                    List<ExpressionType> argumentTypes = queryResolver
                            .createTyping(scope, enclosingScope.commonTables())
                            .determineTypes(arguments);
                    arguments.forEach(
                            argument -> RestrictedExpression.requireNoFunctionsIn(argument, "Table Function"));
                    return argumentTypes;
                });
        recordNullArgumentRefusal(function, arguments, scope);
        List<Type> types = ExpressionType.findTypes(tracedTypes.result());
        if (types == null) {
            return createUnknownFields(function, name, tracedTypes.result());
        }
        List<Type.Field> columns = findResultColumns(function, types);
        return columns == null
                ? createUnknownFields(function, name, tracedTypes.result())
                : new RelationFields(createFunctionFields(function, name, columns, tracedTypes.usedColumns()));
    }

    /** Records a refusal of the planner if all arguments of a table function are constants, and one of them is NULL. */
    private void recordNullArgumentRefusal(
            Relation.TableFunction function, List<Expression> arguments, QueryScope scope) {
        List<Expression> resolvedArguments = arguments.stream()
                .map(argument -> argument.rewrite(subexpression -> resolveVariable(subexpression, scope)))
                .toList();
        if (FoldedNulls.hasNullAmongConstants(resolvedArguments)) {
            queryResolver
                    .usage()
                    .bindings()
                    .recordPlanRefusal(Refusal.ofAnalysis(
                            function.span(), CommonRule.UNSUPPORTED, "A table function", "NULL as an argument"));
        }
    }

    private static Expression resolveVariable(Expression expression, QueryScope scope) {
        return expression instanceof Expression.UserVariable variable ? scope.resolveVariable(variable) : expression;
    }

    private static List<RelationField> createFunctionFields(
            Relation.TableFunction function,
            @Nullable RelationName relationName,
            List<Type.Field> columns,
            List<RelationField.UsedColumn> origins) {
        List<String> names = columns.stream().map(Type.Field::name).toList();
        if (function.alias() != null && !function.alias().columns().isEmpty()) {
            names = RelationResolver.toTexts(function.alias().columns());
            if (names.size() != columns.size()) {
                throw Refusal.ofAnalysis(
                        function.span(),
                        QueryRule.COLUMN_COUNTS_DIFFER,
                        "The table function and its list of names, "
                                + function.alias().name() + ",");
            }
        }
        NullCause cause = BuiltinFunctions.entry(lowerCaseName(function)).hasTrait(FunctionTrait.NEVER_NULL)
                ? null
                : NullCause.of(NullCause.Kind.ELEMENT, function.span());
        List<ExpressionType> types = columns.stream()
                .map(column -> ExpressionType.ofNullable(column.type(), cause))
                .toList();
        return RelationResolver.createFields(relationName, names, types, origins);
    }

    /** Returns the columns of a function whose result type is unknown. Their names and their number may be known. */
    private static RelationFields createUnknownFields(
            Relation.TableFunction function, @Nullable RelationName name, List<ExpressionType> argumentTypes) {
        if (function.alias() != null && !function.alias().columns().isEmpty()) {
            List<String> names = RelationResolver.toTexts(function.alias().columns());
            return new RelationFields(RelationResolver.createFields(
                    name, names, Collections.nCopies(names.size(), ExpressionType.UNKNOWN), List.of()));
        }
        return lowerCaseName(function).equals(UNNEST)
                ? new RelationFields(RelationResolver.createFields(
                        name,
                        Collections.nCopies(argumentTypes.size(), UNNEST),
                        toElementTypes(argumentTypes),
                        List.of()))
                : new RelationFields(List.of(RelationField.ofWildcard(name)));
    }

    private static List<ExpressionType> toElementTypes(List<ExpressionType> argumentTypes) {
        List<ExpressionType> elementTypes = new ArrayList<>(argumentTypes.size());
        for (ExpressionType argumentType : argumentTypes) {
            elementTypes.add(
                    argumentType.type() instanceof Type.Array arrayType
                            ? ExpressionType.ofNullable(arrayType.element())
                            : ExpressionType.UNKNOWN);
        }
        return elementTypes;
    }

    /**
     * Returns the columns that a function returns; null if the function or its result type is unknown.
     *
     * @throws Refusal if no table function accepts these arguments
     */
    private @Nullable List<Type.Field> findResultColumns(Relation.TableFunction function, List<Type> argumentTypes) {
        String functionName = lowerCaseName(function);
        if (functionName.equals(UNNEST) && argumentTypes.stream().allMatch(Type.Array.class::isInstance)) {
            return argumentTypes.stream()
                    .map(type -> new Type.Field(UNNEST, ((Type.Array) type).element()))
                    .toList();
        }
        Overloads overloads = BuiltinFunctions.entry(
                        functionName, queryResolver.profile().version())
                .overloads();
        boolean mayBeBuiltIn = !functionName.equals(UNNEST) && hasParameterNames(functionName, function.arguments());
        Signature signature = mayBeBuiltIn ? overloads.resolve(withDefaultStepType(functionName, argumentTypes)) : null;
        if (signature == null) {
            signature = new UserFunctions(calledName ->
                            queryResolver.sourceResolver().findFunctions(queryResolver.database(), calledName))
                    .findSignature(function.name(), argumentTypes);
        }
        if (signature == null) {
            if (overloads.isEmpty() && queryResolver.sourceResolver().mayHaveFunction(function.name())) {
                return null;
            }
            throw createUnknownFunctionRefusal(function, functionName, argumentTypes);
        }
        if (signature.kind() != FunctionEntry.Kind.TABLE) {
            throw Refusal.ofAnalysis(
                    function.span(),
                    CommonRule.WRONG_KIND,
                    functionName + "(" + describeTypes(argumentTypes) + ")",
                    "a table function");
        }
        if (overloads.isEmpty() && signature.resultType() instanceof SignatureType.FixedType fixedType) {
            return List.of(
                    new Type.Field(signature.function().name(), fixedType.type())); // a table UDF returns one column
        }
        return signature.resultType() instanceof SignatureType.FixedType fixedType
                        && fixedType.type() instanceof Type.Struct structType
                ? structType.fields()
                : null;
    }

    /**
     * Returns whether the function has the parameters that a call names. A call names either all arguments or none.
     */
    private static boolean hasParameterNames(String functionName, List<TableFunctionArgument> arguments) {
        Set<String> names = new HashSet<>();
        for (TableFunctionArgument argument : arguments) {
            if (argument.name() != null && !names.add(argument.name().text())) {
                return false;
            }
        }
        return names.isEmpty()
                || (functionName.equals(GENERATE_SERIES)
                        && SERIES_PARAMETER_NAMES.containsAll(names)
                        && names.containsAll(SERIES_PARAMETER_NAMES.subList(0, 2)));
    }

    private static Refusal createUnknownFunctionRefusal(
            Relation.TableFunction function, String name, List<Type> types) {
        boolean hasNamedArguments = function.arguments().stream().anyMatch(argument -> argument.name() != null);
        return hasNamedArguments
                ? Refusal.ofAnalysis(
                        function.span(),
                        QueryRule.UNKNOWN_TABLE_FUNCTION,
                        name,
                        describeArguments(function.arguments()))
                : Refusal.ofAnalysis(function.span(), QueryRule.UNKNOWN_TABLE_FUNCTION, name, describeTypes(types));
    }

    private static String describeArguments(List<TableFunctionArgument> arguments) {
        return arguments.stream()
                .map(argument -> argument.name() + "=>" + Sql.render(argument.value()))
                .collect(Collectors.joining(","));
    }

    private static String describeTypes(List<Type> types) {
        return types.stream().map(TypeFormat::formatForMessages).collect(Collectors.joining(","));
    }

    /** Adds the type of the default step to the argument types of a series. */
    private static List<Type> withDefaultStepType(String name, List<Type> types) {
        if (!name.equals(GENERATE_SERIES) || types.size() != 2) {
            return types;
        }
        List<Type> typesWithStep = new ArrayList<>(types);
        typesWithStep.add(types.get(0));
        return typesWithStep;
    }
}
