package dev.cairn.cli.lint;

import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.LintedMigration;
import dev.cairn.tooling.release.PreviousReleaseFinder;
import dev.cairn.tooling.release.ReleasedQueriesFile.Release;
import dev.cairn.tooling.release.RemovedEnumConstants;
import dev.cairn.upgrade.RecordedMigration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Compares the migrations of a schema with the releases whose instances still run while they are applied. This class is
 * not thread-safe.
 */
final class ReleaseComparator {
    private final IntFunction<Release> releaseResolver;
    private final Release nextRelease;
    private final Map<String, Integer> numberByMigrationName = new HashMap<>();
    private final Map<Integer, Release> releaseByNumber = new HashMap<>();
    private final Map<String, Set<String>> migrationNamesByReleaseName = new LinkedHashMap<>();
    private boolean hasQueriesOrEnums;

    /**
     * Creates a comparator for the migrations of a schema.
     *
     * @param releaseResolver returns the release that a migration follows, by the number of the migration
     * @param nextRelease the queries and constants that the next release will have
     */
    ReleaseComparator(SchemaDescriptor schema, IntFunction<Release> releaseResolver, Release nextRelease) {
        this.releaseResolver = releaseResolver;
        this.nextRelease = nextRelease;
        for (RecordedMigration migration : schema.migrations()) {
            numberByMigrationName.put(migration.name(), migration.number());
        }
    }

    /**
     * Returns the input with the queries of the release that each migration follows, and with the constants that the
     * next release removes. The comparator remembers these releases for {@link #createNotes}, which must be called
     * afterwards.
     */
    LintInput compareWithReleases(LintInput input) {
        Release latestRelease = resolveRelease(PreviousReleaseFinder.NEXT_NUMBER);
        List<String> migrationNames =
                input.migrations().stream().map(LintedMigration::name).toList();
        migrationNames.forEach(name -> migrationNamesByReleaseName
                .computeIfAbsent(resolveRelease(name).name(), key -> new LinkedHashSet<>())
                .add(name));
        if (migrationNames.isEmpty()) {
            migrationNamesByReleaseName.putIfAbsent(latestRelease.name(), Set.of());
        }
        hasQueriesOrEnums |= !input.queries().isEmpty()
                || !nextRelease.isEmpty()
                || Stream.concat(
                                Stream.of(latestRelease),
                                migrationNames.stream().map(this::resolveRelease))
                        .anyMatch(release -> !release.isEmpty());
        return input.withPreviousRelease(name -> resolveRelease(name).queries())
                .withRemovedConstants(RemovedEnumConstants.find(latestRelease.constants(), nextRelease.constants()));
    }

    private Release resolveRelease(String migrationName) {
        return resolveRelease(numberByMigrationName.getOrDefault(migrationName, PreviousReleaseFinder.NEXT_NUMBER));
    }

    private Release resolveRelease(int number) {
        return releaseByNumber.computeIfAbsent(number, releaseResolver::apply);
    }

    /**
     * Returns a note for each release of the inputs that have been compared, with the migrations that follow it. There
     * are no notes if neither the schema nor a release has queries or enums.
     */
    List<String> createNotes() {
        if (!hasQueriesOrEnums) {
            return List.of();
        }
        boolean hasOneRelease = migrationNamesByReleaseName.size() == 1;
        return migrationNamesByReleaseName.entrySet().stream()
                .map(releaseEntry ->
                        "Previous release" + (hasOneRelease ? "" : " of " + String.join(", ", releaseEntry.getValue()))
                                + ": " + releaseEntry.getKey())
                .toList();
    }
}
