package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import dev.cairn.processor.model.JavaType;
import org.jspecify.annotations.Nullable;

/**
 * The class of the runtime that a generated descriptor uses for a column.
 *
 * @param simpleName the name of the class
 * @param isNullable whether it is the nested class for columns that may hold NULL
 * @param valueType the type argument for its values; null if the class has no such type argument
 */
record RuntimeColumnClass(
        String simpleName, boolean isNullable, @Nullable JavaType valueType) {
    /** Returns the class of columns of a record. */
    ParameterizedTypeName toTypeName(ClassName recordClass) {
        ClassName runtimeColumnClass = RuntimeClassNames.schemaClass(simpleName);
        ClassName rawType = isNullable ? runtimeColumnClass.nestedClass("Nullable") : runtimeColumnClass;
        return valueType == null
                ? ParameterizedTypeName.get(rawType, recordClass)
                : ParameterizedTypeName.get(rawType, recordClass, JavaTypes.toTypeArgument(valueType));
    }
}
