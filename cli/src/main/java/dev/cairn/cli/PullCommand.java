package dev.cairn.cli;

import dev.cairn.catalog.Catalog;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.CompileOptions;
import dev.cairn.cli.option.DefinitionOptions;
import dev.cairn.cli.option.ExclusionOptions;
import dev.cairn.cli.option.JavaNames;
import dev.cairn.cli.option.MigratorArguments;
import dev.cairn.cli.option.ProjectOptions;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.cli.option.SourceArgument;
import dev.cairn.cli.option.SourceOption;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.option.MigratorOption.OptionScope;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.tooling.definition.LiveDatabase;
import dev.cairn.tooling.definition.ObjectPatterns;
import dev.cairn.tooling.definition.ScriptReader;
import dev.cairn.tooling.definition.ScriptText;
import dev.cairn.tooling.definition.SourceDefinitions;
import dev.cairn.tooling.definition.UnknownDefinition;
import dev.cairn.tooling.importing.ImportOmission;
import dev.cairn.tooling.importing.ImportedSchema;
import dev.cairn.tooling.importing.ImportedSchemaNames;
import dev.cairn.tooling.importing.SchemaImporter;
import dev.cairn.tooling.project.ProjectSources;
import dev.cairn.tooling.project.SchemaNames;
import dev.cairn.tooling.recording.DeclarationErrors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn pull starrocks://root@localhost:9030/shop --package com.acme.shop}: writes the records and
 * the root of a schema that exists on a server or in SQL files. Nothing is written if a definition can't be read and is
 * not excluded. Existing files are not changed.
 */
@Command(
        name = "pull",
        mixinStandardHelpOptions = true,
        description = "Writes the objects of a database, or of SQL files, as annotated records, one file each, and"
                + " the root of a schema. Existing files are not changed. What records can't express is"
                + " reported by name. Nothing is written if a definition can't be read and is not"
                + " excluded.")
final class PullCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            defaultValue = "",
            description = "The URL of a database, an SQL file, or a folder of such files. Default: the server of --url"
                    + " or the settings")
    private String source = "";

    @Mixin
    private final SourceOption sourceOption = new SourceOption();

    @Option(names = "--package", paramLabel = "NAME", required = true, description = "The package of the records.")
    private String packageName = "";

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The name of the schema. Default: that of the database")
    private String schema = "";

    @Option(
            names = "--root",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The interface that lists the records. Default: named after the schema")
    private String root = "";

    @Option(
            names = "--sources",
            paramLabel = "FOLDER",
            defaultValue = ProjectOptions.DEFAULT_SOURCES,
            description = "The folder with packages of sources. Default: " + ProjectOptions.DEFAULT_SOURCES)
    private Path sourceFolder = Path.of(ProjectOptions.DEFAULT_SOURCES);

    @Mixin
    private final CompileOptions compileOptions = new CompileOptions();

    @Option(
            names = "--include",
            paramLabel = "PATTERN",
            description = "Include only objects with these names, such as 'dim_*' or 'sales.*'; may be repeated.")
    private List<String> includedPatterns = new ArrayList<>();

    @Option(
            names = "--database",
            paramLabel = "NAME",
            description = "A further database of the same server; may be repeated.")
    private List<String> databases = new ArrayList<>();

    @Option(names = "--no-roles", description = "Do not pull the roles that have privileges on the objects.")
    private boolean omitsRoles;

    @Option(
            names = "--cluster",
            description =
                    "Pull the resource groups, storage volumes, external catalogs and global functions of the server, the"
                            + " Routine Loads and dictionaries of the tables, and the functions of the databases, too: the"
                            + " schema then manages them.")
    private boolean includesCluster;

    @Option(
            names = "--catalog",
            paramLabel = "CATALOG.DATABASE",
            description =
                    "A database of an external catalog, whose Iceberg tables are pulled, too: the schema then manages"
                            + " them. May be repeated.")
    private List<String> catalogDatabases = new ArrayList<>();

    @Mixin
    private final ServerOptions serverOptions = new ServerOptions();

    @Mixin
    private final DefinitionOptions definitionOptions = new DefinitionOptions();

    @Mixin
    private final MigratorArguments migratorArguments = new MigratorArguments(OptionScope.CONNECTING);

    @Mixin
    private final ExclusionOptions exclusionOptions = new ExclusionOptions();

    @Mixin
    private final CommandOutput output = new CommandOutput();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        source = sourceOption.resolveSource(source).orElse("");
        JavaNames.requirePackageName(packageName);
        JavaNames.requireTypeName(root);
        Optional<LiveDatabase> liveDatabase = isSourceServer() ? Optional.of(createLiveDatabase()) : Optional.empty();
        SourceDefinitions objectDefinitions = liveDatabase
                .map(database -> database.readDefinitionsAndExternalObjects(databases, includesCluster))
                .orElseGet(this::readScripts);
        ObjectPatterns objectPatterns = exclusionOptions.createPatterns(includedPatterns);
        if (!exclusionOptions.skipsUnreadable()) {
            objectPatterns.requireExcluded(objectDefinitions.unknownDefinitions());
        }
        SourceDefinitions definitionsWithRoles = liveDatabase
                .filter(database -> !omitsRoles)
                .map(database -> database.extendWithRoles(objectDefinitions))
                .orElse(objectDefinitions);
        SourceDefinitions definitionsWithCluster = liveDatabase
                .filter(database -> includesCluster)
                .map(database -> database.extendWithClusterObjects(definitionsWithRoles))
                .orElse(definitionsWithRoles);
        SourceDefinitions sourceDefinitions = liveDatabase
                .filter(database -> !catalogDatabases.isEmpty())
                .map(database -> database.extendWithExternalTables(definitionsWithCluster, requireCatalogDatabases()))
                .orElse(definitionsWithCluster);
        Catalog catalog = SchemaObject.withSelectedObjects(sourceDefinitions.catalog(), objectPatterns::matches);
        if (SchemaObject.collectNames(catalog).isEmpty()
                && catalog.clusterObjects().objects().isEmpty()) {
            sourceDefinitions
                    .unknownDefinitions()
                    .forEach(unknownDefinition ->
                            output.printRemark(describeUnknownDefinition(unknownDefinition, sourceDefinitions)));
            throw new CommandException(
                    ExitCode.FAILED, "There is nothing to pull: " + explainEmptyResult(sourceDefinitions));
        }
        String schemaName = SchemaNames.toSchemaName(schema.isEmpty() ? sourceDefinitions.database() : schema);
        String rootName = root.isEmpty() ? SchemaNames.deriveRootName(schemaName) : root;
        ImportedSchemaNames importedSchemaNames =
                new ImportedSchemaNames(packageName, rootName, schemaName, sourceDefinitions.database());
        SchemaImporter schemaImporter = liveDatabase.isPresent()
                ? SchemaImporter.ofServerCatalog(sourceDefinitions.profile(), catalog, importedSchemaNames)
                : new SchemaImporter(sourceDefinitions.profile(), catalog, importedSchemaNames);
        ProjectSources projectSources = new ProjectSources(sourceFolder);
        ImportedSchema importedSchema = schemaImporter.write(!projectSources.containsPackage(packageName));
        requireValidSources();
        boolean isNullMarked = projectSources.isNullMarked(packageName);
        printResult(
                projectSources.addFiles(importedSchema, importedSchemaNames),
                sourceDefinitions,
                importedSchema.omissions(),
                rootName);
        if (!catalog.roles().isEmpty()) {
            output.printRemark("The users and groups that have the roles are not pulled: @GrantedTo declares them.");
        }
        if (isNullMarked) {
            output.printRemark("The package " + packageName + " is @NullMarked, where columns are NOT NULL by default:"
                    + " add @Nullable to the components of columns that are NULL.");
        }
        return ExitCode.DONE.number();
    }

    /**
     * Returns the databases of external catalogs.
     *
     * @throws CommandException if an option does not name both a catalog and a database
     */
    private List<String> requireCatalogDatabases() {
        for (String name : catalogDatabases) {
            if (!name.matches("[^.]+\\..+")) {
                throw new CommandException(
                        ExitCode.WRONG_USAGE,
                        "--catalog=" + name + ": name a catalog and a database, such as lake.sales.");
            }
        }
        return catalogDatabases;
    }

    /**
     * Requires that the existing sources have no errors. They affect the meaning of the records, for example whether a
     * column is NOT NULL. If the Java runtime has no compiler, a remark is printed instead.
     */
    private void requireValidSources() {
        if (!ProjectSources.hasSourcesIn(sourceFolder)) {
            return;
        }
        if (DeclarationErrors.isCompilerAvailable()) {
            DeclarationErrors.requireNoneIn(
                    compileOptions.createProject(
                            List.of(sourceFolder), spec.commandLine().getErr()),
                    packageName);
        } else {
            output.printRemark("The sources in " + sourceFolder
                    + " were not checked for errors, because this Java runtime has no" + " compiler.");
        }
    }

    /** Returns why no object is left to pull, as the end of a message. */
    private static String explainEmptyResult(SourceDefinitions sourceDefinitions) {
        if (!SchemaObject.collectNames(sourceDefinitions.catalog()).isEmpty()) {
            return "no object of " + sourceDefinitions.database() + " matches --include and --exclude.";
        }
        return sourceDefinitions.unknownDefinitions().isEmpty()
                ? sourceDefinitions.database() + " has no tables and no views."
                : "none of the definitions could be read.";
    }

    /** Returns whether the source is a server, as it is by default. */
    private boolean isSourceServer() {
        return source.isEmpty() || ServerOptions.isUrl(source);
    }

    private LiveDatabase createLiveDatabase() {
        CommandEnvironment environment = CommandEnvironment.of(spec);
        if (source.isEmpty()) {
            return migratorArguments.createLiveDatabase(serverOptions.resolveAddress(environment));
        }
        ServerOptions.requireNoPassword(source);
        return migratorArguments.createLiveDatabase(serverOptions.resolveAddress(source, environment));
    }

    private SourceDefinitions readScripts() {
        Path path = new SourceArgument(source).requirePath("pass a URL, an SQL file, or a folder of such files");
        String databaseName = schema.isEmpty() ? SchemaNames.fromFile(path) : SchemaNames.toSchemaName(schema);
        return new ScriptReader(definitionOptions.createProfile(), databaseName)
                .readAll(ScriptText.readAll(ScriptText.listFiles(path)));
    }

    private void printResult(
            ProjectSources.AdditionResult additionResult,
            SourceDefinitions sourceDefinitions,
            List<ImportOmission> omissions,
            String rootName) {
        output.printObject(toJson(additionResult, sourceDefinitions, omissions));
        additionResult.createdFiles().forEach(file -> output.printText("Wrote " + file));
        additionResult.existingFiles().forEach(file -> output.printRemark("exists already: " + file));
        if (!additionResult.unlistedRecordNames().isEmpty()) {
            output.printRemark(rootName + " already exists. Add to its list: "
                    + String.join(
                            ", ",
                            additionResult.unlistedRecordNames().stream()
                                    .map(recordName -> recordName + ".class")
                                    .toList()));
        }
        sourceDefinitions
                .irrelevantStatements()
                .forEach(statementDescription ->
                        output.printRemark("not representable as records: " + statementDescription));
        sourceDefinitions
                .unknownDefinitions()
                .forEach(unknownDefinition ->
                        output.printRemark(describeUnknownDefinition(unknownDefinition, sourceDefinitions)));
        omissions.forEach(omission ->
                output.printRemark((omission.isWholeObject() ? "not pulled: " : "pulled incompletely: ") + omission));
    }

    /**
     * Describes a definition that can't be read. If the catalog nevertheless has its object, a part of it was pulled.
     */
    private static String describeUnknownDefinition(
            UnknownDefinition unknownDefinition, SourceDefinitions sourceDefinitions) {
        boolean isPulled = SchemaObject.collectNames(sourceDefinitions.catalog()).stream()
                .anyMatch(unknownDefinition.objects()::contains);
        return (isPulled ? "pulled incompletely: " : "not pulled: ") + unknownDefinition;
    }

    private static JsonObject toJson(
            ProjectSources.AdditionResult additionResult,
            SourceDefinitions sourceDefinitions,
            List<ImportOmission> omissions) {
        List<String> omittedDefinitions = new ArrayList<>(sourceDefinitions.unknownDefinitions().stream()
                .map(UnknownDefinition::toString)
                .toList());
        omissions.forEach(omission -> omittedDefinitions.add(omission.toString()));
        return new JsonObject()
                .put(
                        "written",
                        additionResult.createdFiles().stream()
                                .map(Path::toString)
                                .toList())
                .put(
                        "kept",
                        additionResult.existingFiles().stream()
                                .map(Path::toString)
                                .toList())
                .put("unlisted", additionResult.unlistedRecordNames())
                .put("notPulled", omittedDefinitions);
    }
}
