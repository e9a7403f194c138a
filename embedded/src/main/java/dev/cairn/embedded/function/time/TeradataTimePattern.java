package dev.cairn.embedded.function.time;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of to_tera_date and to_tera_timestamp, such as {@code yyyy-mm-dd hh24:mi:ss}. Numbers may have fewer digits
 * than the pattern; missing fields are taken from 2000-01-01 00:00:00, and text after the last element of the pattern
 * is ignored.
 */
record TeradataTimePattern(List<String> elements) {
    private static final List<String> ELEMENT_NAMES =
            List.of("yyyy", "yy", "mm", "mi", "dd", "hh24", "hh", "ss", "am", "pm");

    private static final String PUNCTUATION = "-/,.;: \r\n\t";
    private static final int HOUR_INDEX = 3;

    /**
     * Parses a pattern. A repeated punctuation mark counts as one.
     *
     * @throws dev.cairn.embedded.function.FunctionEvaluationException if the pattern contains anything but fields and
     *     punctuation marks
     */
    static TeradataTimePattern compile(String pattern) {
        List<String> elements = new ArrayList<>();
        int position = 0;
        while (position < pattern.length()) {
            String element = readElement(pattern, position);
            elements.add(element);
            position += element.length();
            while (PUNCTUATION.contains(element) && pattern.startsWith(element, position)) {
                position++;
            }
        }
        return new TeradataTimePattern(elements);
    }

    /** Returns the field, the marker or the punctuation mark at a position of a pattern. */
    private static String readElement(String pattern, int position) {
        return ELEMENT_NAMES.stream()
                .filter(field -> pattern.startsWith(field, position))
                .findFirst()
                .or(() -> Optional.of(pattern.substring(position, position + 1)).filter(PUNCTUATION::contains))
                .orElseThrow(() -> TimeFunctions.createInvalidFormatException(pattern));
    }

    /** Parses a text; returns null if the text does not match the pattern, or if there is no such time. */
    @Nullable
    LocalDateTime parse(String text) {
        int[] fieldValues = {2000, 1, 1, 0, 0, 0};
        int position = 0;
        for (String element : elements) {
            if (PUNCTUATION.contains(element) || isAmPmMarker(element)) {
                if (!text.startsWith(element, position)) {
                    return null;
                }
                position += element.length();
                fieldValues[HOUR_INDEX] += element.equals("pm") ? 12 : 0;
                continue;
            }
            int end = skipDigits(text, position, element.equals("yyyy") ? 4 : 2);
            if (end == position) {
                return null;
            }
            int number = Integer.parseInt(text.substring(position, end));
            fieldValues[fieldIndex(element)] = element.equals("yy") ? DateTimeParser.expandShortYear(number) : number;
            position = end;
        }
        return toDateTime(fieldValues);
    }

    private static int skipDigits(String text, int start, int maxDigits) {
        int end = start;
        while (end < Math.min(text.length(), start + maxDigits) && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isAmPmMarker(String element) {
        return element.equals("am") || element.equals("pm");
    }

    /** Returns the index of a field among year, month, day, hour, minute and second. */
    private static int fieldIndex(String element) {
        return switch (element) {
            case "yyyy", "yy" -> 0;
            case "mm" -> 1;
            case "dd" -> 2;
            case "mi" -> 4;
            case "ss" -> 5;
            default -> HOUR_INDEX;
        };
    }

    private static @Nullable LocalDateTime toDateTime(int[] fieldValues) {
        try {
            return LocalDate.of(fieldValues[0], fieldValues[1], fieldValues[2])
                    .atStartOfDay()
                    .plusHours(fieldValues[HOUR_INDEX])
                    .plusMinutes(fieldValues[4])
                    .plusSeconds(fieldValues[5]);
        } catch (DateTimeException ignored) {
            return null;
        }
    }
}
