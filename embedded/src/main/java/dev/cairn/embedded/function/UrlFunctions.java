package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.OwnFunction.Kind.TEXT;
import static dev.cairn.embedded.function.OwnFunction.function;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions of IP addresses and URLs. */
final class UrlFunctions {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final int BYTE = 256;

    private static final Pattern NO_BYTE = Pattern.compile("%(?![0-9A-F]{2})(.{0,2})", Pattern.DOTALL);

    private UrlFunctions() {}

    static List<OwnFunction> all() {
        return List.of(
                function("url_encode", TEXT)
                        .text(in -> URLEncoder.encode(in.text(0), StandardCharsets.UTF_8)
                                .replace("+", "%20")),
                function("url_decode", TEXT).text(in -> decoded(in.text(0))),
                function("parse_url", TEXT, TEXT).text(in -> part(in.text(0), in.text(1))),
                function("url_parameter", TEXT, TEXT).text(in -> parameter(in.text(0), in.text(1))),
                function("inet_aton", TEXT).number(in -> address(in.text(0))));
    }

    private static String decoded(String text) {
        Matcher wrong = NO_BYTE.matcher(text);
        if (wrong.find()) {
            throw new OwnFunctions.RefusedValueException("decode string contains illegal hex chars: " + wrong.group(1));
        }
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static @Nullable String part(String url, String part) {
        URI uri;
        try {
            uri = URI.create(url.strip());
        } catch (IllegalArgumentException noUrl) {
            return null;
        }
        String path = uri.getRawPath();
        return switch (part.toUpperCase(Locale.ROOT)) {
            case "HOST" -> uri.getHost();
            case "PROTOCOL" -> uri.getScheme();
            case "PATH" -> path == null || path.isEmpty() ? null : path;
            case "QUERY" -> uri.getRawQuery();
            case "REF" -> uri.getRawFragment();
            case "AUTHORITY" -> uri.getRawAuthority();
            case "USERINFO" -> uri.getRawUserInfo();
            case "PORT" -> uri.getPort() < 0 ? null : String.valueOf(uri.getPort());
            case "FILE" -> path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            default -> null;
        };
    }

    private static @Nullable String parameter(String url, String name) {
        String query = part(url, "QUERY");
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (key.equals(name)) {
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                return decoded(value);
            }
        }
        return null;
    }

    private static @Nullable Long address(String text) {
        var matched = IPV4.matcher(text.strip());
        if (!matched.matches()) {
            return null;
        }
        long address = 0;
        for (int i = 1; i <= matched.groupCount(); i++) {
            long part = Long.parseLong(matched.group(i));
            if (part >= BYTE) {
                return null;
            }
            address = address * BYTE + part;
        }
        return address;
    }
}
