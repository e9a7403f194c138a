package dev.cairn.cli;

import dev.cairn.cli.manual.FishCompletion;
import dev.cairn.cli.manual.ManualPages;
import dev.cairn.internal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that write what an installation puts beside the command. */
final class InstallationCommands {
    private InstallationCommands() {}

    /** {@code cairn completion bash}. */
    @Command(
            name = "completion",
            mixinStandardHelpOptions = true,
            description = "Prints the script that completes commands and options in a shell: bash, zsh or fish.")
    static final class CompletionCommand implements Callable<Integer> {
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
            spec.commandLine().getOut().print(script());
            spec.commandLine().getOut().flush();
            return ExitCode.DONE.number();
        }

        private String script() {
            CommandSpec root = spec.root();
            return switch (shell) {
                case BASH -> AutoComplete.bash(root.name(), root.commandLine());
                // zsh has functions for the scripts of bash; as the function of compdef, the file has to complete at
                // once.
                case ZSH ->
                    "#compdef " + root.name() + "\n"
                            + AutoComplete.bash(root.name(), root.commandLine())
                            + "\n_bash_complete -o default -F _complete_" + root.name() + "\n";
                case FISH -> FishCompletion.of(root);
            };
        }
    }

    /** {@code cairn man-pages share/man/man1}, for {@code bin/install} and packagers. */
    @Command(
            name = "man-pages",
            hidden = true,
            mixinStandardHelpOptions = true,
            description = "Writes the manual pages of the command into a folder.")
    static final class ManPagesCommand implements Callable<Integer> {
        @Parameters(paramLabel = "FOLDER", description = "The folder, which is created if necessary.")
        private Path folder = Path.of(".");

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> page :
                    ManualPages.of(spec.root(), "cairn " + Cairn.version()).entrySet()) {
                Files.writeString(folder.resolve(page.getKey()), page.getValue());
                spec.commandLine().getOut().println("Wrote " + folder.resolve(page.getKey()));
            }
            return ExitCode.DONE.number();
        }
    }
}
