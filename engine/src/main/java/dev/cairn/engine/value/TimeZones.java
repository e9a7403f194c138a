package dev.cairn.engine.value;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.sql.ast.DateText;
import dev.cairn.sql.ast.Span;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Pattern;

/** Checks time zones as the server does: by name, by offset, or by the alias CST, which denotes China Standard Time. */
public final class TimeZones {
    /** The default time zone of a server. */
    public static final String ASSUMED = "Asia/Shanghai";

    private static final Map<String, String> ALIASES = Map.of("CST", ASSUMED, "PRC", ASSUMED);
    private static final Pattern OFFSET = Pattern.compile("[+-]?\\d{1,2}:\\d{2}");
    private static final int FARTHEST_WEST = 1200;
    private static final int FARTHEST_EAST = 1400;

    private TimeZones() {}

    /** Returns the time zone of a name or offset, which must be valid. */
    public static ZoneId toZoneId(String zone) {
        return ZoneId.of(toStandardForm(zone), ALIASES);
    }

    /** Validates a time zone, and returns it as a variable keeps it: an offset has two digits for its hours. */
    public static String normalize(String zone, Span span) {
        String standard = toStandardForm(zone);
        if (isOffset(standard) && isTooFar(standard)) {
            throw Refusal.execution(span, ServerError.UNKNOWN_TIME_ZONE, standard);
        }
        requireKnown(standard, standard, span);
        return standard;
    }

    /** Validates the time zone of a property, which the server reads as it is written, too. */
    public static void check(String zone, Span span) {
        requireKnown(zone, normalize(zone, span), span);
    }

    private static void requireKnown(String zone, String standard, Span span) {
        try {
            ZoneId.of(zone, ALIASES);
        } catch (DateTimeException e) {
            throw Refusal.execution(span, ServerError.UNKNOWN_TIME_ZONE, standard);
        }
    }

    /** The time zone as SHOW CREATE prints it; the zone must be valid. */
    public static String toShown(String zone) {
        return TimeZone.getTimeZone(ZoneId.of(zone, ALIASES)).getID();
    }

    private static boolean isOffset(String zone) {
        return OFFSET.matcher(zone).matches();
    }

    private static String toStandardForm(String zone) {
        if (!isOffset(zone)) {
            return zone;
        }
        String[] parts = zone.replaceAll("[+-]", "").split(":", 0);
        return (zone.charAt(0) == '-' ? "-" : "+") + DateText.pad(Integer.parseInt(parts[0]), 2) + ":"
                + DateText.pad(Integer.parseInt(parts[1]), 2);
    }

    private static boolean isTooFar(String offset) {
        int digits = Integer.parseInt(offset.substring(1, 3)) * 100 + Integer.parseInt(offset.substring(4, 6));
        return digits > (offset.charAt(0) == '-' ? FARTHEST_WEST : FARTHEST_EAST);
    }
}
