package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
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
final class DocsMojo extends RetryingMojo {
    /** The file to write. */
    @Parameter(property = "cairn.output", defaultValue = "${project.build.directory}/${project.artifactId}.html")
    String output = "schema.html";

    /** The format: html, markdown or mermaid. Default: html. */
    @Parameter(property = "cairn.format")
    @Nullable
    String format;

    /**
     * The schema to document: the URL of a database, an SQL file, a folder of SQL files, or compiled classes. Default:
     * the compiled classes of the project.
     */
    @Parameter(property = "cairn.source")
    @Nullable
    String source;

    /**
     * The StarRocks version for which SQL files are written: 3.5, 4.0 or 4.1. Default: 4.1. Of a compiled schema with several
     * targets, it chooses the one with this version. Default: the newest.
     */
    @Parameter(property = "cairn.server")
    @Nullable
    String server;

    /**
     * Whether SQL files are written for a shared-data cluster. Default: false. Of a compiled schema with several targets, it
     * chooses the shared-data one.
     */
    @Parameter(property = "cairn.sharedData", defaultValue = "false")
    boolean sharedData;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = new ArrayList<>(List.of("docs"));
        arguments.add(source == null || source.isEmpty() ? classes() : source);
        add(arguments, "--output", output);
        add(arguments, "--format", format);
        maven().getCompileSourceRoots().forEach(root -> add(arguments, "--sources", root));
        arguments.addAll(ofClasses());
        arguments.addAll(retrying());
        add(arguments, "--server", server);
        addFlag(arguments, "--shared-data", sharedData);
        return arguments;
    }
}
