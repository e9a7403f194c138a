package dev.cairn.engine.table;

import dev.cairn.engine.property.StorageMedium;
import dev.cairn.engine.value.InvalidValueException;
import java.util.Locale;
import java.util.Set;

/** Spans of time in words: {@code 1 month}, {@code 2 weeks 3 days}, {@code 12 hours}. */
public final class Periods {
    /** CREATE keeps these in their normal form, and ALTER as they were written. */
    private static final Set<String> PROPERTIES =
            Set.of(RetentionProperties.TTL, StorageMedium.COOLDOWN_TTL, LakeProperties.CACHE_DURATION);

    private static final int SECONDS_PER_MINUTE = 60;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int SECONDS_PER_DAY = 86400;

    private Periods() {}

    /** What the value of a property says: of a span of time its normal form, of anything else the value. */
    public static String meaning(String property, String value) {
        if (!PROPERTIES.contains(property)) {
            return value;
        }
        try {
            return normal(value);
        } catch (InvalidValueException none) {
            return value; // a placeholder, or what the server would refuse
        }
    }

    /** In the server's normal form, {@code 1 months}: of years, months and days, or else of hours, minutes and seconds. */
    public static String normal(String text) throws InvalidValueException {
        String[] words = text.trim().split("\\s+");
        if (words.length % 2 != 0) {
            throw notAPeriod();
        }
        return isOfDays(words) ? ofDays(words) : ofSeconds(words);
    }

    private static InvalidValueException notAPeriod() {
        return new InvalidValueException("Cannot parse text to Duration");
    }

    private static boolean isOfDays(String[] words) {
        for (int i = 1; i < words.length; i += 2) {
            switch (singular(words[i])) {
                case "day", "week", "month", "year" -> {} // an INT of them
                default -> {
                    return false;
                }
            }
            try {
                Integer.parseInt(words[i - 1]);
            } catch (NumberFormatException e) {
                return false;
            }
        }
        return true;
    }

    private static String ofDays(String[] words) {
        int years = 0;
        int months = 0;
        int days = 0;
        for (int i = 0; i < words.length; i += 2) {
            int number = Integer.parseInt(words[i]);
            switch (singular(words[i + 1])) {
                case "day" -> days += number;
                case "week" -> days += 7 * number;
                case "month" -> months += number;
                default -> years += number;
            }
        }
        String text = (part(years, "years") + part(months, "months") + part(days, "days")).trim();
        // The server takes a period of no days for a duration of no seconds.
        return text.isEmpty() ? "0 second" : text;
    }

    private static String ofSeconds(String[] words) throws InvalidValueException {
        long seconds = 0;
        for (int i = 0; i < words.length; i += 2) {
            seconds += number(words[i]) * secondsPer(singular(words[i + 1]));
        }
        String text = part(seconds / SECONDS_PER_HOUR, "hours")
                + part(seconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE, "minutes")
                + part(seconds % SECONDS_PER_MINUTE, "seconds");
        return text.isEmpty() ? "0 second" : text.trim();
    }

    private static long number(String word) throws InvalidValueException {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw notAPeriod();
        }
    }

    private static int secondsPer(String unit) throws InvalidValueException {
        return switch (unit) {
            case "second" -> 1;
            case "minute" -> SECONDS_PER_MINUTE;
            case "hour" -> SECONDS_PER_HOUR;
            case "day" -> SECONDS_PER_DAY;
            default -> throw notAPeriod();
        };
    }

    private static String singular(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + " " + unit + " ";
    }
}
