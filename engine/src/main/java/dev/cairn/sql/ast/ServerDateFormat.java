package dev.cairn.sql.ast;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * Parses and formats dates and times as the server does. Like the server, it determines the format by a few characters
 * of the text: {@code 2024-1-2}, {@code 24-1-2}, {@code 20240102}, each with an optional time after a space or a T.
 */
public final class ServerDateFormat {
    private static final int MIN_TEXT_LENGTH = 5;
    private static final int COMPACT_DATE_LENGTH = 8;
    private static final int COMPACT_DATE_TIME_LENGTH = 14;
    /** The first year that two digits denote: 70 stands for 1970, and 69 for 2069. */
    private static final int FIRST_SHORT_YEAR = 1970;

    private static final DateTimeFormatter COMPACT_DATE_FORMAT = createCompactFormatter(false);
    private static final DateTimeFormatter COMPACT_DATE_TIME_FORMAT = createCompactFormatter(true);
    private static final DateTimeFormatter DATE_FORMAT = createDateFormatter(false);
    private static final DateTimeFormatter SHORT_YEAR_DATE_FORMAT = createDateFormatter(true);
    /** The formats, indexed by four bits for short year, separator T, seconds and fraction. */
    private static final DateTimeFormatter[] DATE_TIME_FORMATS = createDateTimeFormatters();

    private ServerDateFormat() {}

    /**
     * Parses a date, optionally with a time. A text with a zone is converted to UTC, while the server converts it to
     * its own zone.
     *
     * @throws DateTimeException if the text is not a date
     */
    public static LocalDateTime parse(String text) {
        if (text.length() < MIN_TEXT_LENGTH) {
            throw new DateTimeException("Invalid datetime string: " + text);
        }
        if (text.endsWith("Z") || text.endsWith("]")) {
            return ZonedDateTime.parse(text, DateTimeFormatter.ISO_ZONED_DATE_TIME)
                    .withZoneSameInstant(ZoneOffset.UTC)
                    .toLocalDateTime();
        }
        if (text.contains("+")) {
            return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .atZoneSameInstant(ZoneOffset.UTC)
                    .toLocalDateTime();
        }
        return toDateTime(selectFormatter(text).parse(text));
    }

    /** Returns whether the text is valid in a literal of type DATE or DATETIME. */
    public static boolean isValid(String text) {
        try {
            parse(text);
            return true;
        } catch (DateTimeException ignored) {
            return false;
        }
    }

    /**
     * Parses a bound of a batch of partitions: the format is determined by the length alone, and February 31 becomes
     * the last day of February.
     *
     * @throws DateTimeException if the text is not a date
     */
    public static LocalDateTime parseByLength(String text) {
        DateTimeFormatter formatter = switch (text.length()) {
            case COMPACT_DATE_LENGTH -> COMPACT_DATE_FORMAT;
            case 10 -> DATE_FORMAT;
            case COMPACT_DATE_TIME_LENGTH -> COMPACT_DATE_TIME_FORMAT;
            case 19 -> DATE_TIME_FORMATS[formatterIndex(false, false, true, false)];
            case 26 -> DATE_TIME_FORMATS[formatterIndex(false, false, true, true)];
            default -> throw new DateTimeException("can not probe datetime format:" + text);
        };
        return toDateTime(formatter.withResolverStyle(ResolverStyle.SMART).parse(text));
    }

    /** Formats a date, for example {@code 2024-01-02}. */
    public static String formatDate(LocalDateTime dateTime) {
        return padWithZeros(dateTime.getYear(), 4)
                + '-'
                + padWithZeros(dateTime.getMonthValue(), 2)
                + '-'
                + padWithZeros(dateTime.getDayOfMonth(), 2);
    }

    /**
     * Formats a date with a time, for example {@code 2024-01-02 03:04:05}, with a fraction of six digits unless that is
     * zero.
     */
    public static String formatDateTime(LocalDateTime dateTime) {
        String textWithSeconds = formatDate(dateTime)
                + ' '
                + padWithZeros(dateTime.getHour(), 2)
                + ':'
                + padWithZeros(dateTime.getMinute(), 2)
                + ':'
                + padWithZeros(dateTime.getSecond(), 2);
        int micros = dateTime.getNano() / 1000;
        return micros == 0 ? textWithSeconds : textWithSeconds + '.' + padWithZeros(micros, 6);
    }

    /** Returns a number with leading zeros. */
    public static String padWithZeros(int number, int digitCount) {
        String text = Integer.toString(number);
        return text.length() >= digitCount ? text : "0".repeat(digitCount - text.length()) + text;
    }

    /** Returns the format that the server selects; it does not check whether the text has this format. */
    private static DateTimeFormatter selectFormatter(String text) {
        int dashIndex = text.indexOf('-');
        boolean hasShortYear = (dashIndex < 0 ? text.length() : dashIndex) == 2;
        int colonIndex = text.indexOf(':');
        if (colonIndex >= 0) {
            boolean hasSeconds = text.indexOf(':', colonIndex + 1) >= 0;
            boolean hasFraction = text.contains(".");
            return DATE_TIME_FORMATS[formatterIndex(hasShortYear, text.contains("T"), hasSeconds, hasFraction)];
        }
        if (hasShortYear) {
            return SHORT_YEAR_DATE_FORMAT;
        }
        boolean hasTwoDashes = dashIndex >= 0 && text.indexOf('-', dashIndex + 1) >= 0;
        if (!hasTwoDashes && text.length() == COMPACT_DATE_LENGTH) {
            return COMPACT_DATE_FORMAT;
        }
        return !hasTwoDashes && text.length() == COMPACT_DATE_TIME_LENGTH ? COMPACT_DATE_TIME_FORMAT : DATE_FORMAT;
    }

    /** Returns the parsed date with its time, or with midnight if the text has no time. */
    private static LocalDateTime toDateTime(TemporalAccessor parsedFields) {
        return parsedFields.query(TemporalQueries.localTime()) == null
                ? LocalDate.from(parsedFields).atStartOfDay()
                : LocalDateTime.from(parsedFields);
    }

    private static int formatterIndex(
            boolean hasShortYear, boolean hasLetterT, boolean hasSeconds, boolean hasFraction) {
        return (hasShortYear ? 8 : 0) + (hasLetterT ? 4 : 0) + (hasSeconds ? 2 : 0) + (hasFraction ? 1 : 0);
    }

    private static DateTimeFormatter[] createDateTimeFormatters() {
        DateTimeFormatter[] formatters = new DateTimeFormatter[16];
        for (int i = 0; i < formatters.length; i++) {
            boolean hasShortYear = (i & 8) != 0;
            DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder()
                    .append(createDateFormatter(hasShortYear))
                    .appendLiteral((i & 4) != 0 ? 'T' : ' ')
                    .appendValue(ChronoField.HOUR_OF_DAY, 2)
                    .appendLiteral(':')
                    .appendValue(ChronoField.MINUTE_OF_HOUR, 2);
            // A text with a fraction always has seconds.
            if ((i & 3) != 0) {
                builder.appendLiteral(':').appendValue(ChronoField.SECOND_OF_MINUTE, 2);
            }
            if ((i & 1) != 0) {
                builder.appendLiteral('.').appendFraction(ChronoField.MICRO_OF_SECOND, 1, 6, false);
            }
            formatters[i] = createStrictFormatter(builder);
        }
        return formatters;
    }

    private static DateTimeFormatter createDateFormatter(boolean hasShortYear) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
        if (hasShortYear) {
            builder.appendValueReduced(ChronoField.YEAR_OF_ERA, 2, 2, FIRST_SHORT_YEAR)
                    .parseDefaulting(ChronoField.ERA, 1);
        } else {
            builder.appendValue(ChronoField.YEAR, 4);
        }
        builder.appendLiteral('-')
                .appendValue(ChronoField.MONTH_OF_YEAR, 1, 2, SignStyle.NORMAL)
                .appendLiteral('-')
                .appendValue(ChronoField.DAY_OF_MONTH, 1, 2, SignStyle.NORMAL);
        return createStrictFormatter(builder);
    }

    private static DateTimeFormatter createCompactFormatter(boolean hasTime) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder()
                .appendValue(ChronoField.YEAR, 4)
                .appendValue(ChronoField.MONTH_OF_YEAR, 2);
        if (!hasTime) {
            builder.appendValue(ChronoField.DAY_OF_MONTH, 1, 2, SignStyle.NORMAL);
            return createStrictFormatter(builder);
        }
        builder.appendValue(ChronoField.DAY_OF_MONTH, 2)
                .appendValue(ChronoField.HOUR_OF_DAY, 2)
                .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
                .appendValue(ChronoField.SECOND_OF_MINUTE, 2);
        // Unlike the other formats, this one changes February 31 to the last day of the month.
        return builder.toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.SMART);
    }

    private static DateTimeFormatter createStrictFormatter(DateTimeFormatterBuilder builder) {
        return builder.toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }
}
