package dev.cairn.migration;

/** The first 8 hex digits of a text's SHA-256: they distinguish texts, but don't protect against forgery. */
public final class ShortHash {
    private static final int DIGITS = 8;

    private ShortHash() {}

    public static String of(String text) {
        Sha256 hash = new Sha256();
        hash.add(text);
        return hash.hex().substring(0, DIGITS);
    }
}
