package dev.cairn.cli;

import dev.cairn.cli.option.ClassPath;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.DefinitionOptions;
import dev.cairn.cli.option.ExclusionOptions;
import dev.cairn.cli.option.ExitCode;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.cli.option.SchemaClasses;
import dev.cairn.cli.option.SchemaOptions;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.cli.option.SqlFile;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.RenameHint;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.LiveDatabase;
import dev.cairn.tooling.definition.ScriptText;
import dev.cairn.tooling.definition.SideComparison;
import dev.cairn.tooling.definition.StatementFormatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that compare and format definitions. */
final class DefinitionCommands {
    private DefinitionCommands() {}

    /** {@code cairn diff before.sql after.sql}. */
    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = "Prints the SQL that migrates A to B. Each of them is the URL of a database, a file of SQL, a"
                    + " folder of such files, or compiled classes with a schema. Runs nothing. Exits with 3 if"
                    + " they differ, and with 1 if anything was not understood.")
    static final class DiffCommand implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "A", description = "The actual side.")
        private String from = "";

        @Parameters(index = "1", paramLabel = "B", description = "The desired side.")
        private String to = "";

        @Option(
                names = {"-cp", "--class-path"},
                paramLabel = "PATH",
                defaultValue = "",
                description = "The additional class path of the compiled classes, in the format of java -cp.")
        private String classPath = "";

        @Option(
                names = "--schema",
                paramLabel = "NAME",
                defaultValue = "",
                description = "The schema, where there is more than one among the classes.")
        private String schema = "";

        @Option(
                names = "--placeholder",
                paramLabel = "NAME=VALUE",
                description = "A value for $${NAME} in a compiled schema, if it is not the fallback; may be repeated.")
        private Map<String, String> placeholders = new LinkedHashMap<>();

        @Mixin
        private final ServerOptions server = new ServerOptions();

        @Mixin
        private final DefinitionOptions definitions = new DefinitionOptions();

        @Mixin
        private final ExclusionOptions exclusions = new ExclusionOptions();

        @Mixin
        private final Output output = new Output();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            SideComparison.Result result = new SideComparison(
                            side(from), side(to), exclusions.patterns(List.of()), exclusions.skipsUnreadable())
                    .result();
            Plan plan = result.plan();
            result.irrelevant().forEach(statements -> output.aside("not part of the comparison: " + statements));
            result.notCompared().forEach(object -> output.aside("not compared: " + object));
            output.tell(
                    object(result),
                    plan.isEmpty()
                            ? "No difference: they are the same."
                            : String.join("\n", MigrationText.statements(plan)));
            plan.hints().forEach(hint -> output.words("-- perhaps: " + hint));
            return (plan.isEmpty() ? ExitCode.DONE : ExitCode.PENDING).number();
        }

        private static Map<String, Object> object(SideComparison.Result result) {
            Plan plan = result.plan();
            Map<String, Object> object = new LinkedHashMap<>();
            object.put(
                    "steps",
                    plan.steps().stream()
                            .map(step -> Map.<String, Object>of(
                                    "sql",
                                    step.text(),
                                    "lints",
                                    step.lints().stream().map(MigrationText::of).toList()))
                            .toList());
            object.put(
                    "impossible",
                    plan.impossible().stream().map(Objection::toString).toList());
            object.put("hints", plan.hints().stream().map(RenameHint::toString).toList());
            object.put("notCompared", result.notCompared());
            object.put("irrelevant", result.irrelevant());
            return object;
        }

        private ComparisonSide side(String argument) {
            if (ServerOptions.isUrl(argument)) {
                ServerOptions.requireNoPassword(argument);
                return new ComparisonSide.Server(new LiveDatabase(server.address(argument, Cairn.surroundings(spec))));
            }
            Path path = Path.of(argument);
            if (!Files.exists(path)) {
                throw CommandException.usage("There is no " + argument
                        + ": pass a URL, a file of SQL, a folder of such files, or a folder or archive of classes.");
            }
            if (ScriptText.isAnyIn(path)) {
                return new ComparisonSide.Files(path, definitions.profile());
            }
            List<SchemaDescriptor> schemas = new SchemaClasses(List.of(path), ClassPath.of(classPath)).all();
            if (schemas.isEmpty()) {
                throw CommandException.usage("There is neither SQL nor a compiled schema in " + argument + ".");
            }
            return new ComparisonSide.Declared(SchemaOptions.only(schemas, schema), placeholders);
        }
    }

    /** {@code cairn fmt schema.sql}. */
    @Command(
            name = "fmt",
            mixinStandardHelpOptions = true,
            description = "Prints the statements of files as the server would show them, with its defaults and without"
                    + " comments.")
    static final class FmtCommand implements Callable<Integer> {
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
                    throw CommandException.usage(
                            "There is no " + path + ": pass a file of SQL, or a folder of such files.");
                }
                if (!ScriptText.isAnyIn(path)) {
                    throw CommandException.usage("There is no SQL in " + path + ": its files should end in .sql.");
                }
                for (Path file : ScriptText.files(path)) {
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
}
