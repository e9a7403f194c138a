package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal that reads definitions, of a server or from files of SQL. */
abstract class DefinitionMojo extends CommandMojo {
    /** The version of the servers that files of SQL are for: 3.5, 4.0 or 4.1, which is the default. */
    @Parameter(property = "cairn.server")
    @Nullable
    String server;

    /** Those servers keep their data in shared storage. */
    @Parameter(property = "cairn.sharedData", defaultValue = "false")
    boolean sharedData;

    /** No objects with such names, as in tmp_* or sales.*. On the command line, separate several by commas. */
    @Parameter(property = "cairn.exclude")
    List<String> exclude = new ArrayList<>();

    /** Leave out what was not understood, and go on. Each is named. */
    @Parameter(property = "cairn.skipUnreadable", defaultValue = "false")
    boolean skipUnreadable;

    /** About the server and the definitions. */
    final List<String> reading() {
        List<String> arguments = connecting();
        add(arguments, "--server", server);
        addFlag(arguments, "--shared-data", sharedData);
        exclude.forEach(pattern -> add(arguments, "--exclude", pattern));
        addFlag(arguments, "--skip-unreadable", skipUnreadable);
        return arguments;
    }
}
