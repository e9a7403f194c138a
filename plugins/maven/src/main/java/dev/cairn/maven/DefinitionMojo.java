package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The base class of goals that read definitions from a server or from SQL files. */
abstract class DefinitionMojo extends RetryingMojo {
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

    /**
     * Patterns of objects to exclude, for example tmp_* or sales.*. On the command line, separate several by commas.
     */
    @Parameter(property = "cairn.exclude")
    List<String> exclude = new ArrayList<>();

    /** Whether to skip definitions that can't be read, and report each of them, instead of failing. Default: false. */
    @Parameter(property = "cairn.skipUnreadable", defaultValue = "false")
    boolean skipUnreadable;

    /** Returns the options for the connection and the definitions. */
    final List<String> reading() {
        List<String> arguments = retrying();
        add(arguments, "--server", server);
        addFlag(arguments, "--shared-data", sharedData);
        exclude.forEach(pattern -> add(arguments, "--exclude", pattern));
        addFlag(arguments, "--skip-unreadable", skipUnreadable);
        return arguments;
    }
}
