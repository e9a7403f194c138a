package dev.cairn.cli;

import dev.cairn.cli.option.JsonEncoder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command tells what it found or did: in words, or as JSON with an object in each line. */
final class Output {
    @Option(names = "--json", description = "Print JSON, an object in each line.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    boolean isJson() {
        return json;
    }

    boolean isTerminal() {
        return !json && Cairn.surroundings(command).terminal();
    }

    /** The one or the other. */
    void tell(Map<String, ? extends @Nullable Object> object, String words) {
        if (json) {
            command.commandLine().getOut().println(JsonEncoder.of(object));
        } else {
            words(words);
        }
    }

    /** Nothing, where JSON is asked for. */
    void words(String words) {
        if (!json && !words.isEmpty()) {
            command.commandLine().getOut().println(words);
        }
    }

    /** An object, for who asked for JSON. */
    void object(Map<String, ? extends @Nullable Object> object) {
        if (json) {
            command.commandLine().getOut().println(JsonEncoder.of(object));
        }
    }

    /** Without a line's end, and at once. */
    void raw(String text) {
        command.commandLine().getOut().print(text);
        command.commandLine().getOut().flush();
    }

    /** What was in the way, of somebody who may go on nevertheless. */
    void aside(String words) {
        command.commandLine().getErr().println(words);
    }
}
