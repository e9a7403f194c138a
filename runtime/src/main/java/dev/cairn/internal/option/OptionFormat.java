package dev.cairn.internal.option;

import dev.cairn.upgrade.RebuildOptions.TimeWindow;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that an option accepts, and how they are written as text. The message of each
 * {@link IllegalArgumentException} continues a sentence that begins with the name of the option, as in "must be at
 * least 1, and not 0".
 */
public sealed interface OptionFormat<T> {
    Class<T> type();

    /** Returns the label of a value in a help text. */
    String label();

    /**
     * Returns the value that a text stands for.
     *
     * @throws IllegalArgumentException if the text is not a value
     */
    T parse(String text);

    /**
     * Checks a value.
     *
     * @throws IllegalArgumentException if the option does not accept the value
     */
    default void requireValid(T value) {}

    default String format(T value) {
        return value.toString();
    }

    private static IllegalArgumentException createRefusal(String expected, Object value) {
        return new IllegalArgumentException(expected + ", and not " + value);
    }

    /**
     * A duration.
     *
     * @param minimum the shortest one
     * @param maximum the longest one
     * @param isUnitRequired whether a number without a unit is refused; otherwise it is a number of seconds
     */
    record DurationFormat(Duration minimum, Duration maximum, boolean isUnitRequired)
            implements OptionFormat<Duration> {
        private static final Duration MAX_DURATION = Duration.ofDays(999_999_999);
        private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");

        /** Returns the form of durations that are at least so long. */
        public static DurationFormat atLeast(Duration minimum) {
            return new DurationFormat(minimum, MAX_DURATION, false);
        }

        /** Returns the form of periods up to a number of days, with their unit. */
        static DurationFormat daysUpTo(int maxDays) {
            return new DurationFormat(Duration.ZERO, Duration.ofDays(maxDays), true);
        }

        @Override
        public Class<Duration> type() {
            return Duration.class;
        }

        @Override
        public String label() {
            return "TIME";
        }

        @Override
        public Duration parse(String text) {
            Matcher parts = DURATION.matcher(text);
            if (!parts.matches() || (isUnitRequired && parts.group(2) == null)) {
                throw createRefusal(
                        isUnitRequired
                                ? "must be a number with ms, s, m, h or d, such as 7d"
                                : "must be a number of seconds, or a number with ms, s, m, h or d, such as 10m",
                        "'" + text + "'");
            }
            long number = Long.parseLong(parts.group(1));
            if (parts.group(2) == null) {
                return Duration.ofSeconds(number);
            }
            return switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }

        @Override
        public void requireValid(Duration value) {
            if (value.compareTo(minimum) < 0) {
                throw createRefusal("must be at least " + format(minimum), format(value));
            }
            if (value.compareTo(maximum) > 0) {
                throw createRefusal("must be at most " + format(maximum), format(value));
            }
        }

        /** {@code 10m}: in the largest unit of which it is a multiple. */
        @Override
        public String format(Duration value) {
            if (value.isZero() || value.toNanosPart() % 1_000_000 != 0) {
                return value.isZero() ? "0" : value.toString();
            }
            if (value.toMillisPart() != 0) {
                return value.toMillis() + "ms";
            }
            if (value.toSecondsPart() != 0) {
                return value.toSeconds() + "s";
            }
            if (value.toMinutesPart() != 0) {
                return value.toMinutes() + "m";
            }
            return value.toHoursPart() != 0 ? value.toHours() + "h" : value.toDays() + "d";
        }
    }

    /** A number, which is at least one. */
    record CountFormat(int maximum) implements OptionFormat<Integer> {
        @Override
        public Class<Integer> type() {
            return Integer.class;
        }

        @Override
        public String label() {
            return "N";
        }

        @Override
        public Integer parse(String text) {
            return Math.toIntExact(RowCountFormat.parseNumber(text, Integer.MAX_VALUE));
        }

        @Override
        public void requireValid(Integer value) {
            if (value < 1) {
                throw createRefusal("must be at least 1", value);
            }
            if (value > maximum) {
                throw createRefusal("must be at most " + maximum, value);
            }
        }
    }

    /** A number of rows, at least one. */
    record RowCountFormat() implements OptionFormat<Long> {
        @Override
        public Class<Long> type() {
            return Long.class;
        }

        @Override
        public String label() {
            return "ROWS";
        }

        @Override
        public Long parse(String text) {
            return parseNumber(text, Long.MAX_VALUE);
        }

        @Override
        public void requireValid(Long value) {
            if (value < 1) {
                throw createRefusal("must be at least 1", value);
            }
        }

        private static long parseNumber(String text, long maximum) {
            try {
                long number = Long.parseLong(text);
                if (number <= maximum) {
                    return number;
                }
            } catch (NumberFormatException ignored) {
                // The message below says what is expected.
            }
            throw createRefusal("must be a number", "'" + text + "'");
        }
    }

    /** One of the constants of an enum, written in small letters with hyphens. */
    record ChoiceFormat<E extends Enum<E>>(String label, Class<E> type) implements OptionFormat<E> {
        @Override
        public E parse(String text) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> format(constant).equals(text))
                    .findFirst()
                    .orElseThrow(() -> createRefusal("must be " + listConstants(), "'" + text + "'"));
        }

        private String listConstants() {
            List<String> names =
                    Arrays.stream(type.getEnumConstants()).map(this::format).toList();
            int lastIndex = names.size() - 1;
            return String.join(", ", names.subList(0, lastIndex)) + " or " + names.get(lastIndex);
        }

        @Override
        public String format(E value) {
            return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A name, which is not empty. */
    record NameFormat() implements OptionFormat<String> {
        @Override
        public Class<String> type() {
            return String.class;
        }

        @Override
        public String label() {
            return "NAME";
        }

        @Override
        public String parse(String text) {
            return text;
        }

        @Override
        public void requireValid(String value) {
            if (value.isBlank()) {
                throw new IllegalArgumentException("must not be empty");
            }
        }
    }

    /** The times of day between which something may start. */
    record TimeWindowFormat() implements OptionFormat<TimeWindow> {
        @Override
        public Class<TimeWindow> type() {
            return TimeWindow.class;
        }

        @Override
        public String label() {
            return "TIMES";
        }

        @Override
        public TimeWindow parse(String text) {
            String[] times = text.split("-", -1);
            try {
                if (times.length == 2) {
                    return new TimeWindow(LocalTime.parse(times[0]), LocalTime.parse(times[1]));
                }
            } catch (DateTimeException | IllegalArgumentException ignored) {
                // The message below says what is expected.
            }
            throw createRefusal("must be two different times, such as 22:00-06:00", "'" + text + "'");
        }
    }
}
