package dev.cairn.engine.value;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The syntax of the default of a JSON column. The server parses the default with Gson, which is more lenient than
 * {@link JsonReader}. Gson accepts true, false and null in upper or lower case, control characters in strings, an empty
 * text, and any text after the value. Gson limits the depth to which objects and arrays are nested.
 */
public final class JsonDefaultSyntax {
    private static final Pattern LITERAL_PATTERN = Pattern.compile("(?i:true|false|null)|" + JsonReader.NUMBER_REGEX);

    private static final String LITERAL_TERMINATORS = "{}[]:,;=#\\/ \t\f\r\n";
    private static final String ESCAPABLE_CHARACTERS = "ntrbf\"\\/'\n";
    private static final int MAX_DEPTH = 500;
    private static final int UNICODE_DIGITS = 4;

    private final String text;
    private int position;

    private JsonDefaultSyntax(String text) {
        this.text = text;
    }

    /** Returns whether the server accepts the text as a default of a JSON column. */
    public static boolean accepts(String text) {
        JsonDefaultSyntax syntax = new JsonDefaultSyntax(text);
        syntax.skipBlanks();
        return syntax.isAtEnd() || syntax.skipValue(0);
    }

    /**
     * Skips a value, and the whitespace before it. Like the following methods, this one returns false if the syntax is
     * wrong.
     */
    private boolean skipValue(int depth) {
        skipBlanks();
        if (isAtEnd() || depth > MAX_DEPTH) {
            return false;
        }
        return switch (text.charAt(position)) {
            case '{' -> skipContainer(depth, true, '}');
            case '[' -> skipContainer(depth, false, ']');
            case '"' -> skipString();
            default -> skipLiteral();
        };
    }

    private boolean skipContainer(int depth, boolean isObject, char closingBracket) {
        position++;
        if (skipIf(closingBracket)) {
            return true;
        }
        do {
            if ((isObject && !skipName()) || !skipValue(depth + 1)) {
                return false;
            }
        } while (skipIf(','));
        return skipIf(closingBracket);
    }

    private boolean skipName() {
        skipBlanks();
        return text.startsWith("\"", position) && skipString() && skipIf(':');
    }

    private boolean skipString() {
        position++;
        while (!isAtEnd()) {
            char character = text.charAt(position++);
            if (character == '"') {
                return true;
            }
            if (character == '\\' && !skipEscapedCharacter()) {
                return false;
            }
        }
        return false;
    }

    private boolean skipEscapedCharacter() {
        if (isAtEnd()) {
            return false;
        }
        char character = text.charAt(position++);
        if (character != 'u') {
            return ESCAPABLE_CHARACTERS.indexOf(character) >= 0;
        }
        for (int i = 0; i < UNICODE_DIGITS; i++) {
            if (isAtEnd() || !HexFormat.isHexDigit(text.charAt(position++))) {
                return false;
            }
        }
        return true;
    }

    private boolean skipLiteral() {
        int startPosition = position;
        while (!isAtEnd() && LITERAL_TERMINATORS.indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return LITERAL_PATTERN.matcher(text).region(startPosition, position).matches();
    }

    private boolean skipIf(char character) {
        skipBlanks();
        boolean isNext = !isAtEnd() && text.charAt(position) == character;
        position += isNext ? 1 : 0;
        return isNext;
    }

    private void skipBlanks() {
        while (!isAtEnd() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private boolean isAtEnd() {
        return position == text.length();
    }
}
