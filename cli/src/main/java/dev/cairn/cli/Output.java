package dev.cairn.cli;

import dev.cairn.cli.option.JsonObject;
import dev.cairn.cli.option.TerminalColours;
import dev.cairn.cli.option.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints results, as text or as JSON with an object in each line. */
final class Output {
    private static final int WIDEST = 120;
    private static final int WITHOUT_TERMINAL = 100;

    @Option(names = "--json", description = "Print JSON, one object on each line.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    boolean isJson() {
        return json;
    }

    /** Prints JSON, as the option does. */
    void useJson() {
        json = true;
    }

    boolean isTerminal() {
        return !json && Cairn.environment(command).terminal();
    }

    /** Returns the columns for text: those of the terminal, but not more than can be read well. */
    int width() {
        return isTerminal() ? Math.min(command.usageMessage().autoWidth(true).width(), WIDEST) : WITHOUT_TERMINAL;
    }

    /** Prints a result, as JSON or as text. */
    void print(JsonObject object, String text) {
        object(object);
        text(text);
    }

    /** Prints text, unless JSON is requested. */
    void text(String text) {
        if (!json && !text.isEmpty()) {
            command.commandLine().getOut().println(colours().text(text));
        }
    }

    /** Prints a table, unless JSON is requested. */
    void table(TextTable table) {
        text(table.text(colours()::heading));
    }

    TerminalColours colours() {
        return TerminalColours.of(command.commandLine());
    }

    /** Prints an object if JSON is requested. */
    void object(JsonObject object) {
        if (json) {
            command.commandLine().getOut().println(object);
        }
    }

    /** Prints and flushes text without a line break. */
    void printRaw(String text) {
        command.commandLine().getOut().print(text);
        command.commandLine().getOut().flush();
    }

    /** Prints a remark to the error output. */
    void note(String text) {
        command.commandLine().getErr().println(text);
    }
}
