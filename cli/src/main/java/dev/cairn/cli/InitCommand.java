package dev.cairn.cli;

import dev.cairn.cli.option.ExitCode;
import dev.cairn.cli.option.JavaNames;
import dev.cairn.tooling.project.ProjectSources;
import dev.cairn.tooling.project.SchemaNames;
import dev.cairn.tooling.project.StartingFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn init shop}. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description =
                "Creates a project that compiles: a build file, the root of a schema and one table. Existing files are"
                        + " not changed.")
final class InitCommand implements Callable<Integer> {
    /** What builds it. */
    enum Build {
        MAVEN,
        GRADLE
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "Where it begins. Default: here")
    private Path folder = Path.of(".");

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            defaultValue = "",
            description = "What the schema is called. Default: as the folder is")
    private String schema = "";

    @Option(
            names = "--package",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The package of the records. Default: com.example and the schema")
    private String inPackage = "";

    @Option(
            names = "--build",
            paramLabel = "TOOL",
            defaultValue = "maven",
            description = "maven or gradle. Default: maven")
    private Build build = Build.MAVEN;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        String name = schema.isEmpty() ? SchemaNames.ofFile(folder) : SchemaNames.ofDatabase(schema);
        String target = inPackage.isEmpty() ? "com.example." + name : inPackage;
        JavaNames.requirePackage(target);
        StartingFiles files = new StartingFiles(name, target, Cairn.version());
        (build == Build.MAVEN ? files.forMaven() : files.forGradle()).forEach((file, text) -> {
            Path path = folder.resolve(file).normalize();
            boolean created = ProjectSources.create(path, text);
            if (created) {
                output.words("Wrote " + path);
            } else {
                output.aside("left as it is: " + path);
            }
        });
        return ExitCode.DONE.number();
    }
}
