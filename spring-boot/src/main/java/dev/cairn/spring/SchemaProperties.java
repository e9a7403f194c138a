package dev.cairn.spring;

import dev.cairn.Consent;
import dev.cairn.MigratorOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of one schema ({@code cairn.schemas.shop.mode}), and those of all schemas that do not set their own
 * ({@code cairn.mode}).
 *
 * @param mode What the application does about the schema when it starts. Default: upgrade.
 * @param background Whether the application starts while the migrations run. It is alive, and not ready until they are done.
 *     Default: false.
 * @param timeout How long to wait in the mode await. Default: 15 minutes.
 * @param url URL of the server with the database of the schema, as in jdbc:mysql://host:9030/shop or
 *     starrocks://host:9030/shop. Default: the data source.
 * @param user User for the URL.
 * @param password Password for the URL.
 * @param dataSource Name of the DataSource bean whose connections have the database of the schema selected. Default: the bean
 *     with @CairnDataSource, or else the primary one.
 * @param author Author that the history of migrations records. Default: user and host.
 * @param patience How long to wait while another migrator holds the ledger. Default: ten minutes.
 * @param lease After how long without a heartbeat another migrator takes the ledger over. Default: 30 seconds.
 * @param connections How many tables are changed or inspected in parallel. Default: 4.
 * @param connectTimeout Timeout for opening a connection. Default: one minute.
 * @param readTimeout Timeout for SHOW, and for queries about the schema. Default: two minutes.
 * @param statementTimeout Timeout for statements that change the schema. Default: 15 minutes.
 * @param loadTimeout Timeout for statements of migrations that read or write rows. Default: five hours.
 * @param retry How long to retry after the server rejects a request for a transient reason. Default: five minutes.
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
        @Nullable Set<Consent> consent,
        @Nullable Map<String, String> placeholders) {
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    MigrationMode modeOrDefault() {
        return Objects.requireNonNullElse(mode, MigrationMode.UPGRADE);
    }

    boolean isInBackground() {
        return Boolean.TRUE.equals(background);
    }

    /** Returns whether the schema is ready when the context has started; otherwise an event reports that later. */
    boolean isReadyAtStart() {
        return !isInBackground() || modeOrDefault() == MigrationMode.NONE;
    }

    Duration timeoutOrDefault() {
        return Objects.requireNonNullElse(timeout, TIMEOUT);
    }

    /** Returns these settings, with those of all schemas where they are not set. A URL and a data source replace each other. */
    SchemaProperties over(SchemaProperties all) {
        boolean ownServer = url != null || dataSource != null;
        return new SchemaProperties(
                either(mode, all.mode),
                either(background, all.background),
                either(timeout, all.timeout),
                ownServer ? url : all.url,
                ownServer ? user : either(user, all.user),
                ownServer ? password : either(password, all.password),
                ownServer ? dataSource : all.dataSource,
                either(author, all.author),
                either(patience, all.patience),
                either(lease, all.lease),
                either(connections, all.connections),
                either(connectTimeout, all.connectTimeout),
                either(readTimeout, all.readTimeout),
                either(statementTimeout, all.statementTimeout),
                either(loadTimeout, all.loadTimeout),
                either(retry, all.retry),
                either(consent, all.consent),
                merged(all.placeholders, placeholders));
    }

    private static <T> @Nullable T either(@Nullable T own, @Nullable T ofAll) {
        return own == null ? ofAll : own;
    }

    private static Map<String, String> merged(@Nullable Map<String, String> ofAll, @Nullable Map<String, String> own) {
        Map<String, String> merged = new HashMap<>(Objects.requireNonNullElse(ofAll, Map.of()));
        merged.putAll(Objects.requireNonNullElse(own, Map.of()));
        return merged;
    }

    /** The options of the migrator of the schema. */
    MigratorOptions options() {
        MigratorOptions options = MigratorOptions.DEFAULT;
        options = author == null ? options : options.author(author);
        options = patience == null ? options : options.patience(patience);
        options = lease == null ? options : options.lease(lease);
        options = connections == null ? options : options.connections(connections);
        options = connectTimeout == null ? options : options.connectTimeout(connectTimeout);
        options = readTimeout == null ? options : options.readTimeout(readTimeout);
        options = statementTimeout == null ? options : options.statementTimeout(statementTimeout);
        options = loadTimeout == null ? options : options.loadTimeout(loadTimeout);
        options = retry == null ? options : options.retry(retry);
        options = consent == null ? options : options.consent(consent.toArray(Consent[]::new));
        for (Map.Entry<String, String> placeholder : Objects.requireNonNullElse(placeholders, Map.<String, String>of())
                .entrySet()) {
            options = options.placeholder(placeholder.getKey(), placeholder.getValue());
        }
        return options;
    }
}
