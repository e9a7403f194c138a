package dev.cairn.engine.value;

import java.util.regex.Pattern;

/** The syntax that Gson accepts: true, false and null in any case, an empty text, and any text after the value. */
final class LenientJsonSyntax {
    private static final int DEEPEST = 500;
    private static final Pattern WORD =
            Pattern.compile("(?i:true|false|null)|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final String END_OF_WORD = "{}[]:,;=#\\/ \t\f\r\n";

    private final String text;
    private int at;

    private LenientJsonSyntax(String text) {
        this.text = text;
    }

    static boolean isValid(String text) {
        LenientJsonSyntax json = new LenientJsonSyntax(text);
        json.skipBlanks();
        return json.at == text.length() || json.skipValue(0);
    }

    private boolean skipValue(int depth) {
        skipBlanks();
        if (depth > DEEPEST) {
            return false;
        }
        return switch (peek()) {
            case '{' -> skipElements('}', depth);
            case '[' -> skipElements(']', depth);
            case '"' -> skipString();
            default -> skipWord();
        };
    }

    /** Skips an object or an array; a comma must be followed by another element. */
    private boolean skipElements(char end, int depth) {
        at++;
        if (skip(end)) {
            return true;
        }
        do {
            boolean named = end == ']' || skipName();
            if (!named || !skipValue(depth + 1)) {
                return false;
            }
        } while (skip(','));
        return skip(end);
    }

    private boolean skipName() {
        skipBlanks();
        return peek() == '"' && skipString() && skip(':');
    }

    private boolean skipString() {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return true;
            }
            if (c == '\\' && !skipEscape()) {
                return false;
            }
        }
        return false;
    }

    private boolean skipEscape() {
        char escaped = peek();
        at++;
        if (escaped != 'u') {
            return "tbnrf'\"\\/\n".indexOf(escaped) >= 0;
        }
        int end = at + 4;
        while (at < end && Character.digit(peek(), 16) >= 0) {
            at++;
        }
        return at == end;
    }

    private boolean skipWord() {
        int start = at;
        while (at < text.length() && END_OF_WORD.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return WORD.matcher(text.substring(start, at)).matches();
    }

    /** Skips blanks and the character, if it is the next one. */
    private boolean skip(char c) {
        skipBlanks();
        boolean present = peek() == c;
        if (present) {
            at++;
        }
        return present;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }
}
