package dev.cairn.gradle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradle.api.provider.Property;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.Internal;
import org.gradle.api.tasks.Optional;
import org.gradle.api.tasks.options.Option;

/** The properties for the connection and the schema, which all tasks and the block {@code cairn} have. */
public interface CommandProperties {
    @Internal
    @Option(
            option = "url",
            description = "The URL of the database, such as starrocks://root@localhost:9030/shop or"
                    + " jdbc:mysql://localhost:9030/shop. Default: CAIRN_URL, or url in cairn.properties. record,"
                    + " evolve and lint, which read only figures from a server, have no default.")
    Property<String> getUrl();

    @Internal
    @Option(
            option = "user",
            description = "The user. Default: CAIRN_USER, user in cairn.properties, or the one in the URL.")
    Property<String> getUser();

    @Internal
    @Option(
            option = "password-file",
            description =
                    "A file whose first line is the password. Default: CAIRN_PASSWORD, or password-file or password"
                            + " in cairn.properties.")
    Property<String> getPasswordFile();

    @Internal
    @Option(option = "config", description = "The file with settings. Default: cairn.properties")
    Property<String> getConfig();

    @Input
    @Optional
    @Option(option = "schema", description = "The schema, by its name or that of its root, if there is more than one.")
    Property<String> getSchema();

    /** Returns these properties by the options of the command, such as {@code --url}. */
    default Map<String, Property<String>> propertyByOption() {
        Map<String, Property<String>> propertyByOption = new LinkedHashMap<>();
        propertyByOption.put("--url", getUrl());
        propertyByOption.put("--user", getUser());
        propertyByOption.put("--password-file", getPasswordFile());
        propertyByOption.put("--config", getConfig());
        propertyByOption.put("--schema", getSchema());
        return propertyByOption;
    }
}
