package dev.cairn.tooling.recording;

import dev.cairn.migration.MigrationChain;
import dev.cairn.tooling.release.PreviousReleaseFinder;
import dev.cairn.tooling.release.ReleasedQueriesFile;
import dev.cairn.tooling.release.ReleasedQueriesFile.Release;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the releases of the application with which a new migration must be compatible, as git shows them.
 *
 * @param releasedQueries the file that lists the checked queries of each release
 * @param chain the recorded migrations
 * @param lastAppliedNumber the number of the last migration that a database has, if it is known
 */
record ReleaseFinder(ReleasedQueriesFile releasedQueries, MigrationChain chain, OptionalInt lastAppliedNumber) {
    /**
     * Returns the release whose instances still run while the next migration is applied; an unknown release if git does
     * not show it.
     */
    Release resolveRunningRelease() {
        SortedMap<Integer, Path> fileByNumber = new TreeMap<>();
        chain.migrations()
                .forEach(migration -> fileByNumber.put(
                        migration.number(), releasedQueries.file().resolveSibling(migration.name() + ".java")));
        return PreviousReleaseFinder.of(releasedQueries, fileByNumber)
                .withLastAppliedNumber(lastAppliedNumber)
                .resolveReleaseBefore(PreviousReleaseFinder.NEXT_NUMBER);
    }

    /**
     * Returns the running release or, if it is unknown, the state that was recorded last. The release is unknown if
     * there is neither.
     */
    Release resolvePreviousRelease() {
        Release release = resolveRunningRelease();
        return release.isKnown()
                ? release
                : releasedQueries.findRecordedRelease().orElse(release);
    }
}
