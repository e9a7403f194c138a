package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.cairn.processor.model.JavaName;
import org.jspecify.annotations.Nullable;

/**
 * What a column is at run time.
 *
 * @param name of the class
 * @param enumeration whose values it has, if it has such
 */
record ColumnClass(String name, @Nullable JavaName enumeration) {
    /** The class of columns of a record. */
    TypeName of(ClassName record) {
        ClassName raw = RuntimeNames.schema(name);
        return enumeration == null
                ? ParameterizedTypeName.get(raw, record)
                : ParameterizedTypeName.get(raw, record, JavaTypes.name(enumeration));
    }
}
