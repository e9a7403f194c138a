package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.JavaFunction.Kind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.protocol.ByteText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AES in the modes that the server offers. */
final class EncryptionFunctions {
    private EncryptionFunctions() {}

    static List<JavaFunction> all() {
        return List.of(
                helper("aes_encrypt", TEXT, TEXT, TEXT, TEXT, TEXT)
                        .text(in -> text(Aes.of(in.text(3)).encrypt(message(in)))),
                helper("aes_decrypt", TEXT, TEXT, TEXT, TEXT, TEXT)
                        .text(in -> text(Aes.of(in.text(3)).decrypt(message(in)))));
    }

    private static Aes.Message message(JavaFunction.Arguments in) {
        return new Aes.Message(bytes(in, 0), bytes(in, 1), bytes(in, 2), bytes(in, 4));
    }

    private static byte[] bytes(JavaFunction.Arguments in, int place) {
        return ByteText.encode(in.text(place));
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteText.decode(bytes);
    }
}
