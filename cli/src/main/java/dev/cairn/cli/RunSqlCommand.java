package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.ExitCode;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.cli.option.SqlFile;
import dev.cairn.internal.link.Address;
import dev.cairn.internal.run.MigratorSettings;
import dev.cairn.internal.script.ScriptOptions;
import dev.cairn.internal.script.ScriptOptions.Answer;
import dev.cairn.internal.script.ScriptOutcome;
import dev.cairn.internal.script.ScriptRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cairn run-sql shop.sql}. */
@Command(
        name = "run-sql",
        mixinStandardHelpOptions = true,
        description =
                "Runs a script that \"cairn sql\" wrote, or any other one, without compiled classes. Waits for the job"
                        + " of each statement. After an interruption, run it again: it continues where it stopped.")
final class RunSqlCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The script.")
    private Path file = Path.of("");

    @Option(names = "--done", description = "The step that was begun and not finished did run.")
    private boolean done;

    @Option(names = "--again", description = "The step that was begun and not finished did not run, or may run again.")
    private boolean again;

    @Option(names = "--rerun", description = "Run the script again although it has already run in this database.")
    private boolean rerun;

    @Option(
            names = "--abandon",
            description = "Forget the progress of an unfinished script in this database, and run this one from its"
                    + " beginning.")
    private boolean abandon;

    @Mixin
    private final WaitingOptions waiting = new WaitingOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final Output output = new Output();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        if (done && again) {
            throw CommandException.usage("A step has one answer: say --done or --again.");
        }
        if (!Files.isRegularFile(file)) {
            throw CommandException.usage("There is no file " + file + ".");
        }
        Address address = server.address(Cairn.surroundings(command));
        if (!address.namesDatabase()) {
            throw CommandException.usage("The URL names no database: add the one in which the script runs, as in"
                    + " starrocks://root@localhost:9030/shop.");
        }
        String text = SqlFile.read(file, each -> each);
        try (ProgressDrawing drawing = ProgressDrawing.on(output)) {
            ScriptOutcome outcome =
                    new ScriptRunner(address, options(drawing)).run(String.valueOf(file.getFileName()), text);
            tell(outcome);
        }
        return ExitCode.DONE.number();
    }

    private ScriptOptions options(ProgressDrawing drawing) {
        MigratorSettings settings = waiting.applied(
                MigratorSettings.DEFAULT.listener(drawing),
                MigratorSettings::patience,
                (options, limit) -> options.connection(options.connection().statement(limit)),
                (options, limit) -> options.connection(options.connection().load(limit)),
                (options, limit) -> options.connection(options.connection().retry(limit)));
        return new ScriptOptions(settings, done ? Answer.DONE : again ? Answer.AGAIN : Answer.NONE, rerun, abandon);
    }

    private void tell(ScriptOutcome outcome) {
        String steps = outcome.steps() == 1 ? "1 step" : outcome.steps() + " steps";
        output.tell(
                Map.<String, Object>of("steps", outcome.steps(), "ran", outcome.ran(), "resumed", outcome.resumed()),
                outcome.ran() == 0 && !outcome.resumed()
                        ? "Nothing to do: the database is where the script leads."
                        : "The script is done: " + steps
                                + (outcome.resumed() ? ", " + outcome.ran() + " of them in this run." : "."));
    }
}
