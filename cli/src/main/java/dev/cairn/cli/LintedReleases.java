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
    private final IntFunction<Release> releases;
    private final Release presentRelease;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, Release> releasesByMigration = new HashMap<>();
    private final Map<String, Set<String>> compared = new LinkedHashMap<>();
    private boolean relevant;

    /**
     * @param releases finds the release that a migration follows, by its number
     * @param present what is listed for the next release
     */
    LintedReleases(SchemaDescriptor schema, IntFunction<Release> releases, Release present) {
        this.releases = releases;
        this.presentRelease = present;
        for (RecordedMigration migration : schema.migrations()) {
            numbers.put(migration.name(), migration.number());
        }
    }

    /** Adds the queries and the constants of the previous releases. */
    LintInput addTo(LintInput input) {
        Release next = release(PreviousReleases.NEXT);
        List<String> names =
                input.migrations().stream().map(LintedMigration::name).toList();
        names.forEach(name -> compared.computeIfAbsent(release(name).name(), none -> new LinkedHashSet<>())
                .add(name));
        if (names.isEmpty()) {
            compared.putIfAbsent(next.name(), Set.of());
        }
        relevant |= !input.queries().isEmpty()
                || !presentRelease.isEmpty()
                || Stream.concat(Stream.of(next), names.stream().map(this::release))
                        .anyMatch(release -> !release.isEmpty());
        return input.withRunningRelease(name -> release(name).queries())
                .withRemovedConstants(RemovedConstants.compare(next.constants(), presentRelease.constants()));
    }

    private Release release(String migration) {
        return release(numbers.getOrDefault(migration, PreviousReleases.NEXT));
    }

    private Release release(int number) {
        return releasesByMigration.computeIfAbsent(number, releases::apply);
    }

    /** Returns a note about each release and its migrations; none for a schema without queries and enums. */
    List<String> notes() {
        if (!relevant) {
            return List.of();
        }
        boolean same = compared.size() == 1;
        return compared.entrySet().stream()
                .map(each -> "Previous release" + (same ? "" : " of " + String.join(", ", each.getValue())) + ": "
                        + each.getKey())
                .toList();
    }
}
