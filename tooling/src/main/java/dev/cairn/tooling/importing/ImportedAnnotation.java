package dev.cairn.tooling.importing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An annotation of an imported record, and its layout. A single element {@code value} is written without its name, and an
 * array with a single element without braces.
 */
record ImportedAnnotation(String name, List<Element> elements) {
    static final String VALUE = "value";
    static final int LINE_WIDTH = 120;
    private static final int INDENTATION_STEP = 4;
    /** The minimum length of a text that is written as a text block. */
    private static final int MIN_TEXT_BLOCK_LENGTH = 30;

    record Element(String name, ElementValue value) {}

    /** The value of an element. */
    sealed interface ElementValue {}

    record TextValue(String text) implements ElementValue {}

    record TextArray(List<String> texts) implements ElementValue {
        TextArray {
            texts = List.copyOf(texts);
        }
    }

    /** A number, or the name of a constant. */
    record ConstantValue(String constant) implements ElementValue {}

    record ConstantArray(List<String> constants) implements ElementValue {
        ConstantArray {
            constants = List.copyOf(constants);
        }
    }

    record AnnotationArray(List<ImportedAnnotation> annotations) implements ElementValue {
        AnnotationArray {
            annotations = List.copyOf(annotations);
        }
    }

    ImportedAnnotation {
        elements = List.copyOf(elements);
    }

    static ImportedAnnotation of(String name) {
        return new ImportedAnnotation(name, List.of());
    }

    ImportedAnnotation withElement(String elementName, ElementValue value) {
        List<Element> newElements = new ArrayList<>(elements);
        newElements.add(new Element(elementName, value));
        return new ImportedAnnotation(name, newElements);
    }

    ImportedAnnotation withText(String elementName, String text) {
        return withElement(elementName, new TextValue(text));
    }

    /** Adds an element unless the text is null or empty, which is the default of the element. */
    ImportedAnnotation withOptionalText(String elementName, @Nullable String text) {
        return text == null || text.isEmpty() ? this : withText(elementName, text);
    }

    ImportedAnnotation withTexts(String elementName, List<String> texts) {
        return withElement(elementName, new TextArray(texts));
    }

    ImportedAnnotation withConstant(String elementName, String constant) {
        return withElement(elementName, new ConstantValue(constant));
    }

    ImportedAnnotation withAnnotations(String elementName, List<ImportedAnnotation> annotations) {
        return annotations.isEmpty() ? this : withElement(elementName, new AnnotationArray(annotations));
    }

    /**
     * Returns the source: on one line if it fits, otherwise with the last element below, otherwise with each element on
     * a separate line. The first line begins at the indentation, which is not part of the result.
     */
    String toSource(int indentation) {
        String line = renderOnOneLine();
        if (elements.isEmpty() || (indentation + line.length() <= LINE_WIDTH && !prefersTextBlock())) {
            return line;
        }
        Element lastElement = elements.get(elements.size() - 1);
        boolean canPrecedingElementsShareLine =
                elements.subList(0, elements.size() - 1).stream().noneMatch(ImportedAnnotation::prefersTextBlock);
        String textBeforeValue = renderTextBeforeValue();
        if (canPrecedingElementsShareLine
                && mayBeMultiline(lastElement.value())
                && indentation + textBeforeValue.length() + INDENTATION_STEP <= LINE_WIDTH) {
            return textBeforeValue + renderMultilineValue(lastElement.value(), indentation) + ")";
        }
        return renderOneElementPerLine(indentation);
    }

    String renderOnOneLine() {
        if (elements.isEmpty()) {
            return "@" + name;
        }
        List<String> renderedElements = elements.stream()
                .map(element -> renderElementName(element) + renderOnOneLine(element.value()))
                .toList();
        return "@" + name + "(" + String.join(", ", renderedElements) + ")";
    }

    private String renderElementName(Element element) {
        boolean isUnnamed = elements.size() == 1 && element.name().equals(VALUE);
        return isUnnamed ? "" : element.name() + " = ";
    }

    private static String renderOnOneLine(ElementValue value) {
        if (value instanceof TextValue textValue) {
            return StringLiteral.quote(textValue.text());
        }
        if (value instanceof ConstantValue constantValue) {
            return constantValue.constant();
        }
        List<String> items = renderItems(value);
        return items.size() == 1 ? items.get(0) : "{" + String.join(", ", items) + "}";
    }

    /** Returns the elements of an array. */
    private static List<String> renderItems(ElementValue value) {
        if (value instanceof TextArray textArray) {
            return textArray.texts().stream().map(StringLiteral::quote).toList();
        }
        if (value instanceof ConstantArray constantArray) {
            return constantArray.constants();
        }
        return ((AnnotationArray) value)
                .annotations().stream().map(ImportedAnnotation::renderOnOneLine).toList();
    }

    /** Returns whether an element has a text of several lines, which is easier to read in a text block. */
    private boolean prefersTextBlock() {
        return elements.stream().anyMatch(ImportedAnnotation::prefersTextBlock);
    }

    private static boolean prefersTextBlock(Element element) {
        return element.value() instanceof TextValue textValue
                && textValue.text().strip().indexOf('\n') >= 0
                && StringLiteral.fitsTextBlock(textValue.text());
    }

    /** Returns whether the value may begin at the end of a line and continue below. */
    private static boolean mayBeMultiline(ElementValue value) {
        return value instanceof TextValue textValue
                ? textValue.text().length() >= MIN_TEXT_BLOCK_LENGTH && StringLiteral.fitsTextBlock(textValue.text())
                : !(value instanceof ConstantValue);
    }

    /** Returns the text before the value of the last element, such as {@code @View(comment = "…", query = }. */
    private String renderTextBeforeValue() {
        StringBuilder textBeforeValue = new StringBuilder("@").append(name).append('(');
        for (int i = 0; i < elements.size(); i++) {
            textBeforeValue.append(renderElementName(elements.get(i)));
            if (i < elements.size() - 1) {
                textBeforeValue.append(renderOnOneLine(elements.get(i).value())).append(", ");
            }
        }
        return textBeforeValue.toString();
    }

    private static String renderMultilineValue(ElementValue value, int indentation) {
        if (value instanceof TextValue textValue) {
            return StringLiteral.toTextBlock(textValue.text(), indentation + INDENTATION_STEP, LINE_WIDTH);
        }
        String margin = "\n" + " ".repeat(indentation + INDENTATION_STEP);
        List<String> items = value instanceof AnnotationArray annotationArray
                ? annotationArray.annotations().stream()
                        .map(annotation -> annotation.toSource(indentation + INDENTATION_STEP))
                        .toList()
                : fillLines(renderItems(value), LINE_WIDTH - indentation - INDENTATION_STEP);
        return "{" + margin + String.join("," + margin, items) + "\n" + " ".repeat(indentation) + "}";
    }

    /** Fills each line with as many items as fit. */
    private static List<String> fillLines(List<String> items, int maxLength) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String item : items) {
            if (!line.isEmpty() && line.length() + item.length() + 3 > maxLength) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : ", ").append(item);
        }
        lines.add(line.toString());
        return lines;
    }

    private String renderOneElementPerLine(int indentation) {
        int elementIndentation = indentation + 2 * INDENTATION_STEP;
        String margin = "\n" + " ".repeat(elementIndentation);
        List<String> lines = elements.stream()
                .map(element -> {
                    String prefix = renderElementName(element);
                    return prefix + renderValue(element, elementIndentation, elementIndentation + prefix.length());
                })
                .toList();
        return "@" + name + "(" + margin + String.join("," + margin, lines) + ")";
    }

    private static String renderValue(Element element, int indentation, int startColumn) {
        String line = renderOnOneLine(element.value());
        boolean fitsLine = startColumn + line.length() < LINE_WIDTH && !prefersTextBlock(element);
        return fitsLine || !mayBeMultiline(element.value()) ? line : renderMultilineValue(element.value(), indentation);
    }
}
