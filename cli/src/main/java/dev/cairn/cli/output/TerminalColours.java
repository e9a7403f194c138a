package dev.cairn.cli.output;

import dev.cairn.finding.Severity;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.ColorScheme;

/**
 * The colours of a command's output. Without a terminal, its colour scheme has no colours, and texts are returned
 * unchanged. The error output never has colours, because it may be a file while the output is a terminal.
 */
public record TerminalColours(ColorScheme colorScheme) {
    /** The styles of lines that commands print, by their beginnings. No line has two of these beginnings. */
    private static final Map<String, Style> STYLE_BY_PREFIX = Map.of(
            "-- ", Style.faint,
            "warning: ", Style.fg_yellow,
            "drift: ", Style.fg_yellow,
            "The records ", Style.fg_yellow,
            "pending: ", Style.fg_cyan,
            "to be repeated: ", Style.fg_cyan);

    public static TerminalColours of(CommandLine commandLine) {
        return new TerminalColours(commandLine.getColorScheme());
    }

    public String colourHeading(String text) {
        return applyStyle(text, Style.bold);
    }

    public String colourProgress(String text) {
        return applyStyle(text, Style.fg_cyan);
    }

    public String colourRemark(String text) {
        return applyStyle(text, Style.faint);
    }

    public String colourSeverity(String text, Severity severity) {
        return colorScheme
                .apply(
                        text,
                        switch (severity) {
                            case ERROR -> List.of(Style.bold, Style.fg_red);
                            case WARNING -> List.of(Style.bold, Style.fg_yellow);
                            case INFO -> List.of(Style.bold, Style.fg_cyan);
                        })
                .toString();
    }

    /** Returns whether there are colours at all. */
    public boolean isEnabled() {
        return colorScheme.ansi().enabled();
    }

    /**
     * Returns text in which comments, and lines that need attention, have a colour.
     *
     * @param formatter returns a line as it is shown, perhaps as several lines
     */
    public String colourText(String text, UnaryOperator<String> formatter) {
        return text.lines().map(line -> colourLine(line, formatter)).collect(Collectors.joining("\n"))
                + (text.endsWith("\n") ? "\n" : "");
    }

    private String colourLine(String line, UnaryOperator<String> formatter) {
        String strippedLine = line.stripLeading();
        return STYLE_BY_PREFIX.entrySet().stream()
                .filter(styleEntry -> isEnabled() && strippedLine.startsWith(styleEntry.getKey()))
                .findFirst()
                .map(styleEntry -> applyStyle(formatter.apply(line), styleEntry.getValue()))
                .orElseGet(() -> formatter.apply(line));
    }

    private String applyStyle(String text, IStyle style) {
        return colorScheme.apply(text, List.of(style)).toString();
    }
}
