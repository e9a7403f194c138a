package dev.cairn.migration;

/** The size of a text constant in a class file, which holds it in modified UTF-8. */
public final class JavaConstantSize {
    /**
     * The greatest size, in bytes, at which javac accepts every text. It accepts at most 65,534 characters and at most
     * 65,535 bytes, so a text with other characters than ASCII may have one byte more.
     */
    public static final int MAX_BYTE_LENGTH = 65_534;

    private static final int MAX_BYTES_PER_CHARACTER = 3;

    private JavaConstantSize() {}

    /** Returns whether javac certainly accepts the text as a constant. */
    public static boolean isWithinLimit(String text) {
        boolean isCertainlyWithinLimit = text.length() <= MAX_BYTE_LENGTH / MAX_BYTES_PER_CHARACTER;
        return isCertainlyWithinLimit || (text.length() <= MAX_BYTE_LENGTH && byteLength(text) <= MAX_BYTE_LENGTH);
    }

    /** Returns the number of bytes of a text. */
    public static int byteLength(String text) {
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            size += byteLength(text.charAt(i));
        }
        return size;
    }

    /** Returns the number of bytes of a character; each half of a surrogate pair is counted by itself. */
    public static int byteLength(char character) {
        if (character >= 0x01 && character < 0x80) {
            return 1;
        }
        return character < 0x800 ? 2 : MAX_BYTES_PER_CHARACTER;
    }
}
