package dev.cairn.cli.option;

import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.definition.ScriptText;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads files of SQL; errors are reported with the name of the file. */
public final class SqlFile {
    private SqlFile() {}

    public static <T> T read(Path file, Function<String, T> reading) {
        try {
            return reading.apply(ScriptText.read(file));
        } catch (SqlSyntaxException unknown) {
            throw new CommandException(ExitCode.FAILED, file + ": " + unknown.getMessage(), unknown);
        }
    }
}
