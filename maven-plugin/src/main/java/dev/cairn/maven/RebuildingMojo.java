package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal that runs migrations, with the options of rebuilds. */
abstract class RebuildingMojo extends MigratingMojo {
    /**
     * How a rebuilt table replaces the old one: stopped-writers, swap or fence. Default: stopped-writers, which stops if
     * rows are written meanwhile.
     */
    @Parameter(property = "cairn.rebuildEnd")
    @Nullable
    String rebuildEnd;

    /** With cairn.rebuildEnd=fence, how long a table may be unavailable, in seconds. Default: 30. */
    @Parameter(property = "cairn.rebuildUnavailable")
    @Nullable
    Integer rebuildUnavailable;

    /** The maximum number of times that a rebuild copies rows that were written meanwhile. Default: 20. */
    @Parameter(property = "cairn.rebuildRounds")
    @Nullable
    Integer rebuildRounds;

    /** The pause between the copies of two partitions, in seconds. Default: 0. */
    @Parameter(property = "cairn.rebuildPause")
    @Nullable
    Integer rebuildPause;

    /** The maximum number of partitions of a table that are copied in parallel. Default: 1. */
    @Parameter(property = "cairn.maxParallel")
    @Nullable
    Integer maxParallel;

    /** Above how many rows in a partition only a sample of its copy is compared. Default: all rows are compared. */
    @Parameter(property = "cairn.sampleAbove")
    @Nullable
    Integer sampleAbove;

    /** The number of rows of a range, if a table without partitions is copied by ranges. Default: 10000000. */
    @Parameter(property = "cairn.rangeRows")
    @Nullable
    Long rangeRows;

    /** The time for which the old table of a rebuild is kept, as in 7d or 12h. Default: it is dropped at once. */
    @Parameter(property = "cairn.keepOld")
    @Nullable
    String keepOld;

    /**
     * The times of day at which copies of rebuilds start, by the clock of the server, as in 22:00-06:00. Default: at all
     * times.
     */
    @Parameter(property = "cairn.onlyBetween")
    @Nullable
    String onlyBetween;

    /** The resource group of the copies of rebuilds. Default: as the server classifies them. */
    @Parameter(property = "cairn.resourceGroup")
    @Nullable
    String resourceGroup;

    /** Adds the options of rebuilds that are set. */
    final void addRebuildOptions(List<String> arguments) {
        add(arguments, "--rebuild-end", rebuildEnd);
        addNumber(arguments, "--rebuild-unavailable", rebuildUnavailable);
        addNumber(arguments, "--rebuild-rounds", rebuildRounds);
        addNumber(arguments, "--rebuild-pause", rebuildPause);
        addNumber(arguments, "--max-parallel", maxParallel);
        addNumber(arguments, "--sample-above", sampleAbove);
        add(arguments, "--range-rows", rangeRows == null ? null : rangeRows.toString());
        add(arguments, "--keep-old", keepOld);
        add(arguments, "--only-between", onlyBetween);
        add(arguments, "--resource-group", resourceGroup);
    }
}
