package dev.cairn.cli;

import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.LintedMigration;
import dev.cairn.tooling.release.PreviousReleases;
import dev.cairn.tooling.release.ReleasedQueries.Release;
import dev.cairn.tooling.release.RemovedConstants;
import dev.cairn.upgrade.RecordedMigration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** The releases that still run while the migrations of a schema are applied, and the migrations compared with each. */
final class LintedReleases {
    private final IntFunction<Release> releaseFinder;
    private final Release listedRelease;
    private final Map<String, Integer> numbersByMigration = new HashMap<>();
    private final Map<Integer, Release> releasesByMigration = new HashMap<>();
    private final Map<String, Set<String>> migrationsByRelease = new LinkedHashMap<>();
    private boolean isRelevant;

    /**
     * @param releaseFinder finds the release that a migration follows, by its number
     * @param listedRelease the entries of the list for the next release
     */
    LintedReleases(SchemaDescriptor schema, IntFunction<Release> releaseFinder, Release listedRelease) {
        this.releaseFinder = releaseFinder;
        this.listedRelease = listedRelease;
        for (RecordedMigration migration : schema.migrations()) {
            numbersByMigration.put(migration.name(), migration.number());
        }
    }

    /** Adds the queries and the constants of the previous releases. */
    LintInput addTo(LintInput input) {
        Release nextRelease = findRelease(PreviousReleases.NEXT);
        List<String> names =
                input.migrations().stream().map(LintedMigration::name).toList();
        names.forEach(name -> migrationsByRelease
                .computeIfAbsent(findRelease(name).name(), key -> new LinkedHashSet<>())
                .add(name));
        if (names.isEmpty()) {
            migrationsByRelease.putIfAbsent(nextRelease.name(), Set.of());
        }
        isRelevant |= !input.queries().isEmpty()
                || !listedRelease.isEmpty()
                || Stream.concat(Stream.of(nextRelease), names.stream().map(this::findRelease))
                        .anyMatch(release -> !release.isEmpty());
        return input.withRunningRelease(name -> findRelease(name).queries())
                .withRemovedConstants(RemovedConstants.compare(nextRelease.constants(), listedRelease.constants()));
    }

    private Release findRelease(String migration) {
        return findRelease(numbersByMigration.getOrDefault(migration, PreviousReleases.NEXT));
    }

    private Release findRelease(int number) {
        return releasesByMigration.computeIfAbsent(number, releaseFinder::apply);
    }

    /** Returns a note about each release and its migrations; none for a schema without queries and enums. */
    List<String> createNotes() {
        if (!isRelevant) {
            return List.of();
        }
        boolean isSameForAll = migrationsByRelease.size() == 1;
        return migrationsByRelease.entrySet().stream()
                .map(entry -> "Previous release" + (isSameForAll ? "" : " of " + String.join(", ", entry.getValue()))
                        + ": " + entry.getKey())
                .toList();
    }
}
