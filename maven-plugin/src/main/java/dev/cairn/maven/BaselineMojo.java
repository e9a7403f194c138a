package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/** Begins the ledger of an existing database that has what the migrations would have made: {@code mvn cairn:baseline
 * -Dcairn.yes}. Compares it first; if anything differs, nothing is changed. */
@Mojo(name = "baseline", requiresDependencyResolution = ResolutionScope.RUNTIME)
public final class BaselineMojo extends MigratingMojo {
    /** Up to which migration the database has it, by number or name; the last one by default. */
    @Parameter(property = "cairn.to")
    @Nullable
    String to;

    /** Don't ask for a confirmation. */
    @Parameter(property = "cairn.yes", defaultValue = "false")
    boolean yes;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = migrating("baseline", to);
        addFlag(arguments, "--yes", yes);
        return arguments;
    }
}
