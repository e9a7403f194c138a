package dev.cairn.engine.value;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Converts durations such as {@code 1 month} or {@code 2 weeks 3 days} to the normal form of the server. */
public final class PeriodNormalizer {

    private PeriodNormalizer() {}

    /**
     * Returns the normal form of the server, such as {@code 1 months}, with years, months and days, or else with hours,
     * minutes and seconds. The normal form of each duration of length zero is {@code 0 second}.
     *
     * @throws InvalidValueException if the text is not a duration
     */
    public static String normalize(String text) throws InvalidValueException {
        String[] numbersAndUnits = text.trim().split("\\s+");
        if (numbersAndUnits.length % 2 != 0) {
            throw createInvalidPeriodException();
        }
        return hasOnlyCalendarUnits(numbersAndUnits)
                ? normalizeCalendarPeriod(numbersAndUnits)
                : normalizeTimePeriod(numbersAndUnits);
    }

    private static InvalidValueException createInvalidPeriodException() {
        return new InvalidValueException(ValueRule.DURATION_FORMAT);
    }

    private static boolean hasOnlyCalendarUnits(String[] numbersAndUnits) {
        for (int i = 1; i < numbersAndUnits.length; i += 2) {
            switch (toSingular(numbersAndUnits[i])) {
                case "day", "week", "month", "year" -> {} // the number must be an INT
                default -> {
                    return false;
                }
            }
            try {
                Integer.parseInt(numbersAndUnits[i - 1]);
            } catch (NumberFormatException ignored) {
                return false;
            }
        }
        return true;
    }

    private static String normalizeCalendarPeriod(String[] numbersAndUnits) {
        int years = 0;
        int months = 0;
        int days = 0;
        for (int i = 0; i < numbersAndUnits.length; i += 2) {
            int number = Integer.parseInt(numbersAndUnits[i]);
            switch (toSingular(numbersAndUnits[i + 1])) {
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

    private static String normalizeTimePeriod(String[] numbersAndUnits) throws InvalidValueException {
        long seconds = 0;
        for (int i = 0; i < numbersAndUnits.length; i += 2) {
            seconds += parseNumber(numbersAndUnits[i]) * secondsPerUnit(toSingular(numbersAndUnits[i + 1]));
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
            throw createInvalidPeriodException();
        }
    }

    private static long secondsPerUnit(String unit) throws InvalidValueException {
        return switch (unit) {
            case "second" -> 1;
            case "minute" -> TimeUnit.MINUTES.toSeconds(1);
            case "hour" -> TimeUnit.HOURS.toSeconds(1);
            case "day" -> TimeUnit.DAYS.toSeconds(1);
            default -> throw createInvalidPeriodException();
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
