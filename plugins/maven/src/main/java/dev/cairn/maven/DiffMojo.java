package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Prints the SQL that changes one side of a comparison into the other:
 * {@code mvn compile cairn:diff -Dcairn.from=schema.sql}. Each side is the URL of a database, an SQL file, a folder of
 * SQL files, or compiled classes with a schema. Runs no SQL. Fails if the sides differ, or if a definition can't be
 * read.
 */
@Mojo(name = "diff", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class DiffMojo extends DefinitionMojo {
    /** The current side of the comparison. */
    @Parameter(property = "cairn.from", required = true)
    String from = "";

    /** The desired side of the comparison. Default: the compiled classes of the project. */
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
