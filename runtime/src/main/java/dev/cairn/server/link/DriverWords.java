package dev.cairn.server.link;

import org.jspecify.annotations.Nullable;

/** What a driver says of a failure, for use inside a sentence: it goes on about packets and times in further paragraphs. */
final class DriverWords {
    private DriverWords() {}

    static String first(@Nullable String message) {
        return message == null
                ? ""
                : message.lines().findFirst().orElse("").strip().replaceFirst("\\.$", "");
    }
}
