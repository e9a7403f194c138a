package dev.cairn.cli;

import dev.cairn.Fleet;
import dev.cairn.FleetResult;
import dev.cairn.FleetResult.Ending;
import dev.cairn.FleetResult.OfDatabase;
import dev.cairn.PlannedMigration;
import dev.cairn.cli.option.JsonObject;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.SchemaLintInput;
import dev.cairn.tooling.lint.effect.ChangeEffects;
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
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what an upgrade would run now, with its costs and warnings. Runs nothing.")
final class PlanCommand extends MigratorCommand.Reporting {
    @Mixin
    private final FleetOptions databases = new FleetOptions();

    @Override
    int run(SchemaDescriptor schema) {
        Optional<Fleet> fleet = databases.fleet(factory, schema);
        if (fleet.isPresent()) {
            return run(schema, fleet.get());
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
    private int run(SchemaDescriptor schema, Fleet fleet) {
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
        return print("Plans", schema, fleet, result, PlanCommand::described);
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
        for (PlannedMigration migration : planned) {
            Set<Integer> steps =
                    migration.steps().stream().map(PlannedStep::number).collect(Collectors.toSet());
            SchemaLintInput reader =
                    new SchemaLintInput(schema, migration.target(), List.of(), new CompiledQueries(List.of()));
            LintInput input = reader.input()
                    .with(reader.recorded(Set.of(migration.migration().name())));
            ChangeEffects.of(input).forEach(effects -> effects.addTo(document, steps::contains));
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
