package dev.cairn.cli.output;

import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Prints the results of a command, either as text or, with {@code --json}, as one JSON object on each line. On a
 * terminal, text is wrapped and coloured.
 */
public final class CommandOutput {
    @Option(names = "--json", description = "Print JSON, one object on each line.")
    private boolean isJson;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec commandSpec = CommandSpec.create();

    public boolean isJson() {
        return isJson;
    }

    /** Switches to JSON, as the option does. */
    public void useJson() {
        isJson = true;
    }

    /** Returns whether text is printed to a terminal; false if JSON is requested. */
    public boolean printsToTerminal() {
        return !isJson && CommandEnvironment.of(commandSpec).isTerminal();
    }

    /** Returns the number of columns that are available for text on a terminal. */
    public int width() {
        return CommandEnvironment.of(commandSpec).textColumns();
    }

    /** Prints a result, as JSON or as text. */
    public void print(JsonObject object, String text) {
        printObject(object);
        printText(text);
    }

    /** Prints text, unless JSON is requested. On a terminal, its lines are wrapped. */
    public void printText(String text) {
        printWrapped(text, line -> new TextWrapper(line).wrapProse(width()));
    }

    /** Prints code, such as SQL, unless JSON is requested. On a terminal, only its comments are wrapped. */
    public void printCode(String text) {
        printWrapped(text, line -> new TextWrapper(line).wrapComments(width()));
    }

    /** Prints text as it is, without colours and wrapping, unless JSON is requested. */
    public void printVerbatim(String text) {
        if (!isJson) {
            commandSpec.commandLine().getOut().println(text);
        }
    }

    /**
     * Prints a script, unless JSON is requested. Even its comments are not wrapped, because some of them have a meaning
     * for the command that runs the script.
     */
    public void printScript(String text) {
        printWrapped(text, UnaryOperator.identity());
    }

    /** Prints a table, unless JSON is requested. On a terminal, its last column is wrapped. */
    public void printTable(TextTable table) {
        printScript(table.render(colours()::colourHeading, printsToTerminal() ? width() : Integer.MAX_VALUE));
    }

    /**
     * Prints text, unless JSON is requested or the text is empty. On a terminal, it is coloured and its lines are
     * wrapped.
     */
    private void printWrapped(String text, UnaryOperator<String> wrapper) {
        if (!isJson && !text.isEmpty()) {
            commandSpec
                    .commandLine()
                    .getOut()
                    .println(printsToTerminal() ? colours().colourText(text, wrapper) : text);
        }
    }

    public TerminalColours colours() {
        return TerminalColours.of(commandSpec.commandLine());
    }

    /** Prints an object if JSON is requested. */
    public void printObject(JsonObject object) {
        if (isJson) {
            commandSpec.commandLine().getOut().println(object);
        }
    }

    /** Prints and flushes text without a line break, even if JSON is requested. */
    void printRaw(String text) {
        commandSpec.commandLine().getOut().print(text);
        commandSpec.commandLine().getOut().flush();
    }

    /** Prints a remark to the error output. */
    public void printRemark(String text) {
        commandSpec.commandLine().getErr().println(text);
    }
}
