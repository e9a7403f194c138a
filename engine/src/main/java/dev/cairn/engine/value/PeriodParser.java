package dev.cairn.engine.value;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Parses durations such as {@code 1 month}, {@code 2 weeks 3 days} and {@code 12 hours}. */
public final class PeriodParser {

    private PeriodParser() {}

    /**
     * Returns the server's normal form, such as {@code 1 months}, in years, months and days or in hours, minutes and
     * seconds.
     */
    public static String normalize(String text) throws InvalidValueException {
        String[] words = text.trim().split("\\s+");
        if (words.length % 2 != 0) {
            throw invalidPeriodException();
        }
        return isInDays(words) ? normalizeDays(words) : normalizeSeconds(words);
    }

    private static InvalidValueException invalidPeriodException() {
        return new InvalidValueException(ValueRule.DURATION_FORMAT);
    }

    private static boolean isInDays(String[] words) {
        for (int i = 1; i < words.length; i += 2) {
            switch (toSingular(words[i])) {
                case "day", "week", "month", "year" -> {} // the number must be an INT
                default -> {
                    return false;
                }
            }
            try {
                Integer.parseInt(words[i - 1]);
            } catch (NumberFormatException failure) {
                return false;
            }
        }
        return true;
    }

    private static String normalizeDays(String[] words) {
        int years = 0;
        int months = 0;
        int days = 0;
        for (int i = 0; i < words.length; i += 2) {
            int number = Integer.parseInt(words[i]);
            switch (toSingular(words[i + 1])) {
                case "day" -> days += number;
                case "week" -> days += 7 * number;
                case "month" -> months += number;
                default -> years += number;
            }
        }
        String normalizedText =
                (formatUnit(years, "years") + formatUnit(months, "months") + formatUnit(days, "days")).trim();
        // The server treats a period of zero days as a duration of zero seconds.
        return normalizedText.isEmpty() ? "0 second" : normalizedText;
    }

    private static String normalizeSeconds(String[] words) throws InvalidValueException {
        long seconds = 0;
        for (int i = 0; i < words.length; i += 2) {
            seconds += parseNumber(words[i]) * secondsPerUnit(toSingular(words[i + 1]));
        }
        Duration duration = Duration.ofSeconds(seconds);
        String normalizedText = formatUnit(duration.toHours(), "hours")
                + formatUnit(duration.toMinutesPart(), "minutes")
                + formatUnit(duration.toSecondsPart(), "seconds");
        return normalizedText.isEmpty() ? "0 second" : normalizedText.trim();
    }

    private static long parseNumber(String word) throws InvalidValueException {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException failure) {
            throw invalidPeriodException();
        }
    }

    private static long secondsPerUnit(String unit) throws InvalidValueException {
        return switch (unit) {
            case "second" -> 1;
            case "minute" -> TimeUnit.MINUTES.toSeconds(1);
            case "hour" -> TimeUnit.HOURS.toSeconds(1);
            case "day" -> TimeUnit.DAYS.toSeconds(1);
            default -> throw invalidPeriodException();
        };
    }

    private static String toSingular(String word) {
        String lowerCaseWord = word.toLowerCase(Locale.ROOT);
        return lowerCaseWord.endsWith("s") ? lowerCaseWord.substring(0, lowerCaseWord.length() - 1) : lowerCaseWord;
    }

    private static String formatUnit(long number, String unit) {
        return number == 0 ? "" : number + " " + unit + " ";
    }
}
