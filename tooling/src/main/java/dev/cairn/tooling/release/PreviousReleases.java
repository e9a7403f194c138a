package dev.cairn.tooling.release;

import dev.cairn.tooling.release.GitRepository.TrackedFile;
import dev.cairn.tooling.release.ReleasedQueries.Release;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the release whose instances still run while a migration is applied: the last release that lacks this migration.
 * The list of the queries of a release is in git.
 *
 * <pre>{@code
 * PreviousReleaseFinder finder = PreviousReleaseFinder.of(list, migrationFileByNumber).withRevision("origin/main");
 * finder.resolveReleaseBefore(8).name();                          // v1.3
 * finder.resolveReleaseBefore(PreviousReleaseFinder.NEXT).name(); // the release before an unrecorded migration
 * }</pre>
 */
public final class PreviousReleases {
    /** Stands for the number of a migration that is not recorded yet. */
    public static final int NEXT = Integer.MAX_VALUE;

    /** The number of digits of a commit's hash that are shown. */
    private static final int SHORT_HASH_LENGTH = 8;

    private final ReleasedQueries releasedQueries;
    private final SortedMap<Integer, Path> migrationFiles;
    private final String revision;
    private final OptionalInt lastAppliedNumber;

    private PreviousReleases(
            ReleasedQueries releasedQueries,
            SortedMap<Integer, Path> migrationFiles,
            String revision,
            OptionalInt lastAppliedNumber) {
        this.releasedQueries = releasedQueries;
        this.migrationFiles = Collections.unmodifiableSortedMap(new TreeMap<>(migrationFiles));
        this.revision = revision;
        this.lastAppliedNumber = lastAppliedNumber;
    }

    /**
     * Returns the releases of a list, without a revision and a database.
     *
     * @param migrationFiles the files of the recorded migrations by their numbers
     */
    public static PreviousReleases of(ReleasedQueries releasedQueries, SortedMap<Integer, Path> migrationFiles) {
        return new PreviousReleases(releasedQueries, migrationFiles, "", OptionalInt.empty());
    }

    /**
     * Returns the releases with a revision of git; empty for no revision. If no tag marks a release, the last
     * common commit of the revision and the current commit counts as the release.
     */
    public PreviousReleases withRevision(String newRevision) {
        return new PreviousReleases(releasedQueries, migrationFiles, newRevision, lastAppliedNumber);
    }

    /**
     * Returns the releases with the number of the last migration that a database has, 0 for none. The migrations after
     * it follow the release which runs on this database.
     */
    public PreviousReleases withLastApplied(OptionalInt lastNumber) {
        return new PreviousReleases(releasedQueries, migrationFiles, revision, lastNumber);
    }

    /**
     * Returns the release that a migration follows. It has no queries if there is no such release, or if nothing is
     * known about it.
     *
     * @throws IllegalArgumentException if git does not know the revision
     */
    public Release releaseBefore(int number) {
        if (lastAppliedNumber.isPresent() && lastAppliedNumber.getAsInt() == 0) {
            return Release.ofNone("none, because no migration has run in the database");
        }
        TrackedFile queriesFile = TrackedFile.of(releasedQueries.file());
        GitRepository git = queriesFile.repository();
        if (!git.exists()) {
            return Release.ofUnknown("unknown, because " + git.folder() + " is not in a git repository");
        }
        boolean isPending = lastAppliedNumber.isPresent() && number > lastAppliedNumber.getAsInt();
        Optional<TrackedFile> firstMigration =
                migrationFiles.tailMap(isPending ? lastAppliedNumber.getAsInt() + 1 : number).values().stream()
                        .findFirst()
                        .map(TrackedFile::of);
        Optional<String> lastCommit = firstMigration.isPresent()
                ? firstMigration.get().findLastCommitWithoutFile()
                : git.findCommit(GitRepository.HEAD);
        Optional<String> tag =
                lastCommit.flatMap(git::findLastTag).filter(foundTag -> !isPending || hasApplied(foundTag));
        if (tag.isEmpty() && revision.isEmpty() && git.isShallow()) {
            return Release.ofUnknown(
                    "unknown, because the clone of git is shallow: fetch its history, as with fetch-depth: 0 in"
                            + " a GitHub workflow");
        }
        if (lastCommit.isEmpty()) {
            return firstMigration
                    .map(file -> Release.ofNone("none, because no commit is older than " + extractMigrationName(file)))
                    .orElseGet(() -> Release.ofUnknown("unknown, because nothing is committed"));
        }
        String commit = "commit " + lastCommit.get().substring(0, SHORT_HASH_LENGTH)
                + firstMigration
                        .map(file -> " before " + extractMigrationName(file))
                        .orElse("");
        String reason =
                " (" + tag.map(foundTag -> foundTag + " has no list of queries").orElse("no tag marks a release") + ")";
        return tag.flatMap(foundTag -> releasedQueries.findAt(foundTag, foundTag))
                .or(() -> isPending ? Optional.empty() : findCommonRelease(git, reason))
                .or(() -> releasedQueries.findAt(lastCommit.get(), commit + reason))
                .orElseGet(() ->
                        Release.ofUnknown("unknown, because " + commit + " has no " + queriesFile.name() + reason));
    }

    private Optional<Release> findCommonRelease(GitRepository git, String reason) {
        return revision.isEmpty()
                ? Optional.empty()
                : releasedQueries.findAt(
                        git.findCommonCommit(revision), "the last common commit with " + revision + reason);
    }

    /**
     * Returns whether a tag has the last migration of the database. Otherwise a later state of the application runs on
     * the database.
     */
    private boolean hasApplied(String tag) {
        SortedMap<Integer, Path> appliedMigrations = migrationFiles.headMap(lastAppliedNumber.orElseThrow() + 1);
        return appliedMigrations.isEmpty()
                || TrackedFile.of(Objects.requireNonNull(appliedMigrations.get(appliedMigrations.lastKey())))
                        .readText(tag)
                        .isPresent();
    }

    private static String extractMigrationName(TrackedFile migration) {
        return migration.name().substring(0, migration.name().lastIndexOf('.'));
    }
}
