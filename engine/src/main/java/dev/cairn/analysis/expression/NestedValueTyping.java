package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.catalog.TypeText;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types constructors of arrays, maps, structs and JSON, and access to their elements and fields. */
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
    ExpressionType of(Expression expression) {
        if (expression instanceof Expression.ArrayLiteral array) {
            return array(array);
        }
        if (expression instanceof Expression.MapLiteral map) {
            return map(map);
        }
        if (expression instanceof Expression.Subscript subscript) {
            return element(subscript);
        }
        if (expression instanceof Expression.FieldAccess access) {
            return field(access);
        }
        if (expression instanceof Expression.Arrow arrow) {
            return arrow(arrow);
        }
        return expression instanceof Expression.Slice slice ? slice(slice) : null;
    }

    private ExpressionType array(Expression.ArrayLiteral array) {
        List<ExpressionType> elements = typing.of(array.elements());
        if (elements.isEmpty()) {
            return ExpressionType.nullable(new Type.Array(TypeConstants.NULL), null);
        }
        List<Type> types = ExpressionType.types(elements);
        Type element = array.type() == null
                ? types == null ? null : CommonTypes.of(types)
                : StoredTypes.of(profile, array.type().element(), array.span());
        if (element == null) {
            return ExpressionType.UNKNOWN;
        }
        for (int i = 0; i < elements.size(); i++) {
            requireCast(array.elements().get(i), elements.get(i).type(), element);
        }
        return ExpressionType.nullable(new Type.Array(element), null);
    }

    private ExpressionType map(Expression.MapLiteral map) {
        List<ExpressionType> keys =
                typing.of(map.entries().stream().map(Expression.Entry::key).toList());
        List<ExpressionType> values =
                typing.of(map.entries().stream().map(Expression.Entry::value).toList());
        if (keys.isEmpty()) {
            return ExpressionType.nullable(new Type.Map(TypeConstants.NULL, TypeConstants.NULL), null);
        }
        if (map.type() != null) {
            return ExpressionType.nullable(StoredTypes.of(profile, map.type(), map.span()), null);
        }
        List<Type> keyTypes = ExpressionType.types(keys);
        List<Type> valueTypes = ExpressionType.types(values);
        if (keyTypes == null || valueTypes == null) {
            return ExpressionType.UNKNOWN;
        }
        Type key = CommonTypes.of(keyTypes);
        if (!PrimitiveType.of(key).canBeMapKey()) {
            throw Refusal.at(map, ExpressionRule.MAP_KEY_TYPE, TypeText.named(key));
        }
        return ExpressionType.nullable(new Type.Map(key, CommonTypes.of(valueTypes)), null);
    }

    private ExpressionType element(Expression.Subscript subscript) {
        Expression base = subscript.base();
        Expression index = subscript.index();
        Type type = typing.of(base).type();
        Type at = typing.of(index).type();
        if (type == null) {
            return ExpressionType.UNKNOWN;
        }
        if (type instanceof Type.Array array) {
            if (at != null && !PrimitiveType.of(at).isNumeric()) {
                throw Refusal.at(index, ExpressionRule.SUBSCRIPT_NOT_INTEGER);
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
            return ExpressionType.nullable(field(struct, index), NullCause.FIELD.withPlace(subscript.span()));
        }
        throw Refusal.at(base, ExpressionRule.NOT_SUBSCRIPTABLE, TypeText.named(type));
    }

    private static Type field(Type.Struct struct, Expression index) {
        Long place = index.integerValue();
        if (place == null) {
            throw Refusal.at(index, ExpressionRule.STRUCT_SUBSCRIPT_NOT_INTEGER);
        }
        int size = struct.fields().size();
        if (Math.abs(place) > size) {
            throw Refusal.at(index, ExpressionRule.STRUCT_SUBSCRIPT_OUT_OF_RANGE);
        }
        if (place == 0) {
            throw Refusal.at(index, ExpressionRule.STRUCT_SUBSCRIPT_ZERO);
        }
        long counted = place > 0 ? place - 1 : size + place;
        return struct.fields().get((int) counted).type();
    }

    private ExpressionType field(Expression.FieldAccess access) {
        Type base = typing.of(access.base()).type();
        if (base == null) {
            return ExpressionType.UNKNOWN;
        }
        if (!(base instanceof Type.Struct struct)) {
            throw Refusal.at(access.base(), ExpressionRule.NOT_A_STRUCT, text.quoted(access.base()));
        }
        for (Type.Field field : struct.fields()) {
            if (field.name().equalsIgnoreCase(access.field().text())) {
                return ExpressionType.nullable(field.type(), NullCause.FIELD.withPlace(access.span()));
            }
        }
        throw Refusal.at(access, ExpressionRule.UNKNOWN_STRUCT_FIELD, access.field());
    }

    private ExpressionType arrow(Expression.Arrow arrow) {
        Type base = typing.of(arrow.base()).type();
        if (base != null && !base.equals(TypeConstants.JSON)) {
            throw Refusal.at(arrow.base(), ExpressionRule.ARROW_NOT_ON_JSON, TypeText.named(base));
        }
        return ExpressionType.nullable(TypeConstants.JSON, NullCause.of(NullCause.Kind.JSON, arrow.span()));
    }

    private ExpressionType slice(Expression.Slice slice) {
        ExpressionType typed = typing.of(slice.base());
        Type base = typed.type();
        if (base == null) {
            return ExpressionType.UNKNOWN;
        }
        if (!(base instanceof Type.Array)) {
            throw Refusal.at(slice.base(), ExpressionRule.SLICE_NOT_ON_ARRAY, TypeText.named(base));
        }
        return ExpressionType.nullable(base, typed.cause());
    }

    private void requireCast(Expression value, @Nullable Type from, Type to) {
        if (from != null
                && !Casts.isUnnecessary(from, to)
                && !to.equals(TypeConstants.NULL)
                && !Casts.isPossible(from, to)) {
            throw Refusal.analysis(
                    Span.NONE,
                    ExpressionRule.CANNOT_CAST,
                    text.quoted(value),
                    TypeText.named(from),
                    TypeText.named(to));
        }
    }
}
