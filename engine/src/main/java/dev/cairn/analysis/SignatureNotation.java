package dev.cairn.analysis;

import dev.cairn.analysis.Signature.Kind;
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
            "INTEGERS", List.of("tinyint", "smallint", "int", "bigint", "largeint"),
            "DECIMALS", List.of("decimal32", "decimal64", "decimal128"),
            "SCALARS",
                    List.of(("boolean tinyint smallint int bigint largeint float double decimal32 decimal64 decimal128"
                                    + " decimal256 varchar hll bitmap percentile date datetime decimalv2 time json varbinary")
                            .split(" ")));

    private final Kind kind;
    private final Map<String, List<Signature>> functions;

    private SignatureNotation(Kind kind, Map<String, List<Signature>> functions) {
        this.kind = kind;
        this.functions = functions;
    }

    /** Adds the functions of the text behind those that are there already. */
    static void read(String text, Kind kind, Map<String, List<Signature>> into) {
        SignatureNotation notation = new SignatureNotation(kind, into);
        StringBuilder entry = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (!line.startsWith(" ") && entry.length() > 0) {
                notation.entry(entry.toString());
                entry.setLength(0);
            }
            entry.append(line);
        }
        notation.entry(entry.toString());
    }

    private void entry(String entry) {
        int opening = entry.indexOf('(');
        String[] shapes = entry.substring(opening).split("\\|", -1);
        for (String named : entry.substring(0, opening).split(",", -1)) {
            boolean nullable = !named.contains("!");
            String name = named.replace("!", "").strip();
            List<Signature> signatures = functions.computeIfAbsent(name, unseen -> new ArrayList<>());
            for (String shape : shapes) {
                String[] parts = shape.split(" for ");
                expand(new Head(name, kind, nullable), parts, parts.length - 1, new HashMap<>(), signatures);
            }
        }
    }

    /** The variable that is said last varies slowest. */
    private static void expand(
            Head head, String[] parts, int last, Map<String, Parameter> bound, List<Signature> signatures) {
        if (last == 0) {
            signatures.add(new SignatureReader(parts[0], bound).read(head));
            return;
        }
        String[] words = parts[last].strip().split("\\s+", -1);
        boolean named = words[0].equals("T") || words[0].equals("U");
        for (int i = named ? 1 : 0; i < words.length; i++) {
            for (String type : GROUPS.getOrDefault(words[i], List.of(words[i]))) {
                bound.put(named ? words[0] : "T", SignatureReader.named(type));
                expand(head, parts, last - 1, bound, signatures);
            }
        }
    }

    /** What all signatures of a function share. */
    record Head(String function, Kind kind, boolean nullable) {}
}
