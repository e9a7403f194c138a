package dev.cairn.cli;

import dev.cairn.PlannedMigration;
import dev.cairn.cli.option.ExitCode;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.step.Lint;
import dev.cairn.schema.SchemaDescriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what an upgrade would run now, with its costs and warnings. Runs nothing.")
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private final MigratorFactory of = new MigratorFactory();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        List<PlannedMigration> planned = of.migrator(schema).plan();
        if (planned.isEmpty()) {
            output.words("Nothing to do: " + schema.name() + " is where its migrations lead.");
        }
        for (PlannedMigration each : planned) {
            output.tell(object(each), words(each));
        }
        return ExitCode.DONE.number();
    }

    private static String words(PlannedMigration planned) {
        StringBuilder text = new StringBuilder("-- ").append(MigrationText.of(planned.migration()));
        for (RunStep step : planned.steps()) {
            notes(planned, step).forEach(note -> text.append("\n-- note: ").append(note));
            text.append('\n').append(MigrationText.ended(step.text()));
        }
        return text.append('\n').toString();
    }

    private static List<String> notes(PlannedMigration planned, RunStep step) {
        return planned.notes().getOrDefault(step.number(), List.of());
    }

    static String said(Lint lint) {
        return lint.about() + ": " + lint.message();
    }

    private static Map<String, Object> object(PlannedMigration planned) {
        Map<String, Object> object = MigrationText.object(planned.migration());
        object.put(
                "steps",
                planned.steps().stream().map(step -> object(planned, step)).toList());
        return object;
    }

    private static Map<String, Object> object(PlannedMigration planned, RunStep step) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("step", step.number());
        object.put("sql", step.text());
        object.put("notes", notes(planned, step));
        return object;
    }
}
