package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.analysis.type.Refusals;
import dev.cairn.analysis.type.TypeMatch;
import dev.cairn.analysis.type.Typed;
import dev.cairn.analysis.type.Types;
import dev.cairn.catalog.Primitive;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays, maps, structs and JSON: how they are made, and how parts are taken out of them. */
final class NestedValues {
    private final ExpressionTyping typing;
    private final ExpressionText text;
    private final ServerProfile profile;

    NestedValues(ExpressionTyping typing, ExpressionText text, ServerProfile profile) {
        this.typing = typing;
        this.text = text;
        this.profile = profile;
    }

    /** Null for what is nothing of that. */
    @Nullable
    Typed of(Expression expression) {
        if (expression instanceof Expression.ArrayLiteral array) {
            return array(array);
        }
        if (expression instanceof Expression.MapLiteral map) {
            return map(map);
        }
        if (expression instanceof Expression.Subscript subscript) {
            return element(subscript.base(), subscript.index());
        }
        if (expression instanceof Expression.FieldAccess access) {
            return field(access);
        }
        if (expression instanceof Expression.Arrow arrow) {
            return arrow(arrow);
        }
        return expression instanceof Expression.Slice slice ? slice(slice) : null;
    }

    private Typed array(Expression.ArrayLiteral array) {
        List<Typed> elements = typing.of(array.elements());
        if (elements.isEmpty()) {
            return Typed.nullable(new Type.Array(Types.NULL));
        }
        List<Type> types = Typed.types(elements);
        Type element = array.type() == null
                ? types == null ? null : CommonTypes.of(types)
                : StoredTypes.of(profile, array.type().element(), array.span());
        if (element == null) {
            return Typed.UNKNOWN;
        }
        for (int i = 0; i < elements.size(); i++) {
            requireCast(array.elements().get(i), elements.get(i).type(), element);
        }
        return Typed.nullable(new Type.Array(element));
    }

    private Typed map(Expression.MapLiteral map) {
        List<Typed> keys =
                typing.of(map.entries().stream().map(Expression.Entry::key).toList());
        List<Typed> values =
                typing.of(map.entries().stream().map(Expression.Entry::value).toList());
        if (keys.isEmpty()) {
            return Typed.nullable(new Type.Map(Types.NULL, Types.NULL));
        }
        if (map.type() != null) {
            return Typed.nullable(StoredTypes.of(profile, map.type(), map.span()));
        }
        List<Type> keyTypes = Typed.types(keys);
        List<Type> valueTypes = Typed.types(values);
        if (keyTypes == null || valueTypes == null) {
            return Typed.UNKNOWN;
        }
        Type key = CommonTypes.of(keyTypes);
        if (!TypeTraits.canBeMapKey(key)) {
            throw Refusals.at(map, "Map key don't supported type: " + TypeText.named(key));
        }
        return Typed.nullable(new Type.Map(key, CommonTypes.of(valueTypes)));
    }

    /** Also {@code element_at(base, index)}. */
    Typed element(Expression base, Expression index) {
        Type type = typing.of(base).type();
        Type at = typing.of(index).type();
        if (type == null) {
            return Typed.UNKNOWN;
        }
        if (type instanceof Type.Array array) {
            if (at != null && !Primitive.of(at).isNumeric()) {
                throw Refusals.at(index, "array subscript must have type integer");
            }
            return Typed.nullable(array.element());
        }
        if (type instanceof Type.Map map) {
            if (at != null && Primitive.of(at) != Primitive.of(map.key())) {
                requireCast(index, at, map.key());
            }
            return Typed.nullable(map.value());
        }
        if (type instanceof Type.Struct struct) {
            return Typed.nullable(field(struct, index));
        }
        throw Refusals.at(
                base,
                "cannot subscript type " + TypeText.named(type) + " because it is not an array or a map or a struct");
    }

    private static Type field(Type.Struct struct, Expression index) {
        Long place = LiteralTypes.integer(index);
        if (place == null) {
            throw Refusals.at(index, "struct subscript must have integer pos");
        }
        int size = struct.fields().size();
        if (Math.abs(place) > size) {
            throw Refusals.at(index, "the pos is out of struct subfields");
        }
        if (place == 0) {
            throw Refusals.at(index, "the pos can't set to zero");
        }
        long counted = place > 0 ? place - 1 : size + place;
        return struct.fields().get((int) counted).type();
    }

    private Typed field(Expression.FieldAccess access) {
        Type base = typing.of(access.base()).type();
        if (base == null) {
            return Typed.UNKNOWN;
        }
        if (!(base instanceof Type.Struct struct)) {
            throw Refusals.at(
                    access.base(), text.quoted(access.base()) + " must be a struct type, check if you are using `'`");
        }
        for (Type.Field field : struct.fields()) {
            if (field.name().equalsIgnoreCase(access.field().text())) {
                return Typed.nullable(field.type());
            }
        }
        throw Refusals.at(access, "Struct subfield '" + access.field() + "' cannot be resolved");
    }

    private Typed arrow(Expression.Arrow arrow) {
        Type base = typing.of(arrow.base()).type();
        if (base != null && !base.equals(Types.JSON)) {
            throw Refusals.at(
                    arrow.base(), "-> operator could only be used for json column, but got " + TypeText.named(base));
        }
        return Typed.nullable(Types.JSON);
    }

    private Typed slice(Expression.Slice slice) {
        Type base = typing.of(slice.base()).type();
        if (base == null) {
            return Typed.UNKNOWN;
        }
        if (!(base instanceof Type.Array)) {
            throw Refusals.at(
                    slice.base(), "cannot subscript type" + TypeText.named(base) + " because it is not an array");
        }
        return Typed.nullable(base);
    }

    private void requireCast(Expression value, @Nullable Type from, Type to) {
        if (from != null && !TypeMatch.matches(from, to) && !to.equals(Types.NULL) && !Casts.isPossible(from, to)) {
            throw Refusal.analysis(
                    Span.NONE,
                    "Cannot cast '" + text.quoted(value) + "' from " + TypeText.named(from) + " to "
                            + TypeText.named(to));
        }
    }
}
