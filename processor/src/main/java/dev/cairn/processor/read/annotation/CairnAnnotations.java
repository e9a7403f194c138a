package dev.cairn.processor.read.annotation;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.RenamedFrom;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.PreviousName;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Cairn's annotations on one element, in source order. Other annotations are not visible here. */
public final class CairnAnnotations {
    static final String ANNOTATION_PACKAGE_PREFIX = Allow.class.getPackageName() + ".";
    /** The simple name of the containers of repeated annotations, each nested in its annotation. */
    static final String CONTAINER_NAME = "List";

    private final FindingSite site;
    private final Map<String, List<WrittenAnnotation>> annotationsByName = new LinkedHashMap<>();

    private CairnAnnotations(FindingSite site) {
        this.site = site;
    }

    public static CairnAnnotations of(FindingSite site) {
        return of(site, site.element().getAnnotationMirrors());
    }

    public static CairnAnnotations of(FindingSite site, Collection<? extends AnnotationMirror> mirrors) {
        CairnAnnotations annotations = new CairnAnnotations(site);
        for (AnnotationMirror mirror : mirrors) {
            if (isFromCairn(mirror)) {
                annotations.add(WrittenAnnotation.of(site, mirror));
            }
        }
        return annotations;
    }

    /**
     * Returns the annotations of a component and of its type. In a qualified name, such as {@code
     * java.math.@Decimal(precision = 10) BigDecimal}, an annotation belongs to the type only.
     */
    public static CairnAnnotations ofComponent(FindingSite site) {
        CairnAnnotations annotations = of(site, findComponentAnnotationMirrors(site.element()));
        FindingSite typeSite = new FindingSite(site.placeRegistry(), site.element(), site.place());
        for (AnnotationMirror mirror : findTypeAnnotationMirrors(site.element().asType())) {
            if (isFromCairn(mirror)
                    && annotations.findFirst(mirror.getAnnotationType()
                                    .asElement()
                                    .getSimpleName()
                                    .toString())
                            == null) {
                annotations.add(WrittenAnnotation.of(typeSite, mirror));
            }
        }
        return annotations;
    }

    /**
     * Returns the annotations of the component to which a field belongs. In Eclipse's compiler, the field may lack some
     * of them: the compiler does not copy the first annotation of a type that it has not read completely.
     */
    private static List<? extends AnnotationMirror> findComponentAnnotationMirrors(Element field) {
        List<? extends AnnotationMirror> fieldMirrors = field.getAnnotationMirrors();
        if (field.getEnclosingElement() instanceof TypeElement type) {
            for (RecordComponentElement component : type.getRecordComponents()) {
                if (component.getSimpleName().equals(field.getSimpleName())
                        && countCairnAnnotations(component.getAnnotationMirrors())
                                > countCairnAnnotations(fieldMirrors)) {
                    return component.getAnnotationMirrors();
                }
            }
        }
        return fieldMirrors;
    }

    private static long countCairnAnnotations(List<? extends AnnotationMirror> mirrors) {
        return mirrors.stream().filter(CairnAnnotations::isFromCairn).count();
    }

    /**
     * Returns the annotations of a type; for an array without annotations, the annotations of the element type, because
     * in Java an annotation before an array type belongs to the type of the elements.
     */
    public static List<? extends AnnotationMirror> findTypeAnnotationMirrors(TypeMirror type) {
        List<? extends AnnotationMirror> annotationMirrors = type.getAnnotationMirrors();
        return annotationMirrors.isEmpty() && type instanceof ArrayType arrayType
                ? arrayType.getComponentType().getAnnotationMirrors()
                : annotationMirrors;
    }

    private static boolean isFromCairn(AnnotationMirror mirror) {
        return mirror.getAnnotationType().asElement() instanceof TypeElement type
                && type.getQualifiedName().toString().startsWith(ANNOTATION_PACKAGE_PREFIX);
    }

    private void add(WrittenAnnotation annotation) {
        if (annotation.name().equals(CONTAINER_NAME)) {
            annotation.containedAnnotations().forEach(this::add);
        } else {
            annotationsByName
                    .computeIfAbsent(annotation.name(), ignored -> new ArrayList<>())
                    .add(annotation);
        }
    }

    /** Returns a copy in which the annotations with a name are replaced; without replacements, they are removed. */
    public CairnAnnotations withReplacements(String annotationName, List<WrittenAnnotation> replacements) {
        CairnAnnotations copy = new CairnAnnotations(site);
        copy.annotationsByName.putAll(annotationsByName);
        copy.annotationsByName.remove(annotationName);
        if (!replacements.isEmpty()) {
            copy.annotationsByName.put(annotationName, List.copyOf(replacements));
        }
        return copy;
    }

    public FindingSite site() {
        return site;
    }

    /** Returns the simple names of the annotations. */
    public Set<String> names() {
        return annotationsByName.keySet();
    }

    public boolean hasAnnotation(Class<? extends Annotation> annotationClass) {
        return annotationsByName.containsKey(annotationClass.getSimpleName());
    }

    /**
     * Returns the first annotation with a simple name.
     *
     * @throws IllegalArgumentException if the element does not have such an annotation
     */
    public WrittenAnnotation requireFirst(String annotationName) {
        WrittenAnnotation annotation = findFirst(annotationName);
        if (annotation == null) {
            throw new IllegalArgumentException("There is no @" + annotationName);
        }
        return annotation;
    }

    /** Returns the first annotation of a type; null if the element does not have such an annotation. */
    @Nullable
    public WrittenAnnotation findFirst(Class<? extends Annotation> annotationClass) {
        return findFirst(annotationClass.getSimpleName());
    }

    /** Returns the first annotation with a simple name; null if the element does not have such an annotation. */
    @Nullable
    public WrittenAnnotation findFirst(String annotationName) {
        List<WrittenAnnotation> annotations = annotationsByName.get(annotationName);
        return annotations == null ? null : annotations.get(0);
    }

    public List<WrittenAnnotation> findAll(Class<? extends Annotation> annotationClass) {
        return annotationsByName.getOrDefault(annotationClass.getSimpleName(), List.of());
    }

    /**
     * Returns the place of the first annotation with a simple name; without such an annotation, the element's place.
     */
    public Place place(String annotationName) {
        WrittenAnnotation annotation = findFirst(annotationName);
        return annotation == null ? site.place() : annotation.place();
    }

    public List<AllowedWarning> allowedWarnings() {
        WrittenAnnotation allowAnnotation = findFirst(Allow.class);
        return allowAnnotation == null
                ? List.of()
                : allowAnnotation.texts("value").stream()
                        .map(writtenCode -> new AllowedWarning(writtenCode.text(), writtenCode.place()))
                        .toList();
    }

    /** Returns the previous name with a prefix; null without {@code @RenamedFrom}. */
    @Nullable
    public PreviousName findPreviousName(String prefix) {
        WrittenAnnotation renamedFromAnnotation = findFirst(RenamedFrom.class);
        if (renamedFromAnnotation == null) {
            return null;
        }
        WrittenAnnotation.Text writtenName = renamedFromAnnotation.requireText("value");
        return new PreviousName(prefix + writtenName.text(), writtenName.place());
    }
}
