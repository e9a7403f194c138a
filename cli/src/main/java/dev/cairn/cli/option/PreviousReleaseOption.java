package dev.cairn.cli.option;

import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.release.PreviousReleaseFinder;
import dev.cairn.tooling.release.ReleasedQueriesFile;
import dev.cairn.tooling.release.ReleasedQueriesFile.Release;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.IntFunction;
import picocli.CommandLine.Option;

/** The option that names the release whose instances still run while migrations are applied. */
public final class PreviousReleaseOption {
    /** The argument if no other instances run. */
    private static final String NO_RELEASE = "none";

    @Option(
            names = "--previous",
            paramLabel = "RELEASE",
            description = "The previous release, to find migrations that break its checked queries: a git revision"
                    + " with the query list of cairn record, a folder or an archive of its compiled classes (may be"
                    + " repeated), or none. Default: the release of the database at --url, else the last tag before"
                    + " the migration, else the last common commit with --since, else the commit before the migration.")
    private List<String> previousReleases = new ArrayList<>();

    /**
     * What determines the previous releases if the option does not name one.
     *
     * @param sinceRevision the git revision of {@code --since}; empty for none
     * @param lastAppliedNumber the number of the last migration that a database has; empty if no database is known
     */
    public record ReleaseSearch(String sinceRevision, OptionalInt lastAppliedNumber) {}

    /**
     * Returns a function from the number of a migration to the release that the migration follows.
     *
     * @param schemaName the name of the schema
     * @param migrationFileByNumber the files of its migrations by their numbers; empty if the sources are not known
     * @throws CommandException if {@code --previous} names neither compiled classes nor a git revision with a list of
     *     queries
     */
    public IntFunction<Release> createReleaseResolver(
            String schemaName, SortedMap<Integer, Path> migrationFileByNumber, ReleaseSearch releaseSearch) {
        if (previousReleases.equals(List.of(NO_RELEASE))) {
            return number -> Release.ofNone("none, because of --previous none");
        }
        Optional<ReleasedQueriesFile> releasedQueries = migrationFileByNumber.values().stream()
                .findFirst()
                .map(file -> ReleasedQueriesFile.ofSchema(file, schemaName));
        if (previousReleases.isEmpty()) {
            return releasedQueries
                    .<IntFunction<Release>>map(
                            queriesFile -> PreviousReleaseFinder.of(queriesFile, migrationFileByNumber)
                                    .withRevision(releaseSearch.sinceRevision)
                                    .withLastAppliedNumber(releaseSearch.lastAppliedNumber)::resolveReleaseBefore)
                    .orElse(number -> Release.ofUnknown("unknown, because no source of a migration was found"));
        }
        Release namedRelease = findClassPaths()
                .map(classPaths -> new Release(
                        String.join(", ", previousReleases),
                        CompiledQueries.read(classPaths).filterBySchema(schemaName),
                        List.of()))
                .or(() -> releasedQueries.flatMap(
                        queriesFile -> queriesFile.findAtRevision(previousReleases.get(0), previousReleases.get(0))))
                .orElseThrow(() -> CommandException.usage("--previous: " + previousReleases.get(0)
                        + " is neither a folder nor an archive of compiled classes, nor a git revision with a "
                        + releasedQueries
                                .map(queriesFile ->
                                        String.valueOf(queriesFile.file().getFileName()))
                                .orElse("list of queries")
                        + " next to the migrations."));
        return number -> namedRelease;
    }

    /** Returns the directories and archives that the option names; empty if it names a git revision. */
    private Optional<List<Path>> findClassPaths() {
        List<Path> paths = previousReleases.stream().map(Path::of).toList();
        return paths.size() > 1 || Files.exists(paths.get(0)) ? Optional.of(paths) : Optional.empty();
    }
}
