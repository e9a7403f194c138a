package dev.cairn.maven;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Writes the SQL that upgrades or downgrades a database from one migration to another to a file:
 * {@code mvn cairn:sql -Dcairn.arguments="2:4"}. Connects to no server. With --split=FOLDER among the arguments, it
 * writes several files into this folder.
 */
@Mojo(name = "sql", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class SqlMojo extends SchemaMojo {
    /** The file to write. The command itself prints the SQL. */
    @Parameter(property = "cairn.output", defaultValue = "${project.build.directory}/cairn.sql")
    String output = "cairn.sql";

    SqlMojo() {
        super("sql");
    }

    /**
     * Returns a writer that replaces the file. With {@code --split}, the command writes its files itself, and its
     * output goes to Maven's log.
     */
    @Override
    Writer openOutput() throws MojoExecutionException {
        if (collectUserArguments().stream().anyMatch(argument -> argument.startsWith("--split"))) {
            return super.openOutput();
        }
        try {
            Path file = Path.of(output).toAbsolutePath();
            Files.createDirectories(file.resolveSibling("."));
            getLog().info("Writes " + file);
            return Files.newBufferedWriter(file);
        } catch (IOException failure) {
            throw new MojoExecutionException(output + " can't be written", failure);
        }
    }
}
