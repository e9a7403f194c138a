package dev.cairn.cli;

import dev.cairn.cli.option.ProjectOptions;
import dev.cairn.internal.ExitCode;
import dev.cairn.tooling.recording.RebaseResult;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn rebase V0003AddNote}: moves a migration, and those that were recorded after it, to the end
 * of the history, behind the migrations that others have recorded in the meantime. The sources are rewritten. Problems
 * that need a decision are printed, and the command then fails.
 */
@Command(
        name = "rebase",
        mixinStandardHelpOptions = true,
        description = "Moves a migration, and those that were recorded after it, to the end of the history.")
final class RebaseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The migration: V0003AddNote")
    private String name = "";

    @Mixin
    private final ProjectOptions projectOptions = new ProjectOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        RebaseResult rebaseResult = projectOptions.openRecorder(spec).rebase(name);
        PrintWriter out = spec.commandLine().getOut();
        rebaseResult.writtenFiles().stream().sorted().forEach(file -> out.println("Wrote " + file));
        out.println(rebaseResult.moves().isEmpty() ? name + " is at the end already." : rebaseResult.advice());
        rebaseResult.problems().forEach(problem -> spec.commandLine().getErr().println(problem));
        return (rebaseResult.problems().isEmpty() ? ExitCode.DONE : ExitCode.FAILED).number();
    }
}
