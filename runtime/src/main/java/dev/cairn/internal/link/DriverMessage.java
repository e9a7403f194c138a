package dev.cairn.internal.link;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The message of a driver's exception as a part of a sentence. */
final class DriverMessage {
    /** MariaDB's driver begins each message with the number of the connection. */
    private static final Pattern CONNECTION_NUMBER = Pattern.compile("^\\(conn=\\d+\\) ");

    private DriverMessage() {}

    /** The first line: drivers continue with paragraphs about packets and times. */
    static String first(@Nullable String message) {
        return message == null
                ? ""
                : of(message).lines().findFirst().orElse("").strip().replaceFirst("\\.$", "");
    }

    /** What the server said. */
    static String of(@Nullable String message) {
        return message == null ? "" : CONNECTION_NUMBER.matcher(message).replaceFirst("");
    }
}
