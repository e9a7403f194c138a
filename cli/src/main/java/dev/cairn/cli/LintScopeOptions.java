package dev.cairn.cli;

import dev.cairn.Migrator;
import dev.cairn.Status;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.DefinitionOptions;
import dev.cairn.cli.option.MigratorFactory;
import dev.cairn.cli.option.PreviousReleaseOption;
import dev.cairn.cli.option.PreviousReleaseOption.ReleaseSearch;
import dev.cairn.cli.option.ProjectOptions;
import dev.cairn.cli.option.SchemaOptions;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.cli.option.SourceArgument;
import dev.cairn.cli.option.VersionRange;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.ComparisonSideReader;
import dev.cairn.tooling.definition.SourceDefinitions;
import dev.cairn.tooling.lint.LintAllowances;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.LintSubject;
import dev.cairn.tooling.lint.LintedMigration;
import dev.cairn.tooling.lint.LintedStatement;
import dev.cairn.tooling.lint.RefusedStatementException;
import dev.cairn.tooling.lint.SchemaLintInputReader;
import dev.cairn.tooling.lint.source.LintSources;
import dev.cairn.tooling.lint.source.ScriptStatements;
import dev.cairn.tooling.lint.source.SourceLocation;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.release.GitRepository;
import dev.cairn.tooling.release.ReleasedQueriesFile;
import dev.cairn.tooling.release.ReleasedQueriesFile.Release;
import dev.cairn.upgrade.RecordedMigration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The options that select what {@code cairn lint} checks, and the releases with which it compares the migrations. This
 * class also reads what they select: migrations of compiled classes, or an SQL file.
 */
final class LintScopeOptions {
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

    /** Remarks to print after the findings: the releases with which the migrations were compared. */
    private final List<String> notes = new ArrayList<>();

    /**
     * The input of the rules, with the accepted findings and the locations of its parts.
     *
     * @param schemaName the name of the schema; empty for an SQL file without compiled classes
     * @param inputs one for each target of the schema, the newest first
     * @param allowances the findings that the sources accept
     * @param locator returns the location of a finding; empty if it is not known
     * @param subjectFilter accepts the subjects whose findings are reported
     */
    record LintScope(
            String schemaName,
            List<LintInput> inputs,
            LintAllowances allowances,
            Function<LintFinding, Optional<SourceLocation>> locator,
            Predicate<LintSubject> subjectFilter) {}

    ServerOptions serverOptions() {
        return serverOptions;
    }

    /** Returns the remarks that {@link #readScope} has added; none before it is called. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * Returns the SQL file or the first directory of sources: the path at which the search for the repository starts.
     */
    Path startPath() {
        return isScript() ? Path.of(selection) : sourceFolders.get(0);
    }

    /**
     * Reads the input of the rules, and adds the remarks that {@link #notes} returns. With {@code --pending} or
     * {@code --url}, it connects to the server.
     *
     * @throws CommandException if the options contradict each other, or the input can't be read
     */
    LintScope readScope(CommandEnvironment environment, CommandOutput output) {
        if ((!sinceRevision.isEmpty() ? 1 : 0) + (checksPending ? 1 : 0) + (selection.isEmpty() ? 0 : 1) > 1) {
            throw CommandException.usage("Pass only one of these: --since, --pending, a migration, or a file.");
        }
        SourceArgument sourceArgument = new SourceArgument(selection);
        if (sourceArgument.isServer()) {
            throw CommandException.usage("lint checks migrations or an SQL file, but not the server " + sourceArgument
                    + ": pass the URL of the server as --url.");
        }
        return isScript() ? readScript(Path.of(selection), environment, output) : readMigrations(environment);
    }

    private boolean isScript() {
        return selection.endsWith(".sql");
    }

    private LintSources readSources(SchemaDescriptor schema) {
        return requireValidInput(() -> LintSources.read(sourceFolders, schema.name()));
    }

    /** Reads the selected migrations of the compiled schema, for each of its targets. */
    private LintScope readMigrations(CommandEnvironment environment) {
        schemaOptions.findScripts().stream().findFirst().ifPresent(script -> {
            throw CommandException.usage("Migrations are read from compiled classes, but " + script
                    + " is an SQL file. To check the file itself, pass it as the argument: cairn lint " + script
                    + ".");
        });
        SchemaDescriptor schema = schemaOptions.requireSchema();
        LintSources lintSources = readSources(schema);
        Optional<Status> status = checksPending ? Optional.of(readStatus(schema, environment)) : Optional.empty();
        Set<String> migrationNames = status.isPresent()
                ? collectPendingMigrationNames(status.get())
                : selectMigrationNames(schema, lintSources);
        boolean includesSchema = selection.isEmpty() && !checksPending;
        ReleaseComparator releaseComparator = createReleaseComparator(
                schema,
                lintSources,
                status.map(knownStatus -> OptionalInt.of(knownStatus.head().number()))
                        .orElseGet(() -> serverOptions.findLastAppliedNumber(schema.name(), environment)));
        List<LintInput> inputs = new ArrayList<>();
        for (ServerProfile target : DefinitionOptions.sortNewestFirst(schema.targets())) {
            SchemaLintInputReader inputReader = createInputReader(schema, target);
            List<LintedMigration> migrations = new ArrayList<>(inputReader.simulateRecordedMigrations(migrationNames));
            if (includesSchema) {
                inputReader
                        .findUnrecordedChanges(lintSources.renames(), lintSources.allowances())
                        .ifPresent(migrations::add);
            }
            inputs.add(requireValidInput(() -> releaseComparator.compareWithReleases(
                    inputReader.createInput().withMigrations(migrations))));
        }
        notes.addAll(releaseComparator.createNotes());
        return new LintScope(
                schema.name(),
                inputs,
                lintSources.allowances(),
                finding -> findLocation(finding, lintSources, inputs),
                subject -> includesSchema || subject instanceof LintSubject.MigrationStatement);
    }

    /**
     * Creates the comparator for the releases that precede the migrations of a schema.
     *
     * @param lastAppliedNumber the number of the last migration that the database has; empty if it is not known
     */
    private ReleaseComparator createReleaseComparator(
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

    private SchemaLintInputReader createInputReader(SchemaDescriptor schema, ServerProfile target) {
        return new SchemaLintInputReader(
                schema,
                target,
                schemaOptions.requireSchemas(),
                CompiledQueries.read(schemaOptions.collectQueryPaths()));
    }

    /**
     * Returns the names of the migrations that the options select: those that have changed since a revision, or those
     * of the argument. By default, these are the last migration and all repeatable migrations.
     */
    private Set<String> selectMigrationNames(SchemaDescriptor schema, LintSources lintSources) {
        if (!sinceRevision.isEmpty()) {
            Set<Path> changedFiles =
                    requireValidInput(() -> GitRepository.findChangedFiles(sinceRevision, sourceFolders));
            Map<String, Path> migrationFileByName = lintSources.collectMigrationFiles();
            return collectMigrationNames(Stream.concat(
                            schema.migrations().stream(), schema.repeatableMigrations().stream())
                    .filter(migration -> Optional.ofNullable(migrationFileByName.get(migration.name()))
                            .filter(source -> changedFiles.contains(
                                    source.toAbsolutePath().normalize()))
                            .isPresent()));
        }
        int lastNumber = schema.lastMigrationNumber();
        if (selection.isEmpty()) {
            return collectMigrationNames(Stream.concat(
                    schema.migrations().stream().filter(migration -> migration.number() == lastNumber),
                    schema.repeatableMigrations().stream()));
        }
        Set<String> repeatableNames = collectMigrationNames(schema.repeatableMigrations().stream()
                .filter(migration -> migration.name().equals(selection)));
        if (!repeatableNames.isEmpty()) {
            return repeatableNames;
        }
        VersionRange range = VersionRange.parseMigrations(selection, schema);
        return collectMigrationNames(schema.migrations().stream()
                .filter(migration ->
                        migration.number() > range.startNumber() && migration.number() <= range.endNumber()));
    }

    /** Returns the names of the migrations that a database lacks. */
    private static Set<String> collectPendingMigrationNames(Status status) {
        return collectMigrationNames(Stream.concat(status.pending().stream(), status.repeatables().stream()));
    }

    private static Set<String> collectMigrationNames(Stream<RecordedMigration> migrations) {
        return migrations.map(RecordedMigration::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private Status readStatus(SchemaDescriptor schema, CommandEnvironment environment) {
        ServerAddress address = serverOptions.resolveAddress(environment);
        MigratorFactory.requireDatabase(schema, address);
        return Migrator.of(schema, address).status();
    }

    /**
     * Reads an SQL file. Its statements change the compiled schema or, without one, the objects of the SQL files that
     * {@code --definitions} names.
     *
     * @throws CommandException if the file has a syntax error, or if a server would refuse one of its statements
     */
    private LintScope readScript(Path path, CommandEnvironment environment, CommandOutput output) {
        SourceArgument.of(path).requirePath("pass an SQL file");
        try {
            ScriptStatements scriptStatements = ScriptStatements.read(path);
            List<Path> definitionFiles = schemaOptions.findScripts();
            Optional<SchemaDescriptor> schema =
                    definitionFiles.isEmpty() ? schemaOptions.findSchema() : Optional.empty();
            try {
                LintInput input = schema.isPresent()
                        ? createSchemaInput(scriptStatements, schema.get(), environment)
                        : createStandaloneInput(scriptStatements, definitionFiles, output);
                return new LintScope(
                        schema.map(SchemaDescriptor::name).orElse(""),
                        List.of(input),
                        LintAllowances.ofCreations(input),
                        finding -> scriptStatements
                                .findLocation(finding)
                                .or(() -> findLastCreation(input, finding.subject())
                                        .map(creation -> scriptStatements.locate(
                                                creation.subject().number(), Span.NONE))),
                        subject -> subject instanceof LintSubject.MigrationStatement
                                || findLastCreation(input, subject).isPresent());
            } catch (RefusedStatementException failure) {
                throw new CommandException(
                        ExitCode.FAILED,
                        path + ":"
                                + scriptStatements
                                        .locate(failure.statementNumber(), Span.NONE)
                                        .line() + ": " + failure.getMessage(),
                        failure);
            }
        } catch (SqlSyntaxException failure) {
            throw new CommandException(ExitCode.FAILED, path + ": " + failure.getMessage(), failure);
        }
    }

    private LintInput createSchemaInput(
            ScriptStatements scriptStatements, SchemaDescriptor schema, CommandEnvironment environment) {
        ReleaseComparator releaseComparator = createReleaseComparator(
                schema, readSources(schema), serverOptions.findLastAppliedNumber(schema.name(), environment));
        LintInput input =
                releaseComparator.compareWithReleases(createInputReader(schema, definitionOptions.selectTarget(schema))
                        .createScriptInput(scriptStatements.name(), scriptStatements.statements()));
        notes.addAll(releaseComparator.createNotes());
        return input;
    }

    /**
     * Returns the input for an SQL file without compiled classes.
     *
     * @param definitionFiles the files that define the objects that exist before the file; empty if it creates all
     *     objects itself
     */
    private LintInput createStandaloneInput(
            ScriptStatements scriptStatements, List<Path> definitionFiles, CommandOutput output) {
        SourceDefinitions sourceDefinitions = ComparisonSideReader.readDefinitions(
                new ComparisonSide.SqlFiles(definitionFiles, definitionOptions.createProfile()));
        sourceDefinitions
                .unknownDefinitions()
                .forEach(unknownDefinition -> output.printRemark("Not read: " + unknownDefinition));
        return LintInput.ofScript(
                sourceDefinitions.profile(),
                sourceDefinitions.database(),
                sourceDefinitions.catalog(),
                new CompiledQueries(List.of()),
                scriptStatements.name(),
                scriptStatements.statements());
    }

    /**
     * Returns the last statement of a file that creates the object of a finding; empty if the file does not create it,
     * or the finding is not about an object.
     */
    private static Optional<LintedStatement> findLastCreation(LintInput input, LintSubject subject) {
        return subject instanceof LintSubject.SchemaPart schemaPart
                ? input.findLastCreation(schemaPart.objectName())
                : Optional.empty();
    }

    /**
     * Calls a supplier, and reports an {@link IllegalArgumentException} as a usage error.
     *
     * @throws CommandException with the message of the {@code IllegalArgumentException}
     */
    static <T> T requireValidInput(Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (IllegalArgumentException failure) {
            throw CommandException.usage(String.valueOf(failure.getMessage()));
        }
    }
}
