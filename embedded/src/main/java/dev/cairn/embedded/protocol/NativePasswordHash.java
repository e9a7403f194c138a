package dev.cairn.embedded.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The stored hash of a password for the plugin {@code mysql_native_password}: the server stores
 * {@code SHA1(SHA1(password))}, and the client proves that it knows {@code SHA1(password)}.
 */
public final class NativePasswordHash {
    static final String PLUGIN_NAME = "mysql_native_password";

    /** The number of random bytes that the server sends. */
    static final int SALT_LENGTH = 20;

    /** The absence of a password. */
    public static final NativePasswordHash NONE = new NativePasswordHash(new byte[0]);

    /** Stands for a password that another system checks. No client can prove it here. */
    public static final NativePasswordHash EXTERNAL = new NativePasswordHash(new byte[1]);

    private final byte[] hash;

    private NativePasswordHash(byte[] hash) {
        this.hash = hash;
    }

    /** Returns the hash of a password in plain text; {@link #NONE} for an empty string. */
    public static NativePasswordHash of(String plainText) {
        return plainText.isEmpty()
                ? NONE
                : new NativePasswordHash(sha1(sha1(plainText.getBytes(StandardCharsets.UTF_8))));
    }

    /**
     * Parses {@code *} and 40 hexadecimal digits, the form of {@code IDENTIFIED BY PASSWORD}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static NativePasswordHash parse(String text) {
        if (!text.matches("\\*[0-9a-fA-F]{40}")) {
            throw new IllegalArgumentException("Password hash should be a 41-digit hexadecimal number");
        }
        return new NativePasswordHash(HexFormat.of().parseHex(text.substring(1)));
    }

    /**
     * Returns whether a client's answer to a salt proves that it knows the password. If there is no password, the
     * answer must be empty.
     */
    public boolean isProvenBy(byte[] proof, byte[] salt) {
        if (hash.length == 0 || proof.length != hash.length) {
            return hash.length == proof.length;
        }
        byte[] mask = sha1(salt, hash);
        byte[] singleHash = new byte[hash.length];
        for (int index = 0; index < singleHash.length; index++) {
            singleHash[index] = (byte) (proof[index] ^ mask[index]);
        }
        return MessageDigest.isEqual(sha1(singleHash), hash);
    }

    /** Returns whether this is the password, given in plain text. */
    public boolean matches(String plainText) {
        return MessageDigest.isEqual(of(plainText).hash, hash);
    }

    /** Returns whether another system checks the password. */
    public boolean isExternal() {
        return hash.length == EXTERNAL.hash.length;
    }

    /** Returns the hash as SHOW CREATE USER and mysql.user print it; empty if there is no password. */
    @Override
    public String toString() {
        return hash.length == 0 || isExternal()
                ? ""
                : "*" + HexFormat.of().withUpperCase().formatHex(hash);
    }

    private static byte[] sha1(byte[]... inputs) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            for (byte[] input : inputs) {
                digest.update(input);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("Every Java platform has SHA-1", failure);
        }
    }
}
