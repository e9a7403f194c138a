package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Shows how the server would run each checked query of the compiled classes: {@code mvn compile cairn:explain}. Fails if
 * the server refuses a query.
 */
@Mojo(name = "explain", requiresDependencyResolution = ResolutionScope.RUNTIME)
public final class ExplainMojo extends QueryMojo {
    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = ofQueries("explain");
        arguments.addAll(connecting());
        return arguments;
    }
}
