package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Prints the SQL that leads from one side to the other. Each is the URL of a database, a file of SQL, a folder of such files, or
 * compiled classes with a schema: {@code mvn compile cairn:diff -Dcairn.from=schema.sql}. Runs nothing. Fails if they differ, or
 * if anything was not understood.
 */
@Mojo(name = "diff", requiresDependencyResolution = ResolutionScope.RUNTIME)
public final class DiffMojo extends DefinitionMojo {
    /** The side that is there. */
    @Parameter(property = "cairn.from", required = true)
    String from = "";

    /** The side to be reached; the compiled classes of the project by default. */
    @Parameter(property = "cairn.to")
    @Nullable
    String to;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = new ArrayList<>(List.of("diff", from));
        arguments.add(to == null || to.isEmpty() ? classes() : to);
        arguments.addAll(ofClasses());
        arguments.addAll(reading());
        return arguments;
    }
}
