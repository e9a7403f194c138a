package dev.cairn.maven;

import dev.cairn.tooling.recording.ClassPathFile;
import dev.cairn.tooling.recording.ClassPathFile.BuildTool;
import dev.cairn.tooling.recording.RecordingException;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** The sources of a project, and the class path and the options with which it compiles them. */
final class CompileSettings {
    /** The directory below the build directory in which annotation processors write sources. */
    private static final Path GENERATED_SOURCES_DIRECTORY = Path.of("generated-sources", "annotations");

    private CompileSettings() {}

    /**
     * Returns the directories of sources, including the one of generated sources, which Maven knows only after it has
     * compiled. A directory need not exist.
     */
    static List<Path> findSourceDirectories(MavenProject mavenProject) {
        Set<Path> sourceDirectories = new LinkedHashSet<>();
        mavenProject.getCompileSourceRoots().forEach(root -> sourceDirectories.add(Path.of(root)));
        String buildDirectory = mavenProject.getBuild().getDirectory();
        if (buildDirectory != null) {
            sourceDirectories.add(Path.of(buildDirectory).resolve(GENERATED_SOURCES_DIRECTORY));
        }
        return List.copyOf(sourceDirectories);
    }

    /**
     * Returns the class path of the compilation. It lacks the classes of the project itself, because they may be older
     * than the sources.
     *
     * @throws MojoExecutionException if the goal does not resolve dependencies
     */
    static List<Path> resolveClassPath(MavenProject mavenProject) throws MojoExecutionException {
        try {
            return mavenProject.getCompileClasspathElements().stream()
                    .filter(element -> !element.equals(mavenProject.getBuild().getOutputDirectory()))
                    .map(Path::of)
                    .toList();
        } catch (DependencyResolutionRequiredException failure) {
            throw new MojoExecutionException("The dependencies are not resolved", failure);
        }
    }

    /**
     * Writes a class path into the file from which Cairn's commands read it, and returns that file.
     *
     * @throws MojoExecutionException if the file can't be written
     */
    static ClassPathFile writeClassPathFile(MavenProject mavenProject, List<Path> classPath)
            throws MojoExecutionException {
        ClassPathFile classPathFile =
                ClassPathFile.ofBuildDirectory(Path.of(mavenProject.getBuild().getDirectory()), BuildTool.MAVEN);
        try {
            classPathFile.write(findBuildFiles(mavenProject), classPath);
        } catch (RecordingException | UncheckedIOException failure) {
            throw new MojoExecutionException(String.valueOf(failure.getMessage()), failure);
        }
        return classPathFile;
    }

    /** Returns the build files of the project and of its parents, except parents for which Maven knows no file. */
    private static List<Path> findBuildFiles(MavenProject mavenProject) {
        List<Path> files = new ArrayList<>();
        for (MavenProject project = mavenProject; project != null; project = project.getParent()) {
            File file = project.getFile();
            if (file != null) {
                files.add(file.toPath());
            }
        }
        return files;
    }

    /** Returns the options of javac for a release, an encoding and other options; a null or blank value is omitted. */
    static List<String> collectJavacOptions(
            @Nullable String release, @Nullable String encoding, @Nullable List<String> otherOptions) {
        List<String> options = new ArrayList<>();
        if (release != null && !release.isBlank()) {
            options.addAll(List.of("--release", release));
        }
        if (encoding != null && !encoding.isBlank()) {
            options.addAll(List.of("-encoding", encoding));
        }
        if (otherOptions != null) {
            options.addAll(otherOptions);
        }
        return options;
    }
}
