package dev.cairn.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/** Runs the data tests that the records declare: {@code mvn cairn:test}. Fails if rows fail a test, or a test can't be run. */
@Mojo(name = "test", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class TestMojo extends MigratingMojo {
    /** The objects and tests to run, separated by commas, for example orders. Default: all tests. */
    @Parameter(property = "cairn.tests")
    List<String> tests = new ArrayList<>();

    /** How many failing rows of each test are shown. Default: 0. */
    @Parameter(property = "cairn.rows")
    @Nullable
    Integer rows;

    /** How many tests run at the same time. Default: 4. */
    @Parameter(property = "cairn.connections")
    @Nullable
    Integer connections;

    /** Reads only this number of the newest partitions of each partitioned table. Default: all. */
    @Parameter(property = "cairn.partitions")
    @Nullable
    Integer partitions;

    /** The time after which the server stops a query, such as 30s or 2h. Default: 5m. */
    @Parameter(property = "cairn.queryTimeout")
    @Nullable
    String queryTimeout;

    /** A file for the results in JUnit's XML, in addition to the output. Default: none. */
    @Parameter(property = "cairn.junit")
    @Nullable
    String junit;

    @Override
    List<String> arguments() throws MojoExecutionException {
        List<String> arguments = migrating("test");
        addNumber(arguments, "--rows", rows);
        addNumber(arguments, "--connections", connections);
        addNumber(arguments, "--partitions", partitions);
        add(arguments, "--query-timeout", queryTimeout);
        add(arguments, "--junit", junit);
        arguments.addAll(tests);
        return arguments;
    }
}
