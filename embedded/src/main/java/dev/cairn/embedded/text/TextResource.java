package dev.cairn.embedded.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Text files in UTF-8 beside the classes that read them. */
public final class TextResource {
    private TextResource() {}

    /**
     * Returns the whole text.
     *
     * @param type a class of the package that contains the file
     */
    public static String read(Class<?> type, String fileName) {
        try (InputStream inputStream = Objects.requireNonNull(type.getResourceAsStream(fileName), fileName)) {
            return new String(inputStream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
