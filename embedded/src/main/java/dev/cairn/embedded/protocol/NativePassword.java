package dev.cairn.embedded.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The plugin {@code mysql_native_password}: the server keeps {@code SHA1(SHA1(password))}, the client proves that it knows
 * {@code SHA1(password)}.
 */
public final class NativePassword {
    static final String PLUGIN = "mysql_native_password";

    /** How many random bytes the server sends. */
    static final int SALT_LENGTH = 20;

    /** No password. */
    public static final NativePassword NONE = new NativePassword(new byte[0]);

    private final byte[] hash;

    private NativePassword(byte[] hash) {
        this.hash = hash;
    }

    public static NativePassword of(String plain) {
        return plain.isEmpty() ? NONE : new NativePassword(sha1(sha1(plain.getBytes(StandardCharsets.UTF_8))));
    }

    /** From {@code *} and 40 hexadecimal digits, as {@code IDENTIFIED BY PASSWORD} takes it. */
    public static NativePassword ofHash(String text) {
        if (!text.matches("\\*[0-9a-fA-F]{40}")) {
            throw new IllegalArgumentException("Password hash should be a 41-digit hexadecimal number");
        }
        return new NativePassword(HexFormat.of().parseHex(text.substring(1)));
    }

    /** Whether the answer to the salt proves the password. Nothing proves that there is none. */
    public boolean isProvedBy(byte[] answer, byte[] salt) {
        if (hash.length == 0 || answer.length != hash.length) {
            return hash.length == answer.length;
        }
        byte[] expected = sha1(salt, hash);
        byte[] once = new byte[hash.length];
        for (int index = 0; index < once.length; index++) {
            once[index] = (byte) (answer[index] ^ expected[index]);
        }
        return MessageDigest.isEqual(sha1(once), hash);
    }

    /** Whether it is this one, as it was typed. */
    public boolean is(String plain) {
        return MessageDigest.isEqual(of(plain).hash, hash);
    }

    /** As SHOW CREATE USER and mysql.user would print it; empty where there is none. */
    @Override
    public String toString() {
        return hash.length == 0 ? "" : "*" + HexFormat.of().withUpperCase().formatHex(hash);
    }

    private static byte[] sha1(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-1", impossible);
        }
    }
}
