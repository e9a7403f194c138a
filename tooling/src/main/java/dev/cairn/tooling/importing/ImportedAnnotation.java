package dev.cairn.tooling.importing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An annotation of an imported record, and its layout; a single element {@code value} is written without its name. */
record ImportedAnnotation(String name, List<Element> elements) {
    static final String VALUE = "value";
    static final int WIDTH = 120;
    private static final int STEP = 4;

    record Element(String name, Value value) {}

    /** The value of an element. */
    sealed interface Value {}

    record Text(String text) implements Value {}

    /** Several texts; a single one is written without braces. */
    record Texts(List<String> texts) implements Value {
        Texts {
            texts = List.copyOf(texts);
        }
    }

    /** A number, or the name of a constant. */
    record Word(String word) implements Value {}

    record Words(List<String> words) implements Value {
        Words {
            words = List.copyOf(words);
        }
    }

    record Annotations(List<ImportedAnnotation> annotations) implements Value {
        Annotations {
            annotations = List.copyOf(annotations);
        }
    }

    ImportedAnnotation {
        elements = List.copyOf(elements);
    }

    static ImportedAnnotation of(String name) {
        return new ImportedAnnotation(name, List.of());
    }

    ImportedAnnotation with(String element, Value value) {
        List<Element> more = new ArrayList<>(elements);
        more.add(new Element(element, value));
        return new ImportedAnnotation(name, more);
    }

    ImportedAnnotation text(String element, String text) {
        return with(element, new Text(text));
    }

    /** Adds an element unless the text is null or empty, which is the default of the element. */
    ImportedAnnotation textIfAny(String element, @Nullable String text) {
        return text == null || text.isEmpty() ? this : text(element, text);
    }

    ImportedAnnotation texts(String element, List<String> texts) {
        return with(element, new Texts(texts));
    }

    ImportedAnnotation word(String element, String word) {
        return with(element, new Word(word));
    }

    ImportedAnnotation annotations(String element, List<ImportedAnnotation> annotations) {
        return annotations.isEmpty() ? this : with(element, new Annotations(annotations));
    }

    /**
     * Returns the source: on one line if it fits, otherwise with the last element below, otherwise with each element on a line
     * of its own. The first line begins at the indentation, which is not part of the result.
     */
    String source(int indentation) {
        String line = toLine();
        if (elements.isEmpty() || (indentation + line.length() <= WIDTH && !prefersTextBlock())) {
            return line;
        }
        Element last = elements.get(elements.size() - 1);
        boolean othersFit =
                elements.subList(0, elements.size() - 1).stream().noneMatch(ImportedAnnotation::prefersTextBlock);
        String open = opening();
        if (othersFit && canHang(last.value()) && indentation + open.length() + STEP <= WIDTH) {
            return open + hangingText(last.value(), indentation) + ")";
        }
        return onePerLine(indentation);
    }

    String toLine() {
        if (elements.isEmpty()) {
            return "@" + name;
        }
        List<String> texts = elements.stream()
                .map(element -> prefix(element) + toLine(element.value()))
                .toList();
        return "@" + name + "(" + String.join(", ", texts) + ")";
    }

    private String prefix(Element element) {
        boolean alone = elements.size() == 1 && element.name().equals(VALUE);
        return alone ? "" : element.name() + " = ";
    }

    private static String toLine(Value value) {
        if (value instanceof Text text) {
            return StringLiteral.quote(text.text());
        }
        if (value instanceof Word word) {
            return word.word();
        }
        List<String> items = items(value);
        return items.size() == 1 ? items.get(0) : "{" + String.join(", ", items) + "}";
    }

    /** The elements of an array. */
    private static List<String> items(Value value) {
        if (value instanceof Texts texts) {
            return texts.texts().stream().map(StringLiteral::quote).toList();
        }
        if (value instanceof Words words) {
            return words.words();
        }
        return ((Annotations) value)
                .annotations().stream().map(ImportedAnnotation::toLine).toList();
    }

    /** Whether an element has several lines, which are easier to read in a text block. */
    private boolean prefersTextBlock() {
        return elements.stream().anyMatch(ImportedAnnotation::prefersTextBlock);
    }

    private static boolean prefersTextBlock(Element element) {
        return element.value() instanceof Text text
                && text.text().strip().indexOf('\n') >= 0
                && StringLiteral.fitsBlock(text.text());
    }

    /** Whether the value may begin at the end of a line and continue below. */
    private static boolean canHang(Value value) {
        return value instanceof Text text ? StringLiteral.fitsBlock(text.text()) : !(value instanceof Word);
    }

    /** {@code @View(comment = "…", query = }. */
    private String opening() {
        StringBuilder open = new StringBuilder("@").append(name).append('(');
        for (int i = 0; i < elements.size(); i++) {
            open.append(prefix(elements.get(i)));
            if (i < elements.size() - 1) {
                open.append(toLine(elements.get(i).value())).append(", ");
            }
        }
        return open.toString();
    }

    private static String hangingText(Value value, int indentation) {
        if (value instanceof Text text) {
            return StringLiteral.block(text.text(), indentation + STEP, WIDTH);
        }
        String margin = "\n" + " ".repeat(indentation + STEP);
        List<String> items = value instanceof Annotations annotations
                ? annotations.annotations().stream()
                        .map(annotation -> annotation.source(indentation + STEP))
                        .toList()
                : fillLines(items(value), WIDTH - indentation - STEP);
        return "{" + margin + String.join("," + margin, items) + "\n" + " ".repeat(indentation) + "}";
    }

    /** Fills each line with as many items as fit. */
    private static List<String> fillLines(List<String> items, int width) {
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

    private String onePerLine(int indentation) {
        int deep = indentation + 2 * STEP;
        String margin = "\n" + " ".repeat(deep);
        List<String> lines = elements.stream()
                .map(element -> {
                    String prefix = prefix(element);
                    return prefix + value(element, deep, deep + prefix.length());
                })
                .toList();
        return "@" + name + "(" + margin + String.join("," + margin, lines) + ")";
    }

    private static String value(Element element, int indentation, int column) {
        String line = toLine(element.value());
        boolean fits = column + line.length() < WIDTH && !prefersTextBlock(element);
        return fits || !canHang(element.value()) ? line : hangingText(element.value(), indentation);
    }
}
