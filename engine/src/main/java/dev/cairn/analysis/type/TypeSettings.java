package dev.cairn.analysis.type;

import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The types that depend on the variables of a session.
 *
 * @param wideProductsAreDouble whether a product of decimals that may have too many digits is a DOUBLE
 * @param matchesFieldsByName whether the fields of structs in a set operation belong together by name, and not by position
 */
public record TypeSettings(boolean wideProductsAreDouble, TextEqualityType textEquality, boolean matchesFieldsByName) {
    /** The settings of a session that has set none of the variables. */
    public static final TypeSettings DEFAULT = new TypeSettings(false, TextEqualityType.DECIMAL, false);

    /** Returns a type with the fields of its structs in the order of a model, if they are matched by name. */
    public Type arrangeFields(Type type, Type model) {
        return matchesFieldsByName ? arrangeByName(type, model) : type;
    }

    private static Type arrangeByName(Type type, Type model) {
        if (!(type instanceof Type.Nested nested && nested.hasShapeOf(model))) {
            return type;
        }
        if (type instanceof Type.Struct struct && model instanceof Type.Struct modelStruct) {
            List<Type.Field> fields = new ArrayList<>();
            for (Type.Field modelField : modelStruct.fields()) {
                TypeConvertibility.findField(struct, modelField.name())
                        .ifPresent(field -> fields.add(
                                new Type.Field(field.name(), arrangeByName(field.type(), modelField.type()))));
            }
            return fields.size() == struct.fields().size() ? new Type.Struct(fields) : type;
        }
        List<Type> parts = new ArrayList<>();
        for (int i = 0; i < nested.componentTypes().size(); i++) {
            parts.add(arrangeByName(
                    nested.componentTypes().get(i),
                    ((Type.Nested) model).componentTypes().get(i)));
        }
        return nested.withComponentTypes(parts);
    }

    public ComparisonTypes comparisonTypes() {
        return new ComparisonTypes(textEquality);
    }
}
