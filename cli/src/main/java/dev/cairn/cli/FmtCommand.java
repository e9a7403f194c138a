package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.DefinitionOptions;
import dev.cairn.cli.option.ExitCode;
import dev.cairn.cli.option.SqlFile;
import dev.cairn.tooling.definition.ScriptFiles;
import dev.cairn.tooling.definition.ScriptText;
import dev.cairn.tooling.definition.StatementFormatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn fmt schema.sql}. */
@Command(
        name = "fmt",
        mixinStandardHelpOptions = true,
        description =
                "Prints the statements of files as the server would show them, with its defaults and without comments.")
final class FmtCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of SQL, or folders of them.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private final DefinitionOptions definitions = new DefinitionOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        StatementFormatter formatting = new StatementFormatter(definitions.profile());
        for (Path path : files) {
            if (!Files.exists(path)) {
                throw CommandException.usage("There is no " + path + ": say a file of SQL, or a folder of such files.");
            }
            if (!ScriptFiles.isThere(path)) {
                throw CommandException.usage("There is no SQL in " + path + ": its files should end in .sql.");
            }
            for (Path file : ScriptFiles.of(path)) {
                StatementFormatter.Formatted formatted =
                        SqlFile.read(file, text -> formatting.of(new ScriptText(file.toString(), text)));
                output.tell(
                        Map.<String, Object>of(
                                "file",
                                file.toString(),
                                "statements",
                                formatted.statements(),
                                "notes",
                                formatted.notes()),
                        String.join("\n\n", formatted.statements()) + "\n");
                formatted.notes().forEach(output::aside);
            }
        }
        return ExitCode.DONE.number();
    }
}
