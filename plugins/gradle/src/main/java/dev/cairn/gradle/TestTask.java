package dev.cairn.gradle;

import dev.cairn.tooling.command.CommandArguments;
import org.gradle.api.file.RegularFileProperty;
import org.gradle.api.provider.ListProperty;
import org.gradle.api.provider.Property;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.OutputFile;
import org.gradle.api.tasks.UntrackedTask;
import org.gradle.api.tasks.options.Option;

/**
 * Runs the data tests that the records declare: {@code gradle cairnTest}. Fails if rows fail a test, or a test can't be
 * run.
 */
@UntrackedTask(because = "It reads a server")
public abstract class TestTask extends SchemaTask implements PlaceholderProperties {
    @Input
    @Optional
    @Option(option = "rows", description = "Show up to N failing rows of each test. Default: 0")
    public abstract Property<String> getRows();

    @OutputFile
    @Optional
    @Option(option = "junit", description = "Also write the results in JUnit's XML.")
    public abstract RegularFileProperty getJunit();

    /** The objects and tests to run, for example orders. Default: all tests. */
    @Input
    @Optional
    @Option(option = "tests", description = "An object or a test to run, for example orders; may be repeated.")
    public abstract ListProperty<String> getTests();

    @Override
    String commandName() {
        return "test";
    }

    @Override
    void addArguments(CommandArguments arguments) {
        super.addArguments(arguments);
        arguments
                .addOption("--rows", getRows().getOrNull())
                .addOption("--junit", getJunit().getAsFile().getOrNull());
        getTests().get().forEach(arguments::addPositionalArgument);
    }
}
