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
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Finds the annotated types and methods of a round, and the names of its source types. */
public final class AnnotatedTypes {
    private final Elements elements;

    public AnnotatedTypes(Elements elements) {
        this.elements = elements;
    }

    /** Returns the annotated types of one round, and the types that earlier rounds have deferred, if they exist now. */
    public Set<TypeElement> findTypes(
            Set<? extends TypeElement> annotations, RoundEnvironment round, Set<String> deferredTypeNames) {
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
        return annotations.stream()
                .anyMatch(annotationType -> annotationType.getQualifiedName().contentEquals(Schema.class.getName()));
    }

    /** Returns the recorded and the repeatable migrations of one round, in the order of their names. */
    public static List<TypeElement> findMigrations(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        List<TypeElement> types = new ArrayList<>();
        for (TypeElement annotationType : annotations) {
            if (annotationType.getQualifiedName().contentEquals(Migration.class.getName())
                    || annotationType.getQualifiedName().contentEquals(RepeatableMigration.class.getName())) {
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
                .filter(annotationType -> annotationType.getQualifiedName().contentEquals(Query.class.getName())
                        || annotationType.getQualifiedName().contentEquals(Execute.class.getName()))
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

    /**
     * Adds the names of the top-level types of a round to {@code sourceTypeNames}, except names of generated types.
     */
    public static void addSourceTypeNames(
            RoundEnvironment round, Set<String> generatedTypeNames, Set<String> sourceTypeNames) {
        for (Element element : round.getRootElements()) {
            if (element instanceof TypeElement type) {
                String typeName = type.getQualifiedName().toString();
                if (!generatedTypeNames.contains(typeName)) {
                    sourceTypeNames.add(typeName);
                }
            }
        }
    }
}
