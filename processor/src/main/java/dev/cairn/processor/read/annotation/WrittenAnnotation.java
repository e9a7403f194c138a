package dev.cairn.processor.read.annotation;

import dev.cairn.processor.model.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * An annotation with its explicit values. The readers supply defaults.
 *
 * @param outermost the annotation on the element: this one, or the one that contains this one
 * @param containedValue the value of the outermost annotation that is this annotation; null if this is the outermost
 *     one
 */
public record WrittenAnnotation(
        FindingSite site,
        AnnotationMirror mirror,
        AnnotationMirror outermost,
        @Nullable AnnotationValue containedValue) {
    public static WrittenAnnotation of(FindingSite site, AnnotationMirror mirror) {
        return new WrittenAnnotation(site, mirror, mirror, null);
    }

    /** A text and its place. */
    public record Text(String text, Place place) {}

    /** Returns the annotation's simple name. */
    public String name() {
        return mirror.getAnnotationType().asElement().getSimpleName().toString();
    }

    public Place place() {
        return site.place(outermost, containedValue);
    }

    /** Returns the place of a value, or of the annotation if it does not set the value. */
    public Place place(String member) {
        AnnotationValue value = findValue(member);
        return value == null ? place() : site.place(outermost, value);
    }

    /** Returns the place of one value. */
    public Place place(AnnotationValue value) {
        return site.place(outermost, value);
    }

    public boolean hasAttribute(String member) {
        return findValue(member) != null;
    }

    /** Returns a class that must be set. It is not a declared type if javac can't resolve it. */
    public TypeMirror requireType(String member) {
        return cast(TypeMirror.class, requireValue(member));
    }

    /** Returns a text; null if the annotation does not set it. */
    @Nullable
    public Text findText(String member) {
        AnnotationValue value = findValue(member);
        return value == null ? null : toText(value);
    }

    /** Returns a text that is not empty, or null. */
    @Nullable
    public Text findNonEmptyText(String member) {
        Text text = findText(member);
        return text == null || text.text().isEmpty() ? null : text;
    }

    /** Returns the content of a text that is not empty, or null. */
    public @Nullable String findNonEmptyContent(String member) {
        Text text = findNonEmptyText(member);
        return text == null ? null : text.text();
    }

    /** Returns a constant of an enum with constants of the same names. */
    public <E extends Enum<E>> E constantOrDefault(String member, Class<E> type, E defaultValue) {
        return findConstant(member).map(name -> Enum.valueOf(type, name)).orElse(defaultValue);
    }

    public Text requireText(String member) {
        return toText(requireValue(member));
    }

    public List<Text> texts(String member) {
        return values(member).stream().map(this::toText).toList();
    }

    public int number(String member, int defaultValue) {
        AnnotationValue value = findValue(member);
        return value == null ? defaultValue : cast(Integer.class, value);
    }

    public boolean flag(String member) {
        AnnotationValue value = findValue(member);
        return value != null && cast(Boolean.class, value);
    }

    /** Returns the name of an enum constant; empty if the annotation does not set it. */
    public Optional<String> findConstant(String member) {
        return Optional.ofNullable(findValue(member)).map(WrittenAnnotation::constantName);
    }

    public List<String> constants(String member) {
        return values(member).stream().map(WrittenAnnotation::constantName).toList();
    }

    public List<WrittenAnnotation> annotations(String member) {
        return values(member).stream()
                .map(value -> new WrittenAnnotation(site, cast(AnnotationMirror.class, value), outermost, value))
                .toList();
    }

    /** Returns the annotations in a container of repeated annotations. */
    List<WrittenAnnotation> containedAnnotations() {
        return values("value").stream()
                .map(value -> of(site, cast(AnnotationMirror.class, value)))
                .toList();
    }

    /** Returns the values of an array, also if it is written as a single value. */
    public List<AnnotationValue> values(String member) {
        AnnotationValue value = findValue(member);
        List<AnnotationValue> values = new ArrayList<>();
        if (value == null) {
            return values;
        }
        for (Object item : cast(List.class, value)) {
            values.add((AnnotationValue) item);
        }
        return values;
    }

    /** Returns the names of the attributes that are written, in the order of the source. */
    public List<String> memberNames() {
        return mirror.getElementValues().keySet().stream()
                .map(member -> member.getSimpleName().toString())
                .toList();
    }

    /** Returns whether an attribute that is written is an array. */
    public boolean isArray(String member) {
        return requireValue(member).getValue() instanceof List<?>;
    }

    /** Returns the texts, numbers or constants of an attribute, each as a text. */
    public List<Text> scalarTexts(String member) {
        return isArray(member)
                ? values(member).stream().map(this::toScalarText).toList()
                : List.of(toScalarText(requireValue(member)));
    }

    private Text toScalarText(AnnotationValue value) {
        Object content = value.getValue();
        if (content instanceof String) {
            return toText(value);
        }
        String text = content instanceof VariableElement ? constantName(value) : String.valueOf(content);
        return new Text(text, site.place(outermost, value));
    }

    private Text toText(AnnotationValue value) {
        return new Text(cast(String.class, value), site.place(outermost, value));
    }

    /** Returns the name of an enum constant. */
    public static String constantName(AnnotationValue value) {
        return cast(VariableElement.class, value).getSimpleName().toString();
    }

    private AnnotationValue requireValue(String member) {
        AnnotationValue value = findValue(member);
        if (value == null) {
            throw UnreadableDeclarationException.ofReported();
        }
        return value;
    }

    private @Nullable AnnotationValue findValue(String member) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
                mirror.getElementValues().entrySet()) {
            if (entry.getKey().getSimpleName().contentEquals(member)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** Casts a value. javac represents unresolved values by another class, or by text without quotes. */
    private static <T> T cast(Class<T> type, AnnotationValue value) {
        Object content = value.getValue();
        if (!type.isInstance(content) || (content instanceof String && !isLiteral(value))) {
            throw UnreadableDeclarationException.ofUnresolved(value.toString());
        }
        return type.cast(content);
    }

    private static boolean isLiteral(AnnotationValue value) {
        return value.toString().startsWith("\"");
    }
}
