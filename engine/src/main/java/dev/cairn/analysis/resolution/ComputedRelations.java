package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.function.Overloads;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.function.UserFunctions;
import dev.cairn.analysis.source.QueryUsage;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
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

/** Resolves the relations that a query computes without a table: table functions and VALUES. */
public final class ComputedRelations {
    private static final String UNNEST = "unnest";
    private static final String SERIES = "generate_series";

    /** The parameter names of a series function; the last parameter is optional. */
    private static final List<String> OF_SERIES = List.of("start", "end", "step");

    private final QueryResolution resolution;
    private final OuterScope outer;

    ComputedRelations(QueryResolution resolution, OuterScope outerScope) {
        this.resolution = resolution;
        this.outer = outerScope;
    }

    private static String functionName(Relation.TableFunction function) {
        return function.name().toString().toLowerCase(Locale.ROOT);
    }

    /** Returns the arguments in the order of the parameters; named arguments may have another order in the query. */
    public static List<Expression> arguments(Relation.TableFunction function) {
        return function.arguments().stream()
                .sorted(Comparator.comparingInt(argument -> argument.name() == null
                        ? 0
                        : OF_SERIES.indexOf(argument.name().text())))
                .map(TableFunctionArgument::value)
                .toList();
    }

    /** @param before the fields that the arguments of a table function can refer to; empty for one in TABLE(…) */
    RelationFields resolve(Relation relation, @Nullable RelationName name, RelationFields before) {
        if (relation instanceof Relation.Values values) {
            return resolveValues(values, name);
        }
        return relation instanceof Relation.TableFunction function
                ? resolveFunction(function, name, before)
                : new RelationFields(List.of(RelationField.wildcard(name)));
    }

    private RelationFields resolveFunction(
            Relation.TableFunction function, @Nullable RelationName name, RelationFields before) {
        QueryScope scope = resolution.createScope(before, null);
        List<Expression> arguments = arguments(function);
        QueryUsage.Traced<List<ExpressionType>> traced = resolution.usage().trace(() -> {
            List<ExpressionType> typed =
                    resolution.typing(scope, outer.tables()).determineType(arguments);
            arguments.forEach(argument -> RestrictedExpression.refuseFunctionsIn(argument, "Table Function"));
            return typed;
        });
        resolution.usage().addUsedColumns(traced.cells());
        List<Type> types = ExpressionType.types(traced.result());
        if (types == null) {
            return unknownFields(function, name, traced.result());
        }
        List<Type.Field> columns = resultColumns(function, types);
        return columns == null
                ? unknownFields(function, name, traced.result())
                : new RelationFields(nameColumns(function, name, columns, traced.cells()));
    }

    private static List<RelationField> nameColumns(
            Relation.TableFunction function,
            @Nullable RelationName relation,
            List<Type.Field> columns,
            List<RelationField.UsedColumn> origins) {
        List<String> names = columns.stream().map(Type.Field::name).toList();
        if (function.alias() != null && !function.alias().columns().isEmpty()) {
            names = RelationResolution.texts(function.alias().columns());
            if (names.size() != columns.size()) {
                throw Refusal.analysis(
                        function.span(),
                        QueryRule.COLUMN_COUNT,
                        "The table function and its list of names, "
                                + function.alias().name() + ",");
            }
        }
        NullCause cause = BuiltinFunctions.entry(functionName(function)).is(FunctionTrait.NEVER_NULL)
                ? null
                : NullCause.of(NullCause.Kind.ELEMENT, function.span());
        List<ExpressionType> types = columns.stream()
                .map(column -> ExpressionType.nullable(column.type(), cause))
                .toList();
        return RelationResolution.nameColumns(relation, names, types, origins);
    }

    /** Returns the columns of a function whose result type is unknown. Their names and their number may be known. */
    private static RelationFields unknownFields(
            Relation.TableFunction function, @Nullable RelationName name, List<ExpressionType> arguments) {
        if (function.alias() != null && !function.alias().columns().isEmpty()) {
            List<String> names = RelationResolution.texts(function.alias().columns());
            return new RelationFields(RelationResolution.nameColumns(
                    name, names, Collections.nCopies(names.size(), ExpressionType.UNKNOWN), List.of()));
        }
        return functionName(function).equals(UNNEST)
                ? new RelationFields(RelationResolution.nameColumns(
                        name, Collections.nCopies(arguments.size(), UNNEST), arguments(arguments), List.of()))
                : new RelationFields(List.of(RelationField.wildcard(name)));
    }

    private static List<ExpressionType> arguments(List<ExpressionType> arguments) {
        List<ExpressionType> elements = new ArrayList<>(arguments.size());
        for (ExpressionType argument : arguments) {
            elements.add(
                    argument.type() instanceof Type.Array array
                            ? ExpressionType.nullable(array.element())
                            : ExpressionType.UNKNOWN);
        }
        return elements;
    }

    /** Returns the columns that a function returns; null if the function or its result type is unknown. */
    private @Nullable List<Type.Field> resultColumns(Relation.TableFunction function, List<Type> types) {
        String name = functionName(function);
        if (name.equals(UNNEST) && types.stream().allMatch(Type.Array.class::isInstance)) {
            return types.stream()
                    .map(type -> new Type.Field(UNNEST, ((Type.Array) type).element()))
                    .toList();
        }
        Overloads overloads =
                BuiltinFunctions.entry(name, resolution.profile().version()).overloads();
        boolean known = !name.equals(UNNEST) && hasParameterNames(name, function.arguments());
        Signature signature = known ? overloads.resolve(addDefaults(name, types)) : null;
        if (signature == null) {
            signature = new UserFunctions(called -> resolution.sources().functions(resolution.database(), called))
                    .find(function.name(), types);
        }
        if (signature == null) {
            if (overloads.isEmpty() && resolution.sources().mayHaveFunction(function.name())) {
                return null;
            }
            throw unknownFunctionRefusal(function, name, types);
        }
        if (signature.kind() != FunctionEntry.Kind.TABLE) {
            throw Refusal.analysis(
                    function.span(), CommonRule.NOT_A, name + "(" + describeTypes(types) + ")", "a table function");
        }
        if (overloads.isEmpty() && signature.result() instanceof SignatureType.FixedType of) {
            return List.of(new Type.Field(signature.function().name(), of.type())); // a table UDF returns one column
        }
        return signature.result() instanceof SignatureType.FixedType of && of.type() instanceof Type.Struct struct
                ? struct.fields()
                : null;
    }

    /** Whether the function has the parameter names of a call. Either all arguments are named, or none. */
    private static boolean hasParameterNames(String function, List<TableFunctionArgument> arguments) {
        Set<String> names = new HashSet<>();
        for (TableFunctionArgument argument : arguments) {
            if (argument.name() != null && !names.add(argument.name().text())) {
                return false;
            }
        }
        return names.isEmpty()
                || (function.equals(SERIES)
                        && OF_SERIES.containsAll(names)
                        && names.containsAll(OF_SERIES.subList(0, 2)));
    }

    private static Refusal unknownFunctionRefusal(Relation.TableFunction function, String name, List<Type> types) {
        boolean named = function.arguments().stream().anyMatch(argument -> argument.name() != null);
        return named
                ? Refusal.analysis(
                        function.span(),
                        QueryRule.UNKNOWN_TABLE_FUNCTION,
                        name,
                        describeArguments(function.arguments()))
                : Refusal.analysis(function.span(), QueryRule.UNKNOWN_TABLE_FUNCTION, name, describeTypes(types));
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
    private static List<Type> addDefaults(String name, List<Type> types) {
        if (!name.equals(SERIES) || types.size() != 2) {
            return types;
        }
        List<Type> all = new ArrayList<>(types);
        all.add(types.get(0));
        return all;
    }

    /** Resolves {@code (VALUES (1, 'a'), (2, 'b'))}, a relation of rows that the query itself contains. */
    private RelationFields resolveValues(Relation.Values values, @Nullable RelationName name) {
        QueryScope scope = resolution.createScope(RelationFields.NONE, outer.scope());
        ExpressionTyping typing = resolution.typing(scope, outer.tables());
        List<ExpressionType> first = typing.determineType(values.rows().get(0));
        List<ExpressionType> common = new ArrayList<>(first);
        for (List<Expression> row : values.rows().subList(1, values.rows().size())) {
            if (row.size() != first.size()) {
                throw Refusal.analysis(values.span(), QueryRule.COLUMN_COUNT, "The rows of VALUES");
            }
            List<ExpressionType> typed = typing.determineType(row);
            for (int i = 0; i < typed.size(); i++) {
                common.set(i, commonType(common.get(i), typed.get(i), row.get(i)));
            }
        }
        return new RelationFields(valueFields(values, name, common, first));
    }

    private static List<RelationField> valueFields(
            Relation.Values values,
            @Nullable RelationName relation,
            List<ExpressionType> types,
            List<ExpressionType> first) {
        List<RelationField> fields = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            fields.add(new RelationField(
                    columnName(values, i),
                    relation,
                    types.get(i).asNullable(),
                    RelationField.Visibility.SHOWN,
                    first.get(i).nullable(),
                    List.of()));
        }
        return fields;
    }

    private static String columnName(Relation.Values values, int at) {
        List<Name> names = values.alias() == null ? List.of() : values.alias().columns();
        return at < names.size() ? names.get(at).text() : "column_" + at;
    }

    /** Returns the common types of a row and of the rows before it. A place that is null has no type of its own. */
    public static List<ExpressionType> commonTypes(
            List<ExpressionType> before, List<ExpressionType> row, List<? extends @Nullable Expression> places) {
        List<ExpressionType> joined = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            Expression place = places.get(i);
            joined.add(place == null ? before.get(i) : commonType(before.get(i), row.get(i), place));
        }
        return joined;
    }

    private static ExpressionType commonType(ExpressionType one, ExpressionType other, Expression expression) {
        if (one.type() == null || other.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        Type common = CommonTypes.commonType(one.type(), other.type());
        if (common == null) {
            throw Refusal.analysis(
                    expression.span(),
                    QueryRule.TYPES_INCOMPATIBLE,
                    "The rows",
                    TypeFormat.formatForMessages(one.type()),
                    TypeFormat.formatForMessages(other.type()));
        }
        NullCause cause = NullCause.firstOf(one.cause(), other.cause());
        return new ExpressionType(common, one.nullable(), one.state(), cause);
    }
}
