package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.function;

import dev.cairn.embedded.text.ByteTextCodec;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions of IP addresses and URLs. */
public final class UrlFunctions {
    private static final Pattern IPV4_PATTERN = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");
    private static final int MAX_IPV4_LENGTH = 15;
    private static final Pattern WHITE_SPACE_PATTERN = Pattern.compile("[ \\t\\n\\x0B\\f\\r]");
    private static final int BYTE_VALUE_COUNT = 256;

    private static final String UNESCAPED_CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    private static final Set<String> URL_PART_NAMES =
            Set.of("PROTOCOL", "HOST", "PATH", "REF", "AUTHORITY", "FILE", "USERINFO", "QUERY");
    private static final Pattern INVALID_ESCAPE_PATTERN = Pattern.compile("%(?![0-9A-F]{2})(.{0,2})", Pattern.DOTALL);

    private UrlFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                function("url_encode", TEXT).returningText(arguments -> encode(arguments.textAt(0))),
                function("url_decode", TEXT).returningText(arguments -> decode(arguments.textAt(0))),
                function("parse_url", TEXT, TEXT)
                        .returningText(arguments -> extractPart(arguments.textAt(0), arguments.textAt(1))),
                // An unknown part is refused only if its name is a constant.
                function("parse_url variable", TEXT, TEXT)
                        .returningText(arguments -> URL_PART_NAMES.contains(arguments.textAt(1))
                                ? extractPart(arguments.textAt(0), arguments.textAt(1))
                                : null),
                function("url_extract_parameter", TEXT, TEXT)
                        .returningText(arguments -> findParameterLikeBackend(arguments.textAt(0), arguments.textAt(1))),
                function("url_extract_parameter constant", TEXT, TEXT)
                        .returningText(
                                arguments -> findParameterLikeFrontend(arguments.textAt(0), arguments.textAt(1))),
                function("inet_aton", TEXT).returningLong(arguments -> parseIpv4Address(arguments.textAt(0))));
    }

    /** Encodes all bytes except ASCII letters, digits and {@code -_.~}. */
    private static String encode(String text) {
        StringBuilder encodedText = new StringBuilder();
        for (byte octet : ByteTextCodec.encode(text)) {
            char character = (char) Byte.toUnsignedInt(octet);
            if (UNESCAPED_CHARACTERS.indexOf(character) >= 0) {
                encodedText.append(character);
            } else {
                encodedText.append(String.format(Locale.ROOT, "%%%02X", Byte.toUnsignedInt(octet)));
            }
        }
        return encodedText.toString();
    }

    /**
     * Decodes a text.
     *
     * @throws FunctionEvaluationException if a percent sign is not followed by two hexadecimal digits in upper case
     */
    private static String decode(String text) {
        Matcher invalidEscapeMatcher = INVALID_ESCAPE_PATTERN.matcher(text);
        if (invalidEscapeMatcher.find()) {
            throw new FunctionEvaluationException(
                    "decode string contains illegal hex chars: " + invalidEscapeMatcher.group(1));
        }
        byte[] encodedBytes = ByteTextCodec.encode(text);
        ByteArrayOutputStream decodedBytes = new ByteArrayOutputStream();
        for (int i = 0; i < encodedBytes.length; i++) {
            if (encodedBytes[i] == '%') {
                decodedBytes.write(
                        Character.digit(encodedBytes[i + 1], 16) << 4 | Character.digit(encodedBytes[i + 2], 16));
                i += 2;
            } else {
                decodedBytes.write(encodedBytes[i]);
            }
        }
        return ByteTextCodec.decode(decodedBytes.toByteArray());
    }

    /**
     * Returns a part of a URL, which need not be valid: each part ends at the first delimiter that may follow it.
     * Returns null if the URL lacks the part.
     *
     * @throws FunctionEvaluationException if there is no part with this name
     */
    private static @Nullable String extractPart(String url, String partName) {
        String trimmedUrl = ArrayTextParser.trimSpaces(url);
        int protocolEnd = trimmedUrl.indexOf("://");
        boolean isRelative = protocolEnd < 0;
        String textAfterProtocol = isRelative ? trimmedUrl : trimmedUrl.substring(protocolEnd + 3);
        return switch (partName) {
            case "PROTOCOL" -> isRelative ? null : trimmedUrl.substring(0, protocolEnd);
            case "AUTHORITY" -> isRelative ? null : textBefore(textAfterProtocol, "/");
            case "USERINFO" ->
                isRelative || textAfterProtocol.indexOf('@') < 0 ? null : textBefore(textAfterProtocol, "@");
            case "HOST" -> isRelative ? null : extractHost(textAfter(textAfterProtocol, "@", textAfterProtocol));
            case "FILE" -> textBefore(isRelative ? textAfterProtocol : extractPath(textAfterProtocol), "#");
            case "PATH" -> {
                String path = isRelative ? textAfterProtocol : extractPath(textAfterProtocol);
                yield textBefore(path, path.indexOf('?') < 0 ? "#" : "?");
            }
            case "QUERY" ->
                textAfterProtocol.indexOf('?') < 0 ? null : textBefore(textAfter(textAfterProtocol, "?", ""), "#");
            case "REF" -> textAfterProtocol.indexOf('#') < 0 ? null : textAfter(textAfterProtocol, "#", "");
            default ->
                throw new FunctionEvaluationException(
                        "Invalid URL part: " + partName
                                + "\n(Valid URL parts are 'PROTOCOL', 'HOST', 'PATH', 'REF', 'AUTHORITY', 'FILE', 'USERINFO', and 'QUERY')");
        };
    }

    private static String extractHost(String textAfterProtocol) {
        return textBefore(textAfterProtocol, textAfterProtocol.indexOf(':') < 0 ? "/" : ":");
    }

    private static String extractPath(String textAfterProtocol) {
        int start = textAfterProtocol.indexOf('/');
        return start < 0 ? "" : textAfterProtocol.substring(start);
    }

    private static String textBefore(String text, String delimiter) {
        int end = text.indexOf(delimiter);
        return end < 0 ? text : text.substring(0, end);
    }

    private static String textAfter(String text, String delimiter, String defaultText) {
        int start = text.indexOf(delimiter);
        return start < 0 ? defaultText : text.substring(start + delimiter.length());
    }

    /**
     * Returns the value of a parameter as backends find it: only where the name first occurs in the query. Returns null
     * if this is not the start of a parameter, if the name is empty or contains white space, or if the value has an
     * invalid escape. A parameter without a value is empty.
     */
    private static @Nullable String findParameterLikeBackend(String url, String parameterName) {
        String query = extractPart(url, "QUERY");
        boolean isValidName = !parameterName.isEmpty()
                && !WHITE_SPACE_PATTERN.matcher(parameterName).find();
        int nameStart = query == null || !isValidName ? -1 : query.indexOf(parameterName);
        if (query == null || nameStart < 0 || (nameStart > 0 && query.charAt(nameStart - 1) != '&')) {
            return null;
        }
        String textAfterName = query.substring(nameStart + parameterName.length());
        if (textAfterName.isEmpty() || textAfterName.startsWith("&")) {
            return "";
        }
        String value = textBefore(textAfterName, "&");
        return value.startsWith("=") && !INVALID_ESCAPE_PATTERN.matcher(value).find()
                ? decode(value.substring(1))
                : null;
    }

    /**
     * Returns the value of a parameter as frontends find it: null if the whole URL is not valid. A parameter without a
     * value is empty.
     */
    private static @Nullable String findParameterLikeFrontend(String url, String parameterName) {
        String query;
        try {
            query = URI.create(url.strip()).getRawQuery();
        } catch (IllegalArgumentException ignored) {
            return null;
        }
        for (String parameterText : query == null ? new String[0] : query.split("&", -1)) {
            if (textBefore(parameterText, "=").equals(parameterName)) {
                return URLDecoder.decode(textAfter(parameterText, "=", ""), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** Returns the number of an IPv4 address; null if the text is not such an address. */
    private static @Nullable Long parseIpv4Address(String text) {
        Matcher addressMatcher = IPV4_PATTERN.matcher(text);
        if (!addressMatcher.matches() || text.length() > MAX_IPV4_LENGTH) {
            return null;
        }
        long address = 0;
        for (int i = 1; i <= addressMatcher.groupCount(); i++) {
            long octet = Long.parseLong(addressMatcher.group(i));
            if (octet >= BYTE_VALUE_COUNT) {
                return null;
            }
            address = address * BYTE_VALUE_COUNT + octet;
        }
        return address;
    }
}
