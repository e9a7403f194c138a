package dev.cairn.plan.part;

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
import org.jspecify.annotations.Nullable;

/**
 * A value that was converted to another type. The server casts structs field by field in their order, regardless of the
 * names, so a struct is rebuilt: each field from the field of the same name, and NULL if there was none.
 *
 * @param losses the parts of the value that the result does not contain
 */
public record ConvertedValue(Expression expression, List<Loss> losses) {
    private static final String ELEMENT = "[*]";

    public ConvertedValue {
        losses = List.copyOf(losses);
    }

    /**
     * A part of a value that is lost.
     *
     * @param path the fields that lead to it; empty for the whole value
     * @param target the type that can't hold all values; null if the part is dropped
     */
    public record Loss(List<String> path, @Nullable Type target) {
        public Loss {
            path = List.copyOf(path);
        }
    }

    /**
     * Converts a value; empty if one type can't be converted to the other.
     *
     * @param written the target type as a statement spells it
     */
    public static Optional<ConvertedValue> of(Expression value, Type from, Type to, Type written) {
        if (TypeFit.of(from, to) == TypeFit.NONE) {
            return Optional.empty();
        }
        Conversion conversion = new Conversion();
        Expression converted = conversion.of(value, from, to, written, List.of());
        return Optional.of(new ConvertedValue(converted, conversion.losses));
    }

    public static Expression absent(Type written) {
        return new Expression.Cast("CAST", new Expression.Null(Span.NONE), written, Span.NONE);
    }

    private static final class Conversion {
        private final List<Loss> losses = new ArrayList<>();
        private int lambdas;

        Expression of(Expression value, Type from, Type to, Type written, List<String> path) {
            if (from.equals(to)) {
                return value;
            }
            if (from instanceof Type.Struct struct && to instanceof Type.Struct into) {
                return struct(value, struct, into, (Type.Struct) written, path);
            }
            if (from instanceof Type.Array array && to instanceof Type.Array into) {
                Name element = name("e" + ++lambdas);
                Expression body = of(
                        reference(element),
                        array.element(),
                        into.element(),
                        ((Type.Array) written).element(),
                        longer(path, ELEMENT));
                return call("array_map", new Expression.Lambda(List.of(element), false, body, Span.NONE), value);
            }
            if (from instanceof Type.Map map && to instanceof Type.Map into) {
                return map(value, map, into, (Type.Map) written, path);
            }
            if (TypeFit.of(from, to) == TypeFit.LOSES) {
                losses.add(new Loss(path, to));
            }
            boolean document = from instanceof Type.Struct || from instanceof Type.Map;
            return document && PrimitiveType.of(to) == PrimitiveType.JSON
                    ? call("to_json", value)
                    : new Expression.Cast("CAST", value, written, Span.NONE);
        }

        private Expression map(Expression value, Type.Map from, Type.Map to, Type.Map written, List<String> path) {
            lambdas++;
            Name key = name("k" + lambdas);
            Name element = name("v" + lambdas);
            Expression newKey = of(reference(key), from.key(), to.key(), written.key(), longer(path, ELEMENT));
            Expression newValue =
                    of(reference(element), from.value(), to.value(), written.value(), longer(path, ELEMENT));
            Expression body = new Expression.Tuple(List.of(newKey, newValue), Span.NONE);
            return call("map_apply", new Expression.Lambda(List.of(key, element), true, body, Span.NONE), value);
        }

        /** A CASE is needed: NULL would become a struct of NULLs, and IF does not accept a struct beside NULL. */
        private Expression struct(
                Expression value, Type.Struct from, Type.Struct to, Type.Struct written, List<String> path) {
            List<Expression> fields = new ArrayList<>();
            for (int i = 0; i < to.fields().size(); i++) {
                Type.Field field = to.fields().get(i);
                Type fieldType = written.fields().get(i).type();
                fields.add(new Expression.Text(field.name(), '\'', Span.NONE));
                fields.add(field(value, from, field, fieldType, path));
            }
            for (Type.Field field : from.fields()) {
                if (!TypeFit.isKept(field, to)) {
                    losses.add(new Loss(longer(path, field.name()), null));
                }
            }
            Expression missing = new Expression.IsNull(false, value, Span.NONE);
            Expression.When whenMissing = new Expression.When(missing, new Expression.Null(Span.NONE));
            return new Expression.Case(
                    null, List.of(whenMissing), call("named_struct", fields.toArray(Expression[]::new)), Span.NONE);
        }

        private Expression field(
                Expression value, Type.Struct from, Type.Field field, Type written, List<String> path) {
            Optional<Type.Field> source = TypeFit.find(from, field.name())
                    .filter(found -> TypeFit.of(found.type(), field.type()) != TypeFit.NONE);
            return source.map(found -> of(
                            inside(value, found.name()),
                            found.type(),
                            field.type(),
                            written,
                            longer(path, field.name())))
                    .orElseGet(() -> absent(written));
        }

        private static Expression inside(Expression value, String field) {
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
            return new Expression.Reference(new QualifiedName(List.of(name)), Span.NONE);
        }

        private static Expression call(String function, Expression... arguments) {
            return new Expression.Call(QualifiedName.of(function), false, false, false, List.of(arguments), Span.NONE);
        }

        private static List<String> longer(List<String> path, String last) {
            List<String> longer = new ArrayList<>(path);
            longer.add(last);
            return longer;
        }
    }
}
