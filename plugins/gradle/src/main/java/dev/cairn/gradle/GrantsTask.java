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
 * Prints the least GRANT statements with which the migrator, the application and a read-only checker work: {@code gradle
 * cairnGrants}. Connects to no server.
 */
@UntrackedTask(because = "It prints its result")
public abstract class GrantsTask extends SchemaTask implements MigratingProperties, PlaceholderProperties {
    @Input
    @Optional
    @Option(
            option = "placeholder",
            description = "A value for ${NAME}; may be repeated. Default: placeholder.NAME in cairn.properties.")
    public abstract ListProperty<String> getPlaceholder();

    @Input
    @Optional
    @Option(
            option = "target",
            description = "The servers that will run the migrations: one of the targets of the schema, as in \"3.5"
                    + " shared-data\". Default: the first one")
    public abstract Property<String> getTarget();

    @Override
    Map<String, Provider<?>> options() {
        Map<String, Provider<?>> options = new LinkedHashMap<>();
        options.put("placeholder", getPlaceholder());
        options.put("target", getTarget());
        return options;
    }

    /** The migrations to run. */
    @Input
    @Optional
    @Option(
            option = "range",
            description = "The migrations to run, FROM:TO, each by number or name; base is before the first, and head"
                    + " the last. Default: base:head")
    public abstract Property<String> getRange();

    @Override
    boolean needsServer() {
        return false;
    }

    @Override
    String command() {
        return "grants";
    }

    @Override
    void addTo(CommandArguments arguments) {
        super.addTo(arguments);
        if (getRange().isPresent()) {
            arguments.parameter(getRange().get());
        }
    }
}
