package dev.cairn.cli.lint;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.DefinitionOptions;
import dev.cairn.cli.option.PreviousReleaseOption;
import dev.cairn.cli.option.PreviousReleaseOption.ReleaseSearch;
import dev.cairn.cli.option.ProjectOptions;
import dev.cairn.cli.option.SchemaOptions;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.cli.option.SourceArgument;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.lint.SchemaLintInputReader;
import dev.cairn.tooling.lint.source.LintSources;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.release.ReleasedQueriesFile;
import dev.cairn.tooling.release.ReleasedQueriesFile.Release;
import dev.cairn.upgrade.RecordedMigration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The options that select what {@code cairn lint} checks, and the releases with which it compares the migrations.
 */
public final class LintScopeOptions {
    @Parameters(
            arity = "0..1",
            paramLabel = "MIGRATION|FILE",
            defaultValue = "",
            description =
                    "Check only a migration, by number or name; several, such as V0003:V0012; a repeatable migration; or"
                            + " an SQL file. An SQL file is checked against the compiled schema, or against"
                            + " --definitions.")
    private String selection = "";

    @Option(
            names = "--since",
            paramLabel = "REVISION",
            defaultValue = "",
            description = "Check the schema, and only those migrations that are new or changed since a git revision.")
    private String sinceRevision = "";

    @Option(names = "--pending", description = "Check only the migrations that the database at --url lacks.")
    private boolean checksPending;

    @Option(
            names = "--sources",
            paramLabel = "FOLDER",
            defaultValue = ProjectOptions.DEFAULT_SOURCES,
            description = "A folder of sources, for @Allow and the places of findings; may be repeated. Default: "
                    + ProjectOptions.DEFAULT_SOURCES)
    private List<Path> sourceFolders = new ArrayList<>();

    @Mixin
    private final PreviousReleaseOption previousReleaseOption = new PreviousReleaseOption();

    @Mixin
    private final SchemaOptions schemaOptions = new SchemaOptions();

    @Mixin
    private final ServerOptions serverOptions = new ServerOptions();

    @Mixin
    private final DefinitionOptions definitionOptions = new DefinitionOptions();

    public ServerOptions serverOptions() {
        return serverOptions;
    }

    SchemaOptions schemaOptions() {
        return schemaOptions;
    }

    DefinitionOptions definitionOptions() {
        return definitionOptions;
    }

    /** Returns the argument: a migration, several migrations, or an SQL file; empty by default. */
    String selection() {
        return selection;
    }

    String sinceRevision() {
        return sinceRevision;
    }

    boolean checksPending() {
        return checksPending;
    }

    List<Path> sourceFolders() {
        return sourceFolders;
    }

    /**
     * Returns the SQL file or the first directory of sources: the path at which the search for the repository starts.
     */
    public Path startPath() {
        return findScript().orElseGet(() -> sourceFolders.get(0));
    }

    /**
     * Requires that the options do not contradict each other.
     *
     * @throws CommandException if they do, or if the argument is the address of a server
     */
    public void requireOneSelection() {
        if ((!sinceRevision.isEmpty() ? 1 : 0) + (checksPending ? 1 : 0) + (selection.isEmpty() ? 0 : 1) > 1) {
            throw CommandException.usage("Pass only one of these: --since, --pending, a migration, or a file.");
        }
        SourceArgument sourceArgument = new SourceArgument(selection);
        if (sourceArgument.isServer()) {
            throw CommandException.usage("lint checks migrations or an SQL file, but not the server " + sourceArgument
                    + ": pass the URL of the server as --url.");
        }
    }

    /** Returns the SQL file to check; empty if migrations are checked. */
    public Optional<Path> findScript() {
        return selection.endsWith(".sql") ? Optional.of(Path.of(selection)) : Optional.empty();
    }

    LintSources readSources(SchemaDescriptor schema) {
        return CommandException.requireValid(() -> LintSources.read(sourceFolders, schema.name()));
    }

    SchemaLintInputReader createInputReader(SchemaDescriptor schema, ServerProfile target) {
        return new SchemaLintInputReader(
                schema,
                target,
                schemaOptions.requireSchemas(),
                CompiledQueries.read(schemaOptions.collectQueryPaths()));
    }

    /**
     * Creates the comparator for the releases that precede the migrations of a schema.
     *
     * @param lastAppliedNumber the number of the last migration that the database has; empty if it is not known
     */
    ReleaseComparator createReleaseComparator(
            SchemaDescriptor schema, LintSources lintSources, OptionalInt lastAppliedNumber) {
        Map<String, Path> migrationFileByName = lintSources.collectMigrationFiles();
        SortedMap<Integer, Path> migrationFileByNumber = new TreeMap<>();
        for (RecordedMigration migration : schema.migrations()) {
            Optional.ofNullable(migrationFileByName.get(migration.name()))
                    .ifPresent(file -> migrationFileByNumber.put(migration.number(), file));
        }
        Release listedRelease = migrationFileByNumber.values().stream()
                .findFirst()
                .flatMap(file ->
                        ReleasedQueriesFile.ofSchema(file, schema.name()).findRecordedRelease())
                .orElseGet(() -> Release.ofNone("nothing is listed"));
        return new ReleaseComparator(
                schema,
                previousReleaseOption.createReleaseResolver(
                        schema.name(), migrationFileByNumber, new ReleaseSearch(sinceRevision, lastAppliedNumber)),
                listedRelease);
    }
}
