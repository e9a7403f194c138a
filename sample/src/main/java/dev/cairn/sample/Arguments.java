package dev.cairn.sample;

import java.util.List;
import java.util.OptionalInt;

/**
 * The arguments of the sample.
 *
 * @param port the port of the web pages; empty if they are not served
 */
record Arguments(OptionalInt port) {
    static final String USAGE = """
            Usage: bin/sample [-Dcairn.url=jdbc:mysql://host:9030/ -Dcairn.user=name -Dcairn.password=password] [--serve [port]]
              --serve [port]  serve web pages until Ctrl-C, by default at http://localhost:8080/""";

    private static final int DEFAULT_PORT = 8080;

    /**
     * Parses the arguments.
     *
     * @throws IllegalArgumentException if an argument is unknown
     */
    static Arguments parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new Arguments(OptionalInt.empty());
        }
        boolean isValid = String.join(" ", arguments).matches("--serve( \\d{1,5})?");
        if (!isValid) {
            throw new IllegalArgumentException("Unknown argument: " + String.join(" ", arguments) + "\n" + USAGE);
        }
        return new Arguments(OptionalInt.of(arguments.size() == 1 ? DEFAULT_PORT : Integer.parseInt(arguments.get(1))));
    }
}
