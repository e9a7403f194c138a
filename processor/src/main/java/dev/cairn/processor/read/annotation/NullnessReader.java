package dev.cairn.processor.read.annotation;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.read.annotation.ClassFileAnnotations.AnnotatedPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Reads the annotations of JSpecify: which elements are in a null-marked scope, and which components have
 * {@code @Nullable}. They are recognized by their names, because JSpecify is optional.
 *
 * <p>Only javac since version 22 reads type annotations from class files. For a record without source, this class therefore
 * parses the class file.
 */
public final class NullnessReader {
    private static final String PACKAGE = "org.jspecify.annotations.";
    private static final String NULLABLE = PACKAGE + "Nullable";
    public static final String NULL_MARKED = PACKAGE + "NullMarked";
    private static final String NULL_UNMARKED = PACKAGE + "NullUnmarked";
    private static final Map<String, String> BOXED = Map.of("int", "Integer", "char", "Character");

    private final CompileContext compile;
    private final Findings findings;
    private final Map<TypeElement, Map<String, Set<AnnotatedPosition>>> classFiles = new HashMap<>();
    private final Map<Element, Boolean> nullMarked = new HashMap<>();

    public NullnessReader(CompileContext compile, Findings findings) {
        this.compile = compile;
        this.findings = findings;
    }

    /**
     * Whether an element is in a null-marked scope: the innermost class, package or module with {@code @NullMarked} or
     * {@code @NullUnmarked} has {@code @NullMarked}. A scope with both counts as one with neither, as JSpecify specifies.
     */
    public static boolean isNullMarked(CompileContext compile, Element element) {
        for (Element scope = element; scope != null; scope = scope.getEnclosingElement()) {
            boolean marked = hasAnnotation(scope.getAnnotationMirrors(), NULL_MARKED);
            if (marked != hasAnnotation(scope.getAnnotationMirrors(), NULL_UNMARKED)) {
                return marked;
            }
        }
        Element module = compile.elements().getModuleOf(element);
        return module != null && hasAnnotation(module.getAnnotationMirrors(), NULL_MARKED);
    }

    /** Whether a component is in a null-marked scope. It is the same for all components of a record, which can't be scopes. */
    public boolean isInNullMarked(ComponentField component) {
        Element owner = component.field().getEnclosingElement();
        return owner != null && nullMarked.computeIfAbsent(owner, scope -> isNullMarked(compile, scope));
    }

    /** Whether the type of a component has {@code @Nullable}; on a primitive type, it is an error. */
    public boolean isNullable(ComponentField component, FindingSite site) {
        Set<AnnotatedPosition> annotated = findNullable(component);
        TypeMirror type = component.field().asType();
        if (type.getKind().isPrimitive() && annotated.contains(AnnotatedPosition.TYPE)) {
            throw nullablePrimitive(type, "remove @Nullable, or use " + box(name(type)), component, site);
        }
        if (type instanceof ArrayType array
                && array.getComponentType().getKind().isPrimitive()
                && annotated.contains(AnnotatedPosition.ARRAY_ELEMENT)) {
            TypeMirror element = array.getComponentType();
            throw nullablePrimitive(
                    element, "remove @Nullable, or use " + name(element) + " @Nullable []", component, site);
        }
        return annotated.contains(AnnotatedPosition.TYPE);
    }

    /** Whether the values of a type that is not part of a record may be null; null if that is not declared. */
    public static @Nullable Boolean readNullness(TypeMirror type, boolean nullMarked) {
        if (type.getKind().isPrimitive()) {
            return false;
        }
        if (hasAnnotation(type.getAnnotationMirrors(), NULLABLE)) {
            return true;
        }
        return nullMarked ? Boolean.FALSE : null;
    }

    private UnreadableDeclarationException nullablePrimitive(
            TypeMirror type, String remedy, ComponentField component, FindingSite site) {
        findings.add(FindingCode.NULLABLE_PRIMITIVE, site.place(), component.name(), name(type), remedy);
        return UnreadableDeclarationException.ofReported();
    }

    private static String name(TypeMirror primitive) {
        return primitive.getKind().name().toLowerCase(Locale.ROOT);
    }

    private static String box(String primitive) {
        return BOXED.getOrDefault(
                primitive, primitive.substring(0, 1).toUpperCase(Locale.ROOT) + primitive.substring(1));
    }

    private Set<AnnotatedPosition> findNullable(ComponentField component) {
        Set<AnnotatedPosition> annotated = EnumSet.noneOf(AnnotatedPosition.class);
        TypeMirror type = component.field().asType();
        if (hasAnnotation(type.getAnnotationMirrors(), NULLABLE)) {
            annotated.add(AnnotatedPosition.TYPE);
        }
        if (type instanceof ArrayType array
                && hasAnnotation(array.getComponentType().getAnnotationMirrors(), NULLABLE)) {
            annotated.add(AnnotatedPosition.ARRAY_ELEMENT);
        }
        if (annotated.isEmpty()
                && component.field().getEnclosingElement() instanceof TypeElement owner
                && !compile.isSource(owner)
                && isInNullMarked(component)) {
            return readClassFile(owner).getOrDefault(component.name(), annotated);
        }
        return annotated;
    }

    private Map<String, Set<AnnotatedPosition>> readClassFile(TypeElement owner) {
        return classFiles.computeIfAbsent(
                owner,
                type -> compile.readClassFile(type)
                        .map(bytes -> {
                            try {
                                return ClassFileAnnotations.of(bytes, NULLABLE);
                            } catch (IOException failure) {
                                throw new UncheckedIOException(
                                        "The class file of " + type + " can't be read: " + failure.getMessage(),
                                        failure);
                            }
                        })
                        .orElse(Map.of()));
    }

    private static boolean hasAnnotation(List<? extends AnnotationMirror> mirrors, String annotation) {
        return mirrors.stream()
                .anyMatch(mirror -> mirror.getAnnotationType().asElement() instanceof TypeElement type
                        && type.getQualifiedName().contentEquals(annotation));
    }
}
