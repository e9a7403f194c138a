package dev.cairn.gradle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradle.api.provider.Property;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.options.Option;

/** The options of a command that connects to a server. A test writes them from those of the commands, {@code TaskOptionsTest}. */
public interface ConnectingProperties extends CommandProperties {
    @Input
    @Optional
    @Option(
            option = "retry",
            description = "How long to retry what an overloaded server refuses, and to wait for a server"
                    + " that can't be reached any more. Default: 5m")
    Property<String> getRetry();

    @Override
    default Map<String, Property<String>> settings() {
        Map<String, Property<String>> options = new LinkedHashMap<>(CommandProperties.super.settings());
        options.put("retry", getRetry());
        return options;
    }
}
