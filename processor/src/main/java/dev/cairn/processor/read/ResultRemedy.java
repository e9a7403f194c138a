package dev.cairn.processor.read;

import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.WrittenType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * Suggests a result type in place of a type that query methods do not support, such as an array, a Future or a class of
 * the application.
 */
final class ResultRemedy {
    private static final Map<String, String> SUPPORTED_CONTAINER_BY_TYPE = Map.of(
            "java.lang.Iterable", "List",
            "java.util.Iterator", "Stream",
            "java.util.stream.BaseStream", "Stream",
            "java.util.Set", "Set",
            "java.util.Map", "Map");
    private static final Map<String, String> VALUE_TYPE_BY_OPTIONAL = Map.of(
            "java.util.OptionalInt", "Integer",
            "java.util.OptionalLong", "Long",
            "java.util.OptionalDouble", "Double");
    private static final Map<String, String> VALUE_TYPE_BY_STREAM = Map.of(
            "java.util.stream.IntStream", "Integer",
            "java.util.stream.LongStream", "Long",
            "java.util.stream.DoubleStream", "Double");
    private static final Set<String> ASYNCHRONOUS_TYPES =
            Set.of("java.util.concurrent.Future", "java.util.concurrent.CompletionStage");

    /** The types of the JDK with which other libraries represent a row; an array of objects is another one. */
    private static final Set<String> ROW_TYPES = Set.of("java.lang.Object", "java.sql.ResultSet");

    /** The packages whose types may be types of columns, or have a remedy of their own. */
    private static final List<String> PLATFORM_PREFIXES = List.of("java.", "javax.", "dev.cairn.");

    private static final String RETURN_RECORD = "return a record, or the type of one column";

    private ResultRemedy() {}

    /**
     * Returns the remedy for a container that query methods do not support; empty for a record and for all other types,
     * which may be types of columns. The type must not be a supported container.
     */
    static Optional<String> findRemedy(TypeMirror type) {
        if (type instanceof ArrayType arrayType) {
            TypeMirror element = arrayType.getComponentType();
            return switch (element.getKind()) {
                case BYTE -> Optional.empty();
                case CHAR -> Optional.of("return String");
                default -> Optional.of("return List<" + WrittenType.formatBoxed(element) + ">");
            };
        }
        if (!(type instanceof DeclaredType declaredType)
                || !(declaredType.asElement() instanceof TypeElement element)
                || CompileContext.isRecord(element)) {
            return Optional.empty();
        }
        String valueType = VALUE_TYPE_BY_STREAM.get(qualifiedName(element));
        if (valueType != null) {
            return Optional.of("return Stream<" + valueType + ">");
        }
        if (isAsynchronous(element)) {
            return Optional.of(
                    "return List, Optional, Stream, Map, a record or the type of one column, and call the method"
                            + " in a thread of an executor");
        }
        if (declaredType.getTypeArguments().isEmpty() && !isPrimitiveOptional(element)) {
            return Optional.empty();
        }
        return isPrimitiveOptional(element)
                ? Optional.of("return Optional<" + VALUE_TYPE_BY_OPTIONAL.get(qualifiedName(element)) + ">")
                : findNearestContainer(element)
                        .map(container -> "return " + container + WrittenType.formatArguments(declaredType));
    }

    /**
     * Returns the remedy for the type of a row that is neither a record nor the type of a column: a class or an
     * interface of the application, or a container of values without types.
     */
    static Optional<String> findRowRemedy(TypeMirror type) {
        if (type instanceof ArrayType arrayType && isUntyped(arrayType.getComponentType())) {
            return Optional.of(RETURN_RECORD);
        }
        // A type that is missing may still be generated.
        if (type.getKind() != TypeKind.DECLARED
                || !(((DeclaredType) type).asElement() instanceof TypeElement element)) {
            return Optional.empty();
        }
        if (ROW_TYPES.contains(qualifiedName(element))) {
            return Optional.of(RETURN_RECORD);
        }
        boolean isOfApplication = PLATFORM_PREFIXES.stream().noneMatch(qualifiedName(element)::startsWith);
        boolean isClassOrInterface =
                element.getKind() == ElementKind.CLASS || element.getKind() == ElementKind.INTERFACE;
        return isOfApplication && isClassOrInterface
                ? Optional.of("change " + WrittenType.format(type) + " to a record")
                : Optional.empty();
    }

    private static boolean isUntyped(TypeMirror type) {
        return type instanceof DeclaredType declaredType
                && declaredType.asElement() instanceof TypeElement element
                && element.getQualifiedName().contentEquals(Object.class.getName());
    }

    /**
     * Returns whether the class is a future. A query method can't return a future, because queries run in the thread
     * that calls them.
     */
    private static boolean isAsynchronous(TypeElement type) {
        return ASYNCHRONOUS_TYPES.contains(qualifiedName(type))
                || type.getInterfaces().stream()
                        .anyMatch(supertype -> isAsynchronous((TypeElement) ((DeclaredType) supertype).asElement()))
                || (type.getSuperclass() instanceof DeclaredType supertype
                        && supertype.getKind() == TypeKind.DECLARED
                        && isAsynchronous((TypeElement) supertype.asElement()));
    }

    private static boolean isPrimitiveOptional(TypeElement element) {
        return VALUE_TYPE_BY_OPTIONAL.containsKey(qualifiedName(element));
    }

    /**
     * Returns the supported container that is nearest to a class or an interface among its supertypes; empty if none of
     * its supertypes is a supported container.
     */
    private static Optional<String> findNearestContainer(TypeElement type) {
        String containerName = SUPPORTED_CONTAINER_BY_TYPE.get(qualifiedName(type));
        if (containerName != null) {
            return Optional.of(containerName);
        }
        for (TypeMirror supertype : type.getInterfaces()) {
            Optional<String> parentContainer =
                    findNearestContainer((TypeElement) ((DeclaredType) supertype).asElement());
            if (parentContainer.isPresent()) {
                return parentContainer;
            }
        }
        return type.getSuperclass() instanceof DeclaredType supertype && supertype.getKind() == TypeKind.DECLARED
                ? findNearestContainer((TypeElement) supertype.asElement())
                : Optional.empty();
    }

    private static String qualifiedName(TypeElement type) {
        return type.getQualifiedName().toString();
    }
}
