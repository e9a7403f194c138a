package dev.cairn.gradle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradle.api.file.RegularFileProperty;
import org.gradle.api.provider.ListProperty;
import org.gradle.api.provider.Property;
import org.gradle.api.provider.Provider;
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
public abstract class TestTask extends SchemaTask implements MigratingProperties, PlaceholderProperties {
    @Input
    @Optional
    @Option(
            option = "placeholder",
            description = "A value for ${NAME}; may be repeated. Default: placeholder.NAME in" + " cairn.properties.")
    public abstract ListProperty<String> getPlaceholder();

    @Input
    @Optional
    @Option(option = "rows", description = "Show up to N failing rows of each test. Default: 0")
    public abstract Property<String> getRows();

    @Input
    @Optional
    @Option(option = "connections", description = "The number of tests that run at the same time. Default: 4")
    public abstract Property<String> getConnections();

    @Input
    @Optional
    @Option(
            option = "partitions",
            description = "Read only the newest N partitions with rows of each partitioned table. Default: all")
    public abstract Property<String> getPartitions();

    @Input
    @Optional
    @Option(
            option = "query-timeout",
            description = "The time after which the server stops a query, such as 30s or 2h. Default: 5m")
    public abstract Property<String> getQueryTimeout();

    @OutputFile
    @Optional
    @Option(option = "junit", description = "Also write the results in JUnit's XML.")
    public abstract RegularFileProperty getJunit();

    @Override
    Map<String, Provider<?>> options() {
        Map<String, Provider<?>> options = new LinkedHashMap<>();
        options.put("placeholder", getPlaceholder());
        options.put("rows", getRows());
        options.put("connections", getConnections());
        options.put("partitions", getPartitions());
        options.put("query-timeout", getQueryTimeout());
        options.put("junit", getJunit());
        return options;
    }

    /** The objects and tests to run, for example orders. Default: all tests. */
    @Input
    @Optional
    @Option(option = "tests", description = "An object or a test to run, for example orders; may be repeated.")
    public abstract ListProperty<String> getTests();

    @Override
    String command() {
        return "test";
    }

    @Override
    void addTo(CommandArguments arguments) {
        super.addTo(arguments);
        getTests().get().forEach(arguments::parameter);
    }
}
