package dev.cairn.engine.value;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON. Objects become maps sorted by name, as on the server; if a name occurs more than once, its last value
 * counts. Arrays become lists, and strings stay strings. A number becomes a Long, a BigInteger if it needs 64 bits
 * without a sign, or else a Double. Nested objects and arrays are read without recursive calls, so the stack of the
 * thread does not limit their depth.
 */
public final class JsonReader {
    /** The null of JSON, which differs from a missing value. */
    public static final Object NULL = Null.NULL;

    static final String NUMBER_REGEX = "-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?";

    private static final Pattern NUMBER_PATTERN = Pattern.compile(NUMBER_REGEX);
    private static final int UNICODE_DIGITS = 4;
    /** The length of the longest number that is read exactly, such as 18446744073709551615. */
    private static final int MAX_INTEGER_LENGTH = 20;

    private final String text;

    /** Whether values are built; if not, objects, arrays and strings stay empty. */
    private final boolean buildsValues;

    private int position;

    private JsonReader(String text, boolean buildsValues) {
        this.text = text;
        this.buildsValues = buildsValues;
    }

    private enum Null {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }

    /** Signals that a text is not valid JSON. */
    public static final class JsonSyntaxException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private final String problem;

        JsonSyntaxException(String problem, String message) {
            super(message);
            this.problem = problem;
        }

        /** Describes the error and its position, such as {@code unexpected '}' at character 7}. */
        public String problem() {
            return problem;
        }
    }

    /**
     * Returns the value of a JSON text.
     *
     * @throws JsonSyntaxException if the text is not valid JSON
     */
    public static Object read(String text) {
        return new JsonReader(text, true).readDocument();
    }

    /**
     * Requires that a text is valid JSON, without building its value.
     *
     * @throws JsonSyntaxException if the text is not valid JSON
     */
    public static void requireValid(String text) {
        new JsonReader(text, false).readDocument();
    }

    private Object readDocument() {
        Object value = readValue();
        if (!isAtEnd()) {
            throw createUnexpectedCharacterError();
        }
        return value;
    }

    /** An object or an array that is not read to its end. */
    private final class Container {
        private final Map<String, Object> members = new TreeMap<>();
        private final List<Object> elements = new ArrayList<>();
        private final boolean isObject;
        private String memberName = "";

        Container(boolean isObject) {
            this.isObject = isObject;
        }

        char closingBracket() {
            return isObject ? '}' : ']';
        }

        /** Reads the name of the next member of an object, and the colon after it; reads nothing in an array. */
        void readMemberName() {
            if (isObject) {
                if (peek() != '"') {
                    throw createMissingNameError();
                }
                memberName = readString();
                if (!consumeIf(':')) {
                    throw createMissingNameError();
                }
            }
        }

        void add(Object value) {
            if (buildsValues && isObject) {
                members.put(memberName, value);
            } else if (buildsValues) {
                elements.add(value);
            }
        }

        Object toValue() {
            return isObject ? members : elements;
        }
    }

    private Object readValue() {
        Deque<Container> openContainers = new ArrayDeque<>();
        while (true) {
            char firstCharacter = peek();
            Object value;
            if (firstCharacter == '{' || firstCharacter == '[') {
                position++;
                Container container = new Container(firstCharacter == '{');
                if (!consumeIf(container.closingBracket())) {
                    container.readMemberName();
                    openContainers.push(container);
                    continue;
                }
                value = container.toValue();
            } else {
                value = readScalar(firstCharacter);
            }
            while (!openContainers.isEmpty()) {
                Container container = openContainers.element();
                container.add(value);
                if (consumeIf(',')) {
                    container.readMemberName();
                    break;
                }
                if (!consumeIf(container.closingBracket())) {
                    throw createUnexpectedCharacterError();
                }
                value = openContainers.pop().toValue();
            }
            if (openContainers.isEmpty()) {
                return value;
            }
        }
    }

    private Object readScalar(char firstCharacter) {
        return switch (firstCharacter) {
            case '"' -> readString();
            case 't' -> readWord("true", true);
            case 'f' -> readWord("false", false);
            case 'n' -> readWord("null", NULL);
            default -> readNumber();
        };
    }

    private Object readWord(String word, Object value) {
        if (!text.startsWith(word, position)) {
            throw createUnexpectedCharacterError();
        }
        position += word.length();
        return value;
    }

    private Object readNumber() {
        Matcher matcher = NUMBER_PATTERN.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            throw createUnexpectedCharacterError();
        }
        String numberText = matcher.group();
        position = matcher.end();
        boolean isInteger = numberText.chars().allMatch(character -> character == '-' || Character.isDigit(character));
        if (isInteger && numberText.length() <= MAX_INTEGER_LENGTH) {
            BigInteger exactNumber = new BigInteger(numberText);
            if (exactNumber.bitLength() < Long.SIZE) {
                return exactNumber.longValue();
            }
            if (exactNumber.signum() > 0 && exactNumber.bitLength() == Long.SIZE) {
                return exactNumber;
            }
        }
        Double roundedNumber = Double.valueOf(numberText);
        if (roundedNumber.isInfinite()) {
            throw createSyntaxError("number beyond the range of a DOUBLE");
        }
        return roundedNumber;
    }

    /** Reads a string, whose opening quote is the next character. */
    private String readString() {
        StringBuilder string = new StringBuilder();
        position++;
        while (true) {
            char character = readCharacter();
            if (character == '"') {
                return string.toString();
            }
            if (character < ' ') {
                position--;
                throw createUnexpectedCharacterError();
            }
            char decodedCharacter = character == '\\' ? readEscapedCharacter() : character;
            if (buildsValues) {
                string.append(decodedCharacter);
            }
        }
    }

    private char readCharacter() {
        if (position == text.length()) {
            throw createUnexpectedCharacterError();
        }
        return text.charAt(position++);
    }

    private char readEscapedCharacter() {
        char letter = readCharacter();
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> readUnicodeEscape();
            case '"', '\\', '/' -> letter;
            default -> {
                position--;
                throw createUnexpectedCharacterError();
            }
        };
    }

    private char readUnicodeEscape() {
        int startPosition = position;
        while (position < startPosition + UNICODE_DIGITS) {
            if (!HexFormat.isHexDigit(readCharacter())) {
                position--;
                throw createUnexpectedCharacterError();
            }
        }
        return (char) HexFormat.fromHexDigits(text, startPosition, position);
    }

    /** Skips whitespace, and consumes the next character if it is the given one; returns whether it is. */
    private boolean consumeIf(char character) {
        boolean isNext = peek() == character;
        position += isNext ? 1 : 0;
        return isNext;
    }

    /** Skips whitespace, and returns whether the end of the text is reached. */
    private boolean isAtEnd() {
        peek();
        return position == text.length();
    }

    /** Skips whitespace, and returns the next character without consuming it; {@code '\0'} at the end of the text. */
    private char peek() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private JsonSyntaxException createUnexpectedCharacterError() {
        return position < text.length()
                ? createSyntaxError("unexpected '" + text.charAt(position) + "'")
                : new JsonSyntaxException(
                        "unexpected end of input at character " + (position + 1), "Unexpected end of input: " + text);
    }

    private JsonSyntaxException createMissingNameError() {
        return isAtEnd()
                ? createUnexpectedCharacterError()
                : createSyntaxError("expected a name in quotes and a colon");
    }

    private JsonSyntaxException createSyntaxError(String description) {
        String problem = description + " at character " + (position + 1);
        return new JsonSyntaxException(
                problem, Character.toUpperCase(problem.charAt(0)) + problem.substring(1) + " of " + text);
    }
}
