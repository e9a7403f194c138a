package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.MigratorArguments;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.cli.option.SourceArgument;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.ProgressDisplay;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.migrate.script.ScriptOptions;
import dev.cairn.internal.migrate.script.ScriptOptions.StepAnswer;
import dev.cairn.internal.migrate.script.ScriptOutcome;
import dev.cairn.internal.migrate.script.ScriptRunner;
import dev.cairn.internal.option.MigratorOption.OptionScope;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.tooling.definition.ScriptText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn run-sql shop.sql}: runs a script without the classes of a schema. It records the progress in
 * a ledger of scripts. If a run was interrupted, the same command continues it.
 */
@Command(
        name = "run-sql",
        mixinStandardHelpOptions = true,
        description =
                "Runs a script that \"cairn sql\" wrote, or any other one, without compiled classes. Waits for the"
                        + " job of each statement. After an interruption, run it again: it continues where it"
                        + " stopped.")
final class RunSqlCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The script.")
    private Path file = Path.of("");

    @Option(names = "--done", description = "The unfinished step ran to completion.")
    private boolean hasStepRun;

    @Option(names = "--again", description = "The unfinished step did not run, or may run again.")
    private boolean mayStepRunAgain;

    @Option(
            names = "--step",
            paramLabel = "STEP",
            description = "The number of the step that --done or --again is about, if several are unfinished.")
    private int stepNumber;

    @Option(names = "--rerun", description = "Run the script again although it has already run in this database.")
    private boolean mayRerun;

    @Option(
            names = "--abandon",
            description = "Discard the progress of an unfinished script in this database, and run this script from its"
                    + " beginning.")
    private boolean abandonsProgress;

    @Mixin
    private final MigratorArguments migratorArguments =
            new MigratorArguments(OptionScope.CONNECTING, OptionScope.MIGRATING);

    @Mixin
    private final ServerOptions serverOptions = new ServerOptions();

    @Mixin
    private final CommandOutput output = new CommandOutput();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (hasStepRun && mayStepRunAgain) {
            throw CommandException.usage("A step has one answer: pass --done or --again.");
        }
        if (stepNumber != 0 && !hasStepRun && !mayStepRunAgain) {
            throw CommandException.usage("--step names the step of an answer: pass --done or --again, too.");
        }
        if (!Files.isRegularFile(file)) {
            throw CommandException.usage("There is no file " + SourceArgument.of(file) + ".");
        }
        ServerAddress address = serverOptions.resolveAddress(CommandEnvironment.of(spec));
        ServerOptions.requireDatabase(address, "the one in which the script runs");
        String scriptText = ScriptText.readText(file);
        try (ProgressDisplay display = ProgressDisplay.start(output)) {
            ScriptOutcome outcome = new ScriptRunner(address, createOptions(display))
                    .run(String.valueOf(file.getFileName()), scriptText);
            printOutcome(outcome);
        }
        return ExitCode.DONE.number();
    }

    private ScriptOptions createOptions(ProgressDisplay display) {
        MigratorSettings settings = new MigratorSettings(migratorArguments.collectValues())
                .withOption(MigratorSettings.RELEASE_ON_SHUTDOWN, true)
                .withListener(display);
        StepAnswer answer = hasStepRun ? StepAnswer.DONE : mayStepRunAgain ? StepAnswer.AGAIN : StepAnswer.NONE;
        return new ScriptOptions(settings, answer, stepNumber, mayRerun, abandonsProgress);
    }

    private void printOutcome(ScriptOutcome outcome) {
        output.print(
                new JsonObject()
                        .put("steps", outcome.stepCount())
                        .put("ran", outcome.completedStepCount())
                        .put("resumed", outcome.isResumed()),
                describeOutcome(outcome));
    }

    private static String describeOutcome(ScriptOutcome outcome) {
        if (outcome.stepCount() == 0) {
            return "Nothing to do: the script has no statements.";
        }
        if (outcome.completedStepCount() == 0 && !outcome.isResumed()) {
            return "Nothing to do: the script has already been applied.";
        }
        String stepCountText = outcome.stepCount() == 1 ? "1 step" : outcome.stepCount() + " steps";
        return "The script is done: " + stepCountText
                + (outcome.isResumed() ? ", " + outcome.completedStepCount() + " of them in this run." : ".");
    }
}
