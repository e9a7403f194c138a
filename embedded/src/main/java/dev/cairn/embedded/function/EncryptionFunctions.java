package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.text.ByteTextCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions that encrypt and decrypt texts by AES in the modes that the server offers. The result is NULL if the cipher
 * refuses its input.
 */
public final class EncryptionFunctions {
    private static final int TEXT_INDEX = 0;
    private static final int KEY_INDEX = 1;
    private static final int VECTOR_INDEX = 2;
    private static final int MODE_INDEX = 3;
    private static final int ASSOCIATED_DATA_INDEX = 4;

    private EncryptionFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                helper("aes_encrypt", TEXT, TEXT, TEXT, TEXT, TEXT)
                        .returningText(arguments ->
                                toText(Aes.of(arguments.textAt(MODE_INDEX)).encrypt(createCipherInput(arguments)))),
                helper("aes_decrypt", TEXT, TEXT, TEXT, TEXT, TEXT)
                        .returningText(arguments ->
                                toText(Aes.of(arguments.textAt(MODE_INDEX)).decrypt(createCipherInput(arguments)))));
    }

    private static Aes.CipherInput createCipherInput(JavaFunction.CallArguments arguments) {
        return new Aes.CipherInput(
                bytesAt(arguments, TEXT_INDEX),
                bytesAt(arguments, KEY_INDEX),
                bytesAt(arguments, VECTOR_INDEX),
                bytesAt(arguments, ASSOCIATED_DATA_INDEX));
    }

    private static byte[] bytesAt(JavaFunction.CallArguments arguments, int index) {
        return ByteTextCodec.encode(arguments.textAt(index));
    }

    private static @Nullable String toText(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteTextCodec.decode(bytes);
    }
}
