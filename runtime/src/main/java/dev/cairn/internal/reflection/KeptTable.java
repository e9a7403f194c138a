package dev.cairn.internal.reflection;

import dev.cairn.plan.part.ObjectName;
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
 * The old table of a rebuild that is kept for a while: {@code orders__cairn_until_20261129_072618_17}. Its name contains
 * everything that a later process has to know, so that one statement that can be repeated makes it a kept table. It is
 * none of the names of staging objects, which a run that resumes another one takes over or drops.
 *
 * @param table the table that was rebuilt
 * @param until the end of the period, in full seconds
 * @param run the ledger state at which the run took over that rebuilt the table
 */
public record KeptTable(ObjectName table, Instant until, long run) {
    private static final String NAME_MARKER = "__cairn_until_";
    private static final DateTimeFormatter TIME_FORMAT = DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss", Locale.ROOT);
    private static final Pattern NAME = Pattern.compile("(.+)" + NAME_MARKER + "([0-9]{8}_[0-9]{6})_([0-9]{1,18})");

    /** Returns the name of the kept table. */
    public ObjectName name() {
        return table.withName(
                table.name() + NAME_MARKER + TIME_FORMAT.format(until.atOffset(ZoneOffset.UTC)) + "_" + run);
    }

    /** Returns the kept table with a name; empty if it is another name. */
    public static Optional<KeptTable> parse(ObjectName name) {
        Matcher parts = NAME.matcher(name.name());
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            Instant until = LocalDateTime.parse(parts.group(2), TIME_FORMAT).toInstant(ZoneOffset.UTC);
            return Optional.of(new KeptTable(name.withName(parts.group(1)), until, Long.parseLong(parts.group(3))));
        } catch (DateTimeParseException ignored) {
            return Optional.empty();
        }
    }
}
