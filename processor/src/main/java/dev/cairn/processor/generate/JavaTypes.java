package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive;

/** Java types in generated sources. */
final class JavaTypes {
    static final ClassName LIST = ClassName.get("java.util", "List");
    static final ClassName MAP = ClassName.get("java.util", "Map");

    private JavaTypes() {}

    static ClassName toClassName(JavaClassName name) {
        ClassName className =
                ClassName.get(name.packageName(), name.simpleNames().get(0));
        for (String nestedName :
                name.simpleNames().subList(1, name.simpleNames().size())) {
            className = className.nestedClass(nestedName);
        }
        return className;
    }

    /** Returns a type as declared. */
    static TypeName toTypeName(JavaType type) {
        TypeName argument = toTypeArgument(type);
        return type.isPrimitive() ? argument.unbox() : argument;
    }

    /** Returns a type for use as a type argument; a primitive type is boxed. */
    static TypeName toTypeArgument(JavaType type) {
        if (type instanceof Primitive primitive) {
            return ClassName.get(primitive.kind().wrapperClass());
        }
        if (type instanceof JavaType.Simple simpleType) {
            return TypeName.get(simpleType.javaClass());
        }
        if (type instanceof JavaType.Enumeration enumeration) {
            return toClassName(enumeration.name());
        }
        if (type instanceof JavaType.JavaListType listType) {
            return ParameterizedTypeName.get(LIST, toTypeArgument(listType.element()));
        }
        if (type instanceof JavaType.JavaMapType mapType) {
            return ParameterizedTypeName.get(MAP, toTypeArgument(mapType.key()), toTypeArgument(mapType.value()));
        }
        return toClassName(((JavaType.Struct) type).name());
    }
}
