package dev.cairn.internal.http;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server to which a request is sent. {@link URI#getHost} is null for some names that servers have, such as {@code
 * fe_1}, and a socket interprets a missing host as the local one.
 *
 * @param host the name or the address; an IPv6 address is without brackets
 * @param port the port, which is not compared with the greatest port that exists
 * @param usesTls whether the scheme is HTTPS
 */
public record HttpTarget(String host, int port, boolean usesTls) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final Pattern AUTHORITY_PATTERN =
            Pattern.compile("(?:[^@]*@)?([\\w.-]+|\\[[0-9A-Fa-f:.]+(?:%\\w+)?])(?::(\\d{0,5}))?");

    /**
     * Returns the server in a URI.
     *
     * @throws IllegalArgumentException if the URI is not an HTTP address with a host
     */
    public static HttpTarget of(URI uri) {
        String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
        Matcher authorityMatcher = AUTHORITY_PATTERN.matcher(Objects.requireNonNullElse(uri.getRawAuthority(), ""));
        if (!scheme.matches("https?") || !authorityMatcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + uri + "' is not an HTTP address with a host, such as http://host:8030");
        }
        boolean usesTls = scheme.equals("https");
        String port = Objects.requireNonNullElse(authorityMatcher.group(2), "");
        int defaultPort = usesTls ? HTTPS_PORT : HTTP_PORT;
        return new HttpTarget(
                removeBrackets(authorityMatcher.group(1)),
                port.isEmpty() ? defaultPort : Integer.parseInt(port),
                usesTls);
    }

    /** Removes the brackets from an IPv6 address. */
    public static String removeBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Returns the host and the port; an IPv6 address is in brackets, as in {@code [::1]:8030}. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
