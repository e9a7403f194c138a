package dev.cairn.internal.row;

/** Computes the length of strings in UTF-8 without encoding them. */
public final class Utf8 {
    private static final int MOST_BYTES_OF_A_CHAR = 3;
    private static final int ONE_BYTE = 0x80;
    private static final int TWO_BYTES = 0x800;

    private Utf8() {}

    public static boolean isLonger(String text, int bytes) {
        return text.length() > bytes / MOST_BYTES_OF_A_CHAR && length(text) > bytes;
    }

    public static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ONE_BYTE) {
                bytes++;
            } else if (c < TWO_BYTES) {
                bytes += 2;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                bytes += MOST_BYTES_OF_A_CHAR;
            }
        }
        return bytes;
    }

    /** Returns the index of the first unpaired surrogate, or -1. */
    public static int unpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
