package dev.cairn.embedded.function.time;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.BOOLEAN;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.LONG;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.function.JavaFunction;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions of the type TIME, whose values are seconds. */
public final class TimeOfDayFunctions {
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int TIME_PART_COUNT = 3;
    private static final Pattern UNSIGNED_NUMBER_PATTERN =
            Pattern.compile("[ \\t\\n\\x0B\\f\\r]*([0-9]+)[ \\t\\n\\x0B\\f\\r]*");

    private TimeOfDayFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                helper("time_text", LONG).returningText(arguments -> formatTime(arguments.longAt(0))),
                helper("time", TEXT).returningLong(arguments -> parseTime(arguments.textAt(0))),
                helper("time_of_number", LONG, BOOLEAN)
                        .returningLong(arguments -> parseTimeDigits(arguments.longAt(0), (Boolean)
                                arguments.values().get(1))),
                helper("time_digits", LONG).returningLong(arguments -> toTimeDigits(arguments.longAt(0))),
                helper("time_format", LONG, TEXT)
                        .returningText(arguments -> new TimeFormat(arguments.textAt(1)).format(arguments.longAt(0))));
    }

    private static String formatTime(long seconds) {
        long absoluteSeconds = Math.abs(seconds);
        return String.format(
                Locale.ROOT,
                "%s%02d:%02d:%02d",
                seconds < 0 ? "-" : "",
                absoluteSeconds / SECONDS_PER_HOUR,
                absoluteSeconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE,
                absoluteSeconds % SECONDS_PER_MINUTE);
    }

    /**
     * Returns the seconds of a time that is written as three numbers with colons between them; null if the text has
     * another form. As on the server, the numbers are integers of 32 bits.
     */
    private static @Nullable Long parseTime(String text) {
        String[] numberTexts = text.split(":", -1);
        int[] numbers = new int[TIME_PART_COUNT];
        if (numberTexts.length != TIME_PART_COUNT) {
            return null;
        }
        for (int i = 0; i < TIME_PART_COUNT; i++) {
            Matcher numberMatcher = UNSIGNED_NUMBER_PATTERN.matcher(numberTexts[i]);
            BigInteger number = numberMatcher.matches() ? new BigInteger(numberMatcher.group(1)) : null;
            if (number == null || number.bitLength() > Long.SIZE) {
                return null;
            }
            numbers[i] = number.intValue();
        }
        return numbers[1] < SECONDS_PER_MINUTE && numbers[2] < SECONDS_PER_MINUTE
                ? Long.valueOf(numbers[0] * SECONDS_PER_HOUR + numbers[1] * SECONDS_PER_MINUTE + numbers[2])
                : null;
    }

    /**
     * Returns the seconds of the time that is written as the number HHMMSS, such as 83000 for 08:30:00. As on the
     * server, a negative number counts as the unsigned number with the same bits.
     *
     * @param checksRange whether a number with more than 59 minutes or seconds is not a time
     */
    private static @Nullable Long parseTimeDigits(long number, boolean checksRange) {
        long second = Long.remainderUnsigned(number, 100);
        long minute = Long.remainderUnsigned(number, 10000) / 100;
        if (checksRange && (second >= SECONDS_PER_MINUTE || minute >= SECONDS_PER_MINUTE)) {
            return null;
        }
        return Long.divideUnsigned(number, 10000) * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second;
    }

    /**
     * Returns the number HHMMSS of a time; a server takes the negative seconds of a TIME for a huge unsigned number.
     */
    private static long toTimeDigits(long seconds) {
        long hour = Long.divideUnsigned(seconds, SECONDS_PER_HOUR);
        long minute = Long.remainderUnsigned(Long.divideUnsigned(seconds, SECONDS_PER_MINUTE), SECONDS_PER_MINUTE);
        return hour * 10_000 + minute * 100 + Long.remainderUnsigned(seconds, SECONDS_PER_MINUTE);
    }
}
