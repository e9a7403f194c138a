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
 * The format of an option: the values that it accepts, and their texts. The message of each
 * {@link IllegalArgumentException} continues a sentence that begins with the name of the option, as in "must be at
 * least 1, but was 0".
 */
public sealed interface OptionFormat<T> {
    /** Returns the class of the values. */
    Class<T> type();
    /** Returns the label of a value in a help text. */
    String label();

    /**
     * Parses a value, without checking whether the option accepts it.
     *
     * @throws IllegalArgumentException if the string is not the text of a value
     */
    T parse(String valueText);

    /**
     * Requires that the option accepts a value.
     *
     * @throws IllegalArgumentException if the option does not accept the value
     */
    default void requireValid(T value) {}

    default String format(T value) {
        return value.toString();
    }

    private static IllegalArgumentException createInvalidValueException(String requirement, Object value) {
        return new IllegalArgumentException(requirement + ", but was " + value);
    }

    /**
     * A duration within limits.
     *
     * @param min the shortest valid duration
     * @param max the longest valid duration
     * @param isUnitRequired whether a number without a unit is refused; otherwise it is a number of seconds
     */
    record DurationFormat(Duration min, Duration max, boolean isUnitRequired) implements OptionFormat<Duration> {
        private static final Duration MAX_DURATION = Duration.ofDays(999_999_999);
        private static final Pattern DURATION_PATTERN = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");

        /** Returns the format of durations that are not shorter than a minimum. */
        public static DurationFormat atLeast(Duration min) {
            return new DurationFormat(min, MAX_DURATION, false);
        }

        /** Returns the format of durations with a unit, up to a number of days. */
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
        public Duration parse(String valueText) {
            Matcher matcher = DURATION_PATTERN.matcher(valueText);
            if (!matcher.matches() || (isUnitRequired && matcher.group(2) == null)) {
                throw createInvalidValueException(
                        isUnitRequired
                                ? "must be a number with ms, s, m, h or d, such as 7d"
                                : "must be a number of seconds, or a number with ms, s, m, h or d, such as 10m",
                        "'" + valueText + "'");
            }
            long number = Long.parseLong(matcher.group(1));
            if (matcher.group(2) == null) {
                return Duration.ofSeconds(number);
            }
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }

        @Override
        public void requireValid(Duration value) {
            if (value.compareTo(min) < 0) {
                throw createInvalidValueException("must be at least " + format(min), format(value));
            }
            if (value.compareTo(max) > 0) {
                throw createInvalidValueException("must be at most " + format(max), format(value));
            }
        }

        /**
         * Formats a duration in the largest unit that divides it, as in {@code 10m}. Zero has no unit, and a fraction
         * of a millisecond is formatted as in {@code PT0.0005S}.
         */
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

    /** A number from 1 to a maximum. */
    record CountFormat(int max) implements OptionFormat<Integer> {
        @Override
        public Class<Integer> type() {
            return Integer.class;
        }

        @Override
        public String label() {
            return "N";
        }

        @Override
        public Integer parse(String valueText) {
            return Math.toIntExact(RowCountFormat.parseNumber(valueText, Integer.MAX_VALUE));
        }

        @Override
        public void requireValid(Integer value) {
            if (value < 1) {
                throw createInvalidValueException("must be at least 1", value);
            }
            if (value > max) {
                throw createInvalidValueException("must be at most " + max, value);
            }
        }
    }

    /** A number of rows that is at least 1. */
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
        public Long parse(String valueText) {
            return parseNumber(valueText, Long.MAX_VALUE);
        }

        @Override
        public void requireValid(Long value) {
            if (value < 1) {
                throw createInvalidValueException("must be at least 1", value);
            }
        }

        private static long parseNumber(String valueText, long max) {
            try {
                long number = Long.parseLong(valueText);
                if (number <= max) {
                    return number;
                }
            } catch (NumberFormatException ignored) {
                // The message below says what is expected.
            }
            throw createInvalidValueException("must be a number", "'" + valueText + "'");
        }
    }

    /** One of the constants of an enum, written in lower case with hyphens. */
    record ChoiceFormat<E extends Enum<E>>(String label, Class<E> type) implements OptionFormat<E> {
        @Override
        public E parse(String valueText) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> format(constant).equals(valueText))
                    .findFirst()
                    .orElseThrow(
                            () -> createInvalidValueException("must be " + listConstants(), "'" + valueText + "'"));
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

    /** A name, which is not blank. */
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
        public String parse(String valueText) {
            return valueText;
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
        public TimeWindow parse(String valueText) {
            String[] timeTexts = valueText.split("-", -1);
            try {
                if (timeTexts.length == 2) {
                    return new TimeWindow(LocalTime.parse(timeTexts[0]), LocalTime.parse(timeTexts[1]));
                }
            } catch (DateTimeException | IllegalArgumentException ignored) {
                // The message below says what is expected.
            }
            throw createInvalidValueException(
                    "must be two different times, such as 22:00-06:00", "'" + valueText + "'");
        }
    }
}
