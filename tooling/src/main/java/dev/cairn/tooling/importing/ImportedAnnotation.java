package dev.cairn.tooling.importing;

import dev.cairn.migration.JavaEscape;
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
        String line = onOneLine();
        if (elements.isEmpty() || (indentation + line.length() <= WIDTH && !wantsBlock())) {
            return line;
        }
        Element last = elements.get(elements.size() - 1);
        boolean othersFit = elements.subList(0, elements.size() - 1).stream().noneMatch(ImportedAnnotation::wantsBlock);
        String open = opened();
        if (othersFit && canHang(last.value()) && indentation + open.length() + STEP <= WIDTH) {
            return open + hanging(last.value(), indentation) + ")";
        }
        return oneBelowTheOther(indentation);
    }

    String onOneLine() {
        if (elements.isEmpty()) {
            return "@" + name;
        }
        List<String> texts = elements.stream()
                .map(element -> prefix(element) + onOneLine(element.value()))
                .toList();
        return "@" + name + "(" + String.join(", ", texts) + ")";
    }

    private String prefix(Element element) {
        boolean alone = elements.size() == 1 && element.name().equals(VALUE);
        return alone ? "" : element.name() + " = ";
    }

    private static String onOneLine(Value value) {
        if (value instanceof Text text) {
            return StringLiteral.quoted(text.text());
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
            return texts.texts().stream().map(StringLiteral::quoted).toList();
        }
        if (value instanceof Words words) {
            return words.words();
        }
        return ((Annotations) value)
                .annotations().stream().map(ImportedAnnotation::onOneLine).toList();
    }

    /** Whether an element has several lines, which are easier to read in a text block. */
    private boolean wantsBlock() {
        return elements.stream().anyMatch(ImportedAnnotation::wantsBlock);
    }

    private static boolean wantsBlock(Element element) {
        return element.value() instanceof Text text
                && text.text().strip().indexOf('\n') >= 0
                && StringLiteral.fitsBlock(text.text());
    }

    /** Whether the value may begin at the end of a line and continue below. */
    private static boolean canHang(Value value) {
        return value instanceof Text text ? StringLiteral.fitsBlock(text.text()) : !(value instanceof Word);
    }

    /** {@code @View(comment = "…", query = }. */
    private String opened() {
        StringBuilder open = new StringBuilder("@").append(name).append('(');
        for (int i = 0; i < elements.size(); i++) {
            open.append(prefix(elements.get(i)));
            if (i < elements.size() - 1) {
                open.append(onOneLine(elements.get(i).value())).append(", ");
            }
        }
        return open.toString();
    }

    private static String hanging(Value value, int indentation) {
        if (value instanceof Text text) {
            return StringLiteral.block(text.text(), indentation + STEP, WIDTH);
        }
        String margin = "\n" + " ".repeat(indentation + STEP);
        List<String> items = value instanceof Annotations annotations
                ? annotations.annotations().stream()
                        .map(annotation -> annotation.source(indentation + STEP))
                        .toList()
                : filled(items(value), WIDTH - indentation - STEP);
        return "{" + margin + String.join("," + margin, items) + "\n" + " ".repeat(indentation) + "}";
    }

    /** Fills each line with as many items as fit. */
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

    private String oneBelowTheOther(int indentation) {
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
        String line = onOneLine(element.value());
        boolean fits = column + line.length() < WIDTH && !wantsBlock(element);
        return fits || !canHang(element.value()) ? line : hanging(element.value(), indentation);
    }

    /** A string literal of Java: in quotes, or as a text block with a margin before each line. */
    static final class StringLiteral {
        private static final String QUOTES = "\"\"\"";

        private final String text;
        private final String margin;
        private final int width;
        private final StringBuilder out = new StringBuilder();

        /** The number of unescaped quotes at the end of the text so far: a third one would end the block. */
        private int quotes;

        /** Lines that are longer than the width are broken after a blank; a backslash there keeps the text unchanged. */
        private StringLiteral(String text, int indentation, int width) {
            this.text = text;
            this.margin = " ".repeat(indentation);
            this.width = width - indentation;
        }

        /**
         * Whether a text block can hold the text: javac resolves the escapes of rare kinds of white space before it strips white
         * space at the ends of lines.
         */
        static boolean fitsBlock(String text) {
            return text.chars().noneMatch(c -> c > ' ' && Character.isWhitespace(c));
        }

        static String block(String text, int indentation, int width) {
            return new StringLiteral(text, indentation, width).written();
        }

        private String written() {
            out.append(QUOTES);
            String[] lines = text.split("\n", -1);
            boolean deeper = isDeeper(lines);
            for (int i = 0; i < lines.length; i++) {
                boolean last = i == lines.length - 1;
                out.append('\n');
                quotes = 0;
                if (!lines[i].isEmpty() || last) {
                    line(lines[i], deeper && !lines[i].isBlank());
                }
            }
            if (quotes > 0) {
                out.insert(out.length() - 1, '\\');
            }
            return out.append(QUOTES).toString();
        }

        /** Whether all lines begin with white space, which javac would strip with the margin. */
        private static boolean isDeeper(String[] lines) {
            for (String line : lines) {
                if (!line.isBlank() && !Character.isWhitespace(line.charAt(0))) {
                    return false;
                }
            }
            return true;
        }

        private void line(String line, boolean keepFirst) {
            List<String> parts = parts(line);
            for (int i = 0; i < parts.size(); i++) {
                boolean last = i == parts.size() - 1;
                out.append(i > 0 ? "\\\n" : "").append(margin);
                part(parts.get(i), keepFirst && i == 0, last);
            }
        }

        private List<String> parts(String line) {
            List<String> parts = new ArrayList<>();
            int start = 0;
            while (line.length() - start > width) {
                int end = breakIn(line, start);
                if (end < 0) {
                    break;
                }
                parts.add(line.substring(start, end));
                start = end;
            }
            parts.add(line.substring(start));
            return parts;
        }

        /** Returns the index after the last blank within the width, or after the first one beyond it; -1 if the text has no blank. */
        private int breakIn(String line, int start) {
            int from = Math.min(start + width - 2, line.length() - 2);
            for (int i = from; i > start; i--) {
                if (isBreak(line, i)) {
                    return i + 1;
                }
            }
            for (int i = from + 1; i < line.length() - 1; i++) {
                if (isBreak(line, i)) {
                    return i + 1;
                }
            }
            return -1;
        }

        private static boolean isBreak(String line, int at) {
            return line.charAt(at) == ' ' && !Character.isWhitespace(line.charAt(at + 1));
        }

        private void part(String part, boolean keepFirst, boolean keepLast) {
            for (int i = 0; i < part.length(); ) {
                int c = part.codePointAt(i);
                boolean kept = (keepFirst && i == 0) || (keepLast && i == part.length() - 1);
                if (kept && c == ' ') {
                    out.append("\\s");
                } else if (c == '"' && quotes == 2) {
                    out.append("\\\"");
                    quotes = 0;
                } else {
                    escape(out, c);
                    quotes = c == '"' ? quotes + 1 : 0;
                }
                i += Character.charCount(c);
            }
        }

        static String quoted(String text) {
            StringBuilder out = new StringBuilder(text.length() + 2).append('"');
            text.codePoints().forEach(c -> {
                switch (c) {
                    case '"' -> out.append("\\\"");
                    case '\n' -> out.append("\\n");
                    default -> escape(out, c);
                }
            });
            return out.append('"').toString();
        }

        /** Appends a character whose escape is the same in quotes and in text blocks. */
        private static void escape(StringBuilder out, int c) {
            if (c == '\\') {
                out.append("\\\\");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (c < ' ') {
                JavaEscape.octal(out, (char) c);
            } else if (isInvisible(c)) {
                for (char unit : Character.toChars(c)) {
                    JavaEscape.unicode(out, unit);
                }
            } else {
                out.appendCodePoint(c);
            }
        }

        /** Whether a character is invisible, changes how others are displayed, or is half of a surrogate pair. */
        private static boolean isInvisible(int c) {
            return switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> true;
                case Character.SPACE_SEPARATOR -> c != ' ';
                default -> false;
            };
        }
    }
}
