package dev.cairn.cli.option;

import dev.cairn.internal.connection.Address;
import dev.cairn.internal.option.MigratorOption.Place;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.ScriptText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for reading definitions from a database, from files of SQL or from compiled classes. */
public final class SideOptions {
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
            description = "The schema, if the classes contain more than one.")
    private String schema = "";

    @Option(
            names = "--placeholder",
            paramLabel = "NAME=VALUE",
            description = "A value for $${NAME} in a compiled schema, instead of its default; may be repeated.")
    private Map<String, String> placeholders = new LinkedHashMap<>();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final DefinitionOptions definitions = new DefinitionOptions();

    @Mixin
    private final MigratorArguments arguments = new MigratorArguments(Place.CONNECTING);

    /** Returns the server of the definitions that an argument names; for files and classes the one that --url names. */
    public Optional<Address> server(String argument, CommandEnvironment environment) {
        return ServerOptions.isUrl(argument)
                ? Optional.of(server.address(argument, environment))
                : server.addressOfOption(environment);
    }

    /** Whether an argument names definitions: a URL, a file or a folder. */
    public static boolean isSource(String argument) {
        return ServerOptions.isUrl(argument)
                || argument.endsWith(".sql")
                || argument.contains("/")
                || Files.exists(Path.of(argument));
    }

    /** Returns the folder of compiled classes that commands read if no source is passed. */
    public static String defaultSource() {
        return SchemaOptions.existingOutputFolders().stream()
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> CommandException.usage("There are no compiled classes in target/classes or"
                        + " build/classes/java/main: compile the project first, or pass a source by --definitions: a URL, a file of SQL,"
                        + " a folder of such files, or a folder or archive of classes."));
    }

    /** Returns the definitions that an argument names. */
    public ComparisonSide side(String argument, CommandEnvironment environment) {
        if (ServerOptions.isUrl(argument)) {
            ServerOptions.requireNoPassword(argument);
            return new ComparisonSide.Server(arguments.database(server.address(argument, environment)));
        }
        Path path = new SourceArgument(argument)
                .existing("pass a URL, a file of SQL, a folder of such files, or a folder or archive of classes");
        List<Path> scripts = ScriptText.files(path);
        if (!scripts.isEmpty()) {
            return new ComparisonSide.Files(scripts, definitions.profile());
        }
        List<SchemaDescriptor> schemas = schemas(argument);
        if (schemas.isEmpty()) {
            throw CommandException.usage("There is neither SQL nor a compiled schema in " + argument + ".");
        }
        SchemaDescriptor only = SchemaOptions.only(schemas, schema);
        return new ComparisonSide.Declared(only, definitions.target(only), placeholders);
    }

    /** Returns all schemas of compiled classes. */
    public List<SchemaDescriptor> schemas(String argument) {
        return new SchemaClasses(List.of(Path.of(argument)), ClassPath.of(classPath)).all();
    }
}
