package dev.cairn.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects the JSON of rows, in UTF-8, until it is sent. */
final class LoadBuffer {
    private static final int INITIAL_CAPACITY = 1 << 17;
    private static final String HEX = "0123456789abcdef";

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int length;

    int length() {
        return length;
    }

    void drainTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
        length = 0;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    LoadBuffer put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    LoadBuffer put(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    /** Appends ASCII characters without escaping them. */
    @SuppressWarnings("deprecation") // copies ASCII characters without another array
    LoadBuffer appendPlain(String ascii) {
        reserve(ascii.length());
        ascii.getBytes(0, ascii.length(), bytes, length);
        length += ascii.length();
        return this;
    }

    /** Appends a quoted and escaped string. */
    LoadBuffer appendQuoted(String text) {
        put('"');
        int at = 0;
        while (at < text.length() && isPlain(text.charAt(at))) {
            at++;
        }
        appendPlain(text.substring(0, at));
        for (; at < text.length(); at++) {
            char character = text.charAt(at);
            if (isPlain(character)) {
                put(character);
            } else if (character < 0x80) {
                appendEscaped(character);
            } else {
                int next = text.offsetByCodePoints(at, 1);
                put(text.substring(at, next).getBytes(StandardCharsets.UTF_8));
                at = next - 1;
            }
        }
        return put('"');
    }

    private static boolean isPlain(char character) {
        return character >= ' ' && character < 0x7f && character != '"' && character != '\\';
    }

    private void appendEscaped(char character) {
        if (character == '"' || character == '\\') {
            put('\\').put(character);
        } else {
            appendPlain("\\u00").put(HEX.charAt(character >> 4)).put(HEX.charAt(character & 0xf));
        }
    }
}
