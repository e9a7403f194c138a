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
abstract class SourceMojo extends CommandMojo {
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

    SourceMojo(String command) {
        super(command);
    }

    @Override
    void addArguments(CommandArguments all) throws MojoExecutionException {
        CompileClassPath.write(maven(), CompileClassPath.of(maven()));
        CompileClassPath.sources(maven()).stream()
                .filter(Files::isDirectory)
                .forEach(folder -> all.option("--sources", folder));
        addCompilation(all);
        all.option("--schema", schema);
    }

    /** Adds the class path and the options of javac with which the command compiles the sources. */
    final void addCompilation(CommandArguments all) throws MojoExecutionException {
        all.option(
                        "--class-path",
                        CompileClassPath.of(maven()).stream()
                                .map(Path::toString)
                                .collect(Collectors.joining(File.pathSeparator)))
                .options("--javac", CompileClassPath.javacOptions(release, encoding, javacOptions));
    }
}
