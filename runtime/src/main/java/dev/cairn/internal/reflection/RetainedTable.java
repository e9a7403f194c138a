package dev.cairn.internal.reflection;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The old table of a rebuild, which is retained for a period: {@code orders__cairn_until_20261129_072618_17}. Its name
 * alone contains the original table, the end of the period and the run, so one RENAME, which can be repeated, is enough
 * to retain the table. It is not a staging name: a run that resumes another one neither takes the table over nor drops
 * it.
 *
 * @param originalName the table that was rebuilt
 * @param retainedUntil the end of the period, to the second
 * @param runSequence the sequence of the ledger when the run that rebuilt the table acquired it
 */
public record RetainedTable(ObjectName originalName, Instant retainedUntil, long runSequence) {
    private static final String NAME_MARKER = TemporaryName.MARKER + "until_";
    private static final DateTimeFormatter TIME_FORMAT = DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss", Locale.ROOT);
    private static final Pattern NAME_PATTERN =
            Pattern.compile("(.+)" + NAME_MARKER + "([0-9]{8}_[0-9]{6})_([0-9]{1,18})");

    /** Returns the name of the retained table. */
    public ObjectName name() {
        return originalName.withName(originalName.name() + NAME_MARKER
                + TIME_FORMAT.format(retainedUntil.atOffset(ZoneOffset.UTC)) + "_" + runSequence);
    }

    /** Parses the name of a retained table; empty for any other name. */
    public static Optional<RetainedTable> parse(ObjectName name) {
        Matcher matcher = NAME_PATTERN.matcher(name.name());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Instant retainedUntil =
                    LocalDateTime.parse(matcher.group(2), TIME_FORMAT).toInstant(ZoneOffset.UTC);
            return Optional.of(new RetainedTable(
                    name.withName(matcher.group(1)), retainedUntil, Long.parseLong(matcher.group(3))));
        } catch (DateTimeParseException ignored) {
            return Optional.empty();
        }
    }
}
