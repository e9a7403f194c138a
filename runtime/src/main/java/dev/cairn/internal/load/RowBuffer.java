package dev.cairn.internal.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of JSON, until they are sent. */
public final class RowBuffer {
    private static final int FIRST = 1 << 17;
    private static final String HEX = "0123456789abcdef";

    private byte[] bytes = new byte[FIRST];
    private int length;

    public int length() {
        return length;
    }

    /** Forgets what is behind. */
    public void cut(int newLength) {
        length = newLength;
    }

    public void drainTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
        length = 0;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    public RowBuffer put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    public RowBuffer put(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    /** Letters of ASCII, as they are. */
    @SuppressWarnings("deprecation") // the way to copy letters of ASCII without another array
    public RowBuffer plain(String ascii) {
        reserve(ascii.length());
        ascii.getBytes(0, ascii.length(), bytes, length);
        length += ascii.length();
        return this;
    }

    /** A text in quotes. */
    public RowBuffer quoted(String text) {
        put('"');
        int at = 0;
        while (at < text.length() && isPlain(text.charAt(at))) {
            at++;
        }
        plain(text.substring(0, at));
        for (; at < text.length(); at++) {
            char character = text.charAt(at);
            if (isPlain(character)) {
                put(character);
            } else if (character < 0x80) {
                escaped(character);
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

    private void escaped(char character) {
        if (character == '"' || character == '\\') {
            put('\\').put(character);
        } else {
            plain("\\u00").put(HEX.charAt(character >> 4)).put(HEX.charAt(character & 0xf));
        }
    }
}
