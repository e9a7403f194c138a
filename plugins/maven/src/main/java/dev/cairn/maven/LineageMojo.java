package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Shows where the columns of views come from, what uses a column, or what migrations break:
 * {@code mvn compile cairn:lineage -Dcairn.impact=V0012}. Reads definitions only, no rows.
 */
@Mojo(name = "lineage", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class LineageMojo extends RetryingMojo {
    /** A table, a view, a materialized view or a checked query, or one of its columns. Default: all views. */
    @Parameter(property = "cairn.object")
    @Nullable
    String object;

    /** Whether to show the columns from which the column is computed, which is the default for a view. Default: false. */
    @Parameter(property = "cairn.up", defaultValue = "false")
    boolean up;

    /** Whether to show what the column is used for, which is the default for a table. Default: false. */
    @Parameter(property = "cairn.down", defaultValue = "false")
    boolean down;

    /**
     * Show instead what migrations break, change or touch: one migration (V0012), a range (V0003:V0012), or pending for
     * the changes that no migration records.
     */
    @Parameter(property = "cairn.impact")
    @Nullable
    String impact;

    /** The format: text, json, mermaid or openlineage. Default: text. */
    @Parameter(property = "cairn.format")
    @Nullable
    String format;

    /** The namespace of the jobs and datasets of OpenLineage. */
    @Parameter(property = "cairn.namespace")
    @Nullable
    String namespace;

    /** The time of the events of OpenLineage, such as 2026-01-31T12:00:00Z. Default: 1970-01-01T00:00:00Z. */
    @Parameter(property = "cairn.eventTime")
    @Nullable
    String eventTime;

    /**
     * The definitions: the URL of a database, an SQL file, a folder of SQL files, or compiled classes. Default: the
     * compiled classes of the project.
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
        List<String> arguments = new ArrayList<>(List.of("lineage"));
        arguments.add(source == null || source.isEmpty() ? classes() : source);
        if (object != null && !object.isEmpty()) {
            arguments.add(object);
        }
        addFlag(arguments, "--up", up);
        addFlag(arguments, "--down", down);
        add(arguments, "--impact", impact);
        add(arguments, "--format", format);
        add(arguments, "--namespace", namespace);
        add(arguments, "--event-time", eventTime);
        arguments.addAll(ofClasses());
        arguments.addAll(retrying());
        add(arguments, "--server", server);
        addFlag(arguments, "--shared-data", sharedData);
        return arguments;
    }
}
