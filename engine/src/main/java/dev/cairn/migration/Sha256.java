package dev.cairn.migration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 hash over UTF-8, on which all hashes of this package are based. */
public final class Sha256 {
    private static final int SHORT_HASH_LENGTH = 8;

    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("every JDK has SHA-256", failure);
        }
    }

    /** Returns the first 8 hex digits of a text's hash, which distinguish texts, but do not protect against forgery. */
    public static String shortHash(String text) {
        return hash(text).substring(0, SHORT_HASH_LENGTH);
    }

    /** Returns the 64 hex digits of a text's hash. */
    public static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the 64 hex digits of the hash of a file's content. */
    public static String hash(byte[] content) {
        Sha256 sha256 = new Sha256();
        sha256.digest.update(content);
        return sha256.digestHex();
    }

    void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a zero byte, so that two texts have another hash than the same characters divided in another way. */
    void addSeparator() {
        digest.update((byte) 0);
    }

    /** Returns 64 hex digits and resets the hash. */
    String digestHex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
