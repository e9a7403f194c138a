package dev.cairn.processor.read.annotation;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.read.annotation.ClassFileAnnotationReader.AnnotatedPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
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
 * <p>Only javac since version 22 reads type annotations from class files. For a record without source, this class
 * therefore parses the class file.
 */
public final class NullnessReader {
    private static final String JSPECIFY_PACKAGE_PREFIX = "org.jspecify.annotations.";
    private static final String NULLABLE_NAME = JSPECIFY_PACKAGE_PREFIX + "Nullable";
    public static final String NULL_MARKED_NAME = JSPECIFY_PACKAGE_PREFIX + "NullMarked";
    private static final String NULL_UNMARKED_NAME = JSPECIFY_PACKAGE_PREFIX + "NullUnmarked";
    private final CompileContext compileContext;
    private final Findings findings;
    private final Map<TypeElement, Map<String, Set<AnnotatedPosition>>> positionsByType = new HashMap<>();
    private final Map<Element, Boolean> nullMarkedByScope = new HashMap<>();

    public NullnessReader(CompileContext compileContext, Findings findings) {
        this.compileContext = compileContext;
        this.findings = findings;
    }

    /**
     * Returns whether an element is in a null-marked scope: the innermost class, package or module with
     * {@code @NullMarked} or {@code @NullUnmarked} has {@code @NullMarked}. A scope with both annotations is treated
     * like a scope without them, as JSpecify specifies.
     */
    public static boolean isNullMarked(CompileContext compileContext, Element element) {
        for (Element scope = element; scope != null; scope = scope.getEnclosingElement()) {
            boolean isMarked = hasAnnotation(scope.getAnnotationMirrors(), NULL_MARKED_NAME);
            if (isMarked != hasAnnotation(scope.getAnnotationMirrors(), NULL_UNMARKED_NAME)) {
                return isMarked;
            }
        }
        Element module = compileContext.elements().getModuleOf(element);
        return module != null && hasAnnotation(module.getAnnotationMirrors(), NULL_MARKED_NAME);
    }

    /**
     * Returns whether a component is in a null-marked scope. The result is the same for all components of a record,
     * because components can't be scopes.
     */
    public boolean isComponentNullMarked(ComponentField component) {
        Element owner = component.field().getEnclosingElement();
        return owner != null && nullMarkedByScope.computeIfAbsent(owner, scope -> isNullMarked(compileContext, scope));
    }

    /**
     * Returns whether the type of a component has {@code @Nullable}.
     *
     * @throws UnreadableDeclarationException if a primitive type has {@code @Nullable}, which is reported
     * @throws UncheckedIOException if the class file of a record without source can't be parsed
     */
    public boolean isNullable(ComponentField component, FindingSite site) {
        Set<AnnotatedPosition> positions = findNullablePositions(component);
        TypeMirror type = component.field().asType();
        if (type.getKind().isPrimitive() && positions.contains(AnnotatedPosition.TYPE)) {
            throw reportNullablePrimitive(
                    type, "remove @Nullable, or use " + WrittenType.formatBoxed(type), component, site);
        }
        if (type instanceof ArrayType arrayType
                && arrayType.getComponentType().getKind().isPrimitive()
                && positions.contains(AnnotatedPosition.ARRAY_ELEMENT)) {
            TypeMirror elementType = arrayType.getComponentType();
            throw reportNullablePrimitive(
                    elementType,
                    "remove @Nullable, or use " + WrittenType.format(elementType) + " @Nullable []",
                    component,
                    site);
        }
        return positions.contains(AnnotatedPosition.TYPE);
    }

    /** Returns whether the values of a type that is not part of a record may be null; null if that is not declared. */
    public static @Nullable Boolean readNullness(TypeMirror type, boolean isNullMarked) {
        if (type.getKind().isPrimitive()) {
            return false;
        }
        if (hasAnnotation(type.getAnnotationMirrors(), NULLABLE_NAME)) {
            return true;
        }
        return isNullMarked ? Boolean.FALSE : null;
    }

    private UnreadableDeclarationException reportNullablePrimitive(
            TypeMirror type, String remedy, ComponentField component, FindingSite site) {
        return UnreadableDeclarationException.report(
                findings,
                CompileRule.NULLABLE_PRIMITIVE,
                site.place(),
                component.name(),
                WrittenType.format(type),
                remedy);
    }

    /**
     * Returns the parts of a component's type that have {@code @Nullable}. A class file is read only for a record
     * without source in a null-marked scope: elsewhere, types are nullable without the annotation.
     */
    private Set<AnnotatedPosition> findNullablePositions(ComponentField component) {
        Set<AnnotatedPosition> positions = EnumSet.noneOf(AnnotatedPosition.class);
        TypeMirror type = component.field().asType();
        if (hasAnnotation(type.getAnnotationMirrors(), NULLABLE_NAME)) {
            positions.add(AnnotatedPosition.TYPE);
        }
        if (type instanceof ArrayType arrayType
                && hasAnnotation(arrayType.getComponentType().getAnnotationMirrors(), NULLABLE_NAME)) {
            positions.add(AnnotatedPosition.ARRAY_ELEMENT);
        }
        if (positions.isEmpty()
                && component.field().getEnclosingElement() instanceof TypeElement owner
                && !compileContext.hasSource(owner)
                && isComponentNullMarked(component)) {
            return readClassFilePositions(owner).getOrDefault(component.name(), positions);
        }
        return positions;
    }

    private Map<String, Set<AnnotatedPosition>> readClassFilePositions(TypeElement owner) {
        return positionsByType.computeIfAbsent(
                owner,
                type -> compileContext
                        .readClassFile(type)
                        .map(bytes -> {
                            try {
                                return ClassFileAnnotationReader.readPositions(bytes, NULLABLE_NAME);
                            } catch (IOException failure) {
                                throw new UncheckedIOException(
                                        "The class file of " + type + " can't be read: " + failure.getMessage(),
                                        failure);
                            }
                        })
                        .orElse(Map.of()));
    }

    private static boolean hasAnnotation(List<? extends AnnotationMirror> mirrors, String annotationName) {
        return mirrors.stream()
                .anyMatch(mirror -> mirror.getAnnotationType().asElement() instanceof TypeElement type
                        && type.getQualifiedName().contentEquals(annotationName));
    }
}
