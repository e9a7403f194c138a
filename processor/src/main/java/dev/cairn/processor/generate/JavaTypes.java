package dev.cairn.processor.generate;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive;

/** Java types in generated sources. */
final class JavaTypes {
    static final ClassName LIST = ClassName.get("java.util", "List");
    private static final ClassName MAP = ClassName.get("java.util", "Map");

    private JavaTypes() {}

    static ClassName name(JavaName name) {
        ClassName result = ClassName.get(name.inPackage(), name.simpleNames().get(0));
        for (String nested : name.simpleNames().subList(1, name.simpleNames().size())) {
            result = result.nestedClass(nested);
        }
        return result;
    }

    /** A type as a type argument: primitives are boxed. */
    static TypeName argument(JavaType type) {
        if (type instanceof Primitive primitive) {
            return box(primitive.kind());
        }
        if (type instanceof JavaType.Simple simple) {
            return simple(simple);
        }
        if (type instanceof JavaType.Enumeration enumeration) {
            return name(enumeration.name());
        }
        if (type instanceof JavaType.ListOf list) {
            return ParameterizedTypeName.get(LIST, argument(list.element()));
        }
        if (type instanceof JavaType.MapOf map) {
            return ParameterizedTypeName.get(MAP, argument(map.key()), argument(map.value()));
        }
        return name(((JavaType.Struct) type).name());
    }

    private static TypeName box(Primitive.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> TypeName.BOOLEAN.box();
            case BYTE -> TypeName.BYTE.box();
            case SHORT -> TypeName.SHORT.box();
            case INT -> TypeName.INT.box();
            case LONG -> TypeName.LONG.box();
            case FLOAT -> TypeName.FLOAT.box();
            case DOUBLE -> TypeName.DOUBLE.box();
        };
    }

    private static TypeName simple(JavaType.Simple simple) {
        return switch (simple) {
            case STRING, JSON -> ClassName.get("java.lang", "String");
            case BIG_DECIMAL -> ClassName.get("java.math", "BigDecimal");
            case BIG_INTEGER -> ClassName.get("java.math", "BigInteger");
            case LOCAL_DATE -> ClassName.get("java.time", "LocalDate");
            case LOCAL_DATE_TIME -> ClassName.get("java.time", "LocalDateTime");
            case BYTES -> ArrayTypeName.of(TypeName.BYTE);
            case BITMAP -> ClassName.get("dev.cairn.type", "Bitmap");
            case HLL -> ClassName.get("dev.cairn.type", "Hll");
            case PERCENTILE -> ClassName.get("dev.cairn.type", "Percentile");
            case STATE -> ClassName.get("dev.cairn.type", "State");
        };
    }
}
