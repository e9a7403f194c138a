package dev.cairn.cli;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints results, as text or as JSON with an object in each line. */
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

    /** Prints a result, as JSON or as text. */
    void tell(Map<String, ? extends @Nullable Object> object, String words) {
        object(object);
        words(words);
    }

    /** Prints text, unless JSON is requested. */
    void words(String words) {
        if (!json && !words.isEmpty()) {
            command.commandLine().getOut().println(words);
        }
    }

    /** Prints an object if JSON is requested. */
    void object(Map<String, ? extends @Nullable Object> object) {
        if (json) {
            command.commandLine().getOut().println(JsonEncoder.of(object));
        }
    }

    /** Prints and flushes text without a line break. */
    void raw(String text) {
        command.commandLine().getOut().print(text);
        command.commandLine().getOut().flush();
    }

    /** Prints a remark to the error output. */
    void aside(String words) {
        command.commandLine().getErr().println(words);
    }

    /** Encodes maps, iterables, texts, numbers, booleans and null as JSON. */
    private static final class JsonEncoder {
        private final StringBuilder text = new StringBuilder();

        private JsonEncoder() {}

        /** Encodes a value on one line. */
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
