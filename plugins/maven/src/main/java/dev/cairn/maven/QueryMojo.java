package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The base class of goals for the checked queries of the compiled classes. */
abstract class QueryMojo extends CommandMojo {
    /**
     * Selects the queries that read this table, view or column, directly or through views, or change it, for example
     * orders.city. Default: all queries.
     */
    @Parameter(property = "cairn.reads")
    @Nullable
    String reads;

    final List<String> ofQueries(String command) throws MojoExecutionException {
        List<String> arguments = new ArrayList<>(List.of(command));
        add(arguments, "--definitions", classes());
        arguments.addAll(withClassPath());
        add(arguments, "--reads", reads);
        return arguments;
    }
}
