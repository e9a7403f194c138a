package dev.cairn.processor.read.annotation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import org.jspecify.annotations.Nullable;

/** Formats types for messages as users write them, without packages and annotations. */
public final class WrittenType {
    private WrittenType() {}

    public static String format(TypeMirror type) {
        if (type instanceof ArrayType arrayType) {
            return format(arrayType.getComponentType()) + "[]";
        }
        if (type instanceof DeclaredType declaredType) {
            String className = declaredType.asElement().getSimpleName().toString();
            return declaredType.getTypeArguments().isEmpty() ? className : className + formatArguments(declaredType);
        }
        if (type instanceof WildcardType wildcard) {
            return "?" + formatBound(" extends ", wildcard.getExtendsBound())
                    + formatBound(" super ", wildcard.getSuperBound());
        }
        if (type instanceof TypeVariable variable) {
            return variable.asElement().getSimpleName().toString();
        }
        return type.getKind().isPrimitive() ? type.getKind().name().toLowerCase(Locale.ROOT) : type.toString();
    }

    /** Formats a type as a type argument: the class of a primitive type. */
    public static String formatBoxed(TypeMirror type) {
        String name = format(type);
        return switch (type.getKind()) {
            case INT -> "Integer";
            case CHAR -> "Character";
            default ->
                type.getKind().isPrimitive() ? name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) : name;
        };
    }

    private static String formatBound(String keyword, @Nullable TypeMirror bound) {
        return bound == null ? "" : keyword + format(bound);
    }

    /** Returns the type arguments in angle brackets. */
    public static String formatArguments(DeclaredType type) {
        List<? extends TypeMirror> arguments = type.getTypeArguments();
        return arguments.stream().map(WrittenType::format).collect(Collectors.joining(", ", "<", ">"));
    }
}
