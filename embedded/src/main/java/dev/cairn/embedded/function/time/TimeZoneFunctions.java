package dev.cairn.embedded.function.time;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TIME;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.function.JavaFunction;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions that convert times between time zones, and that find zones. */
public final class TimeZoneFunctions {
    private TimeZoneFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                function("convert_tz", TIME, TEXT, TEXT)
                        .returningDateTime(arguments ->
                                convertConstantTime(arguments.dateTimeAt(0), arguments.textAt(1), arguments.textAt(2))),
                helper("convert_tz_variable", TIME, TEXT, TEXT)
                        .returningDateTime(arguments -> convertRowTime(
                                arguments.dateTimeAt(0),
                                ZoneId.of(arguments.textAt(1)),
                                ZoneId.of(arguments.textAt(2)))),
                function("convert_tz variable zones", TIME, TEXT, TEXT)
                        .returningDateTime(arguments -> convertBetweenRowZones(
                                arguments.dateTimeAt(0), arguments.textAt(1), arguments.textAt(2))),
                helper("backend_zone", TEXT)
                        .returningText(arguments -> TimeZoneFinder.findBackendZone(arguments.textAt(0))
                                .map(ZoneId::getId)
                                .orElse(null)),
                helper("unixtime_zone", TEXT)
                        .returningText(arguments -> TimeZoneFinder.resolveUnixTimeZone(arguments.textAt(0))
                                .getId()));
    }

    /**
     * Converts a constant. The frontend does this if it knows both zones; otherwise, a backend does. Returns null if
     * neither knows them.
     */
    private static @Nullable LocalDateTime convertConstantTime(
            LocalDateTime time, String sourceZoneName, String targetZoneName) {
        Optional<ZoneId> frontendSource = TimeZoneFinder.findFrontendZone(sourceZoneName);
        Optional<ZoneId> frontendTarget = TimeZoneFinder.findFrontendZone(targetZoneName);
        if (frontendSource.isPresent() && frontendTarget.isPresent()) {
            return convertZone(time, frontendSource.orElseThrow(), frontendTarget.orElseThrow());
        }
        return TimeZoneFinder.findBackendZone(sourceZoneName)
                .flatMap(backendSource -> TimeZoneFinder.findBackendZone(targetZoneName)
                        .map(backendTarget -> convertRowTime(time, backendSource, backendTarget)))
                .orElse(null);
    }

    private static LocalDateTime convertZone(LocalDateTime time, ZoneId sourceZone, ZoneId targetZone) {
        return time.atZone(sourceZone).withZoneSameInstant(targetZone).toLocalDateTime();
    }

    /**
     * Converts the time of a row. For a backend, a time that the clock skips is the moment at which the clock is put
     * forward.
     */
    private static LocalDateTime convertRowTime(LocalDateTime time, ZoneId sourceZone, ZoneId targetZone) {
        ZoneOffsetTransition transition = sourceZone.getRules().getTransition(time);
        boolean isSkipped = transition != null && transition.isGap();
        return convertZone(
                isSkipped
                        ? transition
                                .getDateTimeBefore()
                                .with(ChronoField.NANO_OF_SECOND, time.get(ChronoField.NANO_OF_SECOND))
                        : time,
                sourceZone,
                targetZone);
    }

    /**
     * Converts a time between zones of a row. Backends know the differences between the zones that they list at one
     * moment, and use them for all times.
     */
    private static @Nullable LocalDateTime convertBetweenRowZones(
            LocalDateTime time, String sourceZoneName, String targetZoneName) {
        ZoneId sourceZone = TimeZoneFinder.findRowZone(sourceZoneName).orElse(null);
        ZoneId targetZone = TimeZoneFinder.findRowZone(targetZoneName).orElse(null);
        if (sourceZone == null || targetZone == null) {
            return null;
        }
        if (TimeZoneFinder.hasListedOffset(sourceZoneName) && TimeZoneFinder.hasListedOffset(targetZoneName)) {
            return convertZone(time, TimeZoneFinder.listedOffset(sourceZone), TimeZoneFinder.listedOffset(targetZone));
        }
        return convertRowTime(time, sourceZone, targetZone);
    }
}
