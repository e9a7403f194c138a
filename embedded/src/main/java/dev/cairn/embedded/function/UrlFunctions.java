package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.Kind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions of IP addresses and URLs. */
final class UrlFunctions {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final int BYTE = 256;

    private static final Pattern NO_BYTE = Pattern.compile("%(?![0-9A-F]{2})(.{0,2})", Pattern.DOTALL);

    private UrlFunctions() {}

    static List<JavaFunction> functions() {
        return List.of(
                function("url_encode", TEXT)
                        .returningText(arguments -> URLEncoder.encode(arguments.textAt(0), StandardCharsets.UTF_8)
                                .replace("+", "%20")),
                function("url_decode", TEXT).returningText(arguments -> decode(arguments.textAt(0))),
                function("parse_url", TEXT, TEXT)
                        .returningText(arguments -> extractPart(arguments.textAt(0), arguments.textAt(1))),
                function("url_extract_parameter", TEXT, TEXT)
                        .returningText(arguments -> findParameter(arguments.textAt(0), arguments.textAt(1))),
                function("url_extract_parameter constant", TEXT, TEXT)
                        .returningText(arguments -> findParameterOfConstant(arguments.textAt(0), arguments.textAt(1))),
                function("inet_aton", TEXT).returningLong(arguments -> parseAddress(arguments.textAt(0))));
    }

    private static String decode(String text) {
        Matcher wrong = NO_BYTE.matcher(text);
        if (wrong.find()) {
            throw new RefusedValueException("decode string contains illegal hex chars: " + wrong.group(1));
        }
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * Returns a part of a URL, which need not be valid: each part ends at the first delimiter that may follow it.
     */
    private static @Nullable String extractPart(String url, String part) {
        String trimmed = trim(url);
        int protocol = trimmed.indexOf("://");
        boolean relative = protocol < 0;
        String rest = relative ? trimmed : trimmed.substring(protocol + 3);
        return switch (part) {
            case "PROTOCOL" -> relative ? null : trimmed.substring(0, protocol);
            case "AUTHORITY" -> relative ? null : textBefore(rest, "/");
            case "USERINFO" -> relative || rest.indexOf('@') < 0 ? null : textBefore(rest, "@");
            case "HOST" -> relative ? null : extractHost(textAfter(rest, "@", rest));
            case "FILE" -> textBefore(relative ? rest : extractPath(rest), "#");
            case "PATH" -> {
                String path = relative ? rest : extractPath(rest);
                yield textBefore(path, path.indexOf('?') < 0 ? "#" : "?");
            }
            case "QUERY" -> rest.indexOf('?') < 0 ? null : textBefore(textAfter(rest, "?", ""), "#");
            case "REF" -> rest.indexOf('#') < 0 ? null : textAfter(rest, "#", "");
            default ->
                throw new RefusedValueException(
                        "Invalid URL part: " + part
                                + "\n(Valid URL parts are 'PROTOCOL', 'HOST', 'PATH', 'REF', 'AUTHORITY', 'FILE', 'USERINFO', and 'QUERY')");
        };
    }

    private static String trim(String url) {
        return url.replaceAll("^ +| +$", "");
    }

    private static String extractHost(String rest) {
        return textBefore(rest, rest.indexOf(':') < 0 ? "/" : ":");
    }

    private static String extractPath(String rest) {
        int start = rest.indexOf('/');
        return start < 0 ? "" : rest.substring(start);
    }

    private static String textBefore(String text, String mark) {
        int end = text.indexOf(mark);
        return end < 0 ? text : text.substring(0, end);
    }

    private static String textAfter(String text, String mark, String fallback) {
        int start = text.indexOf(mark);
        return start < 0 ? fallback : text.substring(start + mark.length());
    }

    /** Returns the value of a parameter as backends find it: only where the name first occurs in the query. */
    private static @Nullable String findParameter(String url, String name) {
        String query = extractPart(url, "QUERY");
        int place = query == null || name.isEmpty() ? -1 : query.indexOf(name);
        if (query == null || place < 0 || (place > 0 && query.charAt(place - 1) != '&')) {
            return null;
        }
        String rest = query.substring(place + name.length());
        if (rest.isEmpty() || rest.startsWith("&")) {
            return "";
        }
        String value = textBefore(rest, "&");
        return value.startsWith("=") && !NO_BYTE.matcher(value).find() ? decode(value.substring(1)) : null;
    }

    /** Returns the value of a parameter as frontends find it; they parse the whole URL, so it must be valid. */
    private static @Nullable String findParameterOfConstant(String url, String name) {
        String query;
        try {
            query = URI.create(url.strip()).getRawQuery();
        } catch (IllegalArgumentException noUrl) {
            return null;
        }
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (textBefore(pair, "=").equals(name)) {
                return URLDecoder.decode(textAfter(pair, "=", ""), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private static @Nullable Long parseAddress(String text) {
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
