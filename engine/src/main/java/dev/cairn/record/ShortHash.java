package dev.cairn.record;

/** Tells one text from another, where nobody forges any: the first 8 hex digits of its SHA-256. */
public final class ShortHash {
    private static final int DIGITS = 8;

    private ShortHash() {}

    public static String of(String text) {
        Sha256 hash = new Sha256();
        hash.add(text);
        return hash.hex().substring(0, DIGITS);
    }
}
