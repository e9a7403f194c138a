package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.OwnFunction.Kind.TEXT;
import static dev.cairn.embedded.function.OwnFunction.Kind.TIME;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Times by patterns: of MySQL, of Joda and of Teradata. */
final class TimeFormatFunctions {
    private TimeFormatFunctions() {}

    static List<OwnFunction> all() {
        return List.of(
                OwnFunction.text("date_format", in -> MysqlTimePattern.format(in.time(0), in.text(1)), TIME, TEXT),
                OwnFunction.text("unixtime_format", in -> named(in.text(0)), TEXT),
                OwnFunction.time("str_to_date", in -> MysqlTimePattern.parse(in.text(0), in.text(1)), TEXT, TEXT),
                OwnFunction.text("jodatime_format", in -> formatted(in.time(0), in.text(1)), TIME, TEXT),
                OwnFunction.time(
                        "str_to_jodatime",
                        in -> parsed(in.text(0), read(in.text(1), TimeFormatFunctions::joda)),
                        TEXT,
                        TEXT),
                OwnFunction.time(
                        "str_to_tera",
                        in -> parsed(in.text(0), read(in.text(1), TimeFormatFunctions::tera)),
                        TEXT,
                        TEXT));
    }

    private static @Nullable String formatted(LocalDateTime time, String pattern) {
        if (pattern.isEmpty()) {
            return null;
        }
        try {
            return read(pattern, TimeFormatFunctions::joda).format(time);
        } catch (DateTimeException withoutField) {
            throw invalid(pattern);
        }
    }

    private static DateTimeFormatter read(String pattern, Function<String, DateTimeFormatter> language) {
        try {
            return language.apply(pattern);
        } catch (IllegalArgumentException unreadable) {
            throw invalid(pattern);
        }
    }

    private static RefusedValueException invalid(String pattern) {
        return new RefusedValueException("The format parameter " + pattern + " is invalid");
    }

    /** Joda's letters are those of Java but for a few; its weeks begin on Monday. */
    private static DateTimeFormatter joda(String pattern) {
        String java = pattern.replace('Y', 'u').replace('y', 'u').replace('x', 'Y');
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(java)
                .toFormatter(Locale.forLanguageTag("en-US-u-fw-mon"));
    }

    /** Numbers may be shorter than the pattern; what is not said is the first month, the first day, midnight. */
    private static DateTimeFormatter tera(String pattern) {
        String java = pattern.toLowerCase(Locale.ROOT)
                .replace("mi", "~")
                .replace("mm", "M")
                .replace("~", "m")
                .replace("hh24", "H")
                .replace("dd", "d")
                .replace("ss", "s")
                .replace("yyyy", "uuuu")
                .replace("am", "a")
                .replace("pm", "a");
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(java.replace("hh12", "h").replace("hh", java.contains("a") ? "h" : "H"))
                .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                .toFormatter(Locale.ENGLISH);
    }

    private static @Nullable LocalDateTime parsed(String text, DateTimeFormatter format) {
        try {
            var parsed = format.parse(text.strip(), new ParsePosition(0));
            LocalDate date = parsed.query(TemporalQueries.localDate());
            LocalTime time = parsed.query(TemporalQueries.localTime());
            return date == null ? null : date.atTime(time == null ? LocalTime.MIDNIGHT : time);
        } catch (DateTimeException otherwiseWritten) {
            return null;
        }
    }

    /** Patterns that from_unixtime knows beside MySQL's. */
    private static String named(String pattern) {
        return switch (pattern) {
            case "yyyyMMdd" -> "%Y%m%d";
            case "yyyy-MM-dd" -> "%Y-%m-%d";
            case "yyyy-MM-dd HH:mm:ss" -> "%Y-%m-%d %H:%i:%s";
            default -> pattern;
        };
    }
}
