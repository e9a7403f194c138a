package dev.cairn.internal.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Encodes values as words without quotes, spaces, backslashes and the separators between values. */
final class PercentEncoding {
    private static final String PLAIN_CHARACTERS = "-_.:/@";
    private static final HexFormat HEX_FORMAT = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    static String encode(String value) {
        StringBuilder word = new StringBuilder(value.length() + 16);
        appendEncoded(word, value);
        return word.toString();
    }

    static void appendEncoded(StringBuilder word, String value) {
        int plainLength = 0;
        while (plainLength < value.length() && isPlain(value.charAt(plainLength))) {
            plainLength++;
        }
        if (plainLength == value.length()) {
            word.append(value);
        } else {
            word.append(value, 0, plainLength);
            appendEncodedBytes(word, value.substring(plainLength));
        }
    }

    private static void appendEncodedBytes(StringBuilder word, String value) {
        for (byte encodedByte : value.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain((char) encodedByte)) {
                word.append((char) encodedByte);
            } else {
                HEX_FORMAT.toHexDigits(word.append('%'), encodedByte);
            }
        }
    }

    private static boolean isPlain(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || PLAIN_CHARACTERS.indexOf(character) >= 0;
    }

    /**
     * Returns the value that was encoded as a word.
     *
     * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
     */
    static String decode(String word) {
        if (word.indexOf('%') < 0) {
            return word;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(word.length());
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != '%') {
                bytes.write(word.charAt(i));
            } else if (i + 2 < word.length()) {
                bytes.write(HexFormat.fromHexDigits(word, i + 1, i + 3));
                i += 2;
            } else {
                throw new IllegalArgumentException("% without two hexadecimal digits in " + word);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
