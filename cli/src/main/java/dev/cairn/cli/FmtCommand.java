package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.DefinitionOptions;
import dev.cairn.cli.option.SourceArgument;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.ExitCode;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.definition.ScriptText;
import dev.cairn.tooling.definition.StatementFormatter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * The command {@code cairn fmt schema.sql}: prints statements in the form that a server would show. Files are not
 * changed.
 */
@Command(
        name = "fmt",
        mixinStandardHelpOptions = true,
        description = "Prints the statements of files as the server would show them, with its defaults and without"
                + " comments.")
final class FmtCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "SQL files, or folders of them.")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    private final DefinitionOptions definitionOptions = new DefinitionOptions();

    @Mixin
    private final CommandOutput output = new CommandOutput();

    @Override
    public Integer call() {
        StatementFormatter formatter = new StatementFormatter(definitionOptions.createProfile());
        for (Path path : paths) {
            List<Path> scriptFiles = ScriptText.listFiles(
                    SourceArgument.of(path).requirePath("pass an SQL file, or a folder of such files"));
            if (scriptFiles.isEmpty()) {
                throw CommandException.usage(
                        "There is no SQL in " + path + ": the names of its files must end in .sql.");
            }
            for (Path file : scriptFiles) {
                StatementFormatter.FormattedScript formattedScript = format(formatter, file);
                output.printObject(new JsonObject()
                        .put("file", file.toString())
                        .put("statements", formattedScript.statements())
                        .put("notes", formattedScript.notes()));
                output.printCode(String.join("\n\n", formattedScript.statements()) + "\n");
                formattedScript.notes().forEach(output::printRemark);
            }
        }
        return ExitCode.DONE.number();
    }

    private static StatementFormatter.FormattedScript format(StatementFormatter formatter, Path file) {
        try {
            return formatter.format(ScriptText.read(file));
        } catch (SqlSyntaxException failure) {
            throw new CommandException(ExitCode.FAILED, file + ": " + failure.getMessage(), failure);
        }
    }
}
