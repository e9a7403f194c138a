package dev.cairn.embedded.function.time;

import dev.cairn.engine.value.TimeZones;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRulesProvider;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds time zones by their names. Frontends find the zones of Java; backends find the zone files of their system, and
 * the offsets that are in use.
 */
public final class TimeZoneFinder {
    private static final String OFFSET_PREFIX = "GMT";
    private static final Pattern OFFSET_PATTERN =
            Pattern.compile("(?:" + OFFSET_PREFIX + ")?([+-])([0-9]{2}):([0-9]{2})");
    private static final int MINUTES_PER_HOUR = 60;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MAX_WESTERN_HOURS = 12;
    private static final int MAX_EASTERN_HOURS = 14;
    /** The prefix of zones that only Java has. */
    private static final String JAVA_ONLY_PREFIX = "SystemV/";

    /** The local time for which backends calculate the offsets of the zones that they list. */
    private static final LocalDateTime LISTED_OFFSET_MOMENT = LocalDateTime.of(2021, 12, 1, 8, 30, 1);
    /** Backends list the zones whose clocks did not change from {@link #LISTED_OFFSET_MOMENT} to this time. */
    private static final LocalDateTime LISTING_END = LocalDateTime.of(2022, 10, 31, 0, 0);

    /** Names that the list of backends contains, although their clocks changed. */
    private static final Set<String> NAMES_LISTED_DESPITE_CHANGE = Set.of("Antarctica/Casey");
    /** Names that the list of backends omits, although their clocks did not change. */
    private static final Set<String> UNLISTED_NAMES =
            Set.of("America/Punta_Arenas", "Asia/Qostanay", "Pacific/Kanton", "Zulu");
    /** The name with which backends mean the time of China. */
    private static final String CHINA_NAME = "CST";

    /** Zones that backends know and Java does not. */
    private static final Map<String, String> BACKEND_ALIASES = Map.of(
            CHINA_NAME,
            "+08:00",
            "EST",
            "-05:00",
            "MST",
            "-07:00",
            "HST",
            "-10:00",
            "ROC",
            "Asia/Taipei",
            "GMT+0",
            "GMT0",
            "GMT-0",
            "GMT0");

    private static final Map<String, String> FROM_UNIXTIME_ALIASES =
            Map.of(CHINA_NAME, "Asia/Shanghai", "PRC", "Asia/Shanghai");

    private TimeZoneFinder() {}

    /** Returns the zone that a backend finds by a name; empty if it does not know the name. */
    public static Optional<ZoneId> findBackendZone(String name) {
        Optional<ZoneOffset> offset = findBackendOffset(name);
        if (offset.isPresent()) {
            return Optional.of(offset.orElseThrow());
        }
        boolean isKnown = BACKEND_ALIASES.containsKey(name)
                || (ZoneRulesProvider.getAvailableZoneIds().contains(name) && !name.startsWith(JAVA_ONLY_PREFIX));
        return isKnown ? Optional.of(ZoneId.of(name, BACKEND_ALIASES)) : Optional.empty();
    }

    /** Returns the zone that a backend's {@code convert_tz} finds by a name in a row; empty for an offset after GMT. */
    static Optional<ZoneId> findRowZone(String name) {
        return name.startsWith(OFFSET_PREFIX) && findBackendOffset(name).isPresent()
                ? Optional.empty()
                : findBackendZone(name);
    }

    /** Returns whether a backend lists the zone with this name, which it must know, with a constant offset. */
    static boolean hasListedOffset(String name) {
        ZoneId zone = findBackendZone(name).orElseThrow();
        boolean isNamed =
                !name.equals(CHINA_NAME) && findBackendOffset(name).isEmpty() && !UNLISTED_NAMES.contains(name);
        ZoneOffsetTransition transition =
                zone.getRules().nextTransition(LISTED_OFFSET_MOMENT.toInstant(ZoneOffset.UTC));
        return isNamed
                && (NAMES_LISTED_DESPITE_CHANGE.contains(name)
                        || transition == null
                        || transition.getInstant().isAfter(LISTING_END.toInstant(ZoneOffset.UTC)));
    }

    /** Returns the offset that a backend uses for all times of a listed zone. */
    static ZoneOffset listedOffset(ZoneId zone) {
        return zone.getRules().getOffset(LISTED_OFFSET_MOMENT);
    }

    /** Returns the zone that a frontend finds by a name, as {@code convert_tz} of constants does. */
    static Optional<ZoneId> findFrontendZone(String name) {
        return findJavaZone(name, Map.of());
    }

    /**
     * Returns the zone that {@code from_unixtime} of constants finds by a name. A frontend converts the zone to a Java
     * class that does not support offsets such as {@code UTC+08:00}, which therefore mean UTC. A zone that neither a
     * frontend nor a backend finds is also UTC.
     */
    static ZoneId resolveUnixTimeZone(String name) {
        return findJavaZone(name, FROM_UNIXTIME_ALIASES)
                .map(zone -> TimeZones.toTimeZone(zone).toZoneId())
                .orElseGet(() -> findBackendZone(name).orElseGet(() -> ZoneId.of("UTC")));
    }

    private static Optional<ZoneId> findJavaZone(String name, Map<String, String> aliases) {
        try {
            return Optional.of(ZoneId.of(name, aliases));
        } catch (DateTimeException ignored) {
            return Optional.empty();
        }
    }

    /**
     * Returns an offset as a backend reads it; empty if the name is not an offset, or has too many hours. The minutes
     * are not limited.
     */
    private static Optional<ZoneOffset> findBackendOffset(String name) {
        Matcher offsetMatcher = OFFSET_PATTERN.matcher(name);
        if (!offsetMatcher.matches()) {
            return Optional.empty();
        }
        int hours = Integer.parseInt(offsetMatcher.group(2));
        int seconds = (hours * MINUTES_PER_HOUR + Integer.parseInt(offsetMatcher.group(3))) * SECONDS_PER_MINUTE;
        boolean isWestern = offsetMatcher.group(1).equals("-");
        return hours <= (isWestern ? MAX_WESTERN_HOURS : MAX_EASTERN_HOURS)
                ? Optional.of(ZoneOffset.ofTotalSeconds(isWestern ? -seconds : seconds))
                : Optional.empty();
    }
}
