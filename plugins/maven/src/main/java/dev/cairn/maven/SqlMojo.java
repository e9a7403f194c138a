package dev.cairn.maven;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Writes the SQL that upgrades or downgrades a database from one migration to another to a file: {@code mvn cairn:sql
 * -Dcairn.range=2:4}. Connects to no server.
 */
@Mojo(name = "sql", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class SqlMojo extends MigratingMojo {
    /**
     * The first and the last migration, FROM:TO, each by number or name; base is before the first, and head is the
     * last. Default: base:head.
     */
    @Parameter(property = "cairn.range")
    @Nullable
    String range;

    /** The file to write. */
    @Parameter(property = "cairn.output", defaultValue = "${project.build.directory}/cairn.sql")
    String output = "cairn.sql";

    /**
     * A folder for several files instead of one: one file for each part that a plain client can run without waiting for
     * jobs of the server. Default: none; one file is written.
     */
    @Parameter(property = "cairn.split")
    @Nullable
    String split;

    /**
     * The servers that will run the SQL, if it differs by server: one of the targets of the schema, as in {@code 3.5
     * shared-data}. Default: any.
     */
    @Parameter(property = "cairn.target")
    @Nullable
    String target;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = migrating("sql", range);
        add(arguments, "--split", split);
        add(arguments, "--target", target);
        return arguments;
    }

    @Override
    Writer output() throws MojoExecutionException {
        if (split != null && !split.isEmpty()) {
            return super.output();
        }
        try {
            Path file = Path.of(output).toAbsolutePath();
            Files.createDirectories(file.resolveSibling("."));
            getLog().info("Writes " + file);
            return Files.newBufferedWriter(file);
        } catch (IOException unwritable) {
            throw new MojoExecutionException(output + " can't be written", unwritable);
        }
    }
}
