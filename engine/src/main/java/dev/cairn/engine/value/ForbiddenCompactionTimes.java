package dev.cairn.engine.value;

import java.util.Locale;
import java.util.Set;

/**
 * The times without base compaction, such as {@code * 8-20 * * *}. A crontab has five fields; the first one, the
 * minute, is always a star.
 */
public record ForbiddenCompactionTimes(String minute, String hour, String dayOfMonth, String month, String dayOfWeek) {
    private static final Set<String> MONTH_NAMES =
            Set.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final Set<String> WEEKDAY_NAMES = Set.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /** Parses a text and checks its fields as the server does. */
    public static ForbiddenCompactionTimes parse(String text) throws InvalidValueException {
        String[] fields = text.split("\\s+", 0);
        if (fields.length != 5) {
            throw new InvalidValueException(ValueRule.CRONTAB_FORMAT, text + "; it must have 5 fields");
        }
        ForbiddenCompactionTimes crontab =
                new ForbiddenCompactionTimes(fields[0], fields[1], fields[2], fields[3], fields[4]);
        if (!crontab.minute.equals("*")) {
            throw new InvalidValueException(ValueRule.CRONTAB_FORMAT, text + "; the minute must be *");
        }
        if (!crontab.dayOfMonth.equals("*") && !crontab.dayOfWeek.equals("*")) {
            throw new InvalidValueException(
                    ValueRule.CRONTAB_FORMAT, text + "; the day of the month or the day of the week must be *");
        }
        if (!crontab.hasValidFields()) {
            throw new InvalidValueException(ValueRule.CRONTAB_FORMAT, text);
        }
        return crontab;
    }

    private boolean hasValidFields() {
        return isValidField(hour, 0, 23, Set.of())
                && isValidField(dayOfMonth, 1, 31, Set.of("L", "LW"))
                && isValidField(month, 1, 12, MONTH_NAMES)
                && isValidField(dayOfWeek, 1, 7, WEEKDAY_NAMES);
    }

    /** Returns whether each item of a field is valid; a step after a slash may exceed the maximum by one. */
    private static boolean isValidField(String field, int minimum, int maximum, Set<String> allowedWords) {
        for (String item : field.split(",", -1)) {
            int slashIndex = item.indexOf('/');
            String range = slashIndex < 0 ? item : item.substring(0, slashIndex);
            if (slashIndex >= 0 && !isNumberWithin(item.substring(slashIndex + 1), 1, maximum + 1)) {
                return false;
            }
            if (!isValidRange(range, minimum, maximum, allowedWords)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isValidRange(String range, int minimum, int maximum, Set<String> allowedWords) {
        if (range.equals("*")) {
            return true;
        }
        int dashIndex = range.indexOf('-', 1);
        if (dashIndex < 0) {
            return isValidValue(range, minimum, maximum, allowedWords);
        }
        return isValidValue(range.substring(0, dashIndex), minimum, maximum, allowedWords)
                && isValidValue(range.substring(dashIndex + 1), minimum, maximum, allowedWords);
    }

    private static boolean isValidValue(String value, int minimum, int maximum, Set<String> allowedWords) {
        return allowedWords.contains(value.toUpperCase(Locale.ROOT)) || isNumberWithin(value, minimum, maximum);
    }

    private static boolean isNumberWithin(String text, int minimum, int maximum) {
        if (text.isEmpty()
                || text.length() > 3
                || !text.chars().allMatch(character -> character >= '0' && character <= '9')) {
            return false;
        }
        int number = Integer.parseInt(text);
        return number >= minimum && number <= maximum;
    }
}
