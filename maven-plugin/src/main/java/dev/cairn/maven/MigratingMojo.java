package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal that is a command over the compiled schema of the project and a server. */
abstract class MigratingMojo extends CommandMojo {
    /** How many seconds to wait for another migrator; 600 by default. */
    @Parameter(property = "cairn.wait")
    @Nullable
    Integer wait;

    /** A command with the schema and the server. */
    final List<String> migrating(String command) throws MojoExecutionException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(ofSchema());
        arguments.addAll(connecting());
        add(arguments, "--wait", wait == null ? null : wait.toString());
        return arguments;
    }

    /** The same with a migration or a range of them; the command's default, where none is given. */
    final List<String> migrating(String command, @Nullable String version) throws MojoExecutionException {
        List<String> arguments = migrating(command);
        if (version != null && !version.isEmpty()) {
            arguments.add(version);
        }
        return arguments;
    }
}
