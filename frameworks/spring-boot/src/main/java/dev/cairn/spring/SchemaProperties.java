package dev.cairn.spring;

import dev.cairn.Consent;
import dev.cairn.MigratorOptions;
import dev.cairn.internal.option.InvalidOptionException;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.upgrade.DependentPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of one schema ({@code cairn.schemas.shop.mode}), and those of all schemas that do not set their own
 * ({@code cairn.mode}). A test verifies that the options of a migrator, from {@code author} to
 * {@code dependents}, agree with the entries of {@code MigratorOption}.
 *
 * @param mode What the application does about the schema when it starts. Default: upgrade.
 * @param background Whether the application starts while the migrations run. It is alive, and not ready until they are
 *     done. Default: false.
 * @param timeout How long to wait in the mode await. Default: 15 minutes.
 * @param url URL of the server with the database of the schema, as in jdbc:mysql://host:9030/shop or
 *     starrocks://host:9030/shop. Default: the data source.
 * @param user User for the URL.
 * @param password Password for the URL.
 * @param dataSource Name of the DataSource bean whose connections have the database of the schema selected. Default:
 *     the bean with @CairnDataSource, or else the primary one.
 * @param author The author that the history of migrations records. Default: user and host.
 * @param patience How long to wait while another migrator holds the ledger. Default: 10m.
 * @param lease The time without a heartbeat after which another migrator takes over the ledger. Default: 30s.
 * @param connections The number of tables that are changed or inspected in parallel. Default: 4.
 * @param connectTimeout The timeout for opening a connection, with its login. Default: 1m.
 * @param readTimeout The timeout of SHOW, and of queries about the schema. Default: 2m.
 * @param statementTimeout The timeout of DDL, after which the connection is considered lost. Default: 15m.
 * @param loadTimeout The timeout of INSERT, UPDATE, DELETE and code of migrations. Default: 5h.
 * @param retry How long to retry what an overloaded server refuses, and to wait for a server that can't be reached any
 *     more. Default: 5m.
 * @param dependents Whether a migration stops before it ends Routine Loads, pipes, tasks or dictionaries of a table
 *     (keep), or runs (lose). Default: keep.
 * @param consent Kinds of changes that calls of a Migrator may make. An upgrade needs none. Default: none.
 * @param placeholders Values of placeholders in migrations, as in cairn.placeholders.replication_num=1.
 */
@ConfigurationProperties("cairn")
public record SchemaProperties(
        @Nullable MigrationMode mode,
        @Nullable Boolean background,
        @Nullable Duration timeout,
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable String dataSource,
        @Nullable String author,
        @Nullable Duration patience,
        @Nullable Duration lease,
        @Nullable Integer connections,
        @Nullable Duration connectTimeout,
        @Nullable Duration readTimeout,
        @Nullable Duration statementTimeout,
        @Nullable Duration loadTimeout,
        @Nullable Duration retry,
        @Nullable DependentPolicy dependents,
        @Nullable Set<Consent> consent,
        @Nullable Map<String, String> placeholders) {
    /**
     * Treats an empty value as absent, because {@code ${SHOP_URL:}} is empty if there is no such variable. An empty
     * password is kept.
     */
    public SchemaProperties {
        url = emptyToNull(url);
        user = emptyToNull(user);
        dataSource = emptyToNull(dataSource);
        author = emptyToNull(author);
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    Map<String, String> valueByPlaceholderName() {
        return Objects.requireNonNullElse(placeholders, Map.of());
    }

    /**
     * Requires that all values are valid.
     *
     * @param prefix the prefix of the properties, such as {@code cairn}
     * @throws CairnConfigurationException if a value is not valid
     */
    void requireValid(String prefix) {
        try {
            applyTo(MigratorOptions.DEFAULT);
        } catch (InvalidOptionException failure) {
            String property = prefix + "."
                    + MigratorOption.find(failure.name())
                            .map(MigratorOption::hyphenatedName)
                            .orElse(failure.name());
            throw createInvalidValueException(property, failure.reason());
        }
        if (timeout != null && timeout.isNegative()) {
            throw createInvalidValueException(prefix + ".timeout", "must not be negative");
        }
    }

    private static CairnConfigurationException createInvalidValueException(String property, String reason) {
        return new CairnConfigurationException(
                property + " " + reason + ".", "Correct " + property + ", or remove it to use the default.");
    }

    /** Returns the options with the values that are set here; the others remain. */
    MigratorOptions applyTo(MigratorOptions defaultOptions) {
        MigratorOptions options = defaultOptions;
        options = author == null ? options : options.author(author);
        options = patience == null ? options : options.patience(patience);
        options = lease == null ? options : options.lease(lease);
        options = connections == null ? options : options.connections(connections);
        options = connectTimeout == null ? options : options.connectTimeout(connectTimeout);
        options = readTimeout == null ? options : options.readTimeout(readTimeout);
        options = statementTimeout == null ? options : options.statementTimeout(statementTimeout);
        options = loadTimeout == null ? options : options.loadTimeout(loadTimeout);
        options = retry == null ? options : options.retry(retry);
        options = dependents == null ? options : options.dependents(dependents);
        options = consent == null ? options : options.consent(consent.toArray(Consent[]::new));
        for (Map.Entry<String, String> placeholderEntry :
                valueByPlaceholderName().entrySet()) {
            options = options.placeholder(placeholderEntry.getKey(), placeholderEntry.getValue());
        }
        return options;
    }
}
