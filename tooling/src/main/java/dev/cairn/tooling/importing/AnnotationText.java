package dev.cairn.tooling.importing;

import dev.cairn.tooling.importing.ImportedAnnotation.Annotations;
import dev.cairn.tooling.importing.ImportedAnnotation.Element;
import dev.cairn.tooling.importing.ImportedAnnotation.Text;
import dev.cairn.tooling.importing.ImportedAnnotation.Texts;
import dev.cairn.tooling.importing.ImportedAnnotation.Value;
import dev.cairn.tooling.importing.ImportedAnnotation.Word;
import dev.cairn.tooling.importing.ImportedAnnotation.Words;
import java.util.ArrayList;
import java.util.List;

/** How an annotation is laid out: on one line if it fits, else with its last element below, else with each on a line. */
final class AnnotationText {
    static final int WIDTH = 120;
    private static final int STEP = 4;

    private AnnotationText() {}

    /** The text, whose first line begins at the indentation, though that is not written. */
    static String of(ImportedAnnotation annotation, int indentation) {
        String line = onOneLine(annotation);
        if (indentation + line.length() <= WIDTH && !wantsBlock(annotation)) {
            return line;
        }
        if (annotation.elements().isEmpty()) {
            return line;
        }
        List<Element> elements = annotation.elements();
        Element last = elements.get(elements.size() - 1);
        boolean othersFit = elements.subList(0, elements.size() - 1).stream().noneMatch(AnnotationText::wantsBlock);
        String open = opened(annotation);
        if (othersFit && canHang(last.value()) && indentation + open.length() + STEP <= WIDTH) {
            return open + hanging(last.value(), indentation) + ")";
        }
        return oneBelowTheOther(annotation, indentation);
    }

    static String onOneLine(ImportedAnnotation annotation) {
        if (annotation.elements().isEmpty()) {
            return "@" + annotation.name();
        }
        List<String> elements = annotation.elements().stream()
                .map(element -> name(annotation, element) + onOneLine(element.value()))
                .toList();
        return "@" + annotation.name() + "(" + String.join(", ", elements) + ")";
    }

    private static String name(ImportedAnnotation annotation, Element element) {
        boolean alone = annotation.elements().size() == 1 && element.name().equals(ImportedAnnotation.VALUE);
        return alone ? "" : element.name() + " = ";
    }

    private static String onOneLine(Value value) {
        if (value instanceof Text text) {
            return TextLiteral.quoted(text.text());
        }
        if (value instanceof Word word) {
            return word.word();
        }
        List<String> items = items(value);
        return items.size() == 1 ? items.get(0) : "{" + String.join(", ", items) + "}";
    }

    /** Those of an array. */
    private static List<String> items(Value value) {
        if (value instanceof Texts texts) {
            return texts.texts().stream().map(TextLiteral::quoted).toList();
        }
        if (value instanceof Words words) {
            return words.words();
        }
        return ((Annotations) value)
                .annotations().stream().map(AnnotationText::onOneLine).toList();
    }

    /** A text of several lines is easier to read as such. */
    private static boolean wantsBlock(ImportedAnnotation annotation) {
        return annotation.elements().stream().anyMatch(AnnotationText::wantsBlock);
    }

    private static boolean wantsBlock(Element element) {
        return element.value() instanceof Text text
                && text.text().strip().indexOf('\n') >= 0
                && TextBlock.holds(text.text());
    }

    /** Whether it may begin at the end of a line and go on below. */
    private static boolean canHang(Value value) {
        return value instanceof Text text ? TextBlock.holds(text.text()) : !(value instanceof Word);
    }

    /** {@code @View(comment = "…", query = }. */
    private static String opened(ImportedAnnotation annotation) {
        StringBuilder open = new StringBuilder("@").append(annotation.name()).append('(');
        List<Element> elements = annotation.elements();
        for (int i = 0; i < elements.size(); i++) {
            open.append(name(annotation, elements.get(i)));
            if (i < elements.size() - 1) {
                open.append(onOneLine(elements.get(i).value())).append(", ");
            }
        }
        return open.toString();
    }

    private static String hanging(Value value, int indentation) {
        if (value instanceof Text text) {
            return TextBlock.of(text.text(), indentation + STEP, WIDTH);
        }
        String margin = "\n" + " ".repeat(indentation + STEP);
        List<String> items = value instanceof Annotations annotations
                ? annotations.annotations().stream()
                        .map(each -> of(each, indentation + STEP))
                        .toList()
                : filled(items(value), WIDTH - indentation - STEP);
        return "{" + margin + String.join("," + margin, items) + "\n" + " ".repeat(indentation) + "}";
    }

    /** As many on each line as fit. */
    private static List<String> filled(List<String> items, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String item : items) {
            if (!line.isEmpty() && line.length() + item.length() + 3 > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : ", ").append(item);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String oneBelowTheOther(ImportedAnnotation annotation, int indentation) {
        int deep = indentation + 2 * STEP;
        String margin = "\n" + " ".repeat(deep);
        List<String> lines = annotation.elements().stream()
                .map(element -> {
                    String name = name(annotation, element);
                    return name + value(element, deep, deep + name.length());
                })
                .toList();
        return "@" + annotation.name() + "(" + margin + String.join("," + margin, lines) + ")";
    }

    private static String value(Element element, int indentation, int column) {
        String line = onOneLine(element.value());
        boolean fits = column + line.length() < WIDTH && !wantsBlock(element);
        return fits || !canHang(element.value()) ? line : hanging(element.value(), indentation);
    }
}
