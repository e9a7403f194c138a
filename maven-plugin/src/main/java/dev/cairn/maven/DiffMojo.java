package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Prints the SQL that leads from one to the other, each of them the URL of a database, a file of SQL, a folder of such files, or
 * compiled classes with a schema: {@code mvn compile cairn:diff -Dcairn.from=schema.sql}. Nothing is run. Fails where they
 * differ, and where anything in them was not understood.
 */
@Mojo(name = "diff", requiresDependencyResolution = ResolutionScope.RUNTIME)
public final class DiffMojo extends DefinitionMojo {
    /** What is. */
    @Parameter(property = "cairn.from", required = true)
    String from = "";

    /** What shall be; the compiled classes of the project, unless said. */
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
