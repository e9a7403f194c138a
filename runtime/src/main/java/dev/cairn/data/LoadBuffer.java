package dev.cairn.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects the JSON of rows, in UTF-8, until it is sent. */
final class LoadBuffer {
    /** More than the bytes after which {@link LoadBody} sends them, so the buffer grows only for long rows. */
    private static final int INITIAL_CAPACITY = 1 << 17;

    private static final String HEX_DIGITS = "0123456789abcdef";

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int length;

    /** Returns the number of collected bytes. */
    int length() {
        return length;
    }

    /** Writes the collected bytes to a stream and removes them. */
    void drainTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
        length = 0;
    }

    private void reserve(int byteCount) {
        if (length + byteCount > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + byteCount));
        }
    }

    /** Appends a character, which must be an ASCII character: of any other, only a part would be appended. */
    LoadBuffer append(char asciiCharacter) {
        reserve(1);
        bytes[length++] = (byte) asciiCharacter;
        return this;
    }

    LoadBuffer append(byte[] addedBytes) {
        reserve(addedBytes.length);
        System.arraycopy(addedBytes, 0, bytes, length, addedBytes.length);
        length += addedBytes.length;
        return this;
    }

    /** Appends ASCII characters without escaping them. */
    @SuppressWarnings("deprecation") // copies ASCII characters without another array
    LoadBuffer appendAscii(String asciiText) {
        reserve(asciiText.length());
        asciiText.getBytes(0, asciiText.length(), bytes, length);
        length += asciiText.length();
        return this;
    }

    /** Appends a quoted and escaped string. */
    LoadBuffer appendQuoted(String text) {
        append('"');
        int index = 0;
        while (index < text.length() && isPlain(text.charAt(index))) {
            index++;
        }
        appendAscii(text.substring(0, index));
        for (; index < text.length(); index++) {
            char character = text.charAt(index);
            if (isPlain(character)) {
                append(character);
            } else if (character < 0x80) {
                appendEscaped(character);
            } else {
                int endIndex = text.offsetByCodePoints(index, 1);
                append(text.substring(index, endIndex).getBytes(StandardCharsets.UTF_8));
                index = endIndex - 1;
            }
        }
        return append('"');
    }

    private static boolean isPlain(char character) {
        return character >= ' ' && character < 0x7f && character != '"' && character != '\\';
    }

    private void appendEscaped(char character) {
        if (character == '"' || character == '\\') {
            append('\\').append(character);
        } else {
            appendAscii("\\u00").append(HEX_DIGITS.charAt(character >> 4)).append(HEX_DIGITS.charAt(character & 0xf));
        }
    }
}
