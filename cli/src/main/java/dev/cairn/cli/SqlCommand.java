package dev.cairn.cli;

import dev.cairn.MigrationScript;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.VersionRange;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code cairn sql 2:4}: prints the SQL between two migrations as one script, or writes a file for each
 * part of it that a plain client can run without waiting for jobs.
 */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = "Prints the SQL that migrates from one migration to another. \"cairn run-sql\" runs it; a plain"
                + " client runs the parts that --split writes. Connects to no server.")
final class SqlCommand extends MigratorCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "FROM:TO",
            defaultValue = "base:head",
            description = "Two migrations by number or name; base is before the first, head the last. Either may be"
                    + " omitted. Default: base:head")
    private String range = "base:head";

    @Option(
            names = "--split",
            paramLabel = "DIR",
            description = "Write one file for each part that a plain client can run without waiting into this folder:"
                    + " 001.sql, 002.sql and so on. The first lines of each file name the jobs that must"
                    + " have ended"
                    + " before it is run.")
    private @Nullable Path splitFolder;

    @Option(
            names = "--target",
            paramLabel = "SERVERS",
            description = "The servers that will run it, if it differs by server: one of the targets of the schema,"
                    + " such as \"3.5 shared-data\".")
    private @Nullable String targetServers;

    @Override
    int run(SchemaDescriptor schema) {
        VersionRange versionRange = VersionRange.parse(range, schema);
        MigrationScript script = createScript(schema, versionRange.startNumber(), versionRange.endNumber());
        if (splitFolder == null) {
            String sql = script.text();
            output.printObject(new JsonObject().put("sql", sql).put("waits", script.countWaits()));
            output.printScript(sql.stripTrailing());
        } else {
            writeParts(script, splitFolder);
        }
        return ExitCode.DONE.number();
    }

    private MigrationScript createScript(SchemaDescriptor schema, int startNumber, int endNumber) {
        try {
            return factory.createOfflineMigrator(schema, targetServers)
                    .script(startNumber, endNumber, factory.resolveDatabaseName(schema));
        } catch (IllegalArgumentException failure) {
            throw CommandException.usage(failure.getMessage() + " (--target)");
        }
    }

    /** Writes a file for each part, and lists the files with the jobs that must have ended before each of them. */
    private void writeParts(MigrationScript script, Path directory) {
        Map<String, String> textByFileName = script.files();
        try {
            Files.createDirectories(directory);
            requireNoScripts(directory);
            for (Map.Entry<String, String> file : textByFileName.entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue(), StandardOpenOption.CREATE_NEW);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(directory + " can't be written to: " + failure.getMessage(), failure);
        }
        List<JsonObject> writtenObjects = new ArrayList<>();
        StringBuilder listing = new StringBuilder();
        int partIndex = 0;
        for (String fileName : textByFileName.keySet()) {
            Path file = directory.resolve(fileName);
            List<MigrationScript.Wait> waits = script.parts().get(partIndex++).waits();
            waits.forEach(wait ->
                    listing.append("     wait: ").append(wait.statement()).append('\n'));
            listing.append(file).append('\n');
            writtenObjects.add(new JsonObject().put("file", file.toString()).put("waits", waitsToJson(waits)));
        }
        output.print(
                new JsonObject().put("files", writtenObjects),
                writtenObjects.isEmpty()
                        ? "Nothing to write: the range has no migrations."
                        : listing.toString().stripTrailing());
    }

    private static List<JsonObject> waitsToJson(List<MigrationScript.Wait> waits) {
        return waits.stream()
                .map(wait -> new JsonObject().put("for", wait.statement()).put("show", wait.statusStatement()))
                .toList();
    }

    /**
     * Requires a directory without SQL files, because files of another range could be run by mistake.
     *
     * @throws CommandException if it contains an SQL file
     */
    private static void requireNoScripts(Path directory) throws IOException {
        try (DirectoryStream<Path> scripts = Files.newDirectoryStream(directory, "*.sql")) {
            for (Path file : scripts) {
                throw CommandException.usage(directory + " already contains SQL files, such as " + file.getFileName()
                        + ": choose another folder.");
            }
        }
    }
}
