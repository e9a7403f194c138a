package dev.cairn.cli;

import dev.cairn.Migrator;
import dev.cairn.Status;
import dev.cairn.cli.option.ExitCode;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.internal.look.Drift;
import dev.cairn.internal.look.ReflectionGap;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.schema.SchemaDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Compares the records with the migrations, the migrations with the ledger, and the database with the"
                        + " migrations. Exits with 3 if anything differs, and with 1 if anything could not be read.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private final MigratorFactory of = new MigratorFactory();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        Migrator migrator = of.migrator(schema);
        Status status = migrator.status();
        Drift drift = migrator.check();
        boolean same =
                drift.isEmpty() && status.pending().isEmpty() && status.run().isEmpty() && !status.unrecorded();
        output.tell(object(status, drift), words(status, drift, same));
        drift.gaps().forEach(gap -> output.aside("not looked at: " + gap));
        String from = status.run().isPresent()
                ? "of the migration under way, or left behind by one that stopped: "
                : "left behind by a migrator that stopped, and dropped by cairn cleanup: ";
        drift.staged().forEach(each -> output.aside(from + each));
        if (!same) {
            return ExitCode.PENDING.number();
        }
        return (drift.gaps().isEmpty() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private static String words(Status status, Drift drift, boolean same) {
        List<String> lines = new ArrayList<>();
        if (same) {
            lines.add(
                    drift.gaps().isEmpty()
                            ? "No drift, and nothing pending."
                            : "No drift in what could be looked at, and nothing pending.");
        }
        if (status.unrecorded()) {
            lines.add("not recorded: the records say more than the migrations; cairn record --check shows it");
        }
        lines.addAll(StatusCommand.underWay(status));
        status.pending().forEach(each -> lines.add("to be run: " + MigrationText.of(each)));
        drift.differences().forEach(each -> lines.add("drift: " + each));
        if (!drift.mending().steps().isEmpty()) {
            lines.add("-- what would mend the drift");
            lines.addAll(statements(drift.mending()));
        }
        return String.join("\n", lines);
    }

    static List<String> statements(Plan plan) {
        List<String> lines = new ArrayList<>();
        for (Step step : plan.steps()) {
            step.lints().forEach(lint -> lines.add("-- " + PlanCommand.said(lint)));
            lines.add(step.action()
                    .transfer()
                    .map(Marker.Transfer::byHand)
                    .orElseGet(() -> MigrationText.ended(step.text())));
        }
        plan.impossible().forEach(objection -> lines.add("-- not possible: " + objection));
        return lines;
    }

    private static Map<String, @Nullable Object> object(Status status, Drift drift) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("schema", status.schema());
        object.put("unrecorded", status.unrecorded());
        object.put("pending", MigrationText.objects(status.pending()));
        object.put("underWay", status.run().map(run -> run.number()).orElse(null));
        object.put("finished", status.finished());
        object.put("unfinished", status.unfinished());
        object.put(
                "drift",
                drift.differences().stream().map(Drift.Difference::toString).toList());
        object.put("mending", drift.mending().steps().stream().map(Step::text).toList());
        object.put("gaps", drift.gaps().stream().map(ReflectionGap::toString).toList());
        return object;
    }
}
