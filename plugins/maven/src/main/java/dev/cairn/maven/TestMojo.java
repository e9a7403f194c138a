package dev.cairn.maven;

import dev.cairn.tooling.command.CommandArguments;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Runs the data tests that the records declare: {@code mvn cairn:test}. Fails if rows fail a test, or a test can't be
 * run.
 */
@Mojo(name = "test", requiresDependencyResolution = ResolutionScope.RUNTIME)
final class TestMojo extends SchemaMojo {
    /** The objects and tests to run, separated by commas, for example orders. Default: all tests. */
    @Parameter(property = "cairn.tests")
    List<String> tests = new ArrayList<>();

    /** How many failing rows of each test are shown. Default: 0. */
    @Parameter(property = "cairn.rows")
    @Nullable
    Integer rows;

    /** Reads only this number of the newest partitions of each partitioned table. Default: all. */
    @Parameter(property = "cairn.partitions")
    @Nullable
    Integer partitions;

    /** A file for the results in JUnit's XML, in addition to the output. Default: none. */
    @Parameter(property = "cairn.junit")
    @Nullable
    String junit;

    TestMojo() {
        super("test");
    }

    @Override
    void addArguments(CommandArguments commandArguments) throws MojoExecutionException {
        super.addArguments(commandArguments);
        commandArguments
                .addOption("--rows", rows)
                .addOption("--partitions", partitions)
                .addOption("--junit", junit);
        tests.forEach(commandArguments::addPositionalArgument);
    }
}
