package dev.cairn.cli.option;

import dev.cairn.schema.SchemaDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Options that locate compiled schemas. A project with exactly one schema needs none of them. */
public final class SchemaOptions {
    /** The output directories of Maven and Gradle. */
    private static final List<Path> OUTPUT_DIRECTORIES =
            List.of(Path.of("target", "classes"), Path.of("build", "classes", "java", "main"));

    @Option(
            names = SourceOption.OPTION_NAME,
            paramLabel = "PATH",
            description = "A folder or archive of compiled classes; may be repeated. Default: target/classes or"
                    + " build/classes/java/main if it is there, otherwise the class path of the command.")
    private List<Path> searchedPaths = new ArrayList<>();

    @Option(names = SourceOption.FORMER_OPTION_NAME, paramLabel = "PATH", hidden = true)
    private List<Path> formerPaths = new ArrayList<>();

    @Option(
            names = {"-cp", "--class-path"},
            paramLabel = "PATH",
            defaultValue = "",
            description = "The additional class path of the classes, in the format of java -cp.")
    private String additionalClassPath = "";

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The name of the schema or of its class; required if there are several.")
    private String schemaName = "";

    /**
     * Returns the only schema, or the schema that the option chooses.
     *
     * @throws CommandException if there is no such schema, or more than one
     */
    public SchemaDescriptor requireSchema() {
        return requireSingle(requireSchemas(), schemaName);
    }

    /**
     * Returns all compiled schemas, at least one.
     *
     * @throws CommandException if there is no compiled schema
     */
    public List<SchemaDescriptor> requireSchemas() {
        ClassLoadingSupport.requireAvailable();
        List<SchemaDescriptor> schemas = findCompiledSchemas();
        if (schemas.isEmpty()) {
            requireClasses();
            throw CommandException.usage("There is no compiled schema in "
                    + resolvePaths().stream().map(Path::toString).collect(Collectors.joining(", "))
                    + ": compile the project first, or pass the folder of its classes as " + SourceOption.OPTION_NAME
                    + ".");
        }
        return schemas;
    }

    /**
     * Requires that classes are passed, or that there is an output directory of Maven or Gradle.
     *
     * @throws CommandException if there are only the classes of the command itself
     */
    void requireClasses() {
        if (collectPassedPaths().isEmpty() && findOutputDirectories().isEmpty()) {
            throw CommandException.usage(
                    "There are no compiled classes here, neither in target/classes nor in build/classes/java/main:"
                            + " compile the project first, run the command in the folder of the project, or pass the folder"
                            + " of its classes as " + SourceOption.OPTION_NAME + ".");
        }
    }

    private List<SchemaDescriptor> findCompiledSchemas() {
        return new SchemaClasses(resolvePaths(), ClassPath.parse(additionalClassPath)).findSchemas();
    }

    /**
     * Returns the only schema, or the schema that the option chooses; empty if there is no compiled schema, and the
     * option does not name one.
     *
     * @throws CommandException if the named schema does not exist, or if there are several and the option names none
     */
    public Optional<SchemaDescriptor> findSchema() {
        List<SchemaDescriptor> schemas = findCompiledSchemas();
        return schemas.isEmpty() && schemaName.isEmpty()
                ? Optional.empty()
                : Optional.of(requireSingle(schemas, schemaName));
    }

    /**
     * Returns the only schema with a name.
     *
     * @param name the name of the schema or of its class; empty if there must be exactly one schema
     * @throws CommandException if no schema or several schemas have the name
     */
    public static SchemaDescriptor requireSingle(List<SchemaDescriptor> schemas, String name) {
        List<SchemaDescriptor> namedSchemas = schemas.stream()
                .filter(schema -> name.isEmpty() || isNamed(schema, name))
                .toList();
        if (namedSchemas.size() == 1) {
            return namedSchemas.get(0);
        }
        throw CommandException.usage(describeChoice(schemas, name, namedSchemas.isEmpty()));
    }

    private static String describeChoice(List<SchemaDescriptor> schemas, String name, boolean isUnknown) {
        if (schemas.isEmpty()) {
            return "There is no schema '" + name + "': the compiled classes have no schema.";
        }
        if (!name.isEmpty() && !isUnknown) {
            String classNames = schemas.stream()
                    .filter(schema -> isNamed(schema, name))
                    .map(schema -> schema.getClass().getName())
                    .sorted()
                    .collect(Collectors.joining(", "));
            return "There is more than one schema '" + name + "': choose one of " + classNames + " by --schema.";
        }
        String knownNames = schemas.stream().map(SchemaDescriptor::name).collect(Collectors.joining(", "));
        return name.isEmpty()
                ? "There is more than one schema: choose one of " + knownNames + " by --schema."
                : "There is no schema '" + name + "' among the compiled classes, only " + knownNames + ".";
    }

    /** Returns whether a name is that of a schema, of its root or of its class; the last two may be qualified. */
    private static boolean isNamed(SchemaDescriptor schema, String name) {
        String className = schema.getClass().getName();
        return schema.name().equals(name)
                || className.equals(name)
                || className.equals(name + "Schema")
                || schema.getClass().getSimpleName().equals(name)
                || schema.getClass().getSimpleName().equals(name + "Schema");
    }

    /** Returns all directories and archives to search for queries: the classes, and the additional class path. */
    public List<Path> collectQueryPaths() {
        List<Path> paths = new ArrayList<>(resolvePaths());
        paths.addAll(ClassPath.parse(additionalClassPath));
        return paths;
    }

    /** Returns the name of the schema; empty if the option is not set. */
    public String schemaName() {
        return schemaName;
    }

    /** Returns the output directories of Maven and Gradle that exist in the current directory. */
    static List<Path> findOutputDirectories() {
        return OUTPUT_DIRECTORIES.stream().filter(Files::isDirectory).toList();
    }

    /** Returns the SQL files that are passed instead of compiled classes; an empty list if no file is passed. */
    public List<Path> findScripts() {
        return collectPassedPaths().stream()
                .filter(path -> path.toString().endsWith(".sql"))
                .map(path -> SourceArgument.of(path).requirePath("pass an SQL file"))
                .toList();
    }

    private List<Path> collectPassedPaths() {
        return Stream.concat(searchedPaths.stream(), formerPaths.stream()).toList();
    }

    /**
     * Returns the directories and archives to search: those that were passed, otherwise the output directories,
     * otherwise the class path of the command.
     *
     * @throws CommandException if an SQL file was passed, or a path that does not exist
     */
    private List<Path> resolvePaths() {
        List<Path> passedPaths = collectPassedPaths();
        findScripts().stream().findFirst().ifPresent(script -> {
            throw CommandException.usage("The schema is read from compiled classes, and " + script
                    + " is an SQL file: pass the folder of the classes as " + SourceOption.OPTION_NAME + ".");
        });
        for (Path path : passedPaths) {
            SourceArgument.of(path)
                    .requirePath("compile the project first, or pass the folder of its classes as "
                            + SourceOption.OPTION_NAME);
        }
        if (!passedPaths.isEmpty()) {
            return passedPaths;
        }
        List<Path> outputDirectories = findOutputDirectories();
        return outputDirectories.isEmpty() ? ClassPath.ofCurrentProcess() : outputDirectories;
    }
}
