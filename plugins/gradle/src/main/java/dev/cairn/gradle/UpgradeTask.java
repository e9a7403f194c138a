package dev.cairn.gradle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradle.api.provider.ListProperty;
import org.gradle.api.provider.Property;
import org.gradle.api.provider.Provider;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.UntrackedTask;
import org.gradle.api.tasks.options.Option;

/**
 * Runs the pending migrations: {@code gradle cairnUpgrade}. After a failure, run the task again: it resumes the
 * migration.
 */
@UntrackedTask(because = "It changes a server")
public abstract class UpgradeTask extends SchemaTask implements RebuildingProperties, PlaceholderProperties {
    @Input
    @Optional
    @Option(
            option = "placeholder",
            description = "A value for ${NAME}; may be repeated. Default: placeholder.NAME in" + " cairn.properties.")
    public abstract ListProperty<String> getPlaceholder();

    @Input
    @Optional
    @Option(
            option = "each",
            description = "A file with the URL of a database in each line, as in eu-1 ="
                    + " starrocks://app@host/eu_1. The command works on all of them; # begins a"
                    + " comment. User and password come from the options and settings for one database.")
    public abstract Property<String> getEach();

    @Input
    @Optional
    @Option(
            option = "cairn-parallel",
            description = "With --each, how many databases are worked on in parallel. Default: 8")
    public abstract Property<String> getParallel();

    @Input
    @Optional
    @Option(
            option = "canary",
            description = "With --each, the databases to upgrade first, by their number or their names, as"
                    + " in eu-1,eu-2. The others begin only after all of these succeeded.")
    public abstract Property<String> getCanary();

    @Input
    @Optional
    @Option(
            option = "stop-after",
            description = "With --each, begin no further database after so many failures. Default: begin" + " all")
    public abstract Property<String> getStopAfter();

    @Override
    Map<String, Provider<?>> options() {
        Map<String, Provider<?>> options = new LinkedHashMap<>();
        options.put("placeholder", getPlaceholder());
        options.put("each", getEach());
        options.put("parallel", getParallel());
        options.put("canary", getCanary());
        options.put("stop-after", getStopAfter());
        return options;
    }

    /** The migration to upgrade to: its number, its name, or +n to run n migrations. Default: the last migration. */
    @Input
    @Optional
    @Option(option = "to", description = "The migration to upgrade to: its number, its name, or +n for the next n.")
    public abstract Property<String> getTo();

    @Override
    String command() {
        return "upgrade";
    }

    @Override
    void addTo(CommandArguments arguments) {
        super.addTo(arguments);
        if (getTo().isPresent()) {
            arguments.parameter(getTo().get());
        }
    }
}
