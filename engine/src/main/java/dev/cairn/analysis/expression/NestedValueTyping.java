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
        if (expression instanceof Expression.ArrayLiteral array) {
            return typeArray(array);
        }
        if (expression instanceof Expression.MapLiteral map) {
            return typeMap(map);
        }
        if (expression instanceof Expression.Subscript subscript) {
            return typeElement(subscript);
        }
        if (expression instanceof Expression.FieldAccess access) {
            return typeField(access);
        }
        if (expression instanceof Expression.Arrow arrow) {
            return typeArrow(arrow);
        }
        return expression instanceof Expression.Slice slice ? typeSlice(slice) : null;
    }

    private ExpressionType typeArray(Expression.ArrayLiteral array) {
        List<ExpressionType> elements = typing.determineType(array.elements());
        if (elements.isEmpty()) {
            return ExpressionType.nullable(new Type.Array(TypeConstants.NULL), null);
        }
        List<Type> types = ExpressionType.types(elements);
        Type element = array.type() == null
                ? types == null ? null : CommonTypes.commonType(types)
                : StoredTypes.convert(profile, array.type().element(), array.span());
        if (element == null) {
            return ExpressionType.UNKNOWN;
        }
        for (int i = 0; i < elements.size(); i++) {
            requireCast(array.elements().get(i), elements.get(i).type(), element);
        }
        return ExpressionType.nullable(new Type.Array(element), null)
                .withCasts(Collections.nCopies(elements.size(), element));
    }

    private ExpressionType typeMap(Expression.MapLiteral map) {
        List<ExpressionType> keys = typing.determineType(
                map.entries().stream().map(Expression.Entry::key).toList());
        List<ExpressionType> values = typing.determineType(
                map.entries().stream().map(Expression.Entry::value).toList());
        if (keys.isEmpty()) {
            return ExpressionType.nullable(new Type.Map(TypeConstants.NULL, TypeConstants.NULL), null);
        }
        if (map.type() != null) {
            return ExpressionType.nullable(StoredTypes.convert(profile, map.type(), map.span()), null);
        }
        List<Type> keyTypes = ExpressionType.types(keys);
        List<Type> valueTypes = ExpressionType.types(values);
        if (keyTypes == null || valueTypes == null) {
            return ExpressionType.UNKNOWN;
        }
        Type key = CommonTypes.commonType(keyTypes);
        if (!PrimitiveType.of(key).canBeMapKey()) {
            throw Refusal.analysisAt(
                    map, TypeRule.TYPE_UNSUPPORTED, "The key of a map", TypeFormat.formatForMessages(key));
        }
        return ExpressionType.nullable(new Type.Map(key, CommonTypes.commonType(valueTypes)), null);
    }

    private ExpressionType typeElement(Expression.Subscript subscript) {
        Expression base = subscript.base();
        Expression index = subscript.index();
        Type type = typing.determineType(base).type();
        Type at = typing.determineType(index).type();
        if (type == null) {
            return ExpressionType.UNKNOWN;
        }
        if (type instanceof Type.Array array) {
            if (at != null && !PrimitiveType.of(at).isNumeric()) {
                throw Refusal.analysisAt(index, ExpressionRule.SUBSCRIPT, "an integer");
            }
            return ExpressionType.nullable(array.element(), NullCause.of(NullCause.Kind.ELEMENT, subscript.span()));
        }
        if (type instanceof Type.Map map) {
            if (at != null && PrimitiveType.of(at) != PrimitiveType.of(map.key())) {
                requireCast(index, at, map.key());
            }
            return ExpressionType.nullable(map.value(), NullCause.of(NullCause.Kind.ELEMENT, subscript.span()));
        }
        if (type instanceof Type.Struct struct) {
            return ExpressionType.nullable(typeField(struct, index), NullCause.FIELD.withSpan(subscript.span()));
        }
        throw Refusal.analysisAt(base, ExpressionRule.NOT_SUBSCRIPTABLE, TypeFormat.formatForMessages(type));
    }

    private static Type typeField(Type.Struct struct, Expression index) {
        Long place = index.integerValue();
        if (place == null) {
            throw Refusal.analysisAt(index, ExpressionRule.SUBSCRIPT, "an integer");
        }
        int size = struct.fields().size();
        if (place == 0 || Math.abs(place) > size) {
            throw Refusal.analysisAt(index, ExpressionRule.SUBSCRIPT, "the number of a field");
        }
        long counted = place > 0 ? place - 1 : size + place;
        return struct.fields().get((int) counted).type();
    }

    private ExpressionType typeField(Expression.FieldAccess access) {
        Type base = typing.determineType(access.base()).type();
        if (base == null) {
            return ExpressionType.UNKNOWN;
        }
        if (!(base instanceof Type.Struct struct)) {
            throw Refusal.analysisAt(access.base(), CommonRule.NOT_A, text.renderPlain(access.base()), "a struct");
        }
        for (Type.Field field : struct.fields()) {
            if (field.name().equalsIgnoreCase(access.field().text())) {
                return ExpressionType.nullable(field.type(), NullCause.FIELD.withSpan(access.span()));
            }
        }
        throw Refusal.analysisAt(access, ExpressionRule.UNKNOWN_STRUCT_FIELD, access.field());
    }

    private ExpressionType typeArrow(Expression.Arrow arrow) {
        Type base = typing.determineType(arrow.base()).type();
        if (base != null && !base.equals(TypeConstants.JSON)) {
            throw Refusal.analysisAt(
                    arrow.base(),
                    ExpressionRule.ARROW,
                    TypeFormat.formatForMessages(base),
                    accessInsteadOfArrow(arrow, base));
        }
        return ExpressionType.nullable(TypeConstants.JSON, NullCause.of(NullCause.Kind.JSON, arrow.span()));
    }

    /** Returns the SQL that reads a part of a value other than JSON; empty if the value has no parts. */
    private static String accessInsteadOfArrow(Expression.Arrow arrow, Type base) {
        String value = Sql.render(arrow.base());
        String part = arrow.path().value().replaceFirst("^\\$\\.?", "");
        if (base instanceof Type.Map map) {
            boolean number = PrimitiveType.of(map.key()).isNumeric();
            return value + "[" + (number ? part : "'" + part.replace("'", "''") + "'") + "]";
        }
        if (base instanceof Type.Struct) {
            return value + "." + part;
        }
        if (base instanceof Type.Array) {
            return value + "[1]";
        }
        return base instanceof Type.Text ? "parse_json(" + value + ")->" + Sql.render(arrow.path()) : "";
    }

    private ExpressionType typeSlice(Expression.Slice slice) {
        ExpressionType expressionType = typing.determineType(slice.base());
        Type base = expressionType.type();
        if (base == null) {
            return ExpressionType.UNKNOWN;
        }
        if (!(base instanceof Type.Array)) {
            throw Refusal.analysisAt(
                    slice.base(), ExpressionRule.NOT_SUBSCRIPTABLE, TypeFormat.formatForMessages(base));
        }
        return ExpressionType.nullable(base, expressionType.cause());
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
        LambdaForm form = function.lambda();
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
        int last = call.arguments().size() - 1;
        int index = call.arguments().indexOf(lambdas.get(0));
        if (last == 0) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.LAMBDA_INPUT, "an array or a map", "nothing");
        }
        if (index > 0 && index < last) {
            throw Refusal.analysis(
                    Span.NONE,
                    ExpressionRule.LAMBDA_FORM,
                    "it must be the first or the last argument, with its parameters in parentheses, as in (x, y) -> x + y");
        }
        return lambdas.get(0);
    }

    private ExpressionType typeArrayCall(Call call, LambdaForm form, Lambda lambda, List<Expression> arrays) {
        List<ExpressionType> inputs = new ArrayList<>();
        List<ExpressionType> typed = typing.determineType(arrays);
        for (int i = 0; i < typed.size(); i++) {
            inputs.add(typeElement(typed.get(i)));
        }
        NullCause cause = NullCauses.ofAny(typed);
        ExpressionType body = typeBody(lambda, inputs);
        Type first = inputs.get(0).type() == null
                ? null
                : new Type.Array(inputs.get(0).type());
        return switch (form) {
            case MAP_ARRAY ->
                body.type() == null
                        ? ExpressionType.UNKNOWN
                        : ExpressionType.nullable(new Type.Array(body.type()), cause);
            case MATCH -> {
                requireBooleans(call, body);
                yield ExpressionType.nullable(
                        TypeConstants.BOOLEAN,
                        NullCause.of(NullCause.Kind.FUNCTION, call.span(), CallRewrites.lowerCaseName(call)));
            }
            case FILTER_ARRAY -> {
                requireBooleans(call, body);
                yield first == null
                        ? ExpressionType.UNKNOWN
                        : ExpressionType.nullable(Polymorphism.withoutNull(first), cause);
            }
            default ->
                first == null || body.type() == null
                        ? ExpressionType.UNKNOWN
                        : typeOfSort(call, first, body.type()).withCause(cause);
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
        ExpressionType element = typeElement(array);
        typeBody(lambda, List.of(element, element));
        return element.type() == null
                ? ExpressionType.UNKNOWN
                : ExpressionType.nullable(Polymorphism.withoutNull(new Type.Array(element.type())), array.cause());
    }

    private ExpressionType typeOfSort(Call call, Type array, Type key) {
        TypedCall invocation = TypedCall.ofPlain(
                call, "array_sortby", call.arguments(), List.of(array, new Type.Array(key)), profile.version());
        Signature foundSignature = FunctionResolution.resolve(invocation);
        return foundSignature.result() instanceof SignatureType.FixedType result
                ? ExpressionType.nullable(result.type())
                : ExpressionType.UNKNOWN;
    }

    private ExpressionType typeMapCall(Call call, LambdaForm form, Lambda lambda, Expression input) {
        boolean pair = lambda.body() instanceof Expression.Tuple || lambda.body() instanceof Expression.MapLiteral;
        if (pair != (form == LambdaForm.MAP_ENTRIES)) {
            throw Refusal.analysisAt(
                    lambda,
                    ExpressionRule.LAMBDA_FORM,
                    Sql.render(lambda) + " must be like (k, v) -> " + (pair ? "f(k,v)" : "(f(k),f(v))"));
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
        if (!(type instanceof Type.Map map)) {
            throw Refusal.analysis(
                    Span.NONE, ExpressionRule.LAMBDA_INPUT, "a map", TypeFormat.formatForShowCreate(type));
        }
        return typeMapCall(call, form, lambda, map).withCause(expressionType.cause());
    }

    private ExpressionType typeMapCall(Call call, LambdaForm form, Lambda lambda, Type.Map map) {
        List<ExpressionType> inputs = List.of(ExpressionType.nullable(map.key()), ExpressionType.nullable(map.value()));
        ExpressionType body = typeBody(lambda, inputs);
        if (form == LambdaForm.MAP_ENTRIES) {
            return body.type() == null ? ExpressionType.UNKNOWN : ExpressionType.nullable(body.type());
        }
        if (form == LambdaForm.FILTER_MAP) {
            requireBooleans(call, body);
            return ExpressionType.nullable(Polymorphism.withoutNull(map));
        }
        if (body.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        boolean keys = form == LambdaForm.MAP_KEYS;
        return ExpressionType.nullable(
                keys ? new Type.Map(body.type(), map.value()) : new Type.Map(map.key(), body.type()));
    }

    private static ExpressionType typeElement(ExpressionType input) {
        Type type = input.type();
        if (type == null) {
            return ExpressionType.UNKNOWN;
        }
        if (type.equals(TypeConstants.NULL)) {
            return ExpressionType.nullable(TypeConstants.INT);
        }
        if (!(type instanceof Type.Array array)) {
            throw Refusal.analysis(
                    Span.NONE, ExpressionRule.LAMBDA_INPUT, "an array", TypeFormat.formatForShowCreate(type));
        }
        return ExpressionType.of(array.element(), input.nullable(), NullCause.UNKNOWN);
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
        ExpressionTyping inner = typing.withScope(new LambdaScope(typing.scope(), lambda, inputs));
        return inner.determineType(lambda.result());
    }

    /**
     * The scope inside a lambda function, whose parameters hide columns of the same name. Servers up to 3.5 treat the
     * parameters as columns of a special relation, and qualify them with its name in the queries that they show.
     */
    private record LambdaScope(Scope outerScope, Lambda lambda, List<ExpressionType> inputs) implements Scope {
        private static final String RELATION = "__LAMBDA_TABLE";

        @Override
        public Resolved resolveColumn(QualifiedName name, Span span) {
            List<Name> parts = name.parts();
            boolean qualified = parts.size() > 2
                    && parts.get(0).is(RELATION)
                    && parts.get(1).is(RELATION);
            List<Name> parameterNames = qualified ? parts.subList(2, parts.size()) : parts;
            for (int i = 0; i < inputs.size(); i++) {
                if (lambda.parameters().get(i).is(parameterNames.get(0).text())) {
                    return resolve(name, parameterNames, i, span);
                }
            }
            return outerScope.resolveColumn(name, span);
        }

        @Override
        public ExpressionType variable(Expression variable) {
            return outerScope.variable(variable);
        }

        @Override
        public TypeSettings settings() {
            return outerScope.settings();
        }

        @Override
        public List<UserFunction> functions(QualifiedName function) {
            return outerScope.functions(function);
        }

        @Override
        public boolean mayHaveFunction(QualifiedName function) {
            return outerScope.mayHaveFunction(function);
        }

        @Override
        public @Nullable Table dictionary(String name, Span span) {
            return outerScope.dictionary(name, span);
        }

        private Resolved resolve(QualifiedName name, List<Name> parameterNames, int index, Span span) {
            ExpressionType expressionType = inputs.get(index);
            List<String> path = new ArrayList<>(parameterNames.size() - 1);
            for (Name field : parameterNames.subList(1, parameterNames.size())) {
                expressionType = expressionType.field(field, span);
                path.add(field.text());
            }
            return new Resolved(name, expressionType, new ResolvedName.LambdaParameter(lambda, index, path));
        }
    }
}
