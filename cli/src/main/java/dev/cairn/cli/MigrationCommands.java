package dev.cairn.cli;

import dev.cairn.Consent;
import dev.cairn.Fleet;
import dev.cairn.FleetResult;
import dev.cairn.FleetResult.Ending;
import dev.cairn.FleetResult.OfDatabase;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.Outcome;
import dev.cairn.PlannedMigration;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.JsonObject;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.cli.option.ReportOptions;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.ledger.LedgerOptions;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.lint.SchemaLintInput;
import dev.cairn.tooling.lint.format.MigrationReport;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.report.ReportDocument;
import dev.cairn.upgrade.Progress.PlannedStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that run migrations, and the one that shows what they would run. */
final class MigrationCommands {
    private MigrationCommands() {}

    /** {@code cairn plan}. */
    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            description = "Shows what an upgrade would run now, with its costs and warnings. Runs nothing.")
    static final class PlanCommand implements Callable<Integer> {
        @Mixin
        private final MigratorFactory factory = new MigratorFactory();

        @Mixin
        private final FleetOptions databases = new FleetOptions();

        @Mixin
        private final ReportOptions report = new ReportOptions();

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() {
            report.check();
            SchemaDescriptor schema = factory.schema();
            Optional<Fleet> fleet = databases.fleet(factory, schema);
            if (fleet.isPresent()) {
                return call(schema, fleet.get());
            }
            List<PlannedMigration> planned = factory.migrator(schema).plan();
            if (planned.isEmpty()) {
                output.text("Nothing to do: " + schema.name() + " is up to date.");
            }
            for (PlannedMigration migration : planned) {
                output.print(object(migration), text(migration));
            }
            report.write(() -> document(schema, planned));
            return ExitCode.DONE.number();
        }

        /** Prints each plan once, with the databases that have it. */
        private int call(SchemaDescriptor schema, Fleet fleet) {
            FleetResult<List<PlannedMigration>> result = fleet.plan();
            Map<String, List<String>> plans = new LinkedHashMap<>();
            for (OfDatabase<List<PlannedMigration>> each : result.with(Ending.DONE)) {
                String plan = Objects.requireNonNull(each.value()).stream()
                        .map(PlanCommand::text)
                        .collect(Collectors.joining("\n"));
                if (!plan.isEmpty()) {
                    plans.computeIfAbsent(plan, text -> new ArrayList<>()).add(each.database());
                }
            }
            plans.forEach((plan, names) -> output.text("-- plan of " + String.join(", ", names) + "\n" + plan));
            int code =
                    new FleetOutput(output, fleet.names().size()).print(schema.name(), result, PlanCommand::described);
            report.write(() -> FleetOutput.document("Plans of " + schema.name(), result, PlanCommand::described));
            return code;
        }

        private static FleetOutput.Description described(List<PlannedMigration> planned) {
            return new FleetOutput.Description(
                    planned.isEmpty()
                            ? "nothing to do"
                            : MigrationText.counted(planned.size()) + " pending, "
                                    + MigrationText.of(planned.get(0).migration()) + " first",
                    new JsonObject()
                            .put(
                                    "migrations",
                                    planned.stream().map(PlanCommand::object).toList()),
                    ExitCode.DONE);
        }

        private static ReportDocument document(SchemaDescriptor schema, List<PlannedMigration> planned) {
            ReportDocument document = new ReportDocument("Plan of " + schema.name());
            document.paragraph(
                    planned.isEmpty()
                            ? "Nothing to do: " + schema.name() + " is up to date."
                            : "An upgrade runs " + MigrationText.counted(planned.size()) + ".");
            SchemaLintInput reader =
                    new SchemaLintInput(schema, schema.profile(), List.of(), new CompiledQueries(List.of()));
            for (PlannedMigration migration : planned) {
                Set<Integer> steps =
                        migration.steps().stream().map(PlannedStep::number).collect(Collectors.toSet());
                reader.recorded(Set.of(migration.migration().name()))
                        .forEach(recorded -> MigrationReport.add(recorded, steps::contains, document));
            }
            return document;
        }

        private static String text(PlannedMigration planned) {
            StringBuilder text = new StringBuilder("-- ").append(MigrationText.of(planned.migration()));
            for (PlannedStep step : planned.steps()) {
                notes(planned, step).forEach(note -> text.append("\n-- note: ").append(note));
                text.append('\n').append(MigrationText.ended(step.text()));
            }
            return text.append('\n').toString();
        }

        private static List<String> notes(PlannedMigration planned, PlannedStep step) {
            return planned.notes().getOrDefault(step.number(), List.of());
        }

        private static JsonObject object(PlannedMigration planned) {
            JsonObject object = MigrationText.object(planned.migration());
            object.put(
                    "steps",
                    planned.steps().stream().map(step -> object(planned, step)).toList());
            return object;
        }

        private static JsonObject object(PlannedMigration planned, PlannedStep step) {
            return new JsonObject()
                    .put("step", step.number())
                    .put("sql", step.text())
                    .put("notes", notes(planned, step));
        }
    }

    /** {@code cairn upgrade}. */
    @Command(
            name = "upgrade",
            mixinStandardHelpOptions = true,
            description = "Runs the pending migrations. After a failure, run it again: it resumes where it stopped.")
    static final class UpgradeCommand implements Callable<Integer> {
        @Parameters(
                arity = "0..1",
                paramLabel = "VERSION",
                defaultValue = "head",
                description =
                        "The migration to upgrade to: its number, its name, or +n for the next n. Default: the last"
                                + " one")
        private String version = "head";

        @Mixin
        private final MigratorFactory factory = new MigratorFactory();

        @Mixin
        private final FleetOptions databases = new FleetOptions();

        @Mixin
        private final RebuildArguments rebuild = new RebuildArguments();

        @Option(
                names = "--canary",
                paramLabel = "N|NAMES",
                description =
                        "With --each, the databases to upgrade first, by their number or their names, as in eu-1,eu-2."
                                + " The others begin only after all of these succeeded.")
        private @Nullable String canary;

        @Option(
                names = "--stop-after",
                paramLabel = "N",
                description = "With --each, begin no further database after so many failures. Default: begin all")
        private @Nullable Integer stopAfter;

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() {
            SchemaDescriptor schema = factory.schema();
            Optional<Fleet> fleet = databases.fleet(factory, schema);
            if (fleet.isPresent()) {
                return call(schema, fleet.get().options(rebuild.applied(factory.options())));
            }
            if (canary != null || stopAfter != null) {
                throw CommandException.usage("--canary and --stop-after are options of --each.");
            }
            try (ProgressDrawing drawing = ProgressDrawing.on(output)) {
                Migrator migrator = factory.migrator(
                        schema, rebuild.applied(factory.options()).listener(drawing));
                Outcome outcome = upgraded(migrator, schema);
                print(output, schema, outcome);
            }
            return ExitCode.DONE.number();
        }

        private int call(SchemaDescriptor schema, Fleet databasesOfFile) {
            if (!VersionArgument.isRelative(version)) {
                VersionArgument.of(version, schema);
            }
            FleetOutput fleetOutput =
                    new FleetOutput(output, databasesOfFile.names().size());
            Fleet fleet = limited(databasesOfFile).listener(fleetOutput);
            return fleetOutput.print(
                    schema.name(),
                    fleet.run(migrator -> version.equals("head") ? migrator.upgrade() : toVersion(migrator, schema)),
                    outcome ->
                            new FleetOutput.Description(text(schema, outcome), object(schema, outcome), ExitCode.DONE));
        }

        private Outcome toVersion(Migrator migrator, SchemaDescriptor schema) {
            return migrator.upgradeTo(
                    VersionArgument.isRelative(version)
                            ? VersionArgument.from(migrator.status().head().number(), version, schema)
                            : VersionArgument.of(version, schema));
        }

        private Fleet limited(Fleet all) {
            Fleet fleet = all;
            if (stopAfter != null) {
                if (stopAfter < 1) {
                    throw CommandException.usage("--stop-after must be at least 1, and not " + stopAfter + ".");
                }
                fleet = fleet.stopAfter(stopAfter);
            }
            if (canary == null) {
                return fleet;
            }
            if (canary.matches("\\d{1,9}")) {
                return fleet.canary(Integer.parseInt(canary));
            }
            String[] names = canary.split(",", -1);
            for (String name : names) {
                if (!fleet.names().contains(name)) {
                    throw CommandException.usage("There is no database '" + name + "' in the file of --each.");
                }
            }
            return fleet.canary(names);
        }

        private Outcome upgraded(Migrator migrator, SchemaDescriptor schema) {
            int number = target(version, migrator, schema, output);
            return version.equals("head") ? migrator.upgrade() : migrator.upgradeTo(number);
        }
    }

    /** {@code cairn downgrade -1}. */
    @Command(
            name = "downgrade",
            mixinStandardHelpOptions = true,
            description = "Reverts migrations, the last one first.")
    static final class DowngradeCommand implements Callable<Integer> {
        @Parameters(
                paramLabel = "VERSION",
                description =
                        "The migration to downgrade to: its number, its name, -n to revert n migrations, or base to"
                                + " revert all.")
        private String version = "";

        @Option(names = "--destructive", description = "Allow destructive changes.")
        private boolean destructive;

        @Mixin
        private final MigratorFactory factory = new MigratorFactory();

        @Mixin
        private final RebuildArguments rebuild = new RebuildArguments();

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() {
            SchemaDescriptor schema = factory.schema();
            try (ProgressDrawing drawing = ProgressDrawing.on(output)) {
                MigratorOptions options = rebuild.applied(factory.options()).listener(drawing);
                Migrator migrator =
                        factory.migrator(schema, destructive ? options.consent(Consent.DESTRUCTIVE) : options);
                print(output, schema, migrator.downgradeTo(target(version, migrator, schema, output)));
            }
            return ExitCode.DONE.number();
        }
    }

    /**
     * Returns the number of the migration that the argument names. If another migrator holds the ledger, the command
     * says so, because it is about to wait.
     */
    private static int target(String version, Migrator migrator, SchemaDescriptor schema, Output output) {
        int number = VersionArgument.isRelative(version)
                ? VersionArgument.from(migrator.status().head().number(), version, schema)
                : VersionArgument.of(version, schema);
        if (migrator.status().held()) {
            output.text("Another migrator holds the ledger. Waiting until it is done, or its lease of "
                    + LedgerOptions.DEFAULT.lease().toSeconds() + " s ends.");
        }
        return number;
    }

    /** Reports what an upgrade or a downgrade did. */
    private static void print(Output output, SchemaDescriptor schema, Outcome outcome) {
        output.print(object(schema, outcome), text(schema, outcome) + ".");
    }

    private static JsonObject object(SchemaDescriptor schema, Outcome outcome) {
        JsonObject object = new JsonObject();
        object.put("event", "outcome");
        object.put("schema", schema.name());
        object.put("from", outcome.from());
        object.put("to", outcome.to());
        object.put("ran", MigrationText.objects(outcome.ran()));
        return object;
    }

    private static String text(SchemaDescriptor schema, Outcome outcome) {
        String where = schema.name() + " is " + MigrationText.of(outcome.to(), schema.migrations());
        return outcome.isNothing()
                ? "Nothing to do: " + where
                : MigrationText.counted(outcome.ran().size()) + " done: " + where;
    }
}
