package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.JavaNames;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.ExitCode;
import dev.cairn.tooling.project.InitialFiles;
import dev.cairn.tooling.project.SchemaNames;
import dev.cairn.tooling.project.TextFileWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code cairn init shop}: writes the files of a new project. A file that exists already is not changed, so
 * the command can be repeated.
 */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description =
                "Creates a project that compiles: a build file, the root of a schema, one table, .gitignore, and AGENTS.md"
                        + " for coding assistants. Existing files are not changed.")
final class InitCommand implements Callable<Integer> {
    /** The build tool of the project. */
    enum Build {
        MAVEN,
        GRADLE
    }

    /** The language of Gradle's build files. */
    enum Dsl {
        KOTLIN,
        GROOVY
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "The folder of the project. Default: the current one")
    private Path folder = Path.of(".");

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The name of the schema. Default: that of the folder")
    private String schema = "";

    @Option(
            names = "--package",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The package of the records. Default: com.example and the schema")
    private String packageName = "";

    @Option(
            names = "--build",
            paramLabel = "TOOL",
            defaultValue = "maven",
            description = "maven or gradle. Default: maven")
    private Build build = Build.MAVEN;

    @Option(
            names = "--dsl",
            paramLabel = "LANGUAGE",
            description = "The language of Gradle's build files, kotlin or groovy. Default: kotlin")
    private @Nullable Dsl dsl;

    @Mixin
    private final CommandOutput output = new CommandOutput();

    @Override
    public Integer call() {
        if (dsl != null && build != Build.GRADLE) {
            throw CommandException.usage("--dsl is an option of --build=gradle.");
        }
        String schemaName = schema.isEmpty() ? SchemaNames.fromFile(folder) : SchemaNames.toSchemaName(schema);
        String targetPackage = packageName.isEmpty() ? "com.example." + schemaName : packageName;
        JavaNames.requirePackageName(targetPackage);
        InitialFiles initialFiles = new InitialFiles(schemaName, targetPackage, Cairn.readVersion());
        List<String> writtenFiles = new ArrayList<>();
        List<String> existingFiles = new ArrayList<>();
        initialFiles.renderFiles(chooseBuild()).forEach((relativePath, text) -> {
            Path path = folder.resolve(relativePath).normalize();
            boolean isCreated = TextFileWriter.create(path, text);
            (isCreated ? writtenFiles : existingFiles).add(path.toString());
            if (isCreated) {
                output.printText("Wrote " + path);
            } else {
                output.printRemark("exists already: " + path);
            }
        });
        output.printObject(new JsonObject().put("written", writtenFiles).put("kept", existingFiles));
        return ExitCode.DONE.number();
    }

    private InitialFiles.ProjectBuild chooseBuild() {
        if (build == Build.MAVEN) {
            return InitialFiles.ProjectBuild.MAVEN;
        }
        return dsl == Dsl.GROOVY ? InitialFiles.ProjectBuild.GRADLE_GROOVY : InitialFiles.ProjectBuild.GRADLE_KOTLIN;
    }
}
