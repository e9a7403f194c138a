package dev.cairn.cli;

import dev.cairn.Fleet;
import dev.cairn.FleetResult;
import dev.cairn.FleetResult.Ending;
import dev.cairn.FleetResult.OfDatabase;
import dev.cairn.PlannedMigration;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.MigrationText;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.lint.SchemaLintInputReader;
import dev.cairn.tooling.lint.effect.ChangeEffects;
import dev.cairn.tooling.lint.effect.Effect;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.report.ReportDocument;
import dev.cairn.upgrade.Progress.PlannedStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what an upgrade would run now, with its costs and warnings. Runs nothing.")
final class PlanCommand extends MigratorCommand.ReportingCommand {
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
            output.printText("Nothing to do: " + schema.name() + " is up to date.");
        }
        for (DescribedMigration migration : describe(schema, planned)) {
            output.printObject(migration.toJson());
            output.printCode(migration.render());
        }
        report.write(() -> createReport(schema, planned));
        return ExitCode.DONE.number();
    }

    /** Prints each plan once, with the databases that have it. */
    private int run(SchemaDescriptor schema, Fleet fleet) {
        FleetResult<List<PlannedMigration>> result = fleet.plan();
        Map<String, List<String>> plans = new LinkedHashMap<>();
        for (OfDatabase<List<PlannedMigration>> each : result.with(Ending.DONE)) {
            String plan = describe(schema, Objects.requireNonNull(each.value())).stream()
                    .map(DescribedMigration::render)
                    .collect(Collectors.joining("\n"));
            if (!plan.isEmpty()) {
                plans.computeIfAbsent(plan, text -> new ArrayList<>()).add(each.database());
            }
        }
        plans.forEach((plan, names) -> output.printCode("-- plan of " + String.join(", ", names) + "\n" + plan));
        return print("Plans", schema, fleet, result, planned -> describe(describe(schema, planned)));
    }

    private static FleetOutput.Description describe(List<DescribedMigration> planned) {
        return new FleetOutput.Description(
                planned.isEmpty()
                        ? "nothing to do"
                        : MigrationText.formatCount(planned.size()) + " pending, "
                                + MigrationText.of(planned.get(0).planned.migration()) + " first",
                new JsonObject()
                        .put(
                                "migrations",
                                planned.stream().map(DescribedMigration::toJson).toList()),
                ExitCode.DONE);
    }

    private static ReportDocument createReport(SchemaDescriptor schema, List<PlannedMigration> planned) {
        ReportDocument document = new ReportDocument("Plan of " + schema.name());
        document.paragraph(
                planned.isEmpty()
                        ? "Nothing to do: " + schema.name() + " is up to date."
                        : "An upgrade runs " + MigrationText.formatCount(planned.size()) + ".");
        for (DescribedMigration migration : describe(schema, planned)) {
            Set<Integer> steps =
                    migration.planned.steps().stream().map(PlannedStep::number).collect(Collectors.toSet());
            migration.effects.addTo(document, steps::contains);
        }
        return document;
    }

    private static List<DescribedMigration> describe(SchemaDescriptor schema, List<PlannedMigration> planned) {
        if (planned.isEmpty()) {
            return List.of();
        }
        SchemaLintInputReader reader =
                new SchemaLintInputReader(schema, planned.get(0).target(), List.of(), new CompiledQueries(List.of()));
        Set<String> names =
                planned.stream().map(each -> each.migration().name()).collect(Collectors.toSet());
        Map<String, ChangeEffects> effects =
                ChangeEffects.of(reader.createInput().with(reader.simulateRecordedMigrations(names))).stream()
                        .collect(Collectors.toMap(ChangeEffects::migration, each -> each));
        return planned.stream()
                .map(each -> new DescribedMigration(
                        each,
                        Objects.requireNonNull(effects.get(each.migration().name()))))
                .toList();
    }

    /** A migration that an upgrade would run, with its effects. */
    private record DescribedMigration(PlannedMigration planned, ChangeEffects effects) {
        String render() {
            StringBuilder text = new StringBuilder("-- ").append(MigrationText.of(planned.migration()));
            for (PlannedStep step : planned.steps()) {
                effects(step)
                        .filter(Effect::notable)
                        .forEach(effect -> text.append("\n-- ").append(effect));
                notes(step).stream()
                        .filter(note ->
                                effects(step).noneMatch(effect -> effect.text().contains(note)))
                        .forEach(note -> text.append("\n-- note: ").append(note));
                text.append('\n').append(MigrationText.withSemicolon(step.text()));
            }
            return text.append('\n').toString();
        }

        JsonObject toJson() {
            JsonObject object = MigrationText.toJson(planned.migration());
            object.put("steps", planned.steps().stream().map(this::toJson).toList());
            return object;
        }

        private JsonObject toJson(PlannedStep step) {
            return new JsonObject()
                    .put("step", step.number())
                    .put("sql", step.text())
                    .put("notes", notes(step))
                    .put(
                            "effects",
                            effects(step)
                                    .map(effect -> new JsonObject()
                                            .put("kind", effect.kind().name().toLowerCase(Locale.ROOT))
                                            .put("text", effect.text())
                                            .put("notable", effect.notable()))
                                    .toList());
        }

        private List<String> notes(PlannedStep step) {
            return planned.notes().getOrDefault(step.number(), List.of());
        }

        private Stream<Effect> effects(PlannedStep step) {
            return effects.statements().stream()
                    .filter(statement -> statement.number() == step.number())
                    .flatMap(statement -> statement.effects().stream());
        }
    }
}
