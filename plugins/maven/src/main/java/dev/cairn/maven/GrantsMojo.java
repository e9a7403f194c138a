package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Prints the least GRANT statements with which the migrator, the application and a read-only checker work: {@code mvn compile
 * cairn:grants}. Connects to no server.
 */
@Mojo(name = "grants", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class GrantsMojo extends MigratingMojo {
    /**
     * The migrations to run, FROM:TO, each by number or name; base is before the first, and head is the last. Default:
     * base:head.
     */
    @Parameter(property = "cairn.range")
    @Nullable
    String range;

    /**
     * The servers that will run the migrations: one of the targets of the schema, as in {@code 3.5 shared-data}. Default: the
     * first one.
     */
    @Parameter(property = "cairn.target")
    @Nullable
    String target;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = migrating("grants", range);
        add(arguments, "--target", target);
        return arguments;
    }
}
