package dev.cairn.cli.option;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.option.MigratorOption.OptionScope;
import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.upgrade.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Creates migrators from the options for the schema, the server, the placeholders and the behavior of migrators. All
 * commands that run or compare migrations get their migrator here, so an option has the same meaning in each of them.
 */
public final class MigratorFactory {
    @Mixin
    private final SchemaOptions schemaOptions = new SchemaOptions();

    @Mixin
    private final ServerOptions serverOptions = new ServerOptions();

    @Option(
            names = "--placeholder",
            paramLabel = "NAME=VALUE",
            description = "A value for $${NAME}; may be repeated. Default: placeholder.NAME in cairn.properties.")
    private Map<String, String> placeholderValueByName = new LinkedHashMap<>();

    @Mixin
    private final MigratorArguments migratorArguments =
            new MigratorArguments(OptionScope.CONNECTING, OptionScope.MIGRATING);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec commandSpec = CommandSpec.create();

    /**
     * Returns the schema of the options.
     *
     * @throws CommandException if there is no such schema, or if it has no placeholder of a name in the options. The
     *     settings may contain other names, because several schemas may share them.
     */
    public SchemaDescriptor requireSchema() {
        SchemaDescriptor schema = schemaOptions.requireSchema();
        if (!placeholderValueByName.isEmpty()) {
            requireKnownPlaceholders(schema);
        }
        return schema;
    }

    /** Requires that a schema has the placeholders whose values the command line contains. */
    private void requireKnownPlaceholders(SchemaDescriptor schema) {
        SortedSet<String> knownNames = Placeholders.collectNames(schema);
        for (String name : placeholderValueByName.keySet()) {
            if (!knownNames.contains(name)) {
                throw CommandException.usage("The schema '" + schema.name() + "' has no placeholder '" + name + "'. "
                        + (knownNames.isEmpty()
                                ? "It has no placeholders."
                                : "It has " + String.join(", ", knownNames) + "."));
            }
        }
    }

    public Migrator createMigrator(SchemaDescriptor schema) {
        return createMigrator(schema, progress -> {});
    }

    public Migrator createMigrator(SchemaDescriptor schema, Consumer<Progress> listener, Consent... consent) {
        return createMigrator(schema, createOptions().consent(consent).listener(listener));
    }

    /**
     * Creates a migrator.
     *
     * @param options options that were derived from {@link #createOptions()}
     */
    public Migrator createMigrator(SchemaDescriptor schema, MigratorOptions options) {
        ServerAddress address = serverOptions.resolveAddress(CommandEnvironment.of(commandSpec));
        requireDatabase(schema, address);
        return Migrator.of(schema, address, options);
    }

    /**
     * Returns the addresses of several databases, with the user and the password of the options for one database.
     *
     * @param urlByDatabase URLs by the names of their databases
     */
    Map<String, ServerAddress> resolveAddresses(SchemaDescriptor schema, Map<String, String> urlByDatabase) {
        Map<String, ServerAddress> addressByDatabase =
                serverOptions.resolveAddresses(urlByDatabase, CommandEnvironment.of(commandSpec));
        addressByDatabase.forEach((name, address) -> requireDatabase(schema, address));
        return addressByDatabase;
    }

    /** Requires that an address names a database. The message of the exception names the schema. */
    public static void requireDatabase(SchemaDescriptor schema, ServerAddress address) {
        ServerOptions.requireDatabase(address, "that of the schema '" + schema.name() + "'");
    }

    /** Returns the name of the database in the URL; without a URL or a database in it, the name of the schema. */
    public String resolveDatabaseName(SchemaDescriptor schema) {
        return serverOptions
                .findAddress(CommandEnvironment.of(commandSpec))
                .flatMap(ServerAddress::findDatabaseName)
                .orElse(schema.name());
    }

    /**
     * Creates a migrator that never connects.
     *
     * @param target the servers for which it writes SQL; null if the user has not chosen a target
     * @throws IllegalArgumentException if the target is not a kind of server
     */
    public Migrator createOfflineMigrator(SchemaDescriptor schema, @Nullable String target) {
        MigratorOptions options =
                target == null ? createOptions() : createOptions().target(target);
        return Migrator.of(schema, ServerAddress.parse("starrocks://localhost/" + schema.name()), options);
    }

    /** Returns the values of placeholders by their names. The command line takes precedence over the settings. */
    public Map<String, String> collectPlaceholders() {
        return serverOptions
                .readSettings(CommandEnvironment.of(commandSpec))
                .collectPlaceholders(placeholderValueByName);
    }

    /** Returns the checked queries of the compiled classes and of the class path. */
    public CompiledQueries readQueries() {
        return CompiledQueries.read(schemaOptions.collectQueryPaths());
    }

    /** Returns the options of a migrator that releases the ledger when the JVM shuts down, as after Ctrl-C. */
    public MigratorOptions createOptions() {
        MigratorOptions options = MigratorOptions.DEFAULT.releaseOnShutdown(true);
        for (Map.Entry<String, String> placeholderEntry : collectPlaceholders().entrySet()) {
            options = options.placeholder(placeholderEntry.getKey(), placeholderEntry.getValue());
        }
        return migratorArguments.applyTo(options);
    }
}
