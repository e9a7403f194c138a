package dev.cairn.cli.option;

import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.option.MigratorOption.OptionScope;
import dev.cairn.internal.option.OptionValues;
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

/**
 * Options for reading definitions from a database, from SQL files or from compiled classes. The form of an argument
 * shows which of them it names, so no option is needed for the kind.
 */
public final class ComparisonSideOptions {
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
    private String schemaName = "";

    @Option(
            names = "--placeholder",
            paramLabel = "NAME=VALUE",
            description =
                    "A value for $${NAME} in a compiled schema, instead of its default; may be repeated. diff also"
                            + " reads placeholder.NAME in cairn.properties.")
    private Map<String, String> placeholderValueByName = new LinkedHashMap<>();

    @Mixin
    private final ServerOptions serverOptions = new ServerOptions();

    @Mixin
    private final DefinitionOptions definitionOptions = new DefinitionOptions();

    @Mixin
    private final MigratorArguments migratorArguments = new MigratorArguments(OptionScope.CONNECTING);

    /**
     * Returns the server that an argument names as the source of definitions; for any other source, the server of
     * {@code --url}. Empty if neither names a server.
     */
    public Optional<ServerAddress> findServerAddress(String argument, CommandEnvironment environment) {
        return ServerOptions.isUrl(argument)
                ? Optional.of(serverOptions.resolveAddress(argument, environment))
                : serverOptions.findOptionAddress(environment);
    }

    /**
     * Returns the server that the options or the settings name.
     *
     * @throws CommandException if they name none, or if an argument contains a password
     */
    public ServerAddress requireServerAddress(CommandEnvironment environment) {
        return serverOptions.resolveAddress(environment);
    }

    /** Returns the connection options that were passed. */
    public OptionValues collectValues() {
        return migratorArguments.collectValues();
    }

    /**
     * Returns the compiled schema of the project in the current directory. Empty if the project has no compiled schema,
     * if it has several and none is chosen, or if this process can't load its classes.
     *
     * @param database the name of the schema to choose if there are several and no option chooses one
     * @throws CommandException if the project does not have the schema that the option chooses
     */
    public Optional<ComparisonSide> findProjectSide(String database) {
        Optional<Path> classDirectory =
                SchemaOptions.findOutputDirectories().stream().findFirst();
        if (classDirectory.isEmpty() || !ClassLoadingSupport.isAvailable()) {
            return Optional.empty();
        }
        List<SchemaDescriptor> schemas = findSchemas(classDirectory.get().toString());
        if (!schemaName.isEmpty() || schemas.size() == 1) {
            return Optional.of(createCompiledSide(SchemaOptions.requireSingle(schemas, schemaName)));
        }
        return schemas.stream()
                .filter(candidate -> candidate.name().equals(database))
                .findFirst()
                .map(this::createCompiledSide);
    }

    /** Returns whether an argument names a source of definitions, by its form or as an existing file or directory. */
    public static boolean isSource(String argument) {
        return ServerOptions.isUrl(argument)
                || argument.endsWith(".sql")
                || argument.contains("/")
                || Files.exists(Path.of(argument));
    }

    /**
     * Returns the directory of compiled classes that commands read if no source is passed.
     *
     * @throws CommandException if there are no compiled classes
     */
    public static String requireDefaultSource() {
        return SchemaOptions.findOutputDirectories().stream()
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> CommandException.usage("There are no compiled classes in target/classes or"
                        + " build/classes/java/main: compile the project first, or pass a source by"
                        + " --definitions: a URL, an SQL file, a folder of such files, or a folder or"
                        + " archive of classes."));
    }

    /**
     * Returns the definitions that an argument names.
     *
     * @throws CommandException if the argument names neither a server, SQL files nor exactly one compiled schema, or if
     *     a URL contains a password
     */
    public ComparisonSide resolveSide(String argument, CommandEnvironment environment) {
        if (ServerOptions.isUrl(argument)) {
            ServerOptions.requireNoPassword(argument);
            return new ComparisonSide.Server(
                    migratorArguments.createLiveDatabase(serverOptions.resolveAddress(argument, environment)));
        }
        Path path = new SourceArgument(argument)
                .requirePath("pass a URL, an SQL file, a folder of such files, or a folder or archive of classes");
        List<Path> scripts = ScriptText.listFiles(path);
        if (!scripts.isEmpty()) {
            return new ComparisonSide.SqlFiles(scripts, definitionOptions.createProfile());
        }
        List<SchemaDescriptor> schemas = findSchemas(argument);
        if (schemas.isEmpty()) {
            throw CommandException.usage("There is neither SQL nor a compiled schema in " + argument + ".");
        }
        return createCompiledSide(SchemaOptions.requireSingle(schemas, schemaName));
    }

    /**
     * Returns the definitions that an argument names, for a comparison. Unlike {@link #resolveSide}, it also reads the
     * values of placeholders in the settings, which must not appear in documents.
     */
    public ComparisonSide resolveComparedSide(String argument, CommandEnvironment environment) {
        ComparisonSide side = resolveSide(argument, environment);
        if (!(side instanceof ComparisonSide.CompiledSchema compiledSchema)) {
            return side;
        }
        return new ComparisonSide.CompiledSchema(
                compiledSchema.schema(),
                compiledSchema.target(),
                serverOptions.readSettings(environment).collectPlaceholders(placeholderValueByName));
    }

    /**
     * Requires that the options for reading files and classes do not contradict a server on one of the sides, because
     * its rules apply to both sides.
     *
     * @throws CommandException if an option contradicts a server
     */
    public void requireMatchingRules(ComparisonSide... sides) {
        for (ComparisonSide side : sides) {
            if (side instanceof ComparisonSide.Server serverSide) {
                definitionOptions.requireAgreementWith(
                        () -> serverSide.liveDatabase().readProfile());
            }
        }
    }

    private ComparisonSide createCompiledSide(SchemaDescriptor chosenSchema) {
        return new ComparisonSide.CompiledSchema(
                chosenSchema, definitionOptions.selectTarget(chosenSchema), placeholderValueByName);
    }

    /**
     * Returns all schemas of compiled classes.
     *
     * @param argument the directory or archive of the classes
     */
    public List<SchemaDescriptor> findSchemas(String argument) {
        return new SchemaClasses(List.of(Path.of(argument)), ClassPath.parse(classPath)).findSchemas();
    }
}
