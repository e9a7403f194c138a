package dev.cairn.internal.link;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Shortens the message of a driver's exception, so that it can be part of a sentence. */
final class DriverMessage {
    /** MariaDB's driver begins each message with the number of the connection. */
    private static final Pattern CONNECTION_NUMBER = Pattern.compile("^\\(conn=\\d+\\) ");

    private DriverMessage() {}

    /** Returns the first line: drivers add paragraphs about packets and times. */
    static String first(@Nullable String message) {
        return message == null
                ? ""
                : of(message).lines().findFirst().orElse("").strip().replaceFirst("\\.$", "");
    }

    /** Returns the message of the server. */
    static String of(@Nullable String message) {
        return message == null ? "" : CONNECTION_NUMBER.matcher(message).replaceFirst("");
    }
}
