package dev.cairn.gradle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradle.api.provider.Property;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.options.Option;

/** The options of a command that works with the ledger. A test writes them from those of the commands, {@code TaskOptionsTest}. */
public interface MigratingProperties extends ConnectingProperties {
    @Input
    @Optional
    @Option(option = "patience", description = "How long to wait while another migrator holds the ledger. Default: 10m")
    Property<String> getPatience();

    @Input
    @Optional
    @Option(
            option = "statement-timeout",
            description = "The timeout of DDL, after which the connection is considered lost. Default: 15m")
    Property<String> getStatementTimeout();

    @Input
    @Optional
    @Option(
            option = "load-timeout",
            description = "The timeout of INSERT, UPDATE, DELETE and code of migrations. Default: 5h")
    Property<String> getLoadTimeout();

    @Input
    @Optional
    @Option(
            option = "dependents",
            description =
                    "Whether a migration stops before it ends Routine Loads, pipes, tasks or dictionaries of a table"
                            + " (keep), or runs (lose). Default: keep")
    Property<String> getDependents();

    @Override
    default Map<String, Property<String>> settings() {
        Map<String, Property<String>> options = new LinkedHashMap<>(ConnectingProperties.super.settings());
        options.put("patience", getPatience());
        options.put("statement-timeout", getStatementTimeout());
        options.put("load-timeout", getLoadTimeout());
        options.put("dependents", getDependents());
        return options;
    }
}
