package dev.cairn.maven;

import java.util.Objects;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Writes the class path of the sources into target/cairn/class-path.txt, where the command cairn finds it:
 * {@code mvn cairn:classpath}. If the POM has an execution of this goal, each build writes the file before it compiles.
 */
@Mojo(
        name = "classpath",
        defaultPhase = LifecyclePhase.GENERATE_SOURCES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
final class ClasspathMojo extends AbstractMojo {
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    @Nullable
    MavenProject project;

    @Override
    public void execute() throws MojoExecutionException {
        MavenProject mavenProject = Objects.requireNonNull(project, "Maven sets the project");
        getLog().debug("Wrote "
                + CompileSettings.writeClassPathFile(mavenProject, CompileSettings.resolveClassPath(mavenProject)));
    }
}
