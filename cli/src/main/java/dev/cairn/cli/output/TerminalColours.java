package dev.cairn.cli.output;

import dev.cairn.catalog.Severity;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.ColorScheme;

/**
 * The colours of a command's output: those of its colour scheme, which is empty unless the output is a terminal. The
 * error output has none, because it may be a file while the output is a terminal.
 */
public record TerminalColours(ColorScheme scheme) {
    /** Colours of lines by their beginnings. */
    private static final Map<String, Style> LINES = Map.of(
            "-- ", Style.faint,
            "warning: ", Style.fg_yellow,
            "drift: ", Style.fg_yellow,
            "not recorded: ", Style.fg_yellow,
            "pending: ", Style.fg_cyan,
            "to be repeated: ", Style.fg_cyan);

    public static TerminalColours of(CommandLine command) {
        return new TerminalColours(command.getColorScheme());
    }

    public String heading(String text) {
        return applyStyle(text, Style.bold);
    }

    public String progress(String text) {
        return applyStyle(text, Style.fg_cyan);
    }

    public String remark(String text) {
        return applyStyle(text, Style.faint);
    }

    public String severity(String text, Severity severity) {
        return scheme.apply(
                        text,
                        switch (severity) {
                            case ERROR -> List.of(Style.bold, Style.fg_red);
                            case WARNING -> List.of(Style.bold, Style.fg_yellow);
                            case INFO -> List.of(Style.bold, Style.fg_cyan);
                        })
                .toString();
    }

    /** Whether there are colours at all. */
    public boolean isEnabled() {
        return scheme.ansi().enabled();
    }

    /**
     * Returns a text in which comments, and lines that need attention, have a colour.
     *
     * @param form returns a line as it is shown, perhaps as several lines
     */
    public String colourText(String text, UnaryOperator<String> form) {
        return text.lines().map(line -> colourLine(line, form)).collect(Collectors.joining("\n"))
                + (text.endsWith("\n") ? "\n" : "");
    }

    private String colourLine(String line, UnaryOperator<String> form) {
        String begun = line.stripLeading();
        return LINES.entrySet().stream()
                .filter(style -> isEnabled() && begun.startsWith(style.getKey()))
                .findFirst()
                .map(style -> applyStyle(form.apply(line), style.getValue()))
                .orElseGet(() -> form.apply(line));
    }

    private String applyStyle(String text, IStyle style) {
        return scheme.apply(text, List.of(style)).toString();
    }
}
