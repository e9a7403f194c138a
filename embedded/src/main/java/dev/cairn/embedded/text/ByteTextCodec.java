package dev.cairn.embedded.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Converts arbitrary bytes to strings and back: StarRocks' VARCHAR may contain bytes that are not UTF-8, such as the
 * result of an encryption. A character at the end of the last private plane of Unicode represents such a byte. Text
 * that already contains such a character is not preserved: its encoding is the represented byte.
 */
public final class ByteTextCodec {
    /** The character that represents the byte 0; the characters for the other bytes follow it. */
    private static final int FIRST_BYTE_CHARACTER = 0x10FE00;

    private static final int BYTE_VALUE_COUNT = 256;
    private static final char HIGH_SURROGATE = Character.highSurrogate(FIRST_BYTE_CHARACTER);

    private ByteTextCodec() {}

    /** Returns the text of bytes in UTF-8. A character represents each byte that is not valid there. */
    public static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(2 * bytes.length);
        while (true) {
            CoderResult coderResult = decoder.decode(in, out, true);
            if (!coderResult.isError()) {
                return out.flip().toString();
            }
            for (int i = 0; i < coderResult.length(); i++) {
                out.put(Character.toChars(FIRST_BYTE_CHARACTER + (in.get() & 0xff)));
            }
            decoder.reset();
        }
    }

    /** Returns the bytes of a text in UTF-8. A character that represents a byte becomes this byte. */
    public static byte[] encode(String text) {
        if (text.indexOf(HIGH_SURROGATE) < 0) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteBuffer bytes = ByteBuffer.allocate(3 * text.length());
        text.codePoints().forEach(codePoint -> {
            int byteValue = codePoint - FIRST_BYTE_CHARACTER;
            if (byteValue >= 0 && byteValue < BYTE_VALUE_COUNT) {
                bytes.put((byte) byteValue);
            } else {
                bytes.put(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
            }
        });
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
