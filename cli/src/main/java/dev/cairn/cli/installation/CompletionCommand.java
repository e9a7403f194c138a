package dev.cairn.cli.installation;

import dev.cairn.internal.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code cairn completion bash}: prints the script that completes commands and options in a shell. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints the script that completes commands and options in a shell: bash, zsh or fish.")
public final class CompletionCommand implements Callable<Integer> {
    /** The shells that have a script. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(renderScript());
        spec.commandLine().getOut().flush();
        return ExitCode.DONE.number();
    }

    private String renderScript() {
        CommandSpec root = spec.root();
        return switch (shell) {
            case BASH -> AutoComplete.bash(root.name(), root.commandLine());
            // zsh can run completion scripts of bash. compdef runs the whole file as a function, so the file itself
            // has to complete.
            case ZSH ->
                "#compdef " + root.name() + "\n"
                        + AutoComplete.bash(root.name(), root.commandLine())
                        + "\n_bash_complete -o default -F _complete_" + root.name() + "\n";
            case FISH -> FishCompletion.render(root);
        };
    }
}
