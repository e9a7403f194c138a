package dev.cairn.cli;

import dev.cairn.plan.Plan;
import dev.cairn.plan.Step;
import dev.cairn.processor.recording.Agreement;
import dev.cairn.processor.recording.RecordedFile;
import dev.cairn.processor.recording.Recording;
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
        description = "Writes down what the records say and no migration does, as one migration.")
final class RecordCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "MESSAGE",
            defaultValue = "",
            description = "What changed, in a few words; they name the migration.")
    private String message = "";

    @Option(names = "--empty", description = "Write a migration without statements, to be filled by hand.")
    private boolean empty;

    @Option(
            names = "--check",
            description = "Write nothing; show what is not recorded, and end with 3 if there is any.")
    private boolean check;

    @Option(names = "--destructive", description = "Agree to what drops data.")
    private boolean destructive;

    @Option(names = "--rebuild", description = "Make anew what StarRocks can't alter, and copy its rows.")
    private boolean rebuild;

    @Option(
            names = "--accept-grant-loss",
            description = "Where the grants of what is made anew can't be read, go on without them.")
    private boolean grantLoss;

    @Option(
            names = "--fill",
            paramLabel = "COLUMN=EXPRESSION",
            description =
                    "The value of a column that must not be NULL, for rows that have none when their table is made"
                            + " anew: orders.region='EU', or an expression over the columns that the rows have; may be"
                            + " repeated.")
    private List<String> fills = new ArrayList<>();

    @Option(
            names = "--exact-downgrade",
            description =
                    "Let the downgrade narrow columns that the upgrade widened, although that makes their table anew"
                            + " and loses longer values. Default: it leaves the wider type.")
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
                            : "Say what changed, as in cairn record \"add discount\".");
        }
        Recording recording = project.recording();
        if (check) {
            return shown(recording.pending()).number();
        }
        if (empty) {
            tell(recording.recordEmpty(message));
        } else {
            recording
                    .record(
                            message,
                            new Agreement(destructive, rebuild, grantLoss)
                                    .withExactDowngrade(exactDowngrade)
                                    .filling(fills))
                    .ifPresentOrElse(this::tell, () -> out().println("Nothing to record."));
        }
        return ExitCode.DONE.number();
    }

    private ExitCode shown(Optional<Plan> pending) {
        if (pending.isEmpty()) {
            out().println("Nothing to record.");
            return ExitCode.DONE;
        }
        for (Step step : pending.get().steps()) {
            out().println(MigrationWords.ended(step.text()));
        }
        pending.get().impossible().forEach(objection -> out().println("-- not possible: " + objection));
        pending.get().hints().forEach(hint -> out().println("-- perhaps: " + hint));
        return ExitCode.PENDING;
    }

    private void tell(RecordedFile file) {
        out().println("Wrote " + file.file());
        file.hints().forEach(hint -> out().println("-- perhaps: " + hint));
        file.notes().forEach(out()::println);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
