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

/** Writes the SQL that leads from one migration to another into a file: {@code mvn cairn:sql -Dcairn.range=2:4}. */
@Mojo(name = "sql", requiresDependencyResolution = ResolutionScope.RUNTIME)
public final class SqlMojo extends MigratingMojo {
    /** Two migrations by number or name; from before the first to the last one by default. */
    @Parameter(property = "cairn.range")
    @Nullable
    String range;

    /** The file. */
    @Parameter(property = "cairn.output", defaultValue = "${project.build.directory}/cairn.sql")
    String output = "cairn.sql";

    /** A folder for one file for each part that a plain client can run at once, instead of the one file. */
    @Parameter(property = "cairn.split")
    @Nullable
    String split;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = migrating("sql", range);
        add(arguments, "--split", split);
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
