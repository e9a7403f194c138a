package dev.cairn.tooling.importing;

import dev.cairn.tooling.importing.ImportedAnnotation.AnnotationArray;
import dev.cairn.tooling.importing.ImportedAnnotation.ConstantArray;
import dev.cairn.tooling.importing.ImportedAnnotation.ConstantValue;
import dev.cairn.tooling.importing.ImportedAnnotation.Element;
import dev.cairn.tooling.importing.ImportedAnnotation.ElementValue;
import dev.cairn.tooling.importing.ImportedAnnotation.TextArray;
import dev.cairn.tooling.importing.ImportedAnnotation.TextValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders an imported annotation as Java source. A single element {@code value} is written without its name, and an
 * array with a single element without braces.
 */
record AnnotationRenderer(String name, List<Element> elements) {
    static final int INDENT_WIDTH = 4;

    /** The minimum length of a text that is written as a text block. */
    private static final int MIN_TEXT_BLOCK_LENGTH = 30;

    private static final String SEPARATOR = ", ";

    static AnnotationRenderer of(ImportedAnnotation annotation) {
        return new AnnotationRenderer(annotation.name(), annotation.elements());
    }

    /**
     * Returns the source. It is on one line if it fits. Otherwise, only the value of the last element continues below
     * the first line, if the text before it fits there. Otherwise, each element is on a separate line. The first line
     * begins at the indentation, which is not part of the result.
     */
    String render(int indentation) {
        String line = renderOnOneLine();
        if (elements.isEmpty()
                || (indentation + line.length() <= ImportedAnnotation.LINE_WIDTH && !prefersTextBlock())) {
            return line;
        }
        Element lastElement = elements.get(elements.size() - 1);
        boolean canPrecedingElementsShareLine =
                elements.subList(0, elements.size() - 1).stream().noneMatch(AnnotationRenderer::prefersTextBlock);
        String textBeforeValue = renderTextBeforeValue();
        if (canPrecedingElementsShareLine
                && mayWrap(lastElement.value())
                && indentation + textBeforeValue.length() + INDENT_WIDTH <= ImportedAnnotation.LINE_WIDTH) {
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
        return "@" + name + "(" + String.join(SEPARATOR, renderedElements) + ")";
    }

    private String renderElementName(Element element) {
        boolean isUnnamed = elements.size() == 1 && element.name().equals(ImportedAnnotation.VALUE);
        return isUnnamed ? "" : element.name() + " = ";
    }

    private static String renderOnOneLine(ElementValue value) {
        if (value instanceof TextValue textValue) {
            return JavaStringLiteral.quote(textValue.text());
        }
        if (value instanceof ConstantValue constantValue) {
            return constantValue.constant();
        }
        List<String> items = renderItems(value);
        return items.size() == 1 ? items.get(0) : "{" + String.join(SEPARATOR, items) + "}";
    }

    /** Returns the source text of each element of an array. */
    private static List<String> renderItems(ElementValue value) {
        if (value instanceof TextArray textArray) {
            return textArray.texts().stream().map(JavaStringLiteral::quote).toList();
        }
        if (value instanceof ConstantArray constantArray) {
            return constantArray.constants();
        }
        return ((AnnotationArray) value)
                .annotations().stream()
                        .map(annotation -> of(annotation).renderOnOneLine())
                        .toList();
    }

    /** Returns whether an element has a text of several lines, which is easier to read in a text block. */
    private boolean prefersTextBlock() {
        return elements.stream().anyMatch(AnnotationRenderer::prefersTextBlock);
    }

    private static boolean prefersTextBlock(Element element) {
        return element.value() instanceof TextValue textValue
                && textValue.text().strip().indexOf('\n') >= 0
                && JavaStringLiteral.fitsTextBlock(textValue.text());
    }

    /** Returns whether the value may begin at the end of a line and continue below. */
    private static boolean mayWrap(ElementValue value) {
        return value instanceof TextValue textValue
                ? textValue.text().length() >= MIN_TEXT_BLOCK_LENGTH
                        && JavaStringLiteral.fitsTextBlock(textValue.text())
                : !(value instanceof ConstantValue);
    }

    /** Returns the text before the value of the last element, such as {@code @View(comment = "…", query = }. */
    private String renderTextBeforeValue() {
        StringBuilder textBeforeValue = new StringBuilder("@").append(name).append('(');
        for (int i = 0; i < elements.size(); i++) {
            textBeforeValue.append(renderElementName(elements.get(i)));
            if (i < elements.size() - 1) {
                textBeforeValue.append(renderOnOneLine(elements.get(i).value())).append(SEPARATOR);
            }
        }
        return textBeforeValue.toString();
    }

    private static String renderMultilineValue(ElementValue value, int indentation) {
        if (value instanceof TextValue textValue) {
            return JavaStringLiteral.toTextBlock(
                    textValue.text(), indentation + INDENT_WIDTH, ImportedAnnotation.LINE_WIDTH);
        }
        String lineBreak = "\n" + " ".repeat(indentation + INDENT_WIDTH);
        List<String> items = value instanceof AnnotationArray annotationArray
                ? annotationArray.annotations().stream()
                        .map(annotation -> of(annotation).render(indentation + INDENT_WIDTH))
                        .toList()
                : wrapItems(renderItems(value), ImportedAnnotation.LINE_WIDTH - indentation - INDENT_WIDTH);
        return "{" + lineBreak + String.join("," + lineBreak, items) + "\n" + " ".repeat(indentation) + "}";
    }

    /** Fills each line with as many items as fit, together with the comma at the end of the line. */
    private static List<String> wrapItems(List<String> items, int maxLength) {
        List<String> filledLines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String item : items) {
            if (!line.isEmpty() && line.length() + SEPARATOR.length() + item.length() + 1 > maxLength) {
                filledLines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : SEPARATOR).append(item);
        }
        filledLines.add(line.toString());
        return filledLines;
    }

    private String renderOneElementPerLine(int indentation) {
        int elementIndentation = indentation + 2 * INDENT_WIDTH;
        String lineBreak = "\n" + " ".repeat(elementIndentation);
        List<String> renderedElements = elements.stream()
                .map(element -> {
                    String prefix = renderElementName(element);
                    return prefix + renderValue(element, elementIndentation, elementIndentation + prefix.length());
                })
                .toList();
        return "@" + name + "(" + lineBreak + String.join("," + lineBreak, renderedElements) + ")";
    }

    private static String renderValue(Element element, int indentation, int startColumn) {
        String line = renderOnOneLine(element.value());
        boolean fitsLine = startColumn + line.length() < ImportedAnnotation.LINE_WIDTH && !prefersTextBlock(element);
        return fitsLine || !mayWrap(element.value()) ? line : renderMultilineValue(element.value(), indentation);
    }
}
