package dev.cairn.cli;

import dev.cairn.cli.option.MigrationText;
import dev.cairn.cli.option.ProjectOptions;
import dev.cairn.internal.ExitCode;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.tooling.recording.RecordedFile;
import dev.cairn.tooling.recording.Recording;
import dev.cairn.tooling.recording.RecordingOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn record "add discount"}. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description = "Records all declared changes that no migration contains yet as one migration.")
final class RecordCommand implements Callable<Integer> {
    private static final String QUERIES = "-- queries that use ";

    @Parameters(
            arity = "0..1",
            paramLabel = "MESSAGE",
            defaultValue = "",
            description = "A short description of the change; it names the migration.")
    private String message = "";

    @Option(names = "--empty", description = "Write a migration without statements, to be filled by hand.")
    private boolean empty;

    @Option(
            names = "--check",
            description = "Write nothing; show the changes that are not recorded, and exit with 3 if there are any.")
    private boolean check;

    @Option(names = "--destructive", description = "Allow changes that drop data.")
    private boolean destructive;

    @Option(names = "--rebuild", description = "Rebuild tables that StarRocks can't alter, and copy their rows.")
    private boolean rebuild;

    @Option(
            names = "--accept-grant-loss",
            description = "Allow the loss of the grants of rebuilt tables if they can't be read.")
    private boolean grantLoss;

    @Option(
            names = "--fill",
            paramLabel = "COLUMN=EXPRESSION",
            description = "The value of a NOT NULL column for rows that have none when their table is rebuilt, as in"
                    + " orders.region='EU': an expression over the columns of the old table; may be"
                    + " repeated.")
    private List<String> fills = new ArrayList<>();

    @Option(
            names = "--exact-downgrade",
            description = "Let the downgrade narrow columns that the upgrade widened, which rebuilds their table and"
                    + " loses longer values. Default: the downgrade keeps the wider type.")
    private boolean exactDowngrade;

    @Mixin
    private final ProjectOptions project = new ProjectOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (check ? empty || !message.isEmpty() : message.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    check
                            ? "--check records nothing, so it takes no message."
                            : "Missing message. Example: cairn record \"add discount\"");
        }
        Recording recording = project.recording(spec);
        if (check) {
            return shown(recording).number();
        }
        if (empty) {
            print(recording.recordEmpty(message));
        } else {
            recording
                    .record(
                            message,
                            new RecordingOptions(destructive, rebuild, grantLoss)
                                    .withExactDowngrade(exactDowngrade)
                                    .filling(fills))
                    .ifPresentOrElse(this::print, () -> out().println("Nothing to record."));
        }
        return ExitCode.DONE.number();
    }

    private ExitCode shown(Recording recording) {
        Optional<Plan> pending = recording.pending();
        if (pending.isEmpty()) {
            out().println("Nothing to record.");
            return ExitCode.DONE;
        }
        for (Step step : pending.get().steps()) {
            out().println(MigrationText.ended(step.text()));
        }
        pending.get().impossible().forEach(objection -> out().println("-- not possible: " + objection));
        pending.get().hints().forEach(hint -> out().println("-- hint: " + hint));
        recording.touchedQueries(pending.get()).forEach(line -> out().println(QUERIES + line));
        return ExitCode.PENDING;
    }

    private void print(RecordedFile file) {
        out().println("Wrote " + file.file());
        file.hints().forEach(hint -> out().println("-- hint: " + hint));
        file.notes().forEach(out()::println);
        file.queries().forEach(line -> out().println(QUERIES + line));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
