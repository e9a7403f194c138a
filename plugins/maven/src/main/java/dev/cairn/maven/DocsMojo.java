package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Writes the documentation of the schema to a file: {@code mvn compile cairn:docs}. Connects to no server unless
 * cairn.url is set.
 */
@Mojo(name = "docs", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class DocsMojo extends DefinitionMojo {
    /** The file to write. */
    @Parameter(property = "cairn.output", defaultValue = "${project.build.directory}/${project.artifactId}.html")
    String output = "schema.html";

    /** The format: html, markdown or mermaid. Default: html. */
    @Parameter(property = "cairn.format")
    @Nullable
    String format;

    DocsMojo() {
        super("docs");
    }

    @Override
    void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        commandArguments.addOption("--output", output).addOption("--format", format);
        commandArguments.addRepeatedOption("--sources", requireProject().getCompileSourceRoots());
        super.addArguments(commandArguments);
    }
}
