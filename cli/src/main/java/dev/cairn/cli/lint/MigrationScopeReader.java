package dev.cairn.cli.lint;

import dev.cairn.Migrator;
import dev.cairn.Status;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.DefinitionOptions;
import dev.cairn.cli.option.MigratorFactory;
import dev.cairn.cli.option.VersionRange;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.LintSubject;
import dev.cairn.tooling.lint.LintedMigration;
import dev.cairn.tooling.lint.SchemaLintInputReader;
import dev.cairn.tooling.lint.source.LintSources;
import dev.cairn.tooling.lint.source.SourceLocation;
import dev.cairn.tooling.release.GitRepository;
import dev.cairn.upgrade.RecordedMigration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the selected migrations of the compiled schema, for each of its targets. */
public record MigrationScopeReader(LintScopeOptions options, CommandEnvironment environment) {
    /**
     * Reads the migrations. With {@code --pending} or {@code --url}, it connects to the server.
     *
     * @throws CommandException if the options contradict each other, or the input can't be read
     */
    public LintScope read() {
        options.schemaOptions().findScripts().stream().findFirst().ifPresent(script -> {
            throw CommandException.usage("Migrations are read from compiled classes, but " + script
                    + " is an SQL file. To check the file itself, pass it as the argument: cairn lint " + script
                    + ".");
        });
        SchemaDescriptor schema = options.schemaOptions().requireSchema();
        LintSources lintSources = options.readSources(schema);
        Optional<Status> status = options.checksPending() ? Optional.of(readStatus(schema)) : Optional.empty();
        Set<String> migrationNames = status.isPresent()
                ? collectPendingMigrationNames(status.get())
                : selectMigrationNames(schema, lintSources);
        boolean includesSchema = options.selection().isEmpty() && !options.checksPending();
        ReleaseComparator releaseComparator = options.createReleaseComparator(
                schema,
                lintSources,
                status.map(knownStatus -> OptionalInt.of(knownStatus.head().number()))
                        .orElseGet(() -> options.serverOptions().findLastAppliedNumber(schema.name(), environment)));
        List<LintInput> inputs = new ArrayList<>();
        for (ServerProfile target : DefinitionOptions.sortNewestFirst(schema.targets())) {
            SchemaLintInputReader inputReader = options.createInputReader(schema, target);
            List<LintedMigration> migrations = new ArrayList<>(inputReader.simulateRecordedMigrations(migrationNames));
            if (includesSchema) {
                inputReader
                        .findUnrecordedChanges(lintSources.renames(), lintSources.allowances())
                        .ifPresent(migrations::add);
            }
            inputs.add(CommandException.requireValid(() -> releaseComparator.compareWithReleases(
                    inputReader.createInput().withMigrations(migrations))));
        }
        return new LintScope(
                schema.name(),
                inputs,
                lintSources.allowances(),
                finding -> findLocation(finding, lintSources, inputs),
                subject -> includesSchema || subject instanceof LintSubject.MigrationStatement,
                releaseComparator.createNotes());
    }

    /**
     * Returns the location of a finding. A finding about an unrecorded change is located at the record of the object.
     */
    private static Optional<SourceLocation> findLocation(
            LintFinding finding, LintSources lintSources, List<LintInput> inputs) {
        return lintSources
                .findLocation(finding)
                .or(() -> inputs.stream()
                        .flatMap(input -> input.migrations().stream())
                        .flatMap(migration -> migration.statements().stream())
                        .filter(lintedStatement -> lintedStatement.subject().equals(finding.subject()))
                        .flatMap(lintedStatement ->
                                Optional.ofNullable(lintedStatement.step().object()).stream())
                        .flatMap(objectName -> lintSources.findLocation(objectName).stream())
                        .findFirst());
    }

    /**
     * Returns the names of the migrations that the options select: those that have changed since a revision, or those
     * of the argument. By default, these are the last migration and all repeatable migrations.
     */
    private Set<String> selectMigrationNames(SchemaDescriptor schema, LintSources lintSources) {
        if (!options.sinceRevision().isEmpty()) {
            return selectChangedMigrationNames(schema, lintSources);
        }
        int lastNumber = schema.lastMigrationNumber();
        if (options.selection().isEmpty()) {
            return collectMigrationNames(Stream.concat(
                    schema.migrations().stream().filter(migration -> migration.number() == lastNumber),
                    schema.repeatableMigrations().stream()));
        }
        Set<String> repeatableNames = collectMigrationNames(schema.repeatableMigrations().stream()
                .filter(migration -> migration.name().equals(options.selection())));
        if (!repeatableNames.isEmpty()) {
            return repeatableNames;
        }
        VersionRange range = VersionRange.parseMigrations(options.selection(), schema);
        return collectMigrationNames(schema.migrations().stream()
                .filter(migration ->
                        migration.number() > range.startNumber() && migration.number() <= range.endNumber()));
    }

    /**
     * Returns the names of the migrations whose files have changed since the revision of the options.
     *
     * @throws CommandException if the file of a migration is not in the source folders, because it may have changed
     */
    private Set<String> selectChangedMigrationNames(SchemaDescriptor schema, LintSources lintSources) {
        Set<Path> changedFiles = CommandException.requireValid(
                () -> GitRepository.findChangedFiles(options.sinceRevision(), options.sourceFolders()));
        Map<String, Path> migrationFileByName = lintSources.collectMigrationFiles();
        Set<String> changedMigrationNames = new TreeSet<>();
        for (String migrationName : collectMigrationNames(
                Stream.concat(schema.migrations().stream(), schema.repeatableMigrations().stream()))) {
            Path migrationFile = migrationFileByName.get(migrationName);
            if (migrationFile == null) {
                throw CommandException.usage("--since: the source of " + migrationName + " is not in "
                        + options.sourceFolders().stream().map(Path::toString).collect(Collectors.joining(", "))
                        + ", so git can't tell whether it has changed. Pass its folder with --sources.");
            }
            if (changedFiles.contains(migrationFile.toAbsolutePath().normalize())) {
                changedMigrationNames.add(migrationName);
            }
        }
        return changedMigrationNames;
    }

    /** Returns the names of the migrations that a database lacks. */
    private static Set<String> collectPendingMigrationNames(Status status) {
        return collectMigrationNames(Stream.concat(status.pending().stream(), status.repeatables().stream()));
    }

    private static Set<String> collectMigrationNames(Stream<RecordedMigration> migrations) {
        return migrations.map(RecordedMigration::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private Status readStatus(SchemaDescriptor schema) {
        ServerAddress address = options.serverOptions().resolveAddress(environment);
        MigratorFactory.requireDatabase(schema, address);
        return Migrator.of(schema, address).status();
    }
}
