package dev.cairn.cli;

import dev.cairn.Fleet;
import dev.cairn.FleetResult;
import dev.cairn.FleetResult.DatabaseResult;
import dev.cairn.FleetResult.ResultStatus;
import dev.cairn.Migrator;
import dev.cairn.PlannedMigration;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.MigrationFormatter;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.lint.SchemaLintInputReader;
import dev.cairn.tooling.lint.effect.Effect;
import dev.cairn.tooling.lint.effect.MigrationEffects;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.report.ReportDocument;
import dev.cairn.upgrade.Progress.PlannedStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The command {@code cairn plan}: prints the steps that an upgrade would run now, with the effects that a reviewer must
 * know. It only reads from the server.
 */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what an upgrade would run now, with its costs and warnings. Runs nothing.")
final class PlanCommand extends MigratorCommand.ReportingCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            defaultValue = "head",
            description = "The migration to which the upgrade would run: its number, its name, or +n for the next n."
                    + " Default: the last one")
    private String version = "head";

    @Override
    int runSingle(SchemaDescriptor schema) {
        List<PlannedMigration> plannedMigrations = plan(factory.createMigrator(schema), schema);
        if (plannedMigrations.isEmpty()) {
            output.printText(describeEmptyPlan(schema));
        }
        for (DescribedMigration describedMigration : describeMigrations(schema, plannedMigrations)) {
            output.printObject(describedMigration.toJson());
            output.printCode(describedMigration.render());
        }
        reportOptions.write(() -> createReport(schema, plannedMigrations));
        return ExitCode.DONE.number();
    }

    private List<PlannedMigration> plan(Migrator migrator, SchemaDescriptor schema) {
        return version.equals("head")
                ? migrator.plan()
                : migrator.planTo(VersionArgument.resolveTarget(
                        version, () -> migrator.status().head().number(), schema));
    }

    /** Prints each plan once, with the databases that have it, and then the results of all databases. */
    @Override
    int runFleet(SchemaDescriptor schema, Fleet fleet) {
        if (!VersionArgument.isRelative(version)) {
            VersionArgument.resolve(version, schema);
        }
        FleetResult<List<PlannedMigration>> result = fleet.read(migrator -> plan(migrator, schema));
        Map<String, List<String>> databaseNamesByPlanText = new LinkedHashMap<>();
        for (DatabaseResult<List<PlannedMigration>> databaseResult : result.withStatus(ResultStatus.DONE)) {
            String planText = describeMigrations(schema, Objects.requireNonNull(databaseResult.value())).stream()
                    .map(DescribedMigration::render)
                    .collect(Collectors.joining("\n"));
            if (!planText.isEmpty()) {
                databaseNamesByPlanText
                        .computeIfAbsent(planText, text -> new ArrayList<>())
                        .add(databaseResult.database());
            }
        }
        databaseNamesByPlanText.forEach((planText, databaseNames) ->
                output.printCode("-- plan of " + String.join(", ", databaseNames) + "\n" + planText));
        return printFleetResult(
                "Plans",
                schema,
                fleet,
                result,
                plannedMigrations -> summarizePlan(describeMigrations(schema, plannedMigrations)));
    }

    private static FleetOutput.Description summarizePlan(List<DescribedMigration> describedMigrations) {
        return new FleetOutput.Description(
                describedMigrations.isEmpty()
                        ? "nothing to do"
                        : MigrationFormatter.formatMigrationCount(describedMigrations.size()) + " pending, "
                                + MigrationFormatter.formatMigration(describedMigrations
                                        .get(0)
                                        .plannedMigration
                                        .migration())
                                + " first",
                new JsonObject()
                        .put(
                                "migrations",
                                describedMigrations.stream()
                                        .map(DescribedMigration::toJson)
                                        .toList()),
                ExitCode.DONE);
    }

    private String describeEmptyPlan(SchemaDescriptor schema) {
        return version.equals("head")
                ? "Nothing to do: " + schema.name() + " is up to date."
                : "Nothing to do: " + schema.name() + " is at this migration, or at a later one.";
    }

    private ReportDocument createReport(SchemaDescriptor schema, List<PlannedMigration> plannedMigrations) {
        ReportDocument document = new ReportDocument("Plan of " + schema.name());
        document.addParagraph(
                plannedMigrations.isEmpty()
                        ? describeEmptyPlan(schema)
                        : "An upgrade runs " + MigrationFormatter.formatMigrationCount(plannedMigrations.size()) + ".");
        for (DescribedMigration describedMigration : describeMigrations(schema, plannedMigrations)) {
            Set<Integer> stepNumbers = describedMigration.plannedMigration.steps().stream()
                    .map(PlannedStep::number)
                    .collect(Collectors.toSet());
            describedMigration.effects.addTo(document, stepNumbers::contains);
        }
        return document;
    }

    /** Returns the migrations with the effects of their statements, for the server for which they were planned. */
    private static List<DescribedMigration> describeMigrations(
            SchemaDescriptor schema, List<PlannedMigration> plannedMigrations) {
        if (plannedMigrations.isEmpty()) {
            return List.of();
        }
        SchemaLintInputReader inputReader = new SchemaLintInputReader(
                schema, plannedMigrations.get(0).target(), List.of(), new CompiledQueries(List.of()));
        Set<String> migrationNames = plannedMigrations.stream()
                .map(plannedMigration -> plannedMigration.migration().name())
                .collect(Collectors.toSet());
        Map<String, MigrationEffects> effectsByMigrationName = MigrationEffects.of(inputReader
                        .createInput()
                        .withMigrations(inputReader.simulateRecordedMigrations(migrationNames)))
                .stream()
                .collect(Collectors.toMap(MigrationEffects::migrationName, migrationEffects -> migrationEffects));
        return plannedMigrations.stream()
                .map(plannedMigration -> new DescribedMigration(
                        plannedMigration,
                        Objects.requireNonNull(effectsByMigrationName.get(
                                plannedMigration.migration().name()))))
                .toList();
    }

    /** A migration that an upgrade would run, with its effects. */
    private record DescribedMigration(PlannedMigration plannedMigration, MigrationEffects effects) {
        private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

        String render() {
            StringBuilder planText =
                    new StringBuilder("-- ").append(MigrationFormatter.formatMigration(plannedMigration.migration()));
            for (PlannedStep step : plannedMigration.steps()) {
                findEffects(step)
                        .filter(Effect::isNotable)
                        .forEach(effect -> planText.append("\n-- ").append(effect));
                findNotes(step).stream()
                        .filter(note -> findEffects(step)
                                .noneMatch(effect -> effect.text().contains(note)))
                        .forEach(note -> planText.append("\n-- note: ").append(note));
                planText.append('\n').append(MigrationFormatter.withSemicolon(step.text()));
            }
            return planText.append('\n').toString();
        }

        JsonObject toJson() {
            JsonObject object = MigrationFormatter.toJson(plannedMigration.migration());
            object.put(
                    "steps", plannedMigration.steps().stream().map(this::toJson).toList());
            return object;
        }

        private JsonObject toJson(PlannedStep step) {
            return new JsonObject()
                    .put("step", step.number())
                    .put("sql", step.text())
                    .put("notes", findNotes(step))
                    .put(
                            "effects",
                            findEffects(step)
                                    .map(effect -> new JsonObject()
                                            .put("kind", effect.kind().name().toLowerCase(Locale.ROOT))
                                            .put("text", effect.text())
                                            .put("notable", effect.isNotable()))
                                    .toList());
        }

        private List<String> findNotes(PlannedStep step) {
            return plannedMigration.notes().getOrDefault(step.number(), List.of());
        }

        private Stream<Effect> findEffects(PlannedStep step) {
            return effects.statementEffects().stream()
                    .filter(statementEffects -> statementEffects.number() == step.number())
                    .flatMap(statementEffects -> statementEffects.effects().stream())
                    .map(effect -> resolvePlaceholders(effect, findNotes(step)));
        }

        /**
         * Returns the effect with the values of its placeholders, if a note of the run says the same with the values.
         */
        private static Effect resolvePlaceholders(Effect effect, List<String> notes) {
            Pattern pattern = Pattern.compile(Stream.of(PLACEHOLDER.split(effect.text(), -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".+")));
            return notes.stream()
                    .filter(note -> pattern.matcher(note).matches())
                    .findFirst()
                    .map(note -> new Effect(effect.kind(), note, effect.isNotable()))
                    .orElse(effect);
        }
    }
}
