package dev.cairn.embedded.function;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of to_tera_date and to_tera_timestamp, such as {@code yyyy-mm-dd hh24:mi:ss}. Numbers may have fewer digits than the pattern;
 * missing parts are those of 2000-01-01 00:00:00, and what follows the pattern's last part is ignored.
 */
record TeradataPattern(List<String> parts) {
    private static final List<String> FIELDS = List.of("yyyy", "yy", "mm", "mi", "dd", "hh24", "hh", "ss", "am", "pm");

    private static final String PUNCTUATION = "-/,.;: \r\n\t";
    private static final int FIRST_YEAR_OF_LAST_CENTURY = 70;

    /** Reads a pattern. A repeated punctuation mark counts as one. */
    static TeradataPattern of(String pattern) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            String part = part(pattern, at);
            parts.add(part);
            at += part.length();
            while (PUNCTUATION.contains(part) && pattern.startsWith(part, at)) {
                at++;
            }
        }
        return new TeradataPattern(parts);
    }

    private static String part(String pattern, int at) {
        return FIELDS.stream()
                .filter(field -> pattern.startsWith(field, at))
                .findFirst()
                .or(() -> Optional.of(pattern.substring(at, at + 1)).filter(PUNCTUATION::contains))
                .orElseThrow(() -> TimeFunctions.invalidFormat(pattern));
    }

    /** Returns the time of a text; null if the text does not match, or is no time. */
    @Nullable
    LocalDateTime parse(String text) {
        int[] values = {2000, 1, 1, 0, 0, 0};
        int at = 0;
        for (String part : parts) {
            if (PUNCTUATION.contains(part) || (part.endsWith("m") && !part.equals("mm"))) {
                if (!text.startsWith(part, at)) {
                    return null;
                }
                at += part.length();
                values[3] += part.equals("pm") ? 12 : 0;
                continue;
            }
            int end = numberEnd(text, at, part.equals("yyyy") ? 4 : 2);
            if (end == at) {
                return null;
            }
            values[place(part)] = number(part, Integer.parseInt(text.substring(at, end)));
            at = end;
        }
        return time(values);
    }

    private static int numberEnd(String text, int start, int digits) {
        int end = start;
        while (end < Math.min(text.length(), start + digits) && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int number(String part, int number) {
        return part.equals("yy") ? number + (number >= FIRST_YEAR_OF_LAST_CENTURY ? 1900 : 2000) : number;
    }

    /** Returns the place of a part among year, month, day, hour, minute and second. */
    private static int place(String part) {
        return switch (part) {
            case "yyyy", "yy" -> 0;
            case "mm" -> 1;
            case "dd" -> 2;
            case "mi" -> 4;
            case "ss" -> 5;
            default -> 3;
        };
    }

    private static @Nullable LocalDateTime time(int[] values) {
        try {
            return LocalDate.of(values[0], values[1], values[2])
                    .atStartOfDay()
                    .plusHours(values[3])
                    .plusMinutes(values[4])
                    .plusSeconds(values[5]);
        } catch (DateTimeException noTime) {
            return null;
        }
    }
}
