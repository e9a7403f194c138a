package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The base class of goals whose command compiles the sources of the project. */
abstract class CompilingMojo extends CommandMojo {
    /** The Java release of the sources, as for the option --release of javac. Default: that of the running JDK. */
    @Parameter(property = "maven.compiler.release")
    @Nullable
    String release;

    /** The encoding of the sources. */
    @Parameter(property = "encoding", defaultValue = "${project.build.sourceEncoding}")
    @Nullable
    String encoding;

    /** Additional options of javac that the sources require. Default: none. */
    @Parameter
    @Nullable
    List<String> javacOptions;

    CompilingMojo(String commandName) {
        super(commandName);
    }

    @Override
    ModuleContent requiredContent() {
        return ModuleContent.DECLARED_SCHEMA;
    }

    @Override
    void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        CompileSettings.writeClassPathFile(requireProject(), CompileSettings.resolveClassPath(requireProject()));
        CompileSettings.findSourceDirectories(requireProject()).stream()
                .filter(Files::isDirectory)
                .forEach(directory -> commandArguments.addRepeatedOption("--sources", List.of(directory)));
        addCompileOptions(commandArguments);
        commandArguments.addOption("--schema", schema);
    }

    /** Adds the class path and the options of javac with which the command compiles the sources. */
    final void addCompileOptions(CommandArguments commandArguments) throws MojoExecutionException {
        commandArguments
                .addOption(
                        "--class-path",
                        CompileSettings.resolveClassPath(requireProject()).stream()
                                .map(Path::toString)
                                .collect(Collectors.joining(File.pathSeparator)))
                .addRepeatedOption("--javac", CompileSettings.collectJavacOptions(release, encoding, javacOptions));
    }
}
