package dev.cairn.cli;

import java.util.Iterator;
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

    /** Values as JSON: maps, iterables, texts, numbers, booleans and nothing. */
    private static final class JsonEncoder {
        private final StringBuilder text = new StringBuilder();

        private JsonEncoder() {}

        /** On one line. */
        static String of(@Nullable Object value) {
            JsonEncoder json = new JsonEncoder();
            json.write(value);
            return json.text.toString();
        }

        private void write(@Nullable Object value) {
            if (value instanceof Map<?, ?> map) {
                members(map);
            } else if (value instanceof Iterable<?> values) {
                elements(values);
            } else if (value == null || value instanceof Number || value instanceof Boolean) {
                text.append(value);
            } else {
                string(value.toString());
            }
        }

        private void members(Map<?, ?> map) {
            String between = "{";
            for (Map.Entry<?, ?> member : map.entrySet()) {
                text.append(between);
                string(String.valueOf(member.getKey()));
                text.append(':');
                write(member.getValue());
                between = ",";
            }
            text.append(map.isEmpty() ? "{}" : "}");
        }

        private void elements(Iterable<?> values) {
            text.append('[');
            for (Iterator<?> each = values.iterator(); each.hasNext(); ) {
                write(each.next());
                text.append(each.hasNext() ? "," : "");
            }
            text.append(']');
        }

        private void string(String value) {
            text.append('"');
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                switch (c) {
                    case '"' -> text.append("\\\"");
                    case '\\' -> text.append("\\\\");
                    case '\n' -> text.append("\\n");
                    case '\r' -> text.append("\\r");
                    case '\t' -> text.append("\\t");
                    default -> text.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
                }
            }
            text.append('"');
        }
    }
}
