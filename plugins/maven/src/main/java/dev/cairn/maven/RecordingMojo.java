package dev.cairn.maven;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The base class of goals that run a command that writes a migration beside the sources of the project. */
abstract class RecordingMojo extends CommandMojo {
    /** Whether to write nothing, and to print the file that would be written. Default: false. */
    @Parameter(property = "cairn.dryRun", defaultValue = "false")
    boolean dryRun;

    /** Whether to allow steps that drop data. Default: false. */
    @Parameter(property = "cairn.destructive", defaultValue = "false")
    boolean destructive;

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

    /** Adds the options that all of these commands have. */
    final void addRecording(List<String> arguments) throws MojoExecutionException {
        addFlag(arguments, "--dry-run", dryRun);
        addFlag(arguments, "--destructive", destructive);
        List<Path> classPath = CompileClassPath.of(maven());
        CompileClassPath.write(maven(), classPath);
        CompileClassPath.sources(maven()).stream()
                .filter(Files::isDirectory)
                .forEach(folder -> add(arguments, "--sources", folder.toString()));
        addCompilation(arguments, classPath, CompileClassPath.javacOptions(release, encoding, javacOptions));
        add(arguments, "--schema", schema);
        arguments.addAll(connecting());
    }
}
