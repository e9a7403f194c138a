package dev.cairn.cli;

import dev.cairn.Migrator;
import dev.cairn.Status;
import dev.cairn.catalog.Severity;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.DefinitionOptions;
import dev.cairn.cli.option.PreviousReleaseOption;
import dev.cairn.cli.option.PreviousReleaseOption.ReleaseSearch;
import dev.cairn.cli.option.ReportOptions;
import dev.cairn.cli.option.SchemaOptions;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.cli.option.SourceArgument;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.connection.Address;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.SideComparison;
import dev.cairn.tooling.definition.SourceDefinitions;
import dev.cairn.tooling.lint.LintAllowances;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.LintInput.LintedStatement;
import dev.cairn.tooling.lint.LintReport;
import dev.cairn.tooling.lint.LintSettings;
import dev.cairn.tooling.lint.LintSubject;
import dev.cairn.tooling.lint.LintedMigration;
import dev.cairn.tooling.lint.Linter;
import dev.cairn.tooling.lint.SchemaLintInputReader;
import dev.cairn.tooling.lint.format.LintFormat;
import dev.cairn.tooling.lint.format.LocatedReport;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import dev.cairn.tooling.lint.source.LintSources;
import dev.cairn.tooling.lint.source.ScriptStatements;
import dev.cairn.tooling.lint.source.SourceLocation;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.release.GitRepository;
import dev.cairn.tooling.release.ReleasedQueries;
import dev.cairn.tooling.release.ReleasedQueries.Release;
import dev.cairn.upgrade.RecordedMigration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn lint}. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = {
            "Finds migrations, definitions and checked queries that a server accepts but that may do harm. Exits with 3"
                    + " if there are findings at or above --fail-on.",
            "Without an argument it checks the last migration, the repeatable migrations, changes of the records that are"
                    + " not recorded, the schema, and the checked queries."
        })
final class LintCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "MIGRATION|FILE",
            defaultValue = "",
            description =
                    "Check only a migration, by number or name; several, as in V0003:V0012; a repeatable migration; or an SQL"
                            + " file, whose statements change the schema, or the tables and views of the SQL files that"
                            + " --definitions names.")
    private String selection = "";

    @Option(
            names = "--since",
            paramLabel = "REVISION",
            defaultValue = "",
            description = "Check the migrations whose sources are new or changed since a revision of git, and the"
                    + " schema.")
    private String since = "";

    @Option(names = "--pending", description = "Check only the migrations that the database at --url lacks.")
    private boolean pending;

    @Option(
            names = "--sources",
            paramLabel = "FOLDER",
            description = "A folder of sources, for @Allow and the places of findings; may be repeated. Default:"
                    + " src/main/java")
    private List<Path> sources = new ArrayList<>();

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "warning",
            description = "The severity from which findings are a failure: info, warning, error or never. Default:"
                    + " warning")
    private String failOn = "warning";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "The format of the findings: text, json, sarif, junit, github, gitlab or markdown. Default:"
                    + " text")
    private String format = "text";

    @Option(names = "--output", paramLabel = "FILE", description = "Write the findings to a file.")
    private @Nullable Path file;

    @Mixin
    private final PreviousReleaseOption previous = new PreviousReleaseOption();

    @Mixin
    private final SchemaOptions schemas = new SchemaOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final DefinitionOptions definitions = new DefinitionOptions();

    @Mixin
    private final Output output = new Output();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The remarks that follow the findings: the releases with which the migrations were compared. */
    private final List<String> notes = new ArrayList<>();

    /**
     * The input of a check, with the places of its parts.
     *
     * @param inputs one for each target of the schema, the newest first
     */
    private record LintedInput(
            String schema,
            List<LintInput> inputs,
            LintAllowances allowances,
            Function<LintFinding, Optional<SourceLocation>> locations,
            Predicate<LintSubject> subjects) {}

    @Override
    public Integer call() {
        Optional<Severity> threshold = parseThreshold();
        LintFormat chosen = requireUsage(() -> LintFormat.of(format));
        if ((!since.isEmpty() ? 1 : 0) + (pending ? 1 : 0) + (selection.isEmpty() ? 0 : 1) > 1) {
            throw CommandException.usage("Pass only one of --since, --pending, and a migration or a file.");
        }
        SourceArgument named = new SourceArgument(selection);
        if (named.isServer()) {
            throw CommandException.usage("lint checks migrations or an SQL file, and not the server " + named
                    + ": pass the URL of the server as --url.");
        }
        LintedInput checked = isScript() ? readScript(Path.of(selection)) : readMigrations();
        requireUsage(() -> {
            checked.inputs().forEach(LintInput::requireKnownRules);
            return true;
        });
        LintReport report = applyRules(checked).filterSubjects(checked.subjects());
        Path folder = isScript() ? Path.of(selection) : sources().get(0);
        LocatedReport locatedFinding = LocatedReport.of(
                checked.schema(),
                checked.inputs().get(0),
                report,
                checked.locations(),
                threshold,
                LocatedReport.findRepository(folder).orElse(Path.of("")));
        print(locatedFinding, chosen);
        notes.forEach(output::printRemark);
        boolean failed = locatedFinding.findings().stream().anyMatch(locatedFinding::isFailure);
        return (failed ? ExitCode.PENDING : ExitCode.DONE).number();
    }

    /** Applies the rules for each target. */
    private LintReport applyRules(LintedInput checked) {
        LintSettings settings = requireUsage(() ->
                LintSettings.of(server.readSettings(Cairn.environment(spec)).file()));
        List<ServerProfile> targets =
                checked.inputs().stream().map(LintInput::profile).toList();
        Map<ServerProfile, LintReport> reports = new LinkedHashMap<>();
        for (LintInput input : checked.inputs()) {
            LintSettings ownSettings = targets.size() == 1 ? settings : settings.forTarget(input.profile(), targets);
            reports.put(
                    input.profile(),
                    new Linter(ownSettings, checked.allowances())
                            .report(server.addMeasurements(input, Cairn.environment(spec))));
        }
        return LintReport.merge(reports);
    }

    private void print(LocatedReport report, LintFormat chosen) {
        if (output.isJson()) {
            report.findings().forEach(locatedFinding -> output.printObject(toJson(locatedFinding)));
        }
        if (file == null) {
            if (chosen == LintFormat.TEXT
                    && output.isTerminal()
                    && output.colours().isEnabled()) {
                output.printVerbatim(new ColouredFindings(report, output.colours(), output.width()).render());
            } else if (chosen == LintFormat.TEXT) {
                output.printText(chosen.render(report));
            } else {
                output.printCode(chosen.render(report));
            }
            return;
        }
        ReportOptions.write(file, chosen.render(report) + "\n");
        output.printText(report.summary() + ".");
    }

    private List<Path> sources() {
        return sources.isEmpty() ? List.of(Path.of("src", "main", "java")) : sources;
    }

    private boolean isScript() {
        return selection.endsWith(".sql");
    }

    private LintSources readSources(SchemaDescriptor schema) {
        return requireUsage(() -> LintSources.of(sources(), schema.name()));
    }

    private LintedInput readMigrations() {
        schemas.findScripts().stream().findFirst().ifPresent(script -> {
            throw CommandException.usage("The migrations are those of compiled classes, and " + script
                    + " is an SQL file. To check the file itself, pass it as the argument, as in cairn lint " + script
                    + ".");
        });
        SchemaDescriptor schema = schemas.schema();
        LintSources read = readSources(schema);
        Optional<Status> status = pending ? Optional.of(readStatus(schema)) : Optional.empty();
        Set<String> names = status.isPresent() ? pendingNames(status.get()) : selectNames(schema, read);
        boolean all = selection.isEmpty() && !pending;
        LintedReleases releases = releases(
                schema,
                read,
                status.map(knownStatus -> OptionalInt.of(knownStatus.head().number()))
                        .orElseGet(() -> lastMigration(schema)));
        List<LintInput> inputs = new ArrayList<>();
        for (ServerProfile target : DefinitionOptions.newestFirst(schema.targets())) {
            SchemaLintInputReader reader = reader(schema, target);
            List<LintedMigration> migrations = new ArrayList<>(reader.simulateRecordedMigrations(names));
            if (all) {
                reader.findUnrecorded(read.renames(), read.allowances()).ifPresent(migrations::add);
            }
            inputs.add(requireUsage(() -> releases.addTo(reader.createInput().with(migrations))));
        }
        notes.addAll(releases.notes());
        return new LintedInput(
                schema.name(),
                inputs,
                read.allowances(),
                finding -> findLocation(finding, read, inputs),
                subject -> all || subject instanceof LintSubject.MigrationStatement);
    }

    private OptionalInt lastMigration(SchemaDescriptor schema) {
        return server.lastMigration(schema.name(), Cairn.environment(spec));
    }

    /** Returns the releases that the migrations of a schema follow. */
    private LintedReleases releases(SchemaDescriptor schema, LintSources read, OptionalInt applied) {
        SortedMap<Integer, Path> files = new TreeMap<>();
        for (RecordedMigration migration : schema.migrations()) {
            Optional.ofNullable(read.migrationFiles().get(migration.name()))
                    .ifPresent(file -> files.put(migration.number(), file));
        }
        Release present = files.values().stream()
                .findFirst()
                .flatMap(file -> ReleasedQueries.fileBeside(file, schema.name()).findRecorded())
                .orElseGet(() -> Release.ofNone("nothing is listed"));
        return new LintedReleases(
                schema, previous.releases(schema.name(), files, new ReleaseSearch(since, applied)), present);
    }

    /** Returns the place of a finding. A finding about an unrecorded change is at the record of the changed object. */
    private static Optional<SourceLocation> findLocation(
            LintFinding finding, LintSources read, List<LintInput> inputs) {
        return read.location(finding)
                .or(() -> inputs.stream()
                        .flatMap(input -> input.migrations().stream())
                        .flatMap(migration -> migration.statements().stream())
                        .filter(statement -> statement.subject().equals(finding.subject()))
                        .flatMap(statement ->
                                Optional.ofNullable(statement.step().object()).stream())
                        .flatMap(object -> read.location(object).stream())
                        .findFirst());
    }

    private SchemaLintInputReader reader(SchemaDescriptor schema, ServerProfile target) {
        List<SchemaDescriptor> others = schemas.list().stream()
                .filter(other -> !other.name().equals(schema.name()))
                .toList();
        return new SchemaLintInputReader(schema, target, others, CompiledQueries.read(schemas.withClassPath()));
    }

    /** The names of the migrations to check. */
    private Set<String> selectNames(SchemaDescriptor schema, LintSources read) {
        if (!since.isEmpty()) {
            Set<Path> changed = requireUsage(() -> GitRepository.filesChangedSince(since, sources()));
            Map<String, Path> files = read.migrationFiles();
            return selectNames(Stream.concat(schema.migrations().stream(), schema.repeatables().stream())
                    .filter(migration -> Optional.ofNullable(files.get(migration.name()))
                            .filter(source ->
                                    changed.contains(source.toAbsolutePath().normalize()))
                            .isPresent()));
        }
        int last = schema.lastMigration();
        if (selection.isEmpty()) {
            return selectNames(Stream.concat(
                    schema.migrations().stream().filter(migration -> migration.number() == last),
                    schema.repeatables().stream()));
        }
        Set<String> repeatable = selectNames(schema.repeatables().stream()
                .filter(migration -> migration.name().equals(selection)));
        if (!repeatable.isEmpty()) {
            return repeatable;
        }
        int colon = selection.indexOf(':');
        String first = colon < 0 ? selection : selection.substring(0, colon);
        String end = colon < 0 ? selection : selection.substring(colon + 1);
        int startNumber = first.isEmpty() ? 1 : VersionArgument.resolve(first, schema);
        int endNumber = end.isEmpty() ? last : VersionArgument.resolve(end, schema);
        if (startNumber > endNumber || endNumber == 0) {
            throw CommandException.usage("There is no migration in " + selection + ".");
        }
        return selectNames(schema.migrations().stream()
                .filter(migration -> migration.number() >= startNumber && migration.number() <= endNumber));
    }

    /** The names of the migrations that a database lacks. */
    private static Set<String> pendingNames(Status status) {
        return selectNames(Stream.concat(status.pending().stream(), status.repeatables().stream()));
    }

    private static Set<String> selectNames(Stream<RecordedMigration> migrations) {
        return migrations.map(RecordedMigration::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private Status readStatus(SchemaDescriptor schema) {
        Address address = server.address(Cairn.environment(spec));
        MigratorFactory.requireDatabase(schema, address);
        return Migrator.of(schema, address).status();
    }

    /**
     * Checks an SQL file, whose statements change the compiled schema or, without one, the objects of the SQL files that
     * {@code --definitions} names.
     */
    private LintedInput readScript(Path path) {
        SourceArgument.of(path).requirePath("pass an SQL file");
        try {
            ScriptStatements script = ScriptStatements.of(path);
            List<Path> existing = schemas.findScripts();
            Optional<SchemaDescriptor> schema = existing.isEmpty() ? schemas.schemaIfAny() : Optional.empty();
            try {
                LintInput input = schema.isPresent()
                        ? createSchemaInput(script, schema.get())
                        : createStandaloneInput(script, existing);
                return new LintedInput(
                        schema.map(SchemaDescriptor::name).orElse(""),
                        List.of(input),
                        LintAllowances.ofCreations(input),
                        finding -> script.location(finding)
                                .or(() -> findCreation(input, finding.subject())
                                        .map(created -> script.location(
                                                created.subject().number(), Span.NONE))),
                        subject -> subject instanceof LintSubject.MigrationStatement
                                || findCreation(input, subject).isPresent());
            } catch (LintInput.RefusedStatementException refused) {
                throw new CommandException(
                        ExitCode.FAILED,
                        path + ":"
                                + script.location(refused.number(), Span.NONE).line() + ": " + refused.getMessage(),
                        refused);
            }
        } catch (SqlSyntaxException exception) {
            throw new CommandException(ExitCode.FAILED, path + ": " + exception.getMessage(), exception);
        }
    }

    private LintInput createSchemaInput(ScriptStatements script, SchemaDescriptor schema) {
        LintedReleases releases = releases(schema, readSources(schema), lastMigration(schema));
        LintInput input = releases.addTo(
                reader(schema, definitions.target(schema)).createScriptInput(script.name(), script.statements()));
        notes.addAll(releases.notes());
        return input;
    }

    /**
     * Returns the input for an SQL file without compiled classes.
     *
     * @param existing the files that define what exists before it; empty if it creates everything itself
     */
    private LintInput createStandaloneInput(ScriptStatements script, List<Path> existing) {
        SourceDefinitions before =
                SideComparison.readDefinitions(new ComparisonSide.SqlFiles(existing, definitions.profile()));
        before.unknownDefinitions().forEach(unknown -> output.printRemark("Not read: " + unknown));
        return LintInput.ofScript(
                before.profile(),
                before.database(),
                before.catalog(),
                new CompiledQueries(List.of()),
                script.name(),
                script.statements());
    }

    /** Returns the statement of a file that creates the object of a finding. */
    private static Optional<LintedStatement> findCreation(LintInput input, LintSubject subject) {
        return subject instanceof LintSubject.SchemaPart part ? input.findCreation(part.object()) : Optional.empty();
    }

    private Optional<Severity> parseThreshold() {
        try {
            return failOn.equals("never") ? Optional.empty() : Optional.of(Severity.of(failOn));
        } catch (IllegalArgumentException unknown) {
            throw CommandException.usage("--fail-on must be info, warning, error or never, and not " + failOn + ".");
        }
    }

    /** Returns a value, or reports wrong usage. */
    private static <T> T requireUsage(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException exception) {
            throw CommandException.usage(String.valueOf(exception.getMessage()));
        }
    }

    private static JsonObject toJson(LocatedFinding locatedFinding) {
        LintFinding finding = locatedFinding.finding();
        JsonObject object = new JsonObject()
                .put("rule", finding.rule().code())
                .put("severity", finding.severity().word())
                .put("subject", finding.subject().name())
                .put("message", finding.message())
                .put("remedy", finding.remedy());
        locatedFinding
                .location()
                .ifPresent(place -> object.put("file", place.relativeTo(Path.of("")))
                        .put("line", place.line())
                        .put("column", place.column()));
        return object;
    }
}
