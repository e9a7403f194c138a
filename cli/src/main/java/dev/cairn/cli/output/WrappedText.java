package dev.cairn.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A text whose long lines are broken between words, never inside of one. Continuation lines are indented by two more
 * columns, and those of an SQL comment are comments, too. Lines that are indented by four columns or more stay whole:
 * they are excerpts of code, and a caret may point at a part of them.
 */
public record WrappedText(String text) {
    private static final String COMMENT = "-- ";
    private static final String CODE = "    ";
    private static final String HANGING = "  ";

    /** Returns the text in lines of a width. */
    public String wrapProse(int width) {
        return wrap(width, line -> !line.startsWith(CODE) && !line.startsWith("\t"));
    }

    /** Returns the text with comments of SQL of a width. Other lines stay whole: a break could change their meaning. */
    public String wrapComments(int width) {
        return wrap(width, line -> line.startsWith(COMMENT));
    }

    private String wrap(int width, Predicate<String> breakable) {
        String lines = text.lines()
                .map(line -> breakable.test(line) ? String.join("\n", breakLine(line, width)) : line)
                .collect(Collectors.joining("\n"));
        return text.endsWith("\n") ? lines + "\n" : lines;
    }

    private static List<String> breakLine(String line, int width) {
        int indentation = line.length() - line.stripLeading().length();
        String beginning = line.substring(0, indentation) + (line.startsWith(COMMENT, indentation) ? COMMENT : "");
        List<String> segments = new ArrayList<>();
        StringBuilder segment = new StringBuilder(beginning);
        boolean empty = true;
        for (String word : line.substring(beginning.length()).split(" ", -1)) {
            if (!empty && new TerminalText(segment + " " + word).width() > width) {
                segments.add(segment.toString());
                segment = new StringBuilder(beginning).append(HANGING);
                empty = true;
            }
            segment.append(empty ? "" : " ").append(word);
            empty = false;
        }
        segments.add(segment.toString());
        return segments;
    }
}
