package dev.cairn.cli;

import dev.cairn.cli.option.ClassLoadingSupport;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.ProjectOptions;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.internal.ExitCode;
import dev.cairn.tooling.recording.EvolutionStep;
import dev.cairn.tooling.recording.MigrationRecorder;
import dev.cairn.tooling.recording.RecordingOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn evolve rename account.name full_name}: writes the next migration of a change in several
 * steps, and prints what to change in the sources before the next step.
 */
@Command(
        name = "evolve",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the next migration of a change that is made in steps, so that the old and the new release of the"
                    + " application can run side by side, and says what to change in the sources.",
            "A rename of a column has three steps: the first adds the new column, the second fills it, and the third drops"
                    + " the old one."
        })
final class EvolveCommand implements Callable<Integer> {
    private static final String RENAME_CHANGE = "rename";

    @Parameters(index = "0", paramLabel = "rename", description = "The change: rename.")
    private String change = "";

    @Parameters(index = "1", paramLabel = "TABLE.COLUMN", description = "The column, such as account.name.")
    private String columnPath = "";

    @Parameters(index = "2", paramLabel = "NAME", description = "The new name of the column.")
    private String newName = "";

    @Option(
            names = "--destructive",
            description =
                    "Allow the last step, which drops the old column, and the second one although the previous release"
                            + " writes only one of the columns.")
    private boolean allowsDataLoss;

    @Option(names = "--dry-run", description = "Write nothing; print the file that would be written.")
    private boolean isDryRun;

    @Mixin
    private final ServerOptions serverOptions = new ServerOptions();

    @Mixin
    private final ProjectOptions projectOptions = new ProjectOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ClassLoadingSupport.requireAvailable();
        if (!change.equals(RENAME_CHANGE)) {
            throw CommandException.usage("evolve can rename a column, and not " + change
                    + ". Example: cairn evolve rename account.name full_name");
        }
        MigrationRecorder recorder = projectOptions.openRecorder(spec, serverOptions, CommandEnvironment.of(spec));
        EvolutionStep evolutionStep = recorder.evolve(
                columnPath,
                newName,
                new RecordingOptions(allowsDataLoss, false, false)
                        .withLintInputCompleter(
                                input -> serverOptions.withServerStatistics(input, CommandEnvironment.of(spec))));
        recorder.findComparedRelease()
                .ifPresent(release -> spec.commandLine().getErr().println(release.renderNote()));
        if (isDryRun) {
            evolutionStep.file().preview().forEach(out::println);
        } else {
            evolutionStep.file().write().summary().forEach(out::println);
            recorder.recordQueries().ifPresent(file -> out.println("Wrote " + file));
        }
        evolutionStep.instructions().forEach(out::println);
        return ExitCode.DONE.number();
    }
}
