package dev.cairn.embedded.function;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The cipher AES in a mode, such as {@code AES_128_CBC}; an unknown name means {@code AES_128_ECB}. */
record Aes(int keyBits, String mode) {
    private static final Pattern MODE_NAME_PATTERN =
            Pattern.compile("AES_(128|192|256)_(ECB|CBC|CFB|CFB1|CFB8|CFB128|OFB|CTR|GCM)");
    private static final byte[] DEFAULT_VECTOR = "STARROCKS_16BYTE".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK_LENGTH = 16;
    private static final int GCM_VECTOR_LENGTH = 12;
    private static final int GCM_TAG_LENGTH = 16;

    /**
     * The bytes to encrypt or decrypt, with the key and the other inputs of the cipher.
     *
     * @param vector the initialization vector; empty to use the server's default
     * @param associatedData the data that GCM authenticates with the text
     */
    @SuppressWarnings("ArrayRecordComponent") // inputs are not compared
    record CipherInput(byte[] content, byte[] key, byte[] vector, byte[] associatedData) {}

    static Aes of(String modeName) {
        Matcher modeMatcher = MODE_NAME_PATTERN.matcher(modeName.toUpperCase(Locale.ROOT));
        return modeMatcher.matches()
                ? new Aes(Integer.parseInt(modeMatcher.group(1)), modeMatcher.group(2))
                : new Aes(128, "ECB");
    }

    private boolean isGcm() {
        return mode.equals("GCM");
    }

    /** Returns the encrypted text, preceded by the initialization vector in GCM; null if the cipher fails. */
    byte @Nullable [] encrypt(CipherInput cipherInput) {
        byte[] vector = normalizeVector(cipherInput.vector());
        byte[] cipherText = applyCipher(Cipher.ENCRYPT_MODE, cipherInput, vector, cipherInput.content());
        if (!isGcm() || cipherText == null) {
            return cipherText;
        }
        byte[] vectorAndCipherText = Arrays.copyOf(vector, vector.length + cipherText.length);
        System.arraycopy(cipherText, 0, vectorAndCipherText, vector.length, cipherText.length);
        return vectorAndCipherText;
    }

    /** Returns the decrypted text; null if the text or the key is empty, or the text can't be decrypted. */
    byte @Nullable [] decrypt(CipherInput cipherInput) {
        byte[] content = cipherInput.content();
        if (content.length == 0 || cipherInput.key().length == 0) {
            return null;
        }
        if (!isGcm()) {
            return applyCipher(Cipher.DECRYPT_MODE, cipherInput, normalizeVector(cipherInput.vector()), content);
        }
        if (content.length < GCM_VECTOR_LENGTH + GCM_TAG_LENGTH) {
            return null;
        }
        byte[] vector = Arrays.copyOf(content, GCM_VECTOR_LENGTH);
        return applyCipher(
                Cipher.DECRYPT_MODE,
                cipherInput,
                vector,
                Arrays.copyOfRange(content, GCM_VECTOR_LENGTH, content.length));
    }

    /**
     * Returns the encrypted or decrypted content; null if the cipher refuses it.
     *
     * @param direction {@link Cipher#ENCRYPT_MODE} or {@link Cipher#DECRYPT_MODE}
     */
    private byte @Nullable [] applyCipher(int direction, CipherInput cipherInput, byte[] vector, byte[] content) {
        try {
            if (mode.equals("CFB1")) {
                return applyCfb1(direction, cipherInput.key(), vector, content);
            }
            Cipher cipher = Cipher.getInstance("AES/" + transformationName());
            SecretKeySpec key = new SecretKeySpec(foldKey(cipherInput.key()), "AES");
            if (mode.equals("ECB")) {
                cipher.init(direction, key);
            } else {
                AlgorithmParameterSpec parameters =
                        isGcm() ? new GCMParameterSpec(8 * GCM_TAG_LENGTH, vector) : new IvParameterSpec(vector);
                cipher.init(direction, key, parameters);
            }
            if (isGcm()) {
                cipher.updateAAD(cipherInput.associatedData());
            }
            return cipher.doFinal(content);
        } catch (GeneralSecurityException ignored) {
            return null;
        }
    }

    private String transformationName() {
        return switch (mode) {
            case "ECB", "CBC" -> mode + "/PKCS5Padding";
            case "CFB", "CFB128" -> "CFB128/NoPadding";
            case "OFB" -> "OFB128/NoPadding";
            default -> mode + "/NoPadding";
        };
    }

    /** Encrypts or decrypts in the mode CFB1, which Java does not have. */
    private byte[] applyCfb1(int direction, byte[] key, byte[] vector, byte[] content) throws GeneralSecurityException {
        Cipher blockCipher = Cipher.getInstance("AES/ECB/NoPadding");
        blockCipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(foldKey(key), "AES"));
        BigInteger shiftRegister = new BigInteger(1, vector);
        BigInteger mask = BigInteger.ONE.shiftLeft(BLOCK_LENGTH * Byte.SIZE).subtract(BigInteger.ONE);
        byte[] output = new byte[content.length];
        for (int i = 0; i < content.length * Byte.SIZE; i++) {
            int bitIndex = Byte.SIZE - 1 - i % Byte.SIZE;
            int inputBit = (content[i / Byte.SIZE] >> bitIndex) & 1;
            int outputBit = inputBit ^ ((blockCipher.doFinal(toBlock(shiftRegister))[0] >> (Byte.SIZE - 1)) & 1);
            output[i / Byte.SIZE] |= (byte) (outputBit << bitIndex);
            int cipherBit = direction == Cipher.ENCRYPT_MODE ? outputBit : inputBit;
            shiftRegister = shiftRegister.shiftLeft(1).and(mask).or(BigInteger.valueOf(cipherBit));
        }
        return output;
    }

    private static byte[] toBlock(BigInteger shiftRegister) {
        byte[] bytes = shiftRegister.toByteArray();
        byte[] block = new byte[BLOCK_LENGTH];
        int length = Math.min(BLOCK_LENGTH, bytes.length);
        System.arraycopy(bytes, bytes.length - length, block, BLOCK_LENGTH - length, length);
        return block;
    }

    /**
     * Returns a key of the required length: the excess bytes of a longer key are XORed into the first ones; a shorter
     * key is padded with zeros.
     */
    private byte[] foldKey(byte[] key) {
        byte[] foldedKey = new byte[keyBits / Byte.SIZE];
        for (int i = 0; i < key.length; i++) {
            foldedKey[i % foldedKey.length] ^= key[i];
        }
        return foldedKey;
    }

    /**
     * Returns a vector of the length that the mode requires: longer vectors are cut, shorter ones padded with zeros.
     */
    private byte[] normalizeVector(byte[] vector) {
        int length = isGcm() ? GCM_VECTOR_LENGTH : BLOCK_LENGTH;
        return Arrays.copyOf(vector.length == 0 ? DEFAULT_VECTOR : vector, length);
    }
}
