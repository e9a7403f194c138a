package dev.cairn.embedded.load;

import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.server.StreamLoadExecutor;
import java.util.List;
import java.util.OptionalInt;

/**
 * A request to the frontend or to the backend, which may be a Stream Load. Like the server, it ignores unknown
 * headers.
 */
record StreamLoadRequest(HttpExchange exchange) {
    /**
     * Headers that the embedded server does not support. A load with one of them fails, because it would otherwise load
     * different data.
     */
    private static final List<String> UNSUPPORTED_HEADERS = List.of(
            "negative", "envelope", "merge_condition", "enable_merge_commit", "compression", "content-encoding");

    /** Returns whether this is a load, such as {@code PUT /api/shop/orders/_stream_load}. */
    boolean isLoad() {
        List<String> pathSegments = exchange.request().pathSegments();
        return exchange.request().method().equals("PUT")
                && pathSegments.size() == 4
                && pathSegments.get(0).equals("api")
                && pathSegments.get(3).equals("_stream_load");
    }

    /**
     * Checks the headers that do not concern the mapping of columns.
     *
     * @throws InvalidLoadException if a header or its value is not supported
     */
    void checkHeaders() {
        for (String name : UNSUPPORTED_HEADERS) {
            if (exchange.request()
                    .findHeader(name)
                    .filter(value -> !value.equals("false"))
                    .isPresent()) {
                throw new InvalidLoadException("The embedded server does not load with the header " + name);
            }
        }
        String format = header("format", "csv");
        if (!isJson() && !format.equalsIgnoreCase("csv")) {
            throw new InvalidLoadException("unknown data format, format=" + format);
        }
    }

    /**
     * Returns the number of seconds in a header; empty if the header is missing.
     *
     * @throws InvalidLoadException with the message, if the header is not such a number, or exceeds 31 bits
     */
    OptionalInt parseSeconds(String headerName, String failureMessage) {
        String text = header(headerName);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int seconds = Integer.parseInt(text);
            if (seconds >= 0) {
                return OptionalInt.of(seconds);
            }
        } catch (NumberFormatException ignored) {
            // refused like a negative number
        }
        throw new InvalidLoadException(failureMessage);
    }

    /**
     * Returns the timeout of the load in seconds; the default if the header is missing.
     *
     * @throws InvalidLoadException if the header {@code timeout} is not a number
     */
    int parseTimeoutSeconds() {
        return parseSeconds("timeout", "Invalid timeout format").orElse(StreamLoadExecutor.DEFAULT_TIMEOUT_SECONDS);
    }

    boolean isJson() {
        return header("format").equalsIgnoreCase("json");
    }

    /** Returns the value of a header; empty if it is missing. */
    String header(String name) {
        return header(name, "");
    }

    /** Returns the value of a header; the default if it is missing or empty. */
    String header(String name, String defaultValue) {
        return exchange.request()
                .findHeader(name)
                .filter(value -> !value.isEmpty())
                .orElse(defaultValue);
    }

    boolean isHeaderTrue(String name) {
        return header(name).equalsIgnoreCase("true");
    }
}
