package dev.cairn.sample;

import java.util.List;
import java.util.OptionalInt;

/**
 * The arguments of the command line.
 *
 * @param port the port of the pages; empty if they are not served
 */
record Arguments(OptionalInt port) {
    static final String USAGE = """
            Usage: bin/sample [-Dcairn.url=jdbc:mysql://host:9030/ -Dcairn.user=name -Dcairn.password=word] [--serve [port]]
              --serve [port]  serve two pages until Ctrl-C; default: port 8080""";

    private static final int DEFAULT_PORT = 8080;

    /**
     * Parses the arguments.
     *
     * @throws IllegalArgumentException if there is an unknown argument
     */
    static Arguments of(List<String> words) {
        if (words.isEmpty()) {
            return new Arguments(OptionalInt.empty());
        }
        boolean known = String.join(" ", words).matches("--serve( \\d{1,5})?");
        if (!known) {
            throw new IllegalArgumentException("Unknown argument: " + String.join(" ", words) + "\n" + USAGE);
        }
        return new Arguments(OptionalInt.of(words.size() == 1 ? DEFAULT_PORT : Integer.parseInt(words.get(1))));
    }
}
