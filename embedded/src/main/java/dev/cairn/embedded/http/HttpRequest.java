package dev.cairn.embedded.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The request line and the headers of a request.
 *
 * @param target the path with the query string, as it was sent
 * @param pathSegments the decoded segments of the path: {@code /api/shop/orders} has three
 * @param parameters the decoded values in the query string by the names of their parameters
 * @param headers the headers; their names are case-insensitive, and the last value of a repeated header counts
 */
public record HttpRequest(
        String method,
        String target,
        List<String> pathSegments,
        Map<String, String> parameters,
        Map<String, String> headers) {
    /**
     * Parses the request line and the headers.
     *
     * @throws IllegalArgumentException if the request is malformed
     */
    static HttpRequest parse(String head) {
        List<String> lines = head.strip().lines().toList();
        String[] requestLineParts =
                lines.isEmpty() ? new String[0] : lines.get(0).split(" ");
        if (requestLineParts.length != 3 || !requestLineParts[2].startsWith("HTTP/1.")) {
            throw new IllegalArgumentException("Not a request of HTTP/1");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.subList(1, lines.size())) {
            int colonIndex = line.indexOf(':');
            if (colonIndex < 1) {
                throw new IllegalArgumentException("Not a header: " + line);
            }
            headers.put(
                    line.substring(0, colonIndex).strip(),
                    line.substring(colonIndex + 1).strip());
        }
        String[] targetParts = requestLineParts[1].split("\\?", 2);
        return new HttpRequest(
                requestLineParts[0],
                requestLineParts[1],
                Arrays.stream(targetParts[0].split("/"))
                        .skip(1)
                        .map(HttpRequest::decodeSegment)
                        .toList(),
                targetParts.length < 2 ? Map.of() : parseParameters(targetParts[1]),
                headers);
    }

    /**
     * Parses a query string. The first value of a repeated parameter counts; parameters without a value are ignored.
     */
    private static Map<String, String> parseParameters(String queryString) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : queryString.split("&", -1)) {
            String[] parameterParts = parameter.split("=", 2);
            if (parameterParts.length == 2) {
                parameters.putIfAbsent(decode(parameterParts[0]), decode(parameterParts[1]));
            }
        }
        return parameters;
    }

    /** Returns the decoded value of a parameter in the query string; empty if it is missing. */
    public Optional<String> findParameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    public Optional<String> findHeader(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Returns the number of characters in the names and values of the headers, with their separators. */
    public int headerLength() {
        return headers.entrySet().stream()
                .mapToInt(header -> header.getKey().length()
                        + ": ".length()
                        + header.getValue().length())
                .sum();
    }

    /** Returns whether the client sends the body only after {@code 100 Continue}. */
    public boolean waitsForContinue() {
        return findHeader("Expect").filter("100-continue"::equalsIgnoreCase).isPresent();
    }

    /** Returns a decoded segment of a path, in which {@code +} is not a space, unlike in a query string. */
    private static String decodeSegment(String segment) {
        return decode(segment.replace("+", "%2B"));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
