package dev.cairn.embedded.function.time;

import dev.cairn.engine.value.TimeZones;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds time zones by their names. Frontends find the zones of Java; backends find the zone files of their system, and
 * the offsets that are in use.
 */
final class ZoneFinder {
    private static final Pattern OFFSET_PATTERN = Pattern.compile("(?:GMT)?([+-])([0-9]{2}):([0-5][0-9])");
    private static final int MAX_WESTERN_HOURS = 12;
    private static final int MAX_EASTERN_HOURS = 14;
    /** The prefix of zones that only Java has. */
    private static final String JAVA_ONLY_PREFIX = "SystemV/";

    /** Zones that backends know and Java does not; for backends, CST is the time of China. */
    private static final Map<String, String> BACKEND_ALIASES =
            Map.of("CST", "+08:00", "EST", "-05:00", "MST", "-07:00", "HST", "-10:00");

    private static final Map<String, String> FROM_UNIXTIME_ALIASES =
            Map.of("CST", "Asia/Shanghai", "PRC", "Asia/Shanghai");

    private ZoneFinder() {}

    /** Returns the zone that a backend finds by a name; empty if it does not know the name. */
    static Optional<ZoneId> findBackendZone(String name) {
        boolean isKnown = BACKEND_ALIASES.containsKey(name)
                || isBackendOffset(name)
                || (ZoneRulesProvider.getAvailableZoneIds().contains(name) && !name.startsWith(JAVA_ONLY_PREFIX));
        return isKnown ? Optional.of(ZoneId.of(name, BACKEND_ALIASES)) : Optional.empty();
    }

    /** Returns the zone that a frontend finds by a name, as {@code convert_tz} of constants does. */
    static Optional<ZoneId> findFrontendZone(String name) {
        return find(name, Map.of());
    }

    /**
     * Returns the zone that {@code from_unixtime} of constants finds by a name. A frontend converts the zone to a Java
     * class that does not support offsets such as {@code UTC+08:00}, which therefore mean UTC. A zone that neither a
     * frontend nor a backend finds is also UTC.
     */
    static ZoneId resolveUnixTimeZone(String name) {
        return find(name, FROM_UNIXTIME_ALIASES)
                .map(zone -> TimeZones.toTimeZone(zone).toZoneId())
                .orElseGet(() -> findBackendZone(name).orElseGet(() -> ZoneId.of("UTC")));
    }

    private static Optional<ZoneId> find(String name, Map<String, String> aliases) {
        try {
            return Optional.of(ZoneId.of(name, aliases));
        } catch (DateTimeException ignored) {
            return Optional.empty();
        }
    }

    private static boolean isBackendOffset(String name) {
        Matcher offsetMatcher = OFFSET_PATTERN.matcher(name);
        if (!offsetMatcher.matches()) {
            return false;
        }
        int hours = Integer.parseInt(offsetMatcher.group(2));
        return hours <= (offsetMatcher.group(1).equals("-") ? MAX_WESTERN_HOURS : MAX_EASTERN_HOURS);
    }
}
