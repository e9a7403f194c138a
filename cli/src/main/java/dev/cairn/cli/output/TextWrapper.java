package dev.cairn.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Breaks the long lines of a text between words. A word is never broken, so a line with a long word may be too wide.
 * Continuation lines are indented by two more columns, and continuation lines of an SQL comment are comments, too.
 */
public record TextWrapper(String text) {
    private static final String COMMENT_PREFIX = "-- ";
    private static final String CODE_INDENT = "    ";
    private static final String CONTINUATION_INDENT = "  ";

    /**
     * Returns the text with lines of at most a number of columns. A line that is indented by four columns or more, or
     * by a tab, stays whole: it is an excerpt of code, and a caret below it may point at a part of it.
     */
    public String wrapProse(int width) {
        return wrap(width, line -> !line.startsWith(CODE_INDENT) && !line.startsWith("\t"));
    }

    /**
     * Returns the text with SQL comments of at most a number of columns. Other lines stay whole, because a break could
     * change their meaning.
     */
    public String wrapComments(int width) {
        return wrap(width, line -> line.startsWith(COMMENT_PREFIX));
    }

    private String wrap(int width, Predicate<String> mayBreakLine) {
        String wrappedText = text.lines()
                .map(line -> mayBreakLine.test(line) ? String.join("\n", breakLine(line, width)) : line)
                .collect(Collectors.joining("\n"));
        return text.endsWith("\n") ? wrappedText + "\n" : wrappedText;
    }

    /** Returns the lines into which a line is broken, each with the indentation and the comment prefix of the line. */
    private static List<String> breakLine(String line, int width) {
        int indentation = line.length() - line.stripLeading().length();
        String linePrefix =
                line.substring(0, indentation) + (line.startsWith(COMMENT_PREFIX, indentation) ? COMMENT_PREFIX : "");
        List<String> wrappedLines = new ArrayList<>();
        StringBuilder wrappedLine = new StringBuilder(linePrefix);
        boolean isAtLineStart = true;
        for (String word : line.substring(linePrefix.length()).split(" ", -1)) {
            if (!isAtLineStart && new TerminalText(wrappedLine + " " + word).width() > width) {
                wrappedLines.add(wrappedLine.toString());
                wrappedLine = new StringBuilder(linePrefix).append(CONTINUATION_INDENT);
                isAtLineStart = true;
            }
            wrappedLine.append(isAtLineStart ? "" : " ").append(word);
            isAtLineStart = false;
        }
        wrappedLines.add(wrappedLine.toString());
        return wrappedLines;
    }
}
