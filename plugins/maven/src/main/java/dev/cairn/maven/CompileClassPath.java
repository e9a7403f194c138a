package dev.cairn.maven;

import dev.cairn.tooling.recording.ClassPathFile;
import dev.cairn.tooling.recording.ClassPathFile.BuildTool;
import java.io.File;
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
final class CompileClassPath {
    /** The folder below the build folder in which annotation processors write sources. */
    private static final Path GENERATED = Path.of("generated-sources", "annotations");

    private CompileClassPath() {}

    /** Returns the folders of sources; the goal compile adds that of generated ones, but may not have run. */
    static List<Path> findSources(MavenProject maven) {
        Set<Path> roots = new LinkedHashSet<>();
        maven.getCompileSourceRoots().forEach(root -> roots.add(Path.of(root)));
        String build = maven.getBuild().getDirectory();
        if (build != null) {
            roots.add(Path.of(build).resolve(GENERATED));
        }
        return List.copyOf(roots);
    }

    /** Returns the class path without the classes of the project itself, which may be older than the sources. */
    static List<Path> resolve(MavenProject maven) throws MojoExecutionException {
        try {
            return maven.getCompileClasspathElements().stream()
                    .filter(element -> !element.equals(maven.getBuild().getOutputDirectory()))
                    .map(Path::of)
                    .toList();
        } catch (DependencyResolutionRequiredException unresolved) {
            throw new MojoExecutionException("The dependencies are not resolved", unresolved);
        }
    }

    /** Writes a class path into the file from which the command reads it, and returns that file. */
    static ClassPathFile write(MavenProject maven, List<Path> classPath) {
        ClassPathFile file = ClassPathFile.ofFolder(Path.of(maven.getBuild().getDirectory()), BuildTool.MAVEN);
        file.write(findBuildFiles(maven), classPath);
        return file;
    }

    /** The build file of the project, and those of its parents that are not in a repository. */
    private static List<Path> findBuildFiles(MavenProject maven) {
        List<Path> files = new ArrayList<>();
        for (MavenProject project = maven; project != null; project = project.getParent()) {
            File file = project.getFile();
            if (file != null) {
                files.add(file.toPath());
            }
        }
        return files;
    }

    static List<String> javacOptions(
            @Nullable String release, @Nullable String encoding, @Nullable List<String> others) {
        List<String> options = new ArrayList<>();
        if (release != null && !release.isBlank()) {
            options.addAll(List.of("--release", release));
        }
        if (encoding != null && !encoding.isBlank()) {
            options.addAll(List.of("-encoding", encoding));
        }
        if (others != null) {
            options.addAll(others);
        }
        return options;
    }
}
