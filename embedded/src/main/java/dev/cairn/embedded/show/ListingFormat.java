package dev.cairn.embedded.show;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Formats the values of listings as the server prints them. */
final class ListingFormat {
    private static final DateTimeFormatter TIME_FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private ListingFormat() {}

    /** Formats a time in UTC, the time zone of the embedded server. */
    static String formatTime(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).format(TIME_FORMAT);
    }

    /** Formats a time as {@link #formatTime} does; null if it is null. */
    static @Nullable String formatNullableTime(@Nullable Instant instant) {
        return instant == null ? null : formatTime(instant);
    }

    /** Escapes a comment for SHOW FULL COLUMNS and SHOW TABLE STATUS; information_schema prints it unchanged. */
    static String escapeComment(String comment) {
        return comment.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
