package dev.cairn.processor.read;

import dev.cairn.processor.read.annotation.CompileContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** What to write instead of a result of a query whose type holds several values, but not as queries return them. */
final class ResultRemedy {
    private static final Map<String, String> SEVERAL = Map.of(
            "java.lang.Iterable", "List",
            "java.util.Iterator", "Stream",
            "java.util.stream.BaseStream", "Stream",
            "java.util.Set", "Set",
            "java.util.Map", "Map");
    private static final Map<String, String> OPTIONAL = Map.of(
            "java.util.OptionalInt", "Integer",
            "java.util.OptionalLong", "Long",
            "java.util.OptionalDouble", "Double");
    private static final Map<String, String> STREAMS = Map.of(
            "java.util.stream.IntStream", "Integer",
            "java.util.stream.LongStream", "Long",
            "java.util.stream.DoubleStream", "Double");
    private static final Set<String> LATER =
            Set.of("java.util.concurrent.Future", "java.util.concurrent.CompletionStage");
    private static final Map<TypeKind, String> BOXES = Map.of(
            TypeKind.BOOLEAN, "Boolean",
            TypeKind.SHORT, "Short",
            TypeKind.INT, "Integer",
            TypeKind.LONG, "Long",
            TypeKind.FLOAT, "Float",
            TypeKind.DOUBLE, "Double");

    private ResultRemedy() {}

    /** Returns the remedy for a type that is neither a supported container nor a record; empty if it may be the type of a column. */
    static Optional<String> of(TypeMirror type) {
        if (type instanceof ArrayType array) {
            TypeMirror element = array.getComponentType();
            return element.getKind() == TypeKind.BYTE
                    ? Optional.empty()
                    : Optional.of("return List<" + box(element) + ">");
        }
        if (!(type instanceof DeclaredType declared)
                || !(declared.asElement() instanceof TypeElement element)
                || CompileContext.isRecord(element)) {
            return Optional.empty();
        }
        String primitives = STREAMS.get(name(element));
        if (primitives != null) {
            return Optional.of("return Stream<" + primitives + ">");
        }
        if (isLater(element)) {
            return Optional.of(
                    "return List, Optional, Stream, Map, a record or the type of one column, and call the method"
                            + " in a thread of an executor");
        }
        if (declared.getTypeArguments().isEmpty() && !isOptional(element)) {
            return Optional.empty();
        }
        return isOptional(element)
                ? Optional.of("return Optional<" + OPTIONAL.get(name(element)) + ">")
                : container(element).map(container -> "return " + container + arguments(declared));
    }

    /** Whether a value of the class arrives later: queries run in the thread that calls them. */
    private static boolean isLater(TypeElement type) {
        return LATER.contains(name(type))
                || type.getInterfaces().stream()
                        .anyMatch(parent -> isLater((TypeElement) ((DeclaredType) parent).asElement()))
                || (type.getSuperclass() instanceof DeclaredType parent
                        && parent.getKind() == TypeKind.DECLARED
                        && isLater((TypeElement) parent.asElement()));
    }

    private static boolean isOptional(TypeElement element) {
        return OPTIONAL.containsKey(name(element));
    }

    /** The supported container that is nearest to a class or an interface. */
    private static Optional<String> container(TypeElement type) {
        String container = SEVERAL.get(name(type));
        if (container != null) {
            return Optional.of(container);
        }
        for (TypeMirror parent : type.getInterfaces()) {
            Optional<String> found = container((TypeElement) ((DeclaredType) parent).asElement());
            if (found.isPresent()) {
                return found;
            }
        }
        return type.getSuperclass() instanceof DeclaredType parent && parent.getKind() == TypeKind.DECLARED
                ? container((TypeElement) parent.asElement())
                : Optional.empty();
    }

    private static String name(TypeElement type) {
        return type.getQualifiedName().toString();
    }

    private static String box(TypeMirror type) {
        return BOXES.getOrDefault(type.getKind(), text(type));
    }

    private static String arguments(DeclaredType type) {
        List<? extends TypeMirror> arguments = type.getTypeArguments();
        return arguments.stream().map(ResultRemedy::text).collect(Collectors.joining(", ", "<", ">"));
    }

    /** Returns a type as users write it, without packages and annotations. */
    static String text(TypeMirror type) {
        if (type instanceof ArrayType array) {
            return text(array.getComponentType()) + "[]";
        }
        if (type instanceof DeclaredType declared) {
            String name = declared.asElement().getSimpleName().toString();
            return declared.getTypeArguments().isEmpty() ? name : name + arguments(declared);
        }
        return type.getKind().isPrimitive() ? type.getKind().name().toLowerCase(Locale.ROOT) : type.toString();
    }
}
