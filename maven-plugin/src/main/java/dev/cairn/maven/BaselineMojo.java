package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/** Begins the ledger of a database that has what the migrations make, but was made otherwise: {@code mvn cairn:baseline
 * -Dcairn.yes}. It is looked at first: where anything differs, nothing is done. */
@Mojo(name = "baseline", requiresDependencyResolution = ResolutionScope.RUNTIME)
public final class BaselineMojo extends MigratingMojo {
    /** Up to which migration the database has it, by number or name; the last one, unless said. */
    @Parameter(property = "cairn.to")
    @Nullable
    String to;

    /** Do it without a question. */
    @Parameter(property = "cairn.yes", defaultValue = "false")
    boolean yes;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = migrating("baseline", to);
        addFlag(arguments, "--yes", yes);
        return arguments;
    }
}
