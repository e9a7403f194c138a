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
 * An annotation with its explicit values. The readers supply the defaults of attributes that are not set.
 *
 * @param outermost the annotation on the element: this annotation, or the annotation that contains it
 * @param containedValue the value of the outermost annotation that is this annotation; null if this annotation is the
 *     outermost one
 */
public record WrittenAnnotation(
        FindingSite site,
        AnnotationMirror mirror,
        AnnotationMirror outermost,
        @Nullable AnnotationValue containedValue) {
    public static WrittenAnnotation of(FindingSite site, AnnotationMirror mirror) {
        return new WrittenAnnotation(site, mirror, mirror, null);
    }

    /** A string value and its place. */
    public record Text(String text, Place place) {}

    /** Returns the annotation's simple name. */
    public String name() {
        return mirror.getAnnotationType().asElement().getSimpleName().toString();
    }

    public Place place() {
        return site.place(outermost, containedValue);
    }

    /** Returns the place of the value of an attribute, or of the annotation if it does not set the attribute. */
    public Place place(String attribute) {
        AnnotationValue value = findValue(attribute);
        return value == null ? place() : site.place(outermost, value);
    }

    /** Returns the place of one value. */
    public Place place(AnnotationValue value) {
        return site.place(outermost, value);
    }

    public boolean hasAttribute(String attribute) {
        return findValue(attribute) != null;
    }

    /**
     * Returns the class that an attribute names, which is not a declared type if javac can't resolve it.
     *
     * @throws UnreadableDeclarationException if the annotation does not set the attribute, which javac reports
     */
    public TypeMirror requireType(String attribute) {
        return cast(TypeMirror.class, requireValue(attribute));
    }

    /** Returns the text of an attribute; null if the annotation does not set it. */
    @Nullable
    public Text findText(String attribute) {
        AnnotationValue value = findValue(attribute);
        return value == null ? null : toText(value);
    }

    /** Returns the text of an attribute; null if the annotation does not set it, or sets an empty text. */
    @Nullable
    public Text findNonEmptyText(String attribute) {
        Text text = findText(attribute);
        return text == null || text.text().isEmpty() ? null : text;
    }

    /** Returns the content of {@link #findNonEmptyText}, without its place. */
    public @Nullable String findNonEmptyContent(String attribute) {
        Text text = findNonEmptyText(attribute);
        return text == null ? null : text.text();
    }

    /**
     * Returns the constant of an enum that has the same name as the constant of an attribute; the default value if the
     * annotation does not set the attribute.
     */
    public <E extends Enum<E>> E constantOrDefault(String attribute, Class<E> type, E defaultValue) {
        return findConstant(attribute).map(name -> Enum.valueOf(type, name)).orElse(defaultValue);
    }

    /**
     * Returns the text of an attribute.
     *
     * @throws UnreadableDeclarationException if the annotation does not set the attribute, which javac reports
     */
    public Text requireText(String attribute) {
        return toText(requireValue(attribute));
    }

    public List<Text> texts(String attribute) {
        return values(attribute).stream().map(this::toText).toList();
    }

    public int number(String attribute, int defaultValue) {
        AnnotationValue value = findValue(attribute);
        return value == null ? defaultValue : cast(Integer.class, value);
    }

    /** Returns whether a boolean attribute is true; false if the annotation does not set it. */
    public boolean isTrue(String attribute) {
        AnnotationValue value = findValue(attribute);
        return value != null && cast(Boolean.class, value);
    }

    /**
     * Returns the name of the enum constant that an attribute has; empty if the annotation does not set the attribute.
     */
    public Optional<String> findConstant(String attribute) {
        return Optional.ofNullable(findValue(attribute)).map(WrittenAnnotation::constantName);
    }

    public List<String> constants(String attribute) {
        return values(attribute).stream().map(WrittenAnnotation::constantName).toList();
    }

    public List<WrittenAnnotation> annotations(String attribute) {
        return values(attribute).stream()
                .map(value -> new WrittenAnnotation(site, cast(AnnotationMirror.class, value), outermost, value))
                .toList();
    }

    /** Returns the annotations in a container of repeated annotations. */
    List<WrittenAnnotation> containedAnnotations() {
        return values("value").stream()
                .map(value -> of(site, cast(AnnotationMirror.class, value)))
                .toList();
    }

    /**
     * Returns the values of an array, even if the source has a single value without braces; empty if the annotation
     * does not set the attribute.
     */
    public List<AnnotationValue> values(String attribute) {
        AnnotationValue value = findValue(attribute);
        List<AnnotationValue> values = new ArrayList<>();
        if (value == null) {
            return values;
        }
        for (Object element : cast(List.class, value)) {
            values.add((AnnotationValue) element);
        }
        return values;
    }

    /** Returns the names of the attributes that are written, in the order of the source. */
    public List<String> attributeNames() {
        return mirror.getElementValues().keySet().stream()
                .map(attribute -> attribute.getSimpleName().toString())
                .toList();
    }

    /** Returns whether an attribute that is written is an array. */
    public boolean isArray(String attribute) {
        return requireValue(attribute).getValue() instanceof List<?>;
    }

    /** Returns the strings, numbers or constants of an attribute, each as a string. */
    public List<Text> scalarTexts(String attribute) {
        return isArray(attribute)
                ? values(attribute).stream().map(this::toScalarText).toList()
                : List.of(toScalarText(requireValue(attribute)));
    }

    private Text toScalarText(AnnotationValue value) {
        Object content = value.getValue();
        if (content instanceof String) {
            return toText(value);
        }
        String scalarText = content instanceof VariableElement ? constantName(value) : String.valueOf(content);
        return new Text(scalarText, site.place(outermost, value));
    }

    private Text toText(AnnotationValue value) {
        return new Text(cast(String.class, value), site.place(outermost, value));
    }

    /** Returns the name of an enum constant. */
    public static String constantName(AnnotationValue value) {
        return cast(VariableElement.class, value).getSimpleName().toString();
    }

    private AnnotationValue requireValue(String attribute) {
        AnnotationValue value = findValue(attribute);
        if (value == null) {
            throw UnreadableDeclarationException.ofReported();
        }
        return value;
    }

    private @Nullable AnnotationValue findValue(String attribute) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> valueByAttribute :
                mirror.getElementValues().entrySet()) {
            if (valueByAttribute.getKey().getSimpleName().contentEquals(attribute)) {
                return valueByAttribute.getValue();
            }
        }
        return null;
    }

    /**
     * Casts the content of a value. javac represents unresolved values by another class, or by text without quotes.
     *
     * @throws UnreadableDeclarationException if the value is not resolved
     */
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
