package dev.cairn.embedded.load;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads the text of a load, so that bytes that are invalid in UTF-8 can be found in it. */
final class LoadTextDecoder {
    /** Replaces invalid bytes: a low surrogate, which valid text contains only after a high surrogate. */
    private static final char INVALID_BYTES_MARKER = '\uDC00';

    private static final int BUFFER_LENGTH = 1 << 16;

    private LoadTextDecoder() {}

    /** Returns a reader in whose text {@link #standsForInvalidBytes} finds invalid bytes. */
    static Reader open(InputStream bytes) {
        return new BufferedReader(
                new InputStreamReader(
                        bytes,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPLACE)
                                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                                .replaceWith(String.valueOf(INVALID_BYTES_MARKER))),
                BUFFER_LENGTH);
    }

    /**
     * Returns whether a character stands for invalid bytes.
     *
     * @param previousCharacter the character before it, or a negative number at the beginning
     */
    static boolean standsForInvalidBytes(int previousCharacter, int character) {
        return character == INVALID_BYTES_MARKER
                && !(previousCharacter >= 0 && Character.isHighSurrogate((char) previousCharacter));
    }

    static boolean containsInvalidBytes(String text) {
        for (int i = text.indexOf(INVALID_BYTES_MARKER); i >= 0; i = text.indexOf(INVALID_BYTES_MARKER, i + 1)) {
            if (standsForInvalidBytes(i == 0 ? -1 : text.charAt(i - 1), INVALID_BYTES_MARKER)) {
                return true;
            }
        }
        return false;
    }
}
