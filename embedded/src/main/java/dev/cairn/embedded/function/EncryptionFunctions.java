package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.protocol.ByteTextCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AES in the modes that the server offers. */
final class EncryptionFunctions {
    private EncryptionFunctions() {}

    static List<JavaFunction> functions() {
        return List.of(
                helper("aes_encrypt", TEXT, TEXT, TEXT, TEXT, TEXT)
                        .returningText(
                                arguments -> toText(Aes.of(arguments.textAt(3)).encrypt(createMessage(arguments)))),
                helper("aes_decrypt", TEXT, TEXT, TEXT, TEXT, TEXT)
                        .returningText(
                                arguments -> toText(Aes.of(arguments.textAt(3)).decrypt(createMessage(arguments)))));
    }

    private static Aes.Message createMessage(JavaFunction.CallArguments arguments) {
        return new Aes.Message(
                bytesAt(arguments, 0), bytesAt(arguments, 1), bytesAt(arguments, 2), bytesAt(arguments, 4));
    }

    private static byte[] bytesAt(JavaFunction.CallArguments arguments, int index) {
        return ByteTextCodec.encode(arguments.textAt(index));
    }

    private static @Nullable String toText(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteTextCodec.decode(bytes);
    }
}
