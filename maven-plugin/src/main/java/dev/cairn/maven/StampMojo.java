package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Marks migrations as done, up to one of them, without looking at the database: after they were run by hand,
 * {@code mvn cairn:stamp -Dcairn.to=3 -Dcairn.yes}. */
@Mojo(name = "stamp", requiresDependencyResolution = ResolutionScope.RUNTIME)
public final class StampMojo extends MigratingMojo {
    /** The migration, by number or name; base is before the first. */
    @Parameter(property = "cairn.to", required = true)
    String to = "";

    /** Forget the migration under way, whose steps were finished or reverted by hand. */
    @Parameter(property = "cairn.abandon", defaultValue = "false")
    boolean abandon;

    /** Don't ask for a confirmation. */
    @Parameter(property = "cairn.yes", defaultValue = "false")
    boolean yes;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = migrating("stamp", to);
        addFlag(arguments, "--abandon", abandon);
        addFlag(arguments, "--yes", yes);
        return arguments;
    }
}
