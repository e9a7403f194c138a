package dev.cairn.schema;

/** The format of generated classes: what they hold, and what they call. */
public final class Format {
    /** What this version's processor generates, and the only one that this runtime reads. */
    public static final int CURRENT = 1;

    private Format() {}

    static void require(int format, Class<?> generated) {
        if (format != CURRENT) {
            throw new FormatException(generated, format);
        }
    }
}
