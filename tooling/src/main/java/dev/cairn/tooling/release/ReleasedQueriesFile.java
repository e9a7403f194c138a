package dev.cairn.tooling.release;

import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.release.GitRepository.TrackedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file that lists the checked queries of an application, the columns that they read and change, and the constants
 * of the columns with enums. It is stored next to the migrations of the schema, and each recording updates it. Because
 * it is under version control like the migrations, its version in a release lists the queries that the instances of
 * this release send.
 *
 * <pre>{@code
 * ReleasedQueriesFile file = ReleasedQueriesFile.ofSchema(migration, "shop");
 * file.findRecordedRelease().ifPresent(release -> lint(release.queries()));
 * }</pre>
 */
public record ReleasedQueriesFile(Path file) {
    /**
     * The extension of the file. Each query is a JSON object on a separate line, so that reviews show which queries a
     * change adds and removes.
     */
    private static final String FILE_EXTENSION = ".queries.jsonl";

    /**
     * The queries of a release, and the constants of its columns with enums.
     *
     * @param name the tag of the release, another description of its state, or the reason why no release was found
     * @param isKnown whether the queries of the release are known; if they are not, both lists are empty
     */
    public record Release(String name, boolean isKnown, CompiledQueries queries, List<ReleasedConstants> constants) {
        public Release {
            constants = List.copyOf(constants);
        }

        public Release(String name, CompiledQueries queries, List<ReleasedConstants> constants) {
            this(name, true, queries, constants);
        }

        /**
         * Returns the release for a state in which no release runs: it is known to have no queries.
         *
         * @param reason why no release runs; it is shown in place of a name
         */
        public static Release ofNone(String reason) {
            return new Release(reason, new CompiledQueries(List.of()), List.of());
        }

        /**
         * Returns a release whose queries are not known.
         *
         * @param reason why they are not known, in place of a name
         */
        public static Release ofUnknown(String reason) {
            return new Release(reason, false, new CompiledQueries(List.of()), List.of());
        }

        /** Returns the note that names the release with which a change is compared. */
        public String renderNote() {
            return "Previous release: " + name;
        }

        /** Returns whether the release has neither queries nor enums. */
        public boolean isEmpty() {
            return render().isEmpty();
        }

        /**
         * Returns the content of the file: a line for each query and for each column with an enum; empty if there is
         * none.
         */
        public String render() {
            StringBuilder content = new StringBuilder();
            for (QueryListing listing : queries.listings()) {
                for (CheckedQuery query : listing.queries()) {
                    content.append(listing.withQueries(List.of(query)).toJson());
                }
            }
            constants.forEach(releasedConstants -> content.append(releasedConstants.toJson()));
            return content.toString();
        }
    }

    /**
     * Returns the file of a schema.
     *
     * @param migrationFile the file of any migration of the schema
     * @param schemaName the name of the schema
     */
    public static ReleasedQueriesFile ofSchema(Path migrationFile, String schemaName) {
        return new ReleasedQueriesFile(migrationFile.resolveSibling(schemaName + FILE_EXTENSION));
    }

    /**
     * Returns the release of a git revision; empty if the revision has no such file, or if git can't read it.
     *
     * @param name the name of the release
     * @throws UncheckedIOException if the file of the revision is not a list of queries
     */
    public Optional<Release> findAtRevision(String revision, String name) {
        return TrackedFile.of(file).readText(revision).map(content -> parseRelease(name, content));
    }

    /**
     * Returns the last recorded state; empty if the file does not exist.
     *
     * @throws UncheckedIOException if the file can't be read, or is not a list of queries
     */
    public Optional<Release> findRecordedRelease() {
        return readText().map(content -> parseRelease("the state that was recorded last", content));
    }

    /** Returns the content of the file itself; empty if it does not exist. */
    private Optional<String> readText() {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " can't be read: " + failure.getMessage(), failure);
        }
    }

    /**
     * Parses the content of the file.
     *
     * @throws UncheckedIOException if a line is neither a query nor the constants of a column
     */
    private Release parseRelease(String name, String content) {
        List<QueryListing> listings = new ArrayList<>();
        List<ReleasedConstants> constants = new ArrayList<>();
        for (String line : content.lines().toList()) {
            try {
                ReleasedConstants.parse(line)
                        .ifPresentOrElse(constants::add, () -> listings.add(QueryListing.parse(line)));
            } catch (IllegalArgumentException failure) {
                throw new UncheckedIOException(
                        file + " is not a list of queries: " + failure.getMessage(), new IOException(failure));
            }
        }
        return new Release(name, new CompiledQueries(listings), constants);
    }

    /** Returns whether the file lists exactly this release; a schema without queries and enums needs no file. */
    public boolean listsExactly(Release release) {
        return release.render().equals(readText().orElse(""));
    }
}
