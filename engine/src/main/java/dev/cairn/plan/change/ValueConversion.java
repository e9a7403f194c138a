package dev.cairn.plan.change;

import dev.cairn.analysis.type.TypeFit;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class ValueConversion {
    final List<ConvertedValue.Loss> losses = new ArrayList<>();
    private int lambdas;

    Expression of(Expression value, Type from, Type to, Type writtenType, List<String> path) {
        if (from.equals(to)) {
            return value;
        }
        if (from instanceof Type.Struct struct && to instanceof Type.Struct into) {
            return struct(value, struct, into, (Type.Struct) writtenType, path);
        }
        if (from instanceof Type.Array array && to instanceof Type.Array into) {
            Name element = name("e" + ++lambdas);
            Expression body = of(
                    reference(element),
                    array.element(),
                    into.element(),
                    ((Type.Array) writtenType).element(),
                    append(path, ConvertedValue.ELEMENT));
            return ConvertedValue.call(
                    "array_map", new Expression.Lambda(List.of(element), false, body, Span.NONE), value);
        }
        if (from instanceof Type.Map map && to instanceof Type.Map into) {
            return map(value, map, into, (Type.Map) writtenType, path);
        }
        if (TypeFit.of(from, to) == TypeFit.LOSES) {
            losses.add(new ConvertedValue.Loss(path, new ConvertedValue.TypePair(from, to)));
        }
        boolean document = from instanceof Type.Struct || from instanceof Type.Map;
        return document && PrimitiveType.of(to) == PrimitiveType.JSON
                ? ConvertedValue.call("to_json", value)
                : new Expression.Cast("CAST", value, writtenType, Span.NONE);
    }

    private Expression map(Expression value, Type.Map from, Type.Map to, Type.Map writtenMap, List<String> path) {
        lambdas++;
        Name key = name("k" + lambdas);
        Name element = name("v" + lambdas);
        Expression newKey =
                of(reference(key), from.key(), to.key(), writtenMap.key(), append(path, ConvertedValue.ELEMENT));
        Expression newValue = of(
                reference(element), from.value(), to.value(), writtenMap.value(), append(path, ConvertedValue.ELEMENT));
        Expression body = new Expression.Tuple(List.of(newKey, newValue), Span.NONE);
        return ConvertedValue.call(
                "map_apply", new Expression.Lambda(List.of(key, element), true, body, Span.NONE), value);
    }

    /** A CASE is needed: NULL would become a struct of NULLs, and IF does not accept a struct beside NULL. */
    private Expression struct(
            Expression value, Type.Struct from, Type.Struct to, Type.Struct writtenStruct, List<String> path) {
        List<Expression> fields = new ArrayList<>();
        for (int i = 0; i < to.fields().size(); i++) {
            Type.Field field = to.fields().get(i);
            Type fieldType = writtenStruct.fields().get(i).type();
            fields.add(new Expression.Text(field.name(), '\'', Span.NONE));
            fields.add(field(value, from, field, fieldType, path));
        }
        for (Type.Field field : from.fields()) {
            if (!TypeFit.isKept(field, to)) {
                losses.add(new ConvertedValue.Loss(append(path, field.name()), null));
            }
        }
        Expression missing = new Expression.IsNull(false, value, Span.NONE);
        Expression.When whenMissing = new Expression.When(missing, new Expression.Null(Span.NONE));
        return new Expression.Case(
                null,
                List.of(whenMissing),
                ConvertedValue.call("named_struct", fields.toArray(Expression[]::new)),
                Span.NONE);
    }

    private Expression field(
            Expression value, Type.Struct from, Type.Field field, Type writtenType, List<String> path) {
        Optional<Type.Field> source = TypeFit.find(from, field.name())
                .filter(foundField -> TypeFit.of(foundField.type(), field.type()) != TypeFit.NONE);
        return source.map(foundField -> of(
                        fieldOf(value, foundField.name()),
                        foundField.type(),
                        field.type(),
                        writtenType,
                        append(path, field.name())))
                .orElseGet(() -> ConvertedValue.nullOf(writtenType));
    }

    private static Expression fieldOf(Expression value, String field) {
        if (value instanceof Expression.Reference reference) {
            List<Name> parts = new ArrayList<>(reference.name().parts());
            parts.add(name(field));
            return new Expression.Reference(new QualifiedName(parts), Span.NONE);
        }
        return new Expression.FieldAccess(value, name(field), Span.NONE);
    }

    private static Name name(String name) {
        return Name.of(name);
    }

    private static Expression reference(Name name) {
        return Expression.Reference.of(name, Span.NONE);
    }

    private static List<String> append(List<String> path, String last) {
        List<String> longer = new ArrayList<>(path);
        longer.add(last);
        return longer;
    }
}
