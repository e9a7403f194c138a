package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.ExitCode;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.internal.script.JobWait;
import dev.cairn.internal.script.MigrationScript;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn sql 2:4}. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description =
                "Prints the SQL that leads from one migration to another. \"cairn run-sql\" runs it; a plain client"
                        + " runs the parts that --split writes. Connects to no server.")
final class SqlCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "FROM:TO",
            defaultValue = "base:head",
            description =
                    "Two migrations by number or name; base is before the first, head the last. Either may be left"
                            + " out. Default: base:head")
    private String range = "base:head";

    @Option(
            names = "--split",
            paramLabel = "DIR",
            description = "Write one file for each part that a plain client can run at once into this folder: 001.sql,"
                    + " 002.sql and so on. The first lines of each file name the jobs that must have ended before"
                    + " it is run.")
    private @Nullable Path split;

    @Mixin
    private final MigratorFactory of = new MigratorFactory();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        String[] ends = range.split(":", -1);
        if (ends.length > 2) {
            throw CommandException.usage("'" + range + "' is no range: say it as in 2:4.");
        }
        int from = ends.length < 2 || ends[0].isEmpty() ? 0 : VersionArgument.of(ends[0], schema);
        String last = ends[ends.length - 1];
        int to = last.isEmpty() ? schema.migrations().size() : VersionArgument.of(last, schema);
        MigrationScript script = of.offline(schema).script(from, to, of.database(schema));
        if (split == null) {
            String sql = script.text();
            output.tell(Map.<String, Object>of("sql", sql, "waits", script.waits()), sql.stripTrailing());
        } else {
            write(script, split);
        }
        return ExitCode.DONE.number();
    }

    private void write(MigrationScript script, Path folder) {
        Map<String, String> files = script.files();
        try {
            Files.createDirectories(folder);
            requireNoScripts(folder);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardOpenOption.CREATE_NEW);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(folder + " can't be written to: " + failure.getMessage(), failure);
        }
        List<Map<String, Object>> written = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        int index = 0;
        for (String name : files.keySet()) {
            Path file = folder.resolve(name);
            List<JobWait> waits = script.parts().get(index++).waits();
            waits.forEach(
                    wait -> words.append("     wait: ").append(wait.what()).append('\n'));
            words.append(file).append('\n');
            written.add(Map.<String, Object>of("file", file.toString(), "waits", objects(waits)));
        }
        output.tell(
                Map.<String, Object>of("files", written),
                written.isEmpty()
                        ? "Nothing to write: the range has no migrations."
                        : words.toString().stripTrailing());
    }

    private static List<Map<String, Object>> objects(List<JobWait> waits) {
        return waits.stream()
                .map(wait -> Map.<String, Object>of("for", wait.what(), "show", wait.show()))
                .toList();
    }

    /** What another range left there would be run along. */
    private static void requireNoScripts(Path folder) throws IOException {
        try (DirectoryStream<Path> there = Files.newDirectoryStream(folder, "*.sql")) {
            for (Path file : there) {
                throw CommandException.usage(
                        folder + " has SQL files already, as " + file.getFileName() + ": name a new folder.");
            }
        }
    }
}
