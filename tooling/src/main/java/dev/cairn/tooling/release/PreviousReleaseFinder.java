package dev.cairn.tooling.release;

import dev.cairn.tooling.release.GitRepository.TrackedFile;
import dev.cairn.tooling.release.ReleasedQueriesFile.Release;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the release whose instances still run while a migration is applied: the last release that lacks this migration.
 * The queries of the release are those of the list that git has for it.
 *
 * <pre>{@code
 * PreviousReleaseFinder finder = PreviousReleaseFinder.of(list, migrationFileByNumber).withRevision("origin/main");
 * finder.resolveReleaseBefore(8).name();                          // v1.3
 * finder.resolveReleaseBefore(PreviousReleaseFinder.NEXT_NUMBER).name(); // the release before an unrecorded migration
 * }</pre>
 */
public final class PreviousReleaseFinder {
    /** Stands for the number of a migration that is not recorded yet. */
    public static final int NEXT_NUMBER = Integer.MAX_VALUE;

    /** The number of digits of a commit's hash that are shown. */
    private static final int SHORT_HASH_LENGTH = 8;

    private final ReleasedQueriesFile releasedQueries;
    private final SortedMap<Integer, Path> migrationFileByNumber;
    private final String revision;
    private final OptionalInt lastAppliedNumber;

    private PreviousReleaseFinder(
            ReleasedQueriesFile releasedQueries,
            SortedMap<Integer, Path> migrationFileByNumber,
            String revision,
            OptionalInt lastAppliedNumber) {
        this.releasedQueries = releasedQueries;
        this.migrationFileByNumber = Collections.unmodifiableSortedMap(new TreeMap<>(migrationFileByNumber));
        this.revision = revision;
        this.lastAppliedNumber = lastAppliedNumber;
    }

    /**
     * Returns a finder for the releases of a list, without a revision and a database.
     *
     * @param migrationFileByNumber the files of the recorded migrations by their numbers
     */
    public static PreviousReleaseFinder of(
            ReleasedQueriesFile releasedQueries, SortedMap<Integer, Path> migrationFileByNumber) {
        return new PreviousReleaseFinder(releasedQueries, migrationFileByNumber, "", OptionalInt.empty());
    }

    /**
     * Returns a finder with a git revision. If no tag marks a release, the last common commit of the revision and the
     * current commit counts as the release.
     *
     * @param newRevision the revision; empty for none
     */
    public PreviousReleaseFinder withRevision(String newRevision) {
        return new PreviousReleaseFinder(releasedQueries, migrationFileByNumber, newRevision, lastAppliedNumber);
    }

    /**
     * Returns a finder for a database. All migrations that the database has not completed follow the release that runs
     * on it.
     *
     * @param lastNumber the number of the last migration that the database has completed; 0 if it has completed none,
     *     and empty if there is no database
     */
    public PreviousReleaseFinder withLastAppliedNumber(OptionalInt lastNumber) {
        return new PreviousReleaseFinder(releasedQueries, migrationFileByNumber, revision, lastNumber);
    }

    /**
     * Returns the release that a migration follows. It is the first of these that has a list of queries: the last tag
     * without the migration; the last common commit with the revision, unless a database is known to lack the
     * migration; and the last commit without the migration. The release has no queries if there is no such release, or
     * if nothing is known about it; its name then contains the reason.
     *
     * @param migrationNumber the number of the migration, or {@link #NEXT_NUMBER}
     * @throws IllegalArgumentException if git does not know the revision
     * @throws java.io.UncheckedIOException if the file of a release is not a list of queries
     */
    public Release resolveReleaseBefore(int migrationNumber) {
        if (lastAppliedNumber.isPresent() && lastAppliedNumber.getAsInt() == 0) {
            return Release.ofNone("none, because no migration has run in the database");
        }
        TrackedFile queriesFile = TrackedFile.of(releasedQueries.file());
        GitRepository repository = queriesFile.repository();
        if (!repository.exists()) {
            return Release.ofUnknown("unknown, because " + repository.directory() + " is not in a git repository");
        }
        boolean isPending = lastAppliedNumber.isPresent() && migrationNumber > lastAppliedNumber.getAsInt();
        Optional<TrackedFile> firstMigrationFile =
                migrationFileByNumber
                        .tailMap(isPending ? lastAppliedNumber.getAsInt() + 1 : migrationNumber)
                        .values()
                        .stream()
                        .findFirst()
                        .map(TrackedFile::of);
        Optional<String> lastCommit = firstMigrationFile.isPresent()
                ? firstMigrationFile.get().findLastCommitWithoutFile()
                : repository.findCommit(GitRepository.HEAD);
        Optional<String> tag = lastCommit
                .flatMap(repository::findLastTag)
                .filter(tagName -> !isPending || hasLastAppliedMigration(tagName));
        if (tag.isEmpty() && revision.isEmpty() && repository.isShallow()) {
            return Release.ofUnknown(
                    "unknown, because the clone of git is shallow: fetch its history, as with fetch-depth: 0 in"
                            + " a GitHub workflow");
        }
        if (lastCommit.isEmpty()) {
            return firstMigrationFile
                    .map(file -> Release.ofNone("none, because no commit is older than " + extractMigrationName(file)))
                    .orElseGet(() -> Release.ofUnknown("unknown, because nothing is committed"));
        }
        String commitDescription = "commit " + lastCommit.get().substring(0, SHORT_HASH_LENGTH)
                + firstMigrationFile
                        .map(file -> " before " + extractMigrationName(file))
                        .orElse("");
        String reason =
                " (" + tag.map(tagName -> tagName + " has no list of queries").orElse("no tag marks a release") + ")";
        return tag.flatMap(tagName -> releasedQueries.findAtRevision(tagName, tagName))
                .or(() -> isPending ? Optional.empty() : findMergeBaseRelease(repository, reason))
                .or(() -> releasedQueries.findAtRevision(lastCommit.get(), commitDescription + reason))
                .orElseGet(() -> Release.ofUnknown(
                        "unknown, because " + commitDescription + " has no " + queriesFile.name() + reason));
    }

    private Optional<Release> findMergeBaseRelease(GitRepository repository, String reason) {
        return revision.isEmpty()
                ? Optional.empty()
                : releasedQueries.findAtRevision(
                        repository.resolveMergeBase(revision), "the last common commit with " + revision + reason);
    }

    /**
     * Returns whether a tag contains the last migration of the database. If it does not, the database is used by a
     * later state of the application, which is not this release.
     */
    private boolean hasLastAppliedMigration(String tag) {
        SortedMap<Integer, Path> appliedFileByNumber =
                migrationFileByNumber.headMap(lastAppliedNumber.orElseThrow() + 1);
        return appliedFileByNumber.isEmpty()
                || TrackedFile.of(Objects.requireNonNull(appliedFileByNumber.get(appliedFileByNumber.lastKey())))
                        .readText(tag)
                        .isPresent();
    }

    private static String extractMigrationName(TrackedFile migrationFile) {
        return migrationFile.name().substring(0, migrationFile.name().lastIndexOf('.'));
    }
}
