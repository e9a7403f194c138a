package dev.cairn.processor.read;

import dev.cairn.annotation.Execute;
import dev.cairn.annotation.Migration;
import dev.cairn.annotation.Query;
import dev.cairn.annotation.RepeatableMigration;
import dev.cairn.annotation.Schema;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Finds the annotated types and methods of a round, and the names of its source types. */
public final class AnnotatedElementFinder {
    private AnnotatedElementFinder() {}

    /** Returns the annotated types of one round, and the types that earlier rounds have deferred, if they exist now. */
    public static Set<TypeElement> findTypes(
            Elements elements,
            Set<? extends TypeElement> annotations,
            RoundEnvironment round,
            Set<String> deferredTypeNames) {
        Map<String, TypeElement> typeByName = new LinkedHashMap<>();
        TypeElement[] typeAnnotations = annotations.stream()
                .filter(annotationType -> AnnotationPlacementCheck.mayBeOnType(
                        annotationType.getSimpleName().toString()))
                .toArray(TypeElement[]::new);
        for (Element element : findAnnotatedElements(round, typeAnnotations)) {
            if (element instanceof TypeElement type) {
                typeByName.put(type.getQualifiedName().toString(), type);
            }
        }
        for (String name : deferredTypeNames) {
            TypeElement type = elements.getTypeElement(name);
            if (type != null) {
                typeByName.put(name, type);
            }
        }
        return Set.copyOf(typeByName.values());
    }

    /** Returns whether one of the annotations declares a schema. */
    public static boolean declaresSchema(Set<? extends TypeElement> annotations) {
        return annotations.stream().anyMatch(annotationType -> isType(annotationType, Schema.class));
    }

    /** Returns the recorded and the repeatable migrations of one round, in the order of their names. */
    public static List<TypeElement> findMigrations(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        List<TypeElement> types = new ArrayList<>();
        for (TypeElement annotationType : annotations) {
            if (isType(annotationType, Migration.class) || isType(annotationType, RepeatableMigration.class)) {
                round.getElementsAnnotatedWith(annotationType).forEach(type -> types.add((TypeElement) type));
            }
        }
        types.sort(Comparator.comparing(type -> type.getQualifiedName().toString()));
        return types;
    }

    /** Returns the methods of one round that are annotated with a statement. */
    public static Set<? extends Element> findStatementMethods(
            Set<? extends TypeElement> annotations, RoundEnvironment round) {
        TypeElement[] methodAnnotations = annotations.stream()
                .filter(annotationType -> isType(annotationType, Query.class) || isType(annotationType, Execute.class))
                .toArray(TypeElement[]::new);
        return findAnnotatedElements(round, methodAnnotations);
    }

    /**
     * Finds the elements with one of the annotations. Without annotations, it does not call javac, which would search
     * all elements of the round needlessly.
     */
    private static Set<? extends Element> findAnnotatedElements(RoundEnvironment round, TypeElement[] annotations) {
        return annotations.length == 0 ? Set.of() : round.getElementsAnnotatedWithAny(annotations);
    }

    private static boolean isType(TypeElement annotationType, Class<?> annotation) {
        return annotationType.getQualifiedName().contentEquals(annotation.getName());
    }

    /** Returns the names of the top-level types of a round, except those of generated types. */
    public static Set<String> findSourceTypeNames(RoundEnvironment round, Set<String> generatedTypeNames) {
        Set<String> sourceTypeNames = new LinkedHashSet<>();
        for (Element element : round.getRootElements()) {
            if (element instanceof TypeElement type) {
                String typeName = type.getQualifiedName().toString();
                if (!generatedTypeNames.contains(typeName)) {
                    sourceTypeNames.add(typeName);
                }
            }
        }
        return sourceTypeNames;
    }
}
