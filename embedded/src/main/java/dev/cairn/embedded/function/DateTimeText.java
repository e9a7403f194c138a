package dev.cairn.embedded.function;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses and prints dates and times as the server does. */
final class DateTimeText {
    private static final Pattern SEPARATED = Pattern.compile(
            "(\\d{4}|\\d{2})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[ T]+(\\d{1,2})(?::(\\d{1,2}))?(?::(\\d{1,2}))?"
                    + "(?:\\.(\\d{1,9}))?)?");
    private static final Pattern DIGITS =
            Pattern.compile("(\\d{4}|\\d{2})(\\d{2})(\\d{2})(?:[ T]?(\\d{2})(\\d{2})(\\d{2})(?:\\.(\\d{1,9}))?)?");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
    private static final int SHORT_YEARS = 70;
    private static final int MICRO_DIGITS = 6;
    private static final int NANOS = 1000;

    private DateTimeText() {}

    /** Returns the time; empty if the text is not a valid time. */
    static Optional<LocalDateTime> parse(String text) {
        String stripped = text.strip();
        Matcher separated = SEPARATED.matcher(stripped);
        if (separated.matches()) {
            return time(separated);
        }
        Matcher digits = DIGITS.matcher(stripped);
        return digits.matches() ? time(digits) : Optional.empty();
    }

    private static Optional<LocalDateTime> time(Matcher parts) {
        try {
            return Optional.of(LocalDateTime.of(
                    year(parts.group(1)),
                    number(parts, 2),
                    number(parts, 3),
                    number(parts, 4),
                    number(parts, 5),
                    number(parts, 6),
                    micros(parts.group(7)) * NANOS));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static int year(String text) {
        int year = Integer.parseInt(text);
        if (text.length() > 2) {
            return year;
        }
        return year < SHORT_YEARS ? 2000 + year : 1900 + year;
    }

    private static int number(Matcher parts, int group) {
        String text = parts.group(group);
        return text == null ? 0 : Integer.parseInt(text);
    }

    private static int micros(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt((digits + "000000").substring(0, MICRO_DIGITS));
    }

    /** Prints a time. Microseconds are omitted if they are zero. */
    static String of(LocalDateTime time) {
        return time.format(time.get(ChronoField.MICRO_OF_SECOND) == 0 ? SECONDS : MICROSECONDS);
    }
}
