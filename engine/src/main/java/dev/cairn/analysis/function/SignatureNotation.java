package dev.cairn.analysis.function;

import dev.cairn.analysis.function.Signature.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads lists of functions as they stand in the classes named {@code …Signatures}.
 *
 * <pre>
 * lower, upper (varchar) varchar                     two functions with one signature each
 * hll_empty! () hll                                  never gives NULL
 * concat (varchar...) varchar                        the last one may be repeated
 * year (date) smallint | (datetime) smallint         the first that fits is taken: the order is the server's
 * array_max ([T]) T for boolean INTEGERS date        one signature for each type that T may be
 * map_keys (map) array                               any, array, map, struct: the argument decides
 * avg (T) double via varbinary for INTEGERS          the type of what it keeps of the values seen so far
 *     | (date) date via varbinary                    an indented line goes on
 * </pre>
 *
 * <p>Types are the server's names, {@code [element]}, {@code {key: value}} and {@code <field type, …>}.
 */
final class SignatureNotation {
    private static final Map<String, List<String>> GROUPS = Map.of(
            "INTEGERS", words("tinyint smallint int bigint largeint"),
            "DECIMALS", words("decimal32 decimal64 decimal128"),
            "SCALARS",
                    words("boolean tinyint smallint int bigint largeint float double decimal32 decimal64 decimal128"
                            + " decimal256 varchar hll bitmap percentile date datetime decimalv2 time json varbinary"));

    private final Kind kind;
    private final Map<String, List<Signature>> functions;

    private SignatureNotation(Kind kind, Map<String, List<Signature>> functions) {
        this.kind = kind;
        this.functions = functions;
    }

    /** Adds the functions of the text behind those that are there already. */
    static void read(String text, Kind kind, Map<String, List<Signature>> into) {
        SignatureNotation notation = new SignatureNotation(kind, into);
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
            boolean goesOn = end + 1 < text.length() && text.charAt(end + 1) == ' ';
            if (!goesOn) {
                notation.entry(text.substring(start, end).replace('\n', ' '));
                start = end + 1;
            }
        }
        if (start < text.length()) {
            notation.entry(text.substring(start).replace('\n', ' '));
        }
    }

    private void entry(String entry) {
        int opening = entry.indexOf('(');
        List<Signature> read = new ArrayList<>();
        for (String shape : split(entry.substring(opening), "|")) {
            List<String> parts = split(shape, " for ");
            expand(parts, parts.size() - 1, new HashMap<>(), read);
        }
        for (String named : split(entry.substring(0, opening), ",")) {
            boolean nullable = named.indexOf('!') < 0;
            String name = named.replace("!", "").strip();
            List<Signature> signatures = new ArrayList<>(read.size());
            for (Signature signature : read) {
                signatures.add(signature.of(name, kind, nullable));
            }
            functions.put(name, signatures);
        }
    }

    /** The variable that is said last varies slowest. */
    private static void expand(
            List<String> parts, int last, Map<String, SignatureType> bound, List<Signature> signatures) {
        if (last == 0) {
            signatures.add(new SignatureReader(parts.get(0), bound).read());
            return;
        }
        List<String> words = words(parts.get(last));
        boolean named = words.get(0).equals("T") || words.get(0).equals("U");
        for (String word : words.subList(named ? 1 : 0, words.size())) {
            for (String type : GROUPS.getOrDefault(word, List.of(word))) {
                bound.put(named ? words.get(0) : "T", SignatureReader.named(type));
                expand(parts, last - 1, bound, signatures);
            }
        }
    }

    /** Without regular expressions: this is read when the first call is looked at. */
    private static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
            parts.add(text.substring(start, at));
            start = at + separator.length();
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : split(text, " ")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
