package dev.cairn.cli.installation;

import dev.cairn.internal.ExitCode;
import dev.cairn.tooling.project.TextFileWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn man-pages share/man/man1}: writes the manual pages, for {@code bin/install} and packagers.
 */
@Command(
        name = "man-pages",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Writes the manual pages of the command into a folder.")
public final class ManPagesCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "The folder, which is created if necessary.")
    private Path folder = Path.of(".");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        for (Map.Entry<String, String> pageEntry :
                ManualPages.renderAll(spec.root(), spec.version()[0]).entrySet()) {
            TextFileWriter.write(folder.resolve(pageEntry.getKey()), pageEntry.getValue());
            spec.commandLine().getOut().println("Wrote " + folder.resolve(pageEntry.getKey()));
        }
        return ExitCode.DONE.number();
    }
}
