package dev.cairn.tooling.recording;

import dev.cairn.migration.Migration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Changes number, parent, name and hash of the records in the source of a migration, and nothing else.
 */
final class MigrationEdit {
    private static final Set<String> TYPES = Set.of("interface", "class", "record");

    private final String source;
    private final List<JavaTokens.Token> tokens;
    /** The replacements, by the offsets at which they begin. */
    private final TreeMap<Integer, Replacement> replacements = new TreeMap<>();

    private record Replacement(int end, String text) {}

    private MigrationEdit(String source) {
        this.source = source;
        this.tokens = JavaTokens.of(source);
    }

    /** Returns the edited source; empty if it does not contain the annotation in its usual form. */
    static Optional<String> apply(String source, Migration from, Migration to) {
        MigrationEdit edit = new MigrationEdit(source);
        return edit.edit(from, to) ? Optional.of(edit.edit()) : Optional.empty();
    }

    private boolean edit(Migration from, Migration to) {
        for (int at = 0; at + 1 < tokens.size(); at++) {
            if (tokens.get(at).is("Migration") && tokens.get(at + 1).is("(") && isOn(from.name(), at)) {
                rename(from.name(), to.name());
                return arguments(at + 2, to);
            }
        }
        return false;
    }

    /** Whether the annotated type has the name. */
    private boolean isOn(String name, int annotation) {
        for (int at = annotation; at + 1 < tokens.size(); at++) {
            boolean literal = at > 0 && tokens.get(at - 1).is("."); // Shop.class
            if (!literal && TYPES.contains(tokens.get(at).text())) {
                return tokens.get(at + 1).is(name);
            }
        }
        return false;
    }

    private boolean arguments(int first, Migration to) {
        int number = -1;
        Map<String, String> missing = new LinkedHashMap<>();
        missing.put("after", to.predecessorHash());
        missing.put("records", to.recordHash());
        int depth = 0;
        for (int at = first; at < tokens.size() && depth >= 0; at++) {
            JavaTokens.Token token = tokens.get(at);
            depth += depth(token);
            if (depth == 0 && at + 2 < tokens.size() && tokens.get(at + 1).is("=")) {
                if (token.is("number")) {
                    number = value(at + 2, String.valueOf(to.number()));
                } else if (missing.containsKey(token.text())) {
                    value(at + 2, literal(missing.remove(token.text())));
                }
            }
        }
        if (number >= 0) {
            add(missing, number);
        }
        return number >= 0;
    }

    private void add(Map<String, String> hashes, int at) {
        StringBuilder added = new StringBuilder();
        hashes.forEach((attribute, hash) -> {
            if (!hash.isEmpty()) {
                added.append(",\n        ").append(attribute).append(" = ").append(literal(hash));
            }
        });
        replacements.put(at, new Replacement(at, added.toString()));
    }

    private static int depth(JavaTokens.Token token) {
        return switch (token.text()) {
            case "(", "{" -> 1;
            case ")", "}" -> -1;
            default -> 0;
        };
    }

    private static String literal(String hash) {
        return '"' + hash + '"';
    }

    /** Replaces the tokens up to the next comma or the end of the arguments, and returns the offset of their end. */
    private int value(int first, String text) {
        int depth = 0;
        int last = first;
        for (int at = first; at < tokens.size(); at++) {
            JavaTokens.Token token = tokens.get(at);
            if (depth == 0 && (token.is(",") || token.is(")"))) {
                break;
            }
            depth += depth(token);
            last = at;
        }
        int end = tokens.get(last).end();
        JavaTokens.Token begin = tokens.get(first);
        boolean same = source.substring(begin.start(), end).equals(text);
        if (!same) {
            replacements.put(begin.start(), new Replacement(end, text));
        }
        return end;
    }

    private void rename(String from, String to) {
        for (JavaTokens.Token token : tokens) {
            if (!from.equals(to) && token.is(from)) {
                replacements.put(token.start(), new Replacement(token.end(), to));
            }
        }
    }

    private String edit() {
        StringBuilder edited = new StringBuilder(source.length() + 80);
        int from = 0;
        for (Map.Entry<Integer, Replacement> entry : replacements.entrySet()) {
            edited.append(source, from, entry.getKey()).append(entry.getValue().text());
            from = entry.getValue().end();
        }
        return edited.append(source, from, source.length()).toString();
    }

    /** The tokens of a Java source, without comments. */
    private static final class JavaTokens {
        private final String source;
        private final List<JavaTokens.Token> tokens = new ArrayList<>();
        private int at;

        /** A word, a literal, or a single character of anything else. */
        record Token(String text, int start, int end) {
            boolean is(String expected) {
                return text.equals(expected);
            }
        }

        private JavaTokens(String source) {
            this.source = source;
        }

        static List<JavaTokens.Token> of(String source) {
            JavaTokens reading = new JavaTokens(source);
            while (reading.at < source.length()) {
                reading.readToken();
            }
            return reading.tokens;
        }

        private void readToken() {
            char character = source.charAt(at);
            if (Character.isWhitespace(character)) {
                at++;
            } else if (source.startsWith("//", at)) {
                at = endOf("\n", at, at);
            } else if (source.startsWith("/*", at)) {
                at = endOf("*/", at + 2, at);
            } else if (source.startsWith("\"\"\"", at)) {
                addToken(literalEnd("\"\"\"", at + 3));
            } else if (character == '"' || character == '\'') {
                addToken(literalEnd(String.valueOf(character), at + 1));
            } else if (Character.isJavaIdentifierPart(character)) {
                addToken(wordEnd());
            } else {
                addToken(at + 1);
            }
        }

        private void addToken(int end) {
            tokens.add(new Token(source.substring(at, end), at, end));
            at = end;
        }

        private int endOf(String mark, int from, int otherwise) {
            int index = source.indexOf(mark, from);
            return index < 0 ? Math.max(otherwise, source.length()) : index + mark.length();
        }

        private int literalEnd(String mark, int from) {
            int end = from;
            while (end < source.length() && !source.startsWith(mark, end)) {
                end += source.charAt(end) == '\\' ? 2 : 1;
            }
            return Math.min(source.length(), end + mark.length());
        }

        private int wordEnd() {
            int end = at;
            while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
                end++;
            }
            return end;
        }
    }
}
