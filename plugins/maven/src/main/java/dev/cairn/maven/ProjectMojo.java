package dev.cairn.maven;

import dev.cairn.tooling.recording.Project;
import dev.cairn.tooling.recording.Recording;
import dev.cairn.tooling.recording.RecordingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** The base class of goals that read the sources of a project. */
abstract class ProjectMojo extends AbstractMojo {
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    @Nullable
    MavenProject project;

    /** The schema, by its name or the name of its root interface; required if the project has several schemas. */
    @Parameter(property = "cairn.schema")
    @Nullable
    String schema;

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

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        try {
            execute(Recording.of(sources(), schema == null ? "" : schema));
        } catch (RecordingException refused) {
            throw new MojoFailureException(GoalText.of(String.valueOf(refused.getMessage())), refused);
        }
    }

    abstract void execute(Recording recording) throws MojoFailureException;

    private Project sources() throws MojoExecutionException {
        MavenProject maven = Objects.requireNonNull(project, "Maven sets the project");
        List<Path> classPath = CompileClassPath.of(maven);
        CompileClassPath.write(maven, classPath);
        return new Project(CompileClassPath.sources(maven), classPath, options());
    }

    private List<String> options() {
        return CompileClassPath.javacOptions(release, encoding, javacOptions);
    }
}
