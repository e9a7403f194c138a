package dev.cairn.analysis.type;

import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The session variables on which the types of expressions and the columns of a grouped query depend.
 *
 * @param typesWideProductsAsDouble whether a product of decimals that may have too many digits is a DOUBLE
 * @param textEquality the type in which equality compares a text with a number
 * @param matchesFieldsByName whether a set operation matches the fields of structs by name instead of position
 * @param requiresGroupedColumns whether a column outside of GROUP BY is refused, or stands for any of its values
 */
public record TypeSettings(
        boolean typesWideProductsAsDouble,
        TextEqualityType textEquality,
        boolean matchesFieldsByName,
        boolean requiresGroupedColumns) {
    /** The settings of a session that has set none of the variables. */
    public static final TypeSettings DEFAULT = new TypeSettings(false, TextEqualityType.DECIMAL, false, true);

    /** Returns the settings with which a column outside of GROUP BY stands for any of its values. */
    public TypeSettings withUngroupedColumns() {
        return new TypeSettings(typesWideProductsAsDouble, textEquality, matchesFieldsByName, false);
    }

    /**
     * Returns the type with the fields of its structs in the order of a model type; the unchanged type if fields are
     * matched by position. A struct whose fields are not all in the model type keeps its order.
     */
    public Type arrangeFields(Type type, Type modelType) {
        return matchesFieldsByName ? arrangeByName(type, modelType) : type;
    }

    private static Type arrangeByName(Type type, Type modelType) {
        if (!(type instanceof Type.Nested nestedType && nestedType.hasShapeOf(modelType))) {
            return type;
        }
        if (type instanceof Type.Struct structType && modelType instanceof Type.Struct modelStructType) {
            List<Type.Field> arrangedFields = new ArrayList<>();
            for (Type.Field modelField : modelStructType.fields()) {
                structType
                        .findField(modelField.name())
                        .ifPresent(field -> arrangedFields.add(
                                new Type.Field(field.name(), arrangeByName(field.type(), modelField.type()))));
            }
            return arrangedFields.size() == structType.fields().size() ? new Type.Struct(arrangedFields) : type;
        }
        List<Type> arrangedTypes = new ArrayList<>();
        for (int i = 0; i < nestedType.componentTypes().size(); i++) {
            arrangedTypes.add(arrangeByName(
                    nestedType.componentTypes().get(i),
                    ((Type.Nested) modelType).componentTypes().get(i)));
        }
        return nestedType.withComponentTypes(arrangedTypes);
    }

    public ComparisonTypes createComparisonTypes() {
        return new ComparisonTypes(textEquality);
    }
}
