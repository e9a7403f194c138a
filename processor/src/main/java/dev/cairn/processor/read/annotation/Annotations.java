package dev.cairn.processor.read.annotation;

import dev.cairn.annotation.Allow;
import dev.cairn.annotation.RenamedFrom;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.Place;
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

/** Cairn's annotations on one element, in source order. */
public final class Annotations {
    private static final String PACKAGE = Allow.class.getPackageName() + ".";
    /** The simple name of the containers of repeated annotations, each nested in its annotation. */
    static final String CONTAINER = "List";

    private final FindingSite site;
    private final Map<String, List<WrittenAnnotation>> byName = new LinkedHashMap<>();

    private Annotations(FindingSite site) {
        this.site = site;
    }

    public static Annotations of(FindingSite site) {
        return of(site, site.element().getAnnotationMirrors());
    }

    public static Annotations of(FindingSite site, Collection<? extends AnnotationMirror> mirrors) {
        Annotations annotations = new Annotations(site);
        for (AnnotationMirror mirror : mirrors) {
            if (isCairns(mirror)) {
                annotations.add(WrittenAnnotation.of(site, mirror));
            }
        }
        return annotations;
    }

    /**
     * The annotations of a component and of its type. In a qualified name, as in {@code
     * java.math.@Decimal(precision = 10) BigDecimal}, an annotation belongs to the type only.
     */
    public static Annotations ofComponent(FindingSite site) {
        Annotations annotations = of(site, findMirrors(site.element()));
        FindingSite ofType = new FindingSite(site.places(), site.element(), site.place());
        for (AnnotationMirror mirror : ofType(site.element().asType())) {
            if (isCairns(mirror)
                    && annotations.findFirst(mirror.getAnnotationType()
                                    .asElement()
                                    .getSimpleName()
                                    .toString())
                            == null) {
                annotations.add(WrittenAnnotation.of(ofType, mirror));
            }
        }
        return annotations;
    }

    /**
     * Returns the annotations of the component that a field belongs to. In Eclipse's compiler, the field may lack some of them: the
     * compiler does not copy the first annotation of a type that it has not read completely.
     */
    private static List<? extends AnnotationMirror> findMirrors(Element field) {
        List<? extends AnnotationMirror> ofField = field.getAnnotationMirrors();
        if (field.getEnclosingElement() instanceof TypeElement type) {
            for (RecordComponentElement component : type.getRecordComponents()) {
                if (component.getSimpleName().equals(field.getSimpleName())
                        && count(component.getAnnotationMirrors()) > count(ofField)) {
                    return component.getAnnotationMirrors();
                }
            }
        }
        return ofField;
    }

    private static long count(List<? extends AnnotationMirror> mirrors) {
        return mirrors.stream().filter(Annotations::isCairns).count();
    }

    /** The annotations of a type or, if it is an array without any, of its elements: an annotation before an array is theirs. */
    public static List<? extends AnnotationMirror> ofType(TypeMirror type) {
        List<? extends AnnotationMirror> own = type.getAnnotationMirrors();
        return own.isEmpty() && type instanceof ArrayType array
                ? array.getComponentType().getAnnotationMirrors()
                : own;
    }

    private static boolean isCairns(AnnotationMirror mirror) {
        return mirror.getAnnotationType().asElement() instanceof TypeElement type
                && type.getQualifiedName().toString().startsWith(PACKAGE);
    }

    private void add(WrittenAnnotation annotation) {
        if (annotation.name().equals(CONTAINER)) {
            annotation.containedAnnotations().forEach(this::add);
        } else {
            byName.computeIfAbsent(annotation.name(), name -> new ArrayList<>()).add(annotation);
        }
    }

    /** A copy with other annotations of one name. */
    public Annotations replace(String name, List<WrittenAnnotation> others) {
        Annotations copy = new Annotations(site);
        copy.byName.putAll(byName);
        copy.byName.remove(name);
        if (!others.isEmpty()) {
            copy.byName.put(name, List.copyOf(others));
        }
        return copy;
    }

    public FindingSite site() {
        return site;
    }

    /** The simple names of the annotations. */
    public Set<String> names() {
        return byName.keySet();
    }

    public boolean has(Class<? extends Annotation> type) {
        return byName.containsKey(type.getSimpleName());
    }

    /** The first annotation with a simple name, which must be there. */
    public WrittenAnnotation requireFirst(String name) {
        WrittenAnnotation first = findFirst(name);
        if (first == null) {
            throw new IllegalArgumentException("There is no @" + name);
        }
        return first;
    }

    /** The first annotation of a type, or null. */
    @Nullable
    public WrittenAnnotation findFirst(Class<? extends Annotation> type) {
        return findFirst(type.getSimpleName());
    }

    @Nullable
    public WrittenAnnotation findFirst(String name) {
        List<WrittenAnnotation> annotations = byName.get(name);
        return annotations == null ? null : annotations.get(0);
    }

    public List<WrittenAnnotation> findAll(Class<? extends Annotation> type) {
        return byName.getOrDefault(type.getSimpleName(), List.of());
    }

    /** The place of an annotation, or that of the element. */
    public Place place(String name) {
        WrittenAnnotation annotation = findFirst(name);
        return annotation == null ? site.place() : annotation.place();
    }

    public List<AllowedWarning> allowedWarnings() {
        WrittenAnnotation allow = findFirst(Allow.class);
        return allow == null
                ? List.of()
                : allow.texts("value").stream()
                        .map(tag -> new AllowedWarning(tag.text(), tag.place()))
                        .toList();
    }

    /** The old name with a prefix; null without {@code @RenamedFrom}. */
    @Nullable
    public PreviousName previousName(String prefix) {
        WrittenAnnotation renamed = findFirst(RenamedFrom.class);
        if (renamed == null) {
            return null;
        }
        WrittenAnnotation.Text old = renamed.requireText("value");
        return new PreviousName(prefix + old.text(), old.place());
    }
}
