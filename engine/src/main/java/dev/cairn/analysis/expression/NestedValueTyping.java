package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionEntry.LambdaForm;
import dev.cairn.analysis.function.FunctionResolution;
import dev.cairn.analysis.function.Polymorphism;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.function.TypedCall;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.analysis.type.TypeSettings;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.UserFunction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Lambda;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Types the literals of arrays and maps, the access to elements and fields of nested values, and calls with a lambda
 * function, whose parameters have the element types of the other arguments.
 */
final class NestedValueTyping {
    private final ExpressionTyping typing;
    private final ExpressionText text;
    private final ServerProfile profile;

    NestedValueTyping(ExpressionTyping typing, ExpressionText text, ServerProfile profile) {
        this.typing = typing;
        this.text = text;
        this.profile = profile;
    }

    /** Returns null for any other expression. */
    @Nullable
    ExpressionType determineType(Expression expression) {
        if (expression instanceof Expression.ArrayLiteral arrayLiteral) {
            return typeArray(arrayLiteral);
        }
        if (expression instanceof Expression.MapLiteral mapLiteral) {
            return typeMap(mapLiteral);
        }
        if (expression instanceof Expression.Subscript subscript) {
            return typeSubscript(subscript);
        }
        if (expression instanceof Expression.FieldAccess access) {
            return typeField(access);
        }
        if (expression instanceof Expression.Arrow arrow) {
            return typeArrow(arrow);
        }
        return expression instanceof Expression.Slice slice ? typeSlice(slice) : null;
    }

    private ExpressionType typeArray(Expression.ArrayLiteral arrayLiteral) {
        List<ExpressionType> elements = typing.determineTypes(arrayLiteral.elements());
        if (elements.isEmpty()) {
            return ExpressionType.ofNullable(new Type.Array(TypeConstants.NULL), null);
        }
        List<Type> types = ExpressionType.typesOf(elements);
        Type elementType = arrayLiteral.type() == null
                ? types == null ? null : CommonTypes.commonType(types)
                : StoredTypes.convert(profile, arrayLiteral.type().element(), arrayLiteral.span());
        if (elementType == null) {
            return ExpressionType.UNKNOWN;
        }
        for (int i = 0; i < elements.size(); i++) {
            requireCast(arrayLiteral.elements().get(i), elements.get(i).type(), elementType);
        }
        return ExpressionType.ofNullable(new Type.Array(elementType), null)
                .withCasts(Collections.nCopies(elements.size(), elementType));
    }

    private ExpressionType typeMap(Expression.MapLiteral mapLiteral) {
        List<ExpressionType> keys = typing.determineTypes(
                mapLiteral.entries().stream().map(Expression.Entry::key).toList());
        List<ExpressionType> values = typing.determineTypes(
                mapLiteral.entries().stream().map(Expression.Entry::value).toList());
        if (keys.isEmpty()) {
            return ExpressionType.ofNullable(new Type.Map(TypeConstants.NULL, TypeConstants.NULL), null);
        }
        if (mapLiteral.type() != null) {
            return ExpressionType.ofNullable(StoredTypes.convert(profile, mapLiteral.type(), mapLiteral.span()), null);
        }
        List<Type> keyTypes = ExpressionType.typesOf(keys);
        List<Type> valueTypes = ExpressionType.typesOf(values);
        if (keyTypes == null || valueTypes == null) {
            return ExpressionType.UNKNOWN;
        }
        Type keyType = CommonTypes.commonType(keyTypes);
        if (!PrimitiveType.of(keyType).canBeMapKey()) {
            throw Refusal.analysisAt(
                    mapLiteral, TypeRule.TYPE_UNSUPPORTED, "The key of a map", TypeFormat.formatForMessages(keyType));
        }
        return ExpressionType.ofNullable(new Type.Map(keyType, CommonTypes.commonType(valueTypes)), null);
    }

    private ExpressionType typeSubscript(Expression.Subscript subscript) {
        Expression base = subscript.base();
        Expression index = subscript.index();
        Type type = typing.determineType(base).type();
        Type indexType = typing.determineType(index).type();
        if (type == null) {
            return ExpressionType.UNKNOWN;
        }
        if (type instanceof Type.Array arrayType) {
            if (indexType != null && !PrimitiveType.of(indexType).isNumeric()) {
                throw Refusal.analysisAt(index, ExpressionRule.SUBSCRIPT, "an integer");
            }
            return ExpressionType.ofNullable(
                    arrayType.element(), NullCause.of(NullCause.Kind.ELEMENT, subscript.span()));
        }
        if (type instanceof Type.Map mapType) {
            if (indexType != null && PrimitiveType.of(indexType) != PrimitiveType.of(mapType.key())) {
                requireCast(index, indexType, mapType.key());
            }
            return ExpressionType.ofNullable(mapType.value(), NullCause.of(NullCause.Kind.ELEMENT, subscript.span()));
        }
        if (type instanceof Type.Struct structType) {
            return ExpressionType.ofNullable(
                    typeOfFieldAt(structType, index), NullCause.FIELD.withSpan(subscript.span()));
        }
        throw Refusal.analysisAt(base, ExpressionRule.NOT_SUBSCRIPTABLE, TypeFormat.formatForMessages(type));
    }

    private static Type typeOfFieldAt(Type.Struct structType, Expression index) {
        Long position = index.integerValue();
        if (position == null) {
            throw Refusal.analysisAt(index, ExpressionRule.SUBSCRIPT, "an integer");
        }
        int size = structType.fields().size();
        if (position == 0 || Math.abs(position) > size) {
            throw Refusal.analysisAt(index, ExpressionRule.SUBSCRIPT, "the number of a field");
        }
        long fieldIndex = position > 0 ? position - 1 : size + position;
        return structType.fields().get((int) fieldIndex).type();
    }

    private ExpressionType typeField(Expression.FieldAccess access) {
        Type baseType = typing.determineType(access.base()).type();
        if (baseType == null) {
            return ExpressionType.UNKNOWN;
        }
        if (!(baseType instanceof Type.Struct structType)) {
            throw Refusal.analysisAt(access.base(), CommonRule.NOT_A, text.renderPlain(access.base()), "a struct");
        }
        for (Type.Field field : structType.fields()) {
            if (field.name().equalsIgnoreCase(access.field().text())) {
                return ExpressionType.ofNullable(field.type(), NullCause.FIELD.withSpan(access.span()));
            }
        }
        throw Refusal.analysisAt(access, ExpressionRule.UNKNOWN_STRUCT_FIELD, access.field());
    }

    private ExpressionType typeArrow(Expression.Arrow arrow) {
        Type baseType = typing.determineType(arrow.base()).type();
        if (baseType != null && !baseType.equals(TypeConstants.JSON)) {
            throw Refusal.analysisAt(
                    arrow.base(),
                    ExpressionRule.ARROW,
                    TypeFormat.formatForMessages(baseType),
                    accessInsteadOfArrow(arrow, baseType));
        }
        return ExpressionType.ofNullable(TypeConstants.JSON, NullCause.of(NullCause.Kind.JSON, arrow.span()));
    }

    /** Returns the SQL that reads a part of a value other than JSON; empty if the value has no parts. */
    private static String accessInsteadOfArrow(Expression.Arrow arrow, Type baseType) {
        String value = Sql.render(arrow.base());
        String part = arrow.path().value().replaceFirst("^\\$\\.?", "");
        if (baseType instanceof Type.Map mapType) {
            boolean hasNumericKey = PrimitiveType.of(mapType.key()).isNumeric();
            return value + "[" + (hasNumericKey ? part : "'" + part.replace("'", "''") + "'") + "]";
        }
        if (baseType instanceof Type.Struct) {
            return value + "." + part;
        }
        if (baseType instanceof Type.Array) {
            return value + "[1]";
        }
        return baseType instanceof Type.Text ? "parse_json(" + value + ")->" + Sql.render(arrow.path()) : "";
    }

    private ExpressionType typeSlice(Expression.Slice slice) {
        ExpressionType expressionType = typing.determineType(slice.base());
        Type baseType = expressionType.type();
        if (baseType == null) {
            return ExpressionType.UNKNOWN;
        }
        if (!(baseType instanceof Type.Array)) {
            throw Refusal.analysisAt(
                    slice.base(), ExpressionRule.NOT_SUBSCRIPTABLE, TypeFormat.formatForMessages(baseType));
        }
        return ExpressionType.ofNullable(baseType, expressionType.cause());
    }

    private void requireCast(Expression value, @Nullable Type sourceType, Type targetType) {
        if (sourceType == null
                || Casts.isUnnecessary(sourceType, targetType)
                || targetType.equals(TypeConstants.NULL)) {
            return;
        }
        if (!Casts.isPossible(sourceType, targetType)) {
            throw Refusal.analysis(
                    Span.NONE,
                    ExpressionRule.CANNOT_CAST,
                    text.renderQuoted(value),
                    TypeFormat.formatForMessages(sourceType),
                    TypeFormat.formatForMessages(targetType));
        }
        new LiteralCast(sourceType, targetType).requireCastable(value);
    }

    /** Returns null for a call without a lambda. */
    @Nullable
    ExpressionType typeLambdaCall(Call call, FunctionEntry function) {
        LambdaForm form = function.lambdaForm();
        String name = CallRewrites.lowerCaseName(call);
        Lambda lambda = findLambda(call, name, form);
        if (lambda == null) {
            return null;
        }
        List<Expression> values = new ArrayList<>(call.arguments());
        values.remove(lambda);
        if (form == null) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.LAMBDA_FORM, name + " is not a higher-order function");
        }
        if (form.takesMaps()) {
            return typeMapCall(call, form, lambda, values.get(0));
        }
        return form == LambdaForm.SORT_ARRAY ? typeSort(lambda, values) : typeArrayCall(call, form, lambda, values);
    }

    private static @Nullable Lambda findLambda(Call call, String name, @Nullable LambdaForm form) {
        List<Lambda> lambdas = new ArrayList<>(0);
        for (Expression argument : call.arguments()) {
            if (argument instanceof Lambda lambda) {
                lambdas.add(lambda);
            }
        }
        if (lambdas.isEmpty()) {
            if (form == LambdaForm.MAP_ARRAY || form == LambdaForm.MAP_ENTRIES) {
                throw Refusal.analysis(Span.NONE, ExpressionRule.NO_LAMBDA, name);
            }
            return null;
        }
        if (lambdas.size() > 1) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.LAMBDA_FORM, "a higher-order function has one");
        }
        int lastIndex = call.arguments().size() - 1;
        int index = call.arguments().indexOf(lambdas.get(0));
        if (lastIndex == 0) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.LAMBDA_INPUT, "an array or a map", "nothing");
        }
        if (index > 0 && index < lastIndex) {
            throw Refusal.analysis(
                    Span.NONE,
                    ExpressionRule.LAMBDA_FORM,
                    "it must be the first or the last argument, with its parameters in parentheses, as in (x, y) -> x + y");
        }
        return lambdas.get(0);
    }

    private ExpressionType typeArrayCall(Call call, LambdaForm form, Lambda lambda, List<Expression> arrays) {
        List<ExpressionType> inputs = new ArrayList<>();
        List<ExpressionType> arrayTypes = typing.determineTypes(arrays);
        for (int i = 0; i < arrayTypes.size(); i++) {
            inputs.add(typeInputElement(arrayTypes.get(i)));
        }
        NullCause cause = NullCauses.ofAny(arrayTypes);
        ExpressionType body = typeBody(lambda, inputs);
        Type firstArray = inputs.get(0).type() == null
                ? null
                : new Type.Array(inputs.get(0).type());
        return switch (form) {
            case MAP_ARRAY ->
                body.type() == null
                        ? ExpressionType.UNKNOWN
                        : ExpressionType.ofNullable(new Type.Array(body.type()), cause);
            case MATCH -> {
                requireBooleans(call, body);
                yield ExpressionType.ofNullable(
                        TypeConstants.BOOLEAN,
                        NullCause.of(NullCause.Kind.FUNCTION, call.span(), CallRewrites.lowerCaseName(call)));
            }
            case FILTER_ARRAY -> {
                requireBooleans(call, body);
                yield firstArray == null
                        ? ExpressionType.UNKNOWN
                        : ExpressionType.ofNullable(Polymorphism.withoutNull(firstArray), cause);
            }
            default ->
                firstArray == null || body.type() == null
                        ? ExpressionType.UNKNOWN
                        : typeSortBy(call, firstArray, body.type()).withCause(cause);
        };
    }

    private ExpressionType typeSort(Lambda lambda, List<Expression> arrays) {
        if (arrays.size() != 1) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.LAMBDA_FORM, "array_sort needs an array and (x, y) -> …");
        }
        if (lambda.parameters().size() != 2) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.LAMBDA_FORM, "that of array_sort needs two parameters");
        }
        ExpressionType array = typing.determineType(arrays.get(0));
        ExpressionType element = typeInputElement(array);
        typeBody(lambda, List.of(element, element));
        return element.type() == null
                ? ExpressionType.UNKNOWN
                : ExpressionType.ofNullable(Polymorphism.withoutNull(new Type.Array(element.type())), array.cause());
    }

    private ExpressionType typeSortBy(Call call, Type arrayType, Type keyType) {
        TypedCall typedCall = TypedCall.ofPlain(
                call, "array_sortby", call.arguments(), List.of(arrayType, new Type.Array(keyType)), profile.version());
        Signature signature = FunctionResolution.resolve(typedCall);
        return signature.result() instanceof SignatureType.FixedType result
                ? ExpressionType.ofNullable(result.type())
                : ExpressionType.UNKNOWN;
    }

    private ExpressionType typeMapCall(Call call, LambdaForm form, Lambda lambda, Expression input) {
        boolean returnsPair =
                lambda.body() instanceof Expression.Tuple || lambda.body() instanceof Expression.MapLiteral;
        if (returnsPair != (form == LambdaForm.MAP_ENTRIES)) {
            throw Refusal.analysisAt(
                    lambda,
                    ExpressionRule.LAMBDA_FORM,
                    Sql.render(lambda) + " must be like (k, v) -> " + (returnsPair ? "f(k,v)" : "(f(k),f(v))"));
        }
        if (lambda.parameters().size() != 2) {
            throw Refusal.analysisAt(
                    lambda, ExpressionRule.LAMBDA_FORM, Sql.render(lambda) + " must have 2 parameters");
        }
        ExpressionType expressionType = typing.determineType(input);
        Type type = expressionType.type();
        if (type == null) {
            typeBody(lambda, List.of(ExpressionType.UNKNOWN, ExpressionType.UNKNOWN));
            return ExpressionType.UNKNOWN;
        }
        if (!(type instanceof Type.Map mapType)) {
            throw Refusal.analysis(
                    Span.NONE, ExpressionRule.LAMBDA_INPUT, "a map", TypeFormat.formatForShowCreate(type));
        }
        return typeMapResult(call, form, lambda, mapType).withCause(expressionType.cause());
    }

    private ExpressionType typeMapResult(Call call, LambdaForm form, Lambda lambda, Type.Map mapType) {
        List<ExpressionType> inputs =
                List.of(ExpressionType.ofNullable(mapType.key()), ExpressionType.ofNullable(mapType.value()));
        ExpressionType body = typeBody(lambda, inputs);
        if (form == LambdaForm.MAP_ENTRIES) {
            return body.type() == null ? ExpressionType.UNKNOWN : ExpressionType.ofNullable(body.type());
        }
        if (form == LambdaForm.FILTER_MAP) {
            requireBooleans(call, body);
            return ExpressionType.ofNullable(Polymorphism.withoutNull(mapType));
        }
        if (body.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        boolean replacesKeys = form == LambdaForm.MAP_KEYS;
        return ExpressionType.ofNullable(
                replacesKeys ? new Type.Map(body.type(), mapType.value()) : new Type.Map(mapType.key(), body.type()));
    }

    private static ExpressionType typeInputElement(ExpressionType input) {
        Type type = input.type();
        if (type == null) {
            return ExpressionType.UNKNOWN;
        }
        if (type.equals(TypeConstants.NULL)) {
            return ExpressionType.ofNullable(TypeConstants.INT);
        }
        if (!(type instanceof Type.Array arrayType)) {
            throw Refusal.analysis(
                    Span.NONE, ExpressionRule.LAMBDA_INPUT, "an array", TypeFormat.formatForShowCreate(type));
        }
        return ExpressionType.of(arrayType.element(), input.isNullable(), NullCause.UNKNOWN);
    }

    private static void requireBooleans(Call call, ExpressionType body) {
        Type type = body.type();
        if (type != null && !Casts.isPossible(type, TypeConstants.BOOLEAN)) {
            throw Refusal.analysisAt(
                    call, ExpressionRule.LAMBDA_INPUT, "an array of booleans", TypeFormat.formatForShowCreate(type));
        }
    }

    private ExpressionType typeBody(Lambda lambda, List<ExpressionType> inputs) {
        if (lambda.parameters().size() != inputs.size()) {
            throw Refusal.analysisAt(lambda, ExpressionRule.LAMBDA_FORM, "it must have a parameter for each array");
        }
        Set<String> names = new HashSet<>();
        for (Name parameter : lambda.parameters()) {
            if (!names.add(parameter.text())) {
                throw Refusal.analysisAt(
                        lambda, ExpressionRule.LAMBDA_FORM, "its parameter " + parameter + " is repeated");
            }
        }
        ExpressionTyping innerTyping = typing.withScope(new LambdaScope(typing.scope(), lambda, inputs));
        return innerTyping.determineType(lambda.result());
    }

    /**
     * The scope inside a lambda function, whose parameters hide columns of the same name. Servers up to 3.5 treat the
     * parameters as columns of a special relation, and qualify them with its name in the queries that they show.
     */
    private record LambdaScope(Scope outerScope, Lambda lambda, List<ExpressionType> inputs) implements Scope {
        private static final String RELATION = "__LAMBDA_TABLE";

        @Override
        public ResolvedReference resolveColumn(QualifiedName name, Span span) {
            List<Name> nameParts = name.parts();
            boolean isQualified = nameParts.size() > 2
                    && nameParts.get(0).equalsIgnoreCase(RELATION)
                    && nameParts.get(1).equalsIgnoreCase(RELATION);
            List<Name> parameterNames = isQualified ? nameParts.subList(2, nameParts.size()) : nameParts;
            for (int i = 0; i < inputs.size(); i++) {
                if (lambda.parameters()
                        .get(i)
                        .equalsIgnoreCase(parameterNames.get(0).text())) {
                    return resolveParameter(name, parameterNames, i, span);
                }
            }
            return outerScope.resolveColumn(name, span);
        }

        @Override
        public ExpressionType typeOfVariable(Expression variable) {
            return outerScope.typeOfVariable(variable);
        }

        @Override
        public TypeSettings settings() {
            return outerScope.settings();
        }

        @Override
        public List<UserFunction> findFunctions(QualifiedName function) {
            return outerScope.findFunctions(function);
        }

        @Override
        public boolean mayHaveFunction(QualifiedName function) {
            return outerScope.mayHaveFunction(function);
        }

        @Override
        public @Nullable Table requireDictionary(String name, Span span) {
            return outerScope.requireDictionary(name, span);
        }

        private ResolvedReference resolveParameter(
                QualifiedName name, List<Name> parameterNames, int index, Span span) {
            ExpressionType expressionType = inputs.get(index);
            List<String> path = new ArrayList<>(parameterNames.size() - 1);
            for (Name field : parameterNames.subList(1, parameterNames.size())) {
                expressionType = expressionType.fieldType(field, span);
                path.add(field.text());
            }
            return new ResolvedReference(name, expressionType, new ResolvedName.LambdaParameter(lambda, index, path));
        }
    }
}
