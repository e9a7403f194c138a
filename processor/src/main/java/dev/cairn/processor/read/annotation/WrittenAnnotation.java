package dev.cairn.processor.read.annotation;

import dev.cairn.processor.finding.Place;
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
 * An annotation with its explicit values. The readers supply the defaults of attributes that are not set. If javac
 * can't resolve a value, the methods that read it throw an {@link UnreadableDeclarationException}.
 *
 * @param outermostMirror the annotation on the element: this annotation, or the annotation that contains it
 * @param containedValue the value of the outermost annotation that is this annotation; null if this annotation is the
 *     outermost one
 */
public record WrittenAnnotation(
        FindingSite site,
        AnnotationMirror mirror,
        AnnotationMirror outermostMirror,
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
        return site.place(outermostMirror, containedValue);
    }

    /** Returns the place of the value of an attribute, or of the annotation if it does not set the attribute. */
    public Place place(String attributeName) {
        AnnotationValue value = findValue(attributeName);
        return value == null ? place() : site.place(outermostMirror, value);
    }

    /** Returns the place of one value. */
    public Place place(AnnotationValue value) {
        return site.place(outermostMirror, value);
    }

    public boolean hasAttribute(String attributeName) {
        return findValue(attributeName) != null;
    }

    /**
     * Returns the class that an attribute names. The result is not a declared type if javac can't resolve the class.
     *
     * @throws UnreadableDeclarationException if the annotation does not set the attribute, which javac reports
     */
    public TypeMirror requireType(String attributeName) {
        return cast(TypeMirror.class, requireValue(attributeName));
    }

    /** Returns the text of an attribute; null if the annotation does not set it. */
    @Nullable
    public Text findText(String attributeName) {
        AnnotationValue value = findValue(attributeName);
        return value == null ? null : toText(value);
    }

    /** Returns the text of an attribute; null if the annotation does not set it, or sets an empty text. */
    @Nullable
    public Text findNonEmptyText(String attributeName) {
        Text text = findText(attributeName);
        return text == null || text.text().isEmpty() ? null : text;
    }

    /** Returns the text of an attribute, without its place; an empty text if the annotation does not set it. */
    public String contentOrEmpty(String attributeName) {
        Text text = findText(attributeName);
        return text == null ? "" : text.text();
    }

    /** Returns the content of {@link #findNonEmptyText}, without its place. */
    public @Nullable String findNonEmptyContent(String attributeName) {
        Text text = findNonEmptyText(attributeName);
        return text == null ? null : text.text();
    }

    /**
     * Returns the constant of an enum that has the same name as the constant of an attribute; the default value if the
     * annotation does not set the attribute.
     *
     * @throws IllegalArgumentException if the enum does not have such a constant
     */
    public <E extends Enum<E>> E constantOrDefault(String attributeName, Class<E> enumClass, E defaultValue) {
        return findConstantName(attributeName)
                .map(name -> Enum.valueOf(enumClass, name))
                .orElse(defaultValue);
    }

    /**
     * Returns the text of an attribute.
     *
     * @throws UnreadableDeclarationException if the annotation does not set the attribute, which javac reports
     */
    public Text requireText(String attributeName) {
        return toText(requireValue(attributeName));
    }

    public List<Text> texts(String attributeName) {
        return values(attributeName).stream().map(this::toText).toList();
    }

    /** Returns the texts of an attribute, without their places. */
    public List<String> contents(String attributeName) {
        return texts(attributeName).stream().map(Text::text).toList();
    }

    /** Returns the places of the texts of an attribute. */
    public List<Place> places(String attributeName) {
        return texts(attributeName).stream().map(Text::place).toList();
    }

    public int numberOrDefault(String attributeName, int defaultValue) {
        AnnotationValue value = findValue(attributeName);
        return value == null ? defaultValue : cast(Integer.class, value);
    }

    /** Returns whether a boolean attribute is true; false if the annotation does not set it. */
    public boolean isTrue(String attributeName) {
        AnnotationValue value = findValue(attributeName);
        return value != null && cast(Boolean.class, value);
    }

    /**
     * Returns the name of the enum constant that an attribute has; empty if the annotation does not set the attribute.
     */
    public Optional<String> findConstantName(String attributeName) {
        return Optional.ofNullable(findValue(attributeName)).map(WrittenAnnotation::constantName);
    }

    public List<String> constantNames(String attributeName) {
        return values(attributeName).stream()
                .map(WrittenAnnotation::constantName)
                .toList();
    }

    public List<WrittenAnnotation> annotations(String attributeName) {
        return values(attributeName).stream()
                .map(value -> new WrittenAnnotation(site, cast(AnnotationMirror.class, value), outermostMirror, value))
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
    public List<AnnotationValue> values(String attributeName) {
        AnnotationValue value = findValue(attributeName);
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

    /**
     * Returns whether an attribute is an array.
     *
     * @throws UnreadableDeclarationException if the annotation does not set the attribute
     */
    public boolean isArray(String attributeName) {
        return requireValue(attributeName).getValue() instanceof List<?>;
    }

    /** Returns the strings, numbers or constants of an attribute, each as a string. */
    public List<Text> scalarTexts(String attributeName) {
        return isArray(attributeName)
                ? values(attributeName).stream().map(this::toScalarText).toList()
                : List.of(toScalarText(requireValue(attributeName)));
    }

    private Text toScalarText(AnnotationValue value) {
        Object content = value.getValue();
        if (content instanceof String) {
            return toText(value);
        }
        String scalarText = content instanceof VariableElement ? constantName(value) : String.valueOf(content);
        return new Text(scalarText, site.place(outermostMirror, value));
    }

    private Text toText(AnnotationValue value) {
        return new Text(cast(String.class, value), site.place(outermostMirror, value));
    }

    /** Returns the name of an enum constant. */
    public static String constantName(AnnotationValue value) {
        return cast(VariableElement.class, value).getSimpleName().toString();
    }

    private AnnotationValue requireValue(String attributeName) {
        AnnotationValue value = findValue(attributeName);
        if (value == null) {
            throw UnreadableDeclarationException.ofReported();
        }
        return value;
    }

    private @Nullable AnnotationValue findValue(String attributeName) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> attributeEntry :
                mirror.getElementValues().entrySet()) {
            if (attributeEntry.getKey().getSimpleName().contentEquals(attributeName)) {
                return attributeEntry.getValue();
            }
        }
        return null;
    }

    /**
     * Casts the content of a value. javac represents unresolved values by another class, or by text without quotes.
     *
     * @throws UnreadableDeclarationException if the value is not resolved
     */
    private static <T> T cast(Class<T> contentClass, AnnotationValue value) {
        Object content = value.getValue();
        if (!contentClass.isInstance(content) || (content instanceof String && !isLiteral(value))) {
            throw UnreadableDeclarationException.ofUnresolvedValue(value.toString());
        }
        return contentClass.cast(content);
    }

    /**
     * Returns whether the text of a string value is in quotes, so that it is not the name of an unresolved constant.
     */
    private static boolean isLiteral(AnnotationValue value) {
        return value.toString().startsWith("\"");
    }
}
