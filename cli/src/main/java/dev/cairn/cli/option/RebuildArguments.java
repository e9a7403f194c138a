package dev.cairn.cli.option;

import dev.cairn.MigratorOptions;
import dev.cairn.upgrade.RebuildOptions;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for rebuilds of tables to which others write. */
public final class RebuildArguments {
    private static final Duration LONGEST = Duration.ofDays(3650);

    @Option(
            names = "--rebuild-end",
            paramLabel = "END",
            description = "How a rebuilt table replaces the old one: stopped-writers, swap or fence. Default:"
                    + " stopped-writers, which stops if rows are written meanwhile")
    private @Nullable String end;

    @Option(
            names = "--rebuild-unavailable",
            paramLabel = "SECONDS",
            description = "How long a table may be unavailable with --rebuild-end fence. Default: 30")
    private @Nullable Integer unavailable;

    @Option(
            names = "--rebuild-rounds",
            paramLabel = "N",
            description = "How often what was written meanwhile is copied again at most. Default: 20")
    private @Nullable Integer rounds;

    @Option(
            names = "--rebuild-pause",
            paramLabel = "SECONDS",
            description = "The pause between the copies of two partitions. Default: 0")
    private @Nullable Integer pause;

    @Option(
            names = "--max-parallel",
            paramLabel = "N",
            description = "How many partitions of a table are copied side by side at most. Default: 1")
    private @Nullable Integer maxParallel;

    @Option(
            names = "--sample-above",
            paramLabel = "ROWS",
            description =
                    "Above how many rows in a partition only a sample of its copy is compared. Default: all rows are"
                            + " compared")
    private @Nullable Integer sampleAbove;

    @Option(
            names = "--range-rows",
            paramLabel = "N",
            description = "A table without partitions that has more rows is copied by ranges of so many rows. Default:"
                    + " 10000000")
    private @Nullable Long rangeRows;

    @Option(
            names = "--keep-old",
            paramLabel = "PERIOD",
            description = "How long the old table of a rebuild is kept, as in 7d or 12h; then cairn cleanup drops it."
                    + " Default: it is dropped at once")
    private @Nullable String keepOld;

    @Option(
            names = "--only-between",
            paramLabel = "TIMES",
            description = "The times of day at which copies of rebuilds start, by the clock of the server, as in"
                    + " 22:00-06:00. Default: at all times")
    private @Nullable String onlyBetween;

    @Option(
            names = "--resource-group",
            paramLabel = "NAME",
            description = "The resource group of the copies of rebuilds. Default: as the server classifies them")
    private @Nullable String resourceGroup;

    /** Returns options with the values that were given. */
    public MigratorOptions applied(MigratorOptions options) {
        RebuildOptions rebuild = RebuildOptions.DEFAULT.end(end());
        if (rebuild.end() == RebuildOptions.End.STOPPED_WRITERS
                && (unavailable != null
                        || rounds != null
                        || pause != null
                        || maxParallel != null
                        || sampleAbove != null
                        || rangeRows != null)) {
            throw CommandException.usage(
                    "--rebuild-unavailable, --rebuild-rounds, --rebuild-pause, --sample-above, --max-parallel and"
                            + " --range-rows are options of --rebuild-end swap and fence.");
        }
        if (unavailable != null) {
            rebuild = rebuild.unavailable(Duration.ofSeconds(least("--rebuild-unavailable", unavailable, 1)));
        }
        if (rounds != null) {
            rebuild = rebuild.rounds(least("--rebuild-rounds", rounds, 1));
        }
        if (pause != null) {
            rebuild = rebuild.pause(Duration.ofSeconds(least("--rebuild-pause", pause, 0)));
        }
        if (maxParallel != null) {
            if (maxParallel > 64) {
                throw CommandException.usage("--max-parallel must be at most 64, and not " + maxParallel + ".");
            }
            rebuild = rebuild.maxParallel(least("--max-parallel", maxParallel, 1));
        }
        if (sampleAbove != null) {
            rebuild = rebuild.sampleAbove(least("--sample-above", sampleAbove, 1));
        }
        if (rangeRows != null) {
            rebuild = rebuild.rangeRows(least("--range-rows", rangeRows, 1));
        }
        if (keepOld != null) {
            rebuild = rebuild.keepOld(period(keepOld));
        }
        if (onlyBetween != null) {
            rebuild = between(rebuild, onlyBetween);
        }
        if (resourceGroup != null) {
            if (resourceGroup.isBlank()) {
                throw CommandException.usage("--resource-group is the name of a resource group.");
            }
            rebuild = rebuild.resourceGroup(resourceGroup);
        }
        return options.rebuild(rebuild);
    }

    private RebuildOptions.End end() {
        if (end == null) {
            return RebuildOptions.DEFAULT.end();
        }
        for (RebuildOptions.End each : RebuildOptions.End.values()) {
            if (each.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(end)) {
                return each;
            }
        }
        throw CommandException.usage("--rebuild-end is stopped-writers, swap or fence, and not '" + end + "'.");
    }

    private static RebuildOptions between(RebuildOptions rebuild, String text) {
        String[] times = text.split("-", -1);
        try {
            if (times.length == 2) {
                return rebuild.onlyBetween(LocalTime.parse(times[0]), LocalTime.parse(times[1]));
            }
        } catch (DateTimeParseException | IllegalArgumentException notTimes) {
            // The message below says what is expected.
        }
        throw CommandException.usage(
                "--only-between is two different times, such as 22:00-06:00, and not '" + text + "'.");
    }

    private static Duration period(String text) {
        if (text.matches("[0-9]{1,4}[mhd]")) {
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            Duration period = switch (text.charAt(text.length() - 1)) {
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
            if (period.compareTo(LONGEST) <= 0) {
                return period;
            }
        }
        throw CommandException.usage(
                "--keep-old is a number with m, h or d, such as 7d, and at most 3650d, and not '" + text + "'.");
    }

    private static <N extends Number> N least(String option, N value, int least) {
        if (value.longValue() < least) {
            throw CommandException.usage(option + " must be at least " + least + ", and not " + value + ".");
        }
        return value;
    }
}
