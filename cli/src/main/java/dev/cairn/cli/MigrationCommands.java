package dev.cairn.cli;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.Outcome;
import dev.cairn.PlannedMigration;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
        private final ReportOptions report = new ReportOptions();

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() {
            report.check();
            SchemaDescriptor schema = factory.schema();
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

        private static ReportDocument document(SchemaDescriptor schema, List<PlannedMigration> planned) {
            ReportDocument document = new ReportDocument("Plan of " + schema.name());
            document.paragraph(
                    planned.isEmpty()
                            ? "Nothing to do: " + schema.name() + " is up to date."
                            : "An upgrade runs " + MigrationText.counted(planned.size()) + ".");
            SchemaLintInput reader = new SchemaLintInput(schema, List.of(), new CompiledQueries(List.of()));
            for (PlannedMigration migration : planned) {
                Set<Integer> steps =
                        migration.steps().stream().map(PlannedStep::number).collect(Collectors.toSet());
                reader.recorded(Set.of(migration.migration().number()))
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
        private final Output output = new Output();

        @Override
        public Integer call() {
            SchemaDescriptor schema = factory.schema();
            try (ProgressDrawing drawing = ProgressDrawing.on(output)) {
                Migrator migrator = factory.migrator(schema, drawing);
                Outcome outcome = upgraded(migrator, schema);
                print(output, schema, outcome);
            }
            return ExitCode.DONE.number();
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
        private final Output output = new Output();

        @Override
        public Integer call() {
            SchemaDescriptor schema = factory.schema();
            try (ProgressDrawing drawing = ProgressDrawing.on(output)) {
                Migrator migrator = destructive
                        ? factory.migrator(schema, drawing, Consent.DESTRUCTIVE)
                        : factory.migrator(schema, drawing);
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
        JsonObject object = new JsonObject();
        object.put("event", "outcome");
        object.put("schema", schema.name());
        object.put("from", outcome.from());
        object.put("to", outcome.to());
        object.put("ran", MigrationText.objects(outcome.ran()));
        String where = schema.name() + " is " + MigrationText.of(outcome.to(), schema.migrations());
        output.print(
                object,
                outcome.isNothing()
                        ? "Nothing to do: " + where + "."
                        : MigrationText.counted(outcome.ran().size()) + " done: " + where + ".");
    }
}
