package dev.cairn.maven;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Shows how the server would run each checked query of the compiled classes: {@code mvn compile cairn:explain}. Fails if
 * the server refuses a query.
 */
@Mojo(name = "explain", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class ExplainMojo extends QueryMojo {
    /** The literals of parameters, by name, for configuration in the POM. Texts and dates are in quotes. */
    @Parameter
    Map<String, String> values = new LinkedHashMap<>();

    /** The literal of one parameter, for the command line: NAME=LITERAL. It overrides the one in the POM. */
    @Parameter(property = "cairn.value")
    @Nullable
    String value;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = ofQueries("explain");
        arguments.addAll(connecting());
        values.forEach((name, literal) -> add(arguments, "--value", name + "=" + literal));
        add(arguments, "--value", value);
        return arguments;
    }
}
