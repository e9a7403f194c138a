package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.OwnFunctions.OwnFunction.Kind.DOUBLE;
import static dev.cairn.embedded.function.OwnFunctions.OwnFunction.Kind.LONG;
import static dev.cairn.embedded.function.OwnFunctions.OwnFunction.Kind.TEXT;
import static dev.cairn.embedded.function.OwnFunctions.OwnFunction.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The functions and macros that are registered with DuckDB. */
public final class OwnFunctions {
    /** The maximum number of elements of an array: DuckDB can't cancel a query while it creates an array. */
    private static final int MOST_ELEMENTS = 10_000_000;

    private OwnFunctions() {}

    /** Returns the functions implemented in Java. */
    public static List<OwnFunction> all() {
        List<OwnFunction> all = new ArrayList<>();
        all.addAll(TextFunctions.all());
        all.addAll(UrlFunctions.all());
        all.addAll(HashFunctions.all());
        all.addAll(NumberFunctions.all());
        all.addAll(TimeFunctions.all());
        all.addAll(JsonFunctions.all());
        return all;
    }

    /** Returns the macros: functions that are abbreviations of DuckDB expressions. */
    public static List<String> macros() {
        return List.of(
                "sr_numbers(x) AS list_transform(string_split(x, ','), lambda e: TRY_CAST(trim(e) AS UBIGINT))",
                "sr_bitmap(x) AS CASE WHEN len(list_filter(sr_numbers(x), lambda e: e IS NULL)) = 0"
                        + " THEN list_sort(list_distinct(sr_numbers(x))) WHEN x = '' THEN [] END",
                "sr_has_null(x) AS len(list_filter(x, lambda e: e IS NULL)) > 0",
                "sr_distinct(x) AS list_filter(x, lambda e, i: CASE WHEN e IS NULL"
                        + " THEN list_position(list_transform(x, lambda o: o IS NULL), TRUE) = i"
                        + " ELSE list_position(x, e) = i END)",
                "sr_intersect(x, y) AS CASE WHEN y IS NOT NULL THEN list_filter(sr_distinct(x),"
                        + " lambda e: CASE WHEN e IS NULL THEN sr_has_null(y) ELSE list_contains(y, e) END) END",
                "sr_overlap(x, y) AS list_has_any(x, y) OR (sr_has_null(x) AND sr_has_null(y))",
                "sr_calendar(x) AS CASE WHEN x >= TIMESTAMP '0000-01-01 00:00:00'"
                        + " AND x < TIMESTAMP '10000-01-01 00:00:00' THEN x END",
                "sr_number_as_bitmap(x) AS CASE WHEN TRY_CAST(x AS UBIGINT) IS NOT NULL THEN [TRY_CAST(x AS UBIGINT)]"
                        + " END",
                "sr_all(x) AS CASE WHEN x IS NULL THEN NULL WHEN list_contains(x, FALSE) THEN FALSE"
                        + " WHEN len(list_filter(x, lambda e: e IS NULL)) > 0 THEN NULL ELSE TRUE END",
                "sr_any(x) AS CASE WHEN x IS NULL THEN NULL WHEN list_contains(x, TRUE) THEN TRUE"
                        + " WHEN len(list_filter(x, lambda e: e IS NULL)) > 0 THEN NULL ELSE FALSE END",
                "sr_sequence(x, y) AS CASE WHEN x IS NULL OR y IS NULL THEN NULL WHEN len(y) = 0 THEN TRUE"
                        + " ELSE len(list_filter(range(1, len(x) - len(y) + 2),"
                        + " lambda i: list_slice(x, i, i + len(y) - 1) = y)) > 0 END",
                "sr_refuse(words) AS error('" + RefusedValueException.MARK + "' || words)",
                "sr_series(first, last, step) AS CASE WHEN step = 0 THEN [] ELSE generate_series("
                        + "CAST(first AS BIGINT), CASE WHEN (CAST(last AS HUGEINT) - first) // step > " + MOST_ELEMENTS
                        + " THEN sr_refuse('The embedded server makes no array of more than " + MOST_ELEMENTS
                        + " elements') ELSE CAST(last AS BIGINT) END, CAST(step AS BIGINT)) END",
                "sr_list(x) AS from_json(x, '[\"VARCHAR\"]')",
                "sr_before(x, mark) AS string_split(x, mark)[1]",
                "sr_after(x, mark) AS CASE WHEN instr(x, mark) > 0 THEN substr(x, instr(x, mark) + length(mark)) END");
    }

    /** Checksums, and the conversion of bytes to digits. */
    private static final class HashFunctions {
        private static final int HEX = 16;

        private HashFunctions() {}

        static List<OwnFunction> all() {
            return List.of(
                    function("sha2", TEXT, LONG).text(in -> sha(in.text(0), in.number(1))),
                    function("crc32", TEXT).number(in -> crc(in.text(0))),
                    function("murmur", TEXT, LONG).number(in -> (long) murmur(bytes(in.text(0)), (int) in.number(1))),
                    function("hex", LONG)
                            .text(in -> Long.toHexString(in.number(0)).toUpperCase(Locale.ROOT)),
                    function("unhex", TEXT).text(in -> unhex(in.text(0))),
                    function("from_base64", TEXT).text(in -> fromBase64(in.text(0))));
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        private static @Nullable String sha(String text, long bits) {
            long length = bits == 0 ? 256 : bits;
            if (length != 224 && length != 256 && length != 384 && length != 512) {
                return null;
            }
            try {
                byte[] hash = MessageDigest.getInstance("SHA-" + length).digest(bytes(text));
                return HexFormat.of().formatHex(hash);
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("Every JDK has SHA-2", missing);
            }
        }

        private static long crc(String text) {
            CRC32 crc = new CRC32();
            crc.update(bytes(text));
            return crc.getValue();
        }

        private static String unhex(String digits) {
            boolean valid =
                    digits.length() % 2 == 0 && digits.chars().allMatch(digit -> Character.digit(digit, HEX) >= 0);
            return valid ? new String(HexFormat.of().parseHex(digits), StandardCharsets.UTF_8) : "";
        }

        private static @Nullable String fromBase64(String text) {
            try {
                return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException otherwiseWritten) {
                return null;
            }
        }

        /** Calculates the 32-bit MurmurHash3. */
        private static int murmur(byte[] bytes, int seed) {
            int hash = seed;
            int blocks = bytes.length / Integer.BYTES;
            for (int i = 0; i < blocks; i++) {
                int at = i * Integer.BYTES;
                int block = (bytes[at] & 0xff)
                        | (bytes[at + 1] & 0xff) << 8
                        | (bytes[at + 2] & 0xff) << 16
                        | (bytes[at + 3] & 0xff) << 24;
                hash = Integer.rotateLeft(hash ^ mixed(block), 13) * 5 + 0xe6546b64;
            }
            int rest = 0;
            for (int i = bytes.length - 1; i >= blocks * Integer.BYTES; i--) {
                rest = rest << 8 | (bytes[i] & 0xff);
            }
            hash ^= mixed(rest);
            return finished(hash ^ bytes.length);
        }

        private static int mixed(int block) {
            return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
        }

        private static int finished(int hash) {
            int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
            mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
            return mixed ^ mixed >>> 16;
        }
    }

    /** Functions of IP addresses and URLs. */
    private static final class UrlFunctions {
        private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
        private static final int BYTE = 256;

        private static final Pattern NO_BYTE = Pattern.compile("%(?![0-9A-Fa-f]{2})(.{0,2})", Pattern.DOTALL);

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
                throw new RefusedValueException("decode string contains illegal hex chars: " + wrong.group(1));
            }
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
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

    /** Calculations in which DuckDB would lose digits, and functions of bits. Decimals are passed as texts. */
    private static final class NumberFunctions {
        private NumberFunctions() {}

        static List<OwnFunction> all() {
            return List.of(
                    function("multiply", TEXT, TEXT, LONG)
                            .text(in -> rounded(decimal(in.text(0)).multiply(decimal(in.text(1))), (int) in.number(2))),
                    function("divide", TEXT, TEXT, LONG)
                            .text(in -> divided(in.text(0), in.text(1), (int) in.number(2))),
                    function("int_divide", TEXT, TEXT).text(in -> whole(in.text(0), in.text(1))),
                    function("remainder", TEXT, TEXT).text(in -> remainder(in.text(0), in.text(1))),
                    function("round", TEXT, LONG).text(in -> rounded(decimal(in.text(0)), (int) in.number(1))),
                    function("truncate", TEXT, LONG)
                            .text(in -> decimal(in.text(0))
                                    .setScale((int) in.number(1), RoundingMode.DOWN)
                                    .toPlainString()),
                    function("power", DOUBLE, DOUBLE).real(in -> power(in.real(0), in.real(1))),
                    function("plain", TEXT).text(in -> plain(in.text(0))),
                    function("bin", LONG).text(in -> Long.toBinaryString(in.number(0))),
                    function("conv", TEXT, LONG, LONG).text(in -> converted(in.text(0), in.number(1), in.number(2))),
                    function("shift_left", LONG, LONG).number(in -> in.number(0) << in.number(1)),
                    function("shift_right", LONG, LONG).number(in -> in.number(0) >> in.number(1)),
                    function("shift_right_logical", LONG, LONG).number(in -> in.number(0) >>> in.number(1)),
                    function("equiwidth_bucket", LONG, LONG, LONG, LONG)
                            .number(in -> bucket(in.number(0), in.number(1), in.number(2), in.number(3))));
        }

        private static BigDecimal decimal(String text) {
            return new BigDecimal(text);
        }

        /** Returns a number without trailing zeros. */
        private static String plain(String number) {
            return decimal(number).stripTrailingZeros().toPlainString();
        }

        private static String rounded(BigDecimal number, int scale) {
            return number.setScale(scale, RoundingMode.HALF_UP).toPlainString();
        }

        private static @Nullable String divided(String dividend, String divisor, int scale) {
            BigDecimal by = decimal(divisor);
            return by.signum() == 0
                    ? null
                    : decimal(dividend).divide(by, scale, RoundingMode.HALF_UP).toPlainString();
        }

        private static @Nullable String whole(String dividend, String divisor) {
            BigDecimal by = decimal(divisor);
            return by.signum() == 0
                    ? null
                    : decimal(dividend).divide(by, 0, RoundingMode.DOWN).toPlainString();
        }

        private static @Nullable String remainder(String dividend, String divisor) {
            BigDecimal by = decimal(divisor);
            return by.signum() == 0 ? null : decimal(dividend).remainder(by).toPlainString();
        }

        private static @Nullable Double power(double base, double exponent) {
            double power = Math.pow(base, exponent);
            return Double.isNaN(power) || Double.isInfinite(power) ? null : power;
        }

        /** Converts a number between bases. If the target base is negative, the number is signed. */
        private static @Nullable String converted(String number, long from, long to) {
            int source = (int) Math.abs(from);
            int target = (int) Math.abs(to);
            if (source < 2 || source > Character.MAX_RADIX || target < 2 || target > Character.MAX_RADIX) {
                return null;
            }
            String text = number.strip();
            int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
            int end = start;
            while (end < text.length() && Character.digit(text.charAt(end), source) >= 0) {
                end++;
            }
            if (end == start) {
                return "0";
            }
            BigInteger value = new BigInteger(text.substring(start, end), source);
            value = text.startsWith("-") ? value.negate() : value;
            if (value.signum() < 0 && to > 0) {
                value = value.add(BigInteger.ONE.shiftLeft(Long.SIZE));
            }
            return value.toString(target).toUpperCase(Locale.ROOT);
        }

        private static @Nullable Long bucket(long value, long least, long most, long buckets) {
            if (value < least || value > most || buckets <= 0) {
                return null;
            }
            long width = Math.max(1, (most - least + buckets) / buckets);
            return (value - least) / width;
        }
    }

    /** A function refuses a value; the message is the server's. */
    public static final class RefusedValueException extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** The prefix of the message, by which it is found in DuckDB's error message. */
        static final String MARK = "cairn refuses: ";

        RefusedValueException(String words) {
            super(MARK + words, null, false, false);
        }

        /** Returns the exception for an unexpected failure of a function. */
        public static RefusedValueException of(OwnFunction function) {
            return new RefusedValueException(
                    "The embedded server failed to evaluate the function '" + function.title() + "' with these values");
        }

        /** Extracts the message from a DuckDB error; empty if the error is DuckDB's own. */
        public static Optional<String> words(String message) {
            int mark = message.indexOf(MARK);
            return mark < 0 ? Optional.empty() : Optional.of(message.substring(mark + MARK.length()));
        }
    }

    /** A function implemented in Java, which DuckDB calls. If an argument is NULL, the result is NULL. */
    public record OwnFunction(String name, List<Kind> parameters, Kind result, Body body) {
        /** The Java types of values: String, Long, Double, Float, LocalDateTime or Boolean. */
        public enum Kind {
            TEXT,
            LONG,
            DOUBLE,
            FLOAT,
            TIME,
            BOOLEAN
        }

        /** The implementation of a function. */
        @FunctionalInterface
        public interface Body {
            /** Returns the result; null stands for NULL. */
            @Nullable
            Object of(Arguments arguments);
        }

        /** The arguments of a call, none of which is NULL. */
        public record Arguments(List<Object> values) {
            public String text(int place) {
                return (String) values.get(place);
            }

            public long number(int place) {
                return (Long) values.get(place);
            }

            public double real(int place) {
                return (Double) values.get(place);
            }

            public LocalDateTime time(int place) {
                return (LocalDateTime) values.get(place);
            }
        }

        private static final String PREFIX = "sr_";

        public OwnFunction {
            parameters = List.copyOf(parameters);
        }

        /** Returns the name of the function in StarRocks. */
        String title() {
            return name.substring(PREFIX.length());
        }

        /** Returns the signature of a function, whose name in DuckDB gets the prefix {@code sr_}. */
        static Signature function(String name, Kind... parameters) {
            return new Signature(PREFIX + name, List.of(parameters));
        }

        /** A function without its implementation, from which the methods for the types of results create functions. */
        record Signature(String name, List<Kind> parameters) {
            OwnFunction text(Body body) {
                return new OwnFunction(name, parameters, Kind.TEXT, body);
            }

            OwnFunction number(Body body) {
                return new OwnFunction(name, parameters, Kind.LONG, body);
            }

            OwnFunction real(Body body) {
                return new OwnFunction(name, parameters, Kind.DOUBLE, body);
            }

            OwnFunction time(Body body) {
                return new OwnFunction(name, parameters, Kind.TIME, body);
            }

            OwnFunction truth(Body body) {
                return new OwnFunction(name, parameters, Kind.BOOLEAN, body);
            }
        }
    }
}
