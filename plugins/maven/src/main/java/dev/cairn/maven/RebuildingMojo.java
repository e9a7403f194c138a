package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal that runs migrations. Its options of rebuilds are written by a test from their entries, {@code MigratorOption}. */
abstract class RebuildingMojo extends MigratingMojo {
    /**
     * How a rebuilt table replaces the old one: stopped-writers, swap or fence. Default: stopped-writers, which stops
     * if rows are written meanwhile.
     */
    @Parameter(property = "cairn.rebuildEnd")
    @Nullable
    String rebuildEnd;

    /** How long the end fence may make a table unavailable. Default: 30s. */
    @Parameter(property = "cairn.rebuildUnavailable")
    @Nullable
    String rebuildUnavailable;

    /** The maximum number of rounds in which partitions that changed during the copy are copied again. Default: 20. */
    @Parameter(property = "cairn.rebuildRounds")
    @Nullable
    String rebuildRounds;

    /** The pause between the copies of two partitions. Default: 0. */
    @Parameter(property = "cairn.rebuildPause")
    @Nullable
    String rebuildPause;

    /** How many partitions of a table are copied side by side at most. Default: 1. */
    @Parameter(property = "cairn.maxParallel")
    @Nullable
    String maxParallel;

    /** Above how many rows in a partition only a sample of its copy is compared. Default: all rows are compared. */
    @Parameter(property = "cairn.sampleAbove")
    @Nullable
    String sampleAbove;

    /** A table without partitions that has more rows is copied by ranges of so many rows. Default: 10000000. */
    @Parameter(property = "cairn.rangeRows")
    @Nullable
    String rangeRows;

    /**
     * How long the old table of a rebuild is kept, as in 7d or 12h; then cairn cleanup drops it. Default: it is dropped
     * at once.
     */
    @Parameter(property = "cairn.keepOld")
    @Nullable
    String keepOld;

    /**
     * The times of day at which copies of rebuilds start, by the clock of the server, as in 22:00-06:00. Default: at
     * all times.
     */
    @Parameter(property = "cairn.onlyBetween")
    @Nullable
    String onlyBetween;

    /** The resource group of the copies of rebuilds. Default: as the server classifies them. */
    @Parameter(property = "cairn.resourceGroup")
    @Nullable
    String resourceGroup;

    final void addRebuildingOptions(List<String> arguments) {
        add(arguments, "--rebuild-end", rebuildEnd);
        add(arguments, "--rebuild-unavailable", rebuildUnavailable);
        add(arguments, "--rebuild-rounds", rebuildRounds);
        add(arguments, "--rebuild-pause", rebuildPause);
        add(arguments, "--max-parallel", maxParallel);
        add(arguments, "--sample-above", sampleAbove);
        add(arguments, "--range-rows", rangeRows);
        add(arguments, "--keep-old", keepOld);
        add(arguments, "--only-between", onlyBetween);
        add(arguments, "--resource-group", resourceGroup);
    }
}
