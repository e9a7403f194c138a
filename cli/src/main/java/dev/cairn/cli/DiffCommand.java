package dev.cairn.cli;

import dev.cairn.cli.option.ComparisonSideOptions;
import dev.cairn.cli.option.ExclusionOptions;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.MigrationFormatter;
import dev.cairn.cli.output.OperatorNotes;
import dev.cairn.internal.ExitCode;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.PlanHint;
import dev.cairn.plan.step.Step;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.DefinitionComparator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn diff before.sql after.sql}: reads two sides, each from a server, from files or from compiled
 * classes, and prints the statements that change the first into the second. {@code DefinitionComparator} does the work,
 * so that any two kinds of sides can be compared.
 */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Prints the SQL that migrates A to B. Each of them is the URL of a database, an SQL file, a"
                + " folder of such files, or compiled classes with a schema. Runs nothing. Exits with 3 if"
                + " they differ, and with 1 if a definition can't be read, or if an object of B can't be"
                + " created.")
final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "The actual side.")
    private String actualSource = "";

    @Parameters(index = "1", paramLabel = "B", description = "The desired side.")
    private String desiredSource = "";

    @Mixin
    private final ComparisonSideOptions sideOptions = new ComparisonSideOptions();

    @Mixin
    private final ExclusionOptions exclusionOptions = new ExclusionOptions();

    @Mixin
    private final CommandOutput output = new CommandOutput();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        ComparisonSide actualSide = resolveSide(actualSource);
        ComparisonSide desiredSide = resolveSide(desiredSource);
        sideOptions.requireMatchingRules(actualSide, desiredSide);
        DefinitionComparator.ComparisonResult result = new DefinitionComparator(
                        actualSide,
                        desiredSide,
                        exclusionOptions.createPatterns(List.of()),
                        exclusionOptions.skipsUnreadable())
                .compareSides();
        Plan plan = result.plan();
        result.irrelevantStatements()
                .forEach(statementDescription ->
                        output.printRemark("not part of the comparison: " + statementDescription));
        result.omissions().forEach(omission -> output.printRemark("not compared: " + omission));
        result.missingObjects()
                .forEach(
                        objectDescription -> output.printRemark("not in the printed statements: " + objectDescription));
        output.printObject(toJson(result));
        output.printCode(
                plan.isEmpty()
                        ? "No differences."
                        : String.join("\n", MigrationFormatter.renderStatements(plan, result.brokenDependents())));
        plan.hints().forEach(hint -> output.printText("-- hint: " + hint));
        if (!result.missingObjects().isEmpty()) {
            return ExitCode.FAILED.number();
        }
        return (plan.isEmpty() ? ExitCode.DONE : ExitCode.ACTION_REQUIRED).number();
    }

    private static JsonObject toJson(DefinitionComparator.ComparisonResult result) {
        Plan plan = result.plan();
        List<JsonObject> steps = new ArrayList<>();
        for (Step step : plan.steps()) {
            steps.add(new JsonObject()
                    .put("sql", RedactedSql.of(step.text()).text())
                    .put(
                            "lints",
                            step.lints().stream()
                                    .map(MigrationFormatter::formatLint)
                                    .toList())
                    .put("notes", OperatorNotes.collect(plan.steps(), steps.size() + 1, result.brokenDependents())));
        }
        return new JsonObject()
                .put("steps", steps)
                .put(
                        "impossible",
                        plan.impossibleChanges().stream()
                                .map(Objection::toString)
                                .toList())
                .put("hints", plan.hints().stream().map(PlanHint::toString).toList())
                .put("notCompared", result.omissions())
                .put("irrelevant", result.irrelevantStatements());
    }

    private ComparisonSide resolveSide(String argument) {
        return sideOptions.resolveComparedSide(argument, CommandEnvironment.of(spec));
    }
}
