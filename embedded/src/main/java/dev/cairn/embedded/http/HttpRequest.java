package dev.cairn.embedded.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The request line and the headers of a request.
 *
 * @param target the path with the query string, as it was sent
 * @param headers the headers; their names are case-insensitive
 */
public record HttpRequest(String method, String target, Map<String, String> headers) {
    /** @throws IllegalArgumentException if the request is malformed */
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
        return new HttpRequest(requestLineParts[0], requestLineParts[1], headers);
    }

    /** Returns the decoded segments of the path: {@code /api/shop/orders} has three. */
    public List<String> pathSegments() {
        return Arrays.stream(target.split("\\?", 2)[0].split("/"))
                .skip(1)
                .map(HttpRequest::decode)
                .toList();
    }

    /** Returns the decoded value of a parameter in the query string; empty if it is missing. */
    public Optional<String> findParameter(String name) {
        String[] targetParts = target.split("\\?", 2);
        return Arrays.stream(targetParts.length < 2 ? new String[0] : targetParts[1].split("&"))
                .map(parameter -> parameter.split("=", 2))
                .filter(parameter ->
                        parameter.length == 2 && decode(parameter[0]).equals(name))
                .map(parameter -> decode(parameter[1]))
                .findFirst();
    }

    public Optional<String> findHeader(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Returns whether the client sends the body only after {@code 100 Continue}. */
    public boolean waitsForContinue() {
        return findHeader("Expect").filter("100-continue"::equalsIgnoreCase).isPresent();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
