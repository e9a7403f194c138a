package dev.cairn.embedded.function.time;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;

/** Formats times as the server does. */
public final class DateTimeText {
    private static final DateTimeFormatter SECONDS_FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter MICROSECONDS_FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private DateTimeText() {}

    /** Returns the text of a time. Microseconds are omitted if they are zero. */
    public static String format(LocalDateTime time) {
        return time.format(time.get(ChronoField.MICRO_OF_SECOND) == 0 ? SECONDS_FORMAT : MICROSECONDS_FORMAT);
    }
}
