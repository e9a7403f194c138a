package dev.cairn.cli;

import dev.cairn.MigrationScript;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.JsonObject;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.link.Address;
import dev.cairn.internal.run.MigratorSettings;
import dev.cairn.internal.script.ScriptOptions;
import dev.cairn.internal.script.ScriptOptions.Answer;
import dev.cairn.internal.script.ScriptOutcome;
import dev.cairn.internal.script.ScriptRunner;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.definition.ScriptText;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands for migrations as scripts of SQL: one writes them, one runs them. */
final class ScriptCommands {
    private ScriptCommands() {}

    /** {@code cairn sql 2:4}. */
    @Command(
            name = "sql",
            mixinStandardHelpOptions = true,
            description =
                    "Prints the SQL that migrates from one migration to another. \"cairn run-sql\" runs it; a plain"
                            + " client runs the parts that --split writes. Connects to no server.")
    static final class SqlCommand extends MigratorCommand {
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
                description =
                        "Write one file for each part that a plain client can run without waiting into this folder:"
                                + " 001.sql, 002.sql and so on. The first lines of each file name the jobs that must"
                                + " have ended"
                                + " before it is run.")
        private @Nullable Path split;

        @Option(
                names = "--target",
                paramLabel = "SERVERS",
                description = "The servers that will run it, if it differs by server: one of the targets of the schema,"
                        + " as in \"3.5 shared-data\".")
        private @Nullable String target;

        @Override
        int run(SchemaDescriptor schema) {
            String[] ends = range.split(":", -1);
            if (ends.length > 2) {
                throw CommandException.usage("'" + range + "' is not a range. Example: 2:4");
            }
            int from = ends.length < 2 || ends[0].isEmpty() ? 0 : VersionArgument.of(ends[0], schema);
            String last = ends[ends.length - 1];
            int to = last.isEmpty() ? schema.lastMigration() : VersionArgument.of(last, schema);
            MigrationScript script = script(schema, from, to);
            if (split == null) {
                String sql = script.text();
                output.print(new JsonObject().put("sql", sql).put("waits", script.waits()), sql.stripTrailing());
            } else {
                write(script, split);
            }
            return ExitCode.DONE.number();
        }

        private MigrationScript script(SchemaDescriptor schema, int from, int to) {
            try {
                return factory.offline(schema, target).script(from, to, factory.database(schema));
            } catch (IllegalArgumentException wrong) {
                throw CommandException.usage(wrong.getMessage() + " (--target)");
            }
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
            List<JsonObject> written = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            int index = 0;
            for (String name : files.keySet()) {
                Path file = folder.resolve(name);
                List<MigrationScript.Wait> waits = script.parts().get(index++).waits();
                waits.forEach(
                        wait -> text.append("     wait: ").append(wait.what()).append('\n'));
                text.append(file).append('\n');
                written.add(new JsonObject().put("file", file.toString()).put("waits", objects(waits)));
            }
            output.print(
                    new JsonObject().put("files", written),
                    written.isEmpty()
                            ? "Nothing to write: the range has no migrations."
                            : text.toString().stripTrailing());
        }

        private static List<JsonObject> objects(List<MigrationScript.Wait> waits) {
            return waits.stream()
                    .map(wait -> new JsonObject().put("for", wait.what()).put("show", wait.show()))
                    .toList();
        }

        /** Files of another range in the same folder could be run by mistake. */
        private static void requireNoScripts(Path folder) throws IOException {
            try (DirectoryStream<Path> scripts = Files.newDirectoryStream(folder, "*.sql")) {
                for (Path file : scripts) {
                    throw CommandException.usage(folder + " already contains SQL files, such as " + file.getFileName()
                            + ": choose another folder.");
                }
            }
        }
    }

    /** {@code cairn run-sql shop.sql}. */
    @Command(
            name = "run-sql",
            mixinStandardHelpOptions = true,
            description =
                    "Runs a script that \"cairn sql\" wrote, or any other one, without compiled classes. Waits for the"
                            + " job of each statement. After an interruption, run it again: it continues where it"
                            + " stopped.")
    static final class RunSqlCommand implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The script.")
        private Path file = Path.of("");

        @Option(names = "--done", description = "The unfinished step ran to completion.")
        private boolean done;

        @Option(names = "--again", description = "The unfinished step did not run, or may run again.")
        private boolean again;

        @Option(names = "--rerun", description = "Run the script again although it has already run in this database.")
        private boolean rerun;

        @Option(
                names = "--abandon",
                description =
                        "Discard the progress of an unfinished script in this database, and run this script from its"
                                + " beginning.")
        private boolean abandon;

        @Mixin
        private final WaitingOptions waiting = new WaitingOptions();

        @Mixin
        private final ServerOptions server = new ServerOptions();

        @Mixin
        private final Output output = new Output();

        @Spec
        private CommandSpec command = CommandSpec.create();

        @Override
        public Integer call() {
            if (done && again) {
                throw CommandException.usage("A step has one answer: pass --done or --again.");
            }
            if (!Files.isRegularFile(file)) {
                throw CommandException.usage("There is no file " + file + ".");
            }
            Address address = server.address(Cairn.environment(command));
            ServerOptions.requireDatabase(address, "the one in which the script runs");
            String text = ScriptText.read(file);
            try (ProgressDrawing drawing = ProgressDrawing.on(output)) {
                ScriptOutcome outcome =
                        new ScriptRunner(address, options(drawing)).run(String.valueOf(file.getFileName()), text);
                print(outcome);
            }
            return ExitCode.DONE.number();
        }

        private ScriptOptions options(ProgressDrawing drawing) {
            MigratorSettings settings = waiting.applied(
                    MigratorSettings.DEFAULT.listener(drawing),
                    MigratorSettings::patience,
                    (options, limit) -> options.connection(options.connection().statement(limit)),
                    (options, limit) -> options.connection(options.connection().load(limit)),
                    (options, limit) -> options.connection(options.connection().retry(limit)));
            return new ScriptOptions(settings, done ? Answer.DONE : again ? Answer.AGAIN : Answer.NONE, rerun, abandon);
        }

        private void print(ScriptOutcome outcome) {
            String steps = outcome.steps() == 1 ? "1 step" : outcome.steps() + " steps";
            output.print(
                    new JsonObject()
                            .put("steps", outcome.steps())
                            .put("ran", outcome.ran())
                            .put("resumed", outcome.resumed()),
                    outcome.ran() == 0 && !outcome.resumed()
                            ? "Nothing to do: the script has already been applied."
                            : "The script is done: " + steps
                                    + (outcome.resumed() ? ", " + outcome.ran() + " of them in this run." : "."));
        }
    }
}
