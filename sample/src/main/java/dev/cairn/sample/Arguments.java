package dev.cairn.sample;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the sample was called with.
 *
 * @param port of the pages; empty where nobody asked for them
 */
record Arguments(OptionalInt port) {
    static final String USAGE = """
            Usage: bin/sample [-Dcairn.url=jdbc:mysql://host:9030/ -Dcairn.user=name -Dcairn.password=word] [--serve [port]]
              --serve [port]  show two pages until Ctrl-C, at http://localhost:8080/ unless told otherwise""";

    private static final int USUAL_PORT = 8080;

    /**
     * Of its words.
     *
     * @throws IllegalArgumentException if they mean nothing
     */
    static Arguments of(List<String> words) {
        if (words.isEmpty()) {
            return new Arguments(OptionalInt.empty());
        }
        boolean known = String.join(" ", words).matches("--serve( \\d{1,5})?");
        if (!known) {
            throw new IllegalArgumentException("Unknown argument: " + String.join(" ", words) + "\n" + USAGE);
        }
        return new Arguments(OptionalInt.of(words.size() == 1 ? USUAL_PORT : Integer.parseInt(words.get(1))));
    }
}
