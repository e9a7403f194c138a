package dev.cairn.cli.option;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
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

    /** Returns whether a command uses colours: on a terminal, unless <a href="https://no-color.org">NO_COLOR</a> is set. */
    public static Ansi ansi(CommandEnvironment environment) {
        boolean colours = environment.terminal()
                && environment.environment().getOrDefault("NO_COLOR", "").isEmpty();
        return colours ? Ansi.ON : Ansi.OFF;
    }

    public String heading(String text) {
        return style(text, Style.bold);
    }

    public String progress(String text) {
        return style(text, Style.fg_cyan);
    }

    /** Returns a text in which comments, and lines that need attention, have a colour. */
    public String text(String text) {
        return scheme.ansi().enabled() ? text.lines().map(this::line).collect(Collectors.joining("\n")) : text;
    }

    private String line(String line) {
        String begun = line.stripLeading();
        return LINES.entrySet().stream()
                .filter(style -> begun.startsWith(style.getKey()))
                .findFirst()
                .map(style -> style(line, style.getValue()))
                .orElse(line);
    }

    private String style(String text, IStyle style) {
        return scheme.apply(text, List.of(style)).toString();
    }
}
