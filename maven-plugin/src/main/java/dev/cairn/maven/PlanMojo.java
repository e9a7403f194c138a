package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Shows what an upgrade would run now, with what is to be known of it, and runs nothing: {@code mvn cairn:plan}. */
@Mojo(name = "plan", requiresDependencyResolution = ResolutionScope.RUNTIME)
public final class PlanMojo extends MigratingMojo {
    @Override
    List<String> arguments() throws MojoExecutionException {
        return migrating("plan");
    }
}
