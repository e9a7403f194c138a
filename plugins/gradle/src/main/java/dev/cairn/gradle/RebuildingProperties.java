package dev.cairn.gradle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradle.api.provider.Property;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.options.Option;

/** The options of a command that runs migrations. A test writes them from those of the commands, {@code TaskOptionsTest}. */
public interface RebuildingProperties extends MigratingProperties {
    @Input
    @Optional
    @Option(
            option = "rebuild-end",
            description = "How a rebuilt table replaces the old one: stopped-writers, swap or fence."
                    + " Default: stopped-writers, which stops if rows are written meanwhile")
    Property<String> getRebuildEnd();

    @Input
    @Optional
    @Option(
            option = "rebuild-unavailable",
            description = "How long the end fence may make a table unavailable. Default: 30s")
    Property<String> getRebuildUnavailable();

    @Input
    @Optional
    @Option(
            option = "rebuild-rounds",
            description =
                    "The maximum number of rounds in which partitions that changed during the copy are copied again. Default: 20")
    Property<String> getRebuildRounds();

    @Input
    @Optional
    @Option(option = "rebuild-pause", description = "The pause between the copies of two partitions. Default: 0")
    Property<String> getRebuildPause();

    @Input
    @Optional
    @Option(
            option = "max-parallel",
            description = "How many partitions of a table are copied side by side at most. Default: 1")
    Property<String> getMaxParallel();

    @Input
    @Optional
    @Option(
            option = "sample-above",
            description = "Above how many rows in a partition only a sample of its copy is compared."
                    + " Default: all rows are compared")
    Property<String> getSampleAbove();

    @Input
    @Optional
    @Option(
            option = "range-rows",
            description = "A table without partitions that has more rows is copied by ranges of so many"
                    + " rows. Default: 10000000")
    Property<String> getRangeRows();

    @Input
    @Optional
    @Option(
            option = "keep-old",
            description = "How long the old table of a rebuild is kept, as in 7d or 12h; then cairn cleanup"
                    + " drops it. Default: it is dropped at once")
    Property<String> getKeepOld();

    @Input
    @Optional
    @Option(
            option = "only-between",
            description = "The times of day at which copies of rebuilds start, by the clock of the server,"
                    + " as in 22:00-06:00. Default: at all times")
    Property<String> getOnlyBetween();

    @Input
    @Optional
    @Option(
            option = "resource-group",
            description = "The resource group of the copies of rebuilds. Default: as the server classifies" + " them")
    Property<String> getResourceGroup();

    @Override
    default Map<String, Property<String>> settings() {
        Map<String, Property<String>> options = new LinkedHashMap<>(MigratingProperties.super.settings());
        options.put("rebuild-end", getRebuildEnd());
        options.put("rebuild-unavailable", getRebuildUnavailable());
        options.put("rebuild-rounds", getRebuildRounds());
        options.put("rebuild-pause", getRebuildPause());
        options.put("max-parallel", getMaxParallel());
        options.put("sample-above", getSampleAbove());
        options.put("range-rows", getRangeRows());
        options.put("keep-old", getKeepOld());
        options.put("only-between", getOnlyBetween());
        options.put("resource-group", getResourceGroup());
        return options;
    }
}
