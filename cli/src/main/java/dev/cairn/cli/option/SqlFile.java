package dev.cairn.cli.option;

import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.definition.ScriptText;
import java.nio.file.Path;
import java.util.function.Function;

/** A file of SQL that somebody named: where it can't be read, that is told with its name. */
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
