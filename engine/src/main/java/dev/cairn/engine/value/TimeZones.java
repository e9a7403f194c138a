package dev.cairn.engine.value;

import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Span;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Pattern;

/**
 * Checks and converts time zones as the server does. A zone is given by name, by offset, or by the aliases CST and PRC,
 * which denote China Standard Time.
 */
public final class TimeZones {
    /** The default time zone of a server. */
    public static final String DEFAULT_ZONE = "Asia/Shanghai";

    private static final Map<String, String> ZONE_BY_ALIAS = Map.of("CST", DEFAULT_ZONE, "PRC", DEFAULT_ZONE);
    private static final Pattern UNIVERSAL_OFFSET_PATTERN = Pattern.compile("UTC?[+-].*");
    private static final Pattern OFFSET_PATTERN = Pattern.compile("[+-]?\\d{1,2}:\\d{2}");
    /** The greatest offset with a minus; both maxima are hours times 100 plus minutes. */
    private static final int MAX_NEGATIVE_OFFSET = 1200;

    private static final int MAX_POSITIVE_OFFSET = 1400;

    private TimeZones() {}

    /** Returns the time zone with the name or offset, which must be valid. */
    public static ZoneId toZoneId(String zoneText) {
        return ZoneId.of(toStandardForm(zoneText), ZONE_BY_ALIAS);
    }

    /**
     * Validates a time zone, and returns the form that a variable has: an offset has a sign, and two digits for its
     * hours.
     *
     * @throws Refusal if the server does not know the zone, or if the offset is out of its range
     */
    public static String normalize(String zoneText, Span span) {
        String standardForm = toStandardForm(zoneText);
        if (isOffset(standardForm) && isOutOfRange(standardForm)) {
            throw Refusal.ofExecution(span, ServerError.UNKNOWN_TIME_ZONE, standardForm);
        }
        requireKnown(standardForm, standardForm, span);
        return standardForm;
    }

    /**
     * Validates the time zone of a property: the server must know it both as it is written and in its standard form.
     */
    public static void requireValidProperty(String zoneText, Span span) {
        requireKnown(zoneText, normalize(zoneText, span), span);
    }

    private static void requireKnown(String zoneText, String reportedZoneText, Span span) {
        try {
            ZoneId.of(zoneText, ZONE_BY_ALIAS);
        } catch (DateTimeException failure) {
            throw Refusal.ofExecution(span, ServerError.UNKNOWN_TIME_ZONE, reportedZoneText);
        }
    }

    /** Returns the time zone as SHOW CREATE prints it; the zone must be valid. */
    public static String formatForShowCreate(String zoneText) {
        return toTimeZone(ZoneId.of(zoneText, ZONE_BY_ALIAS)).getID();
    }

    /**
     * Converts a zone like the Java version of the frontend, which does not support offsets after {@code UTC} or {@code
     * UT}, and treats them as GMT. Later versions of Java support them.
     */
    public static TimeZone toTimeZone(ZoneId zone) {
        return TimeZone.getTimeZone(
                UNIVERSAL_OFFSET_PATTERN.matcher(zone.getId()).matches() ? ZoneId.of("GMT") : zone);
    }

    private static boolean isOffset(String zoneText) {
        return OFFSET_PATTERN.matcher(zoneText).matches();
    }

    private static String toStandardForm(String zoneText) {
        if (!isOffset(zoneText)) {
            return zoneText;
        }
        String[] offsetParts = zoneText.replaceAll("[+-]", "").split(":", 0);
        return (zoneText.charAt(0) == '-' ? "-" : "+")
                + ServerDateFormat.padWithZeros(Integer.parseInt(offsetParts[0]), 2) + ":"
                + ServerDateFormat.padWithZeros(Integer.parseInt(offsetParts[1]), 2);
    }

    private static boolean isOutOfRange(String offsetText) {
        int compactOffset =
                Integer.parseInt(offsetText.substring(1, 3)) * 100 + Integer.parseInt(offsetText.substring(4, 6));
        return compactOffset > (offsetText.charAt(0) == '-' ? MAX_NEGATIVE_OFFSET : MAX_POSITIVE_OFFSET);
    }
}
