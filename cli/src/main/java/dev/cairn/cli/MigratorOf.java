package dev.cairn.cli;

import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.plan.Consent;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.server.link.Address;
import dev.cairn.server.run.Progress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A schema and a server, and what migrates the one on the other. */
final class MigratorOf {
    @Mixin
    private final SchemaOptions schema = new SchemaOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(
            names = "--placeholder",
            paramLabel = "NAME=VALUE",
            description = "A value for $${NAME}; may be repeated. Others are placeholder.NAME in cairn.properties.")
    private Map<String, String> placeholders = new LinkedHashMap<>();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for another migrator. Default: 600")
    private @Nullable Integer wait;

    @Option(
            names = "--statement-timeout",
            paramLabel = "SECONDS",
            description = "How long an answer to DDL may take before the connection is considered lost. Default: 900")
    private @Nullable Integer statementTimeout;

    @Option(
            names = "--load-timeout",
            paramLabel = "SECONDS",
            description = "The same for INSERT, UPDATE, DELETE and code of migrations. Default: 18000")
    private @Nullable Integer loadTimeout;

    @Option(
            names = "--retry",
            paramLabel = "SECONDS",
            description = "How long to retry what an overloaded server refuses. Default: 300")
    private @Nullable Integer retry;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    SchemaDescriptor schema() {
        return schema.schema();
    }

    Migrator migrator(SchemaDescriptor of) {
        return migrator(of, Consent.NONE, progress -> {});
    }

    Migrator migrator(SchemaDescriptor of, Consent consent, Consumer<Progress> listener) {
        Address address = server.address(Cairn.surroundings(command));
        if (!address.namesDatabase()) {
            throw CommandException.usage("The URL names no database: add that of the schema '" + of.name()
                    + "', as in starrocks://root@localhost:9030/shop.");
        }
        return Migrator.of(of, address, options().consent(consent).listener(listener));
    }

    /** Who waits wants to know for what. */
    static void tellOfOthers(Migrator migrator, Output output) {
        if (migrator.status().held()) {
            output.words(
                    "Another migrator has the ledger. This one waits until that one is done, or was not heard of for "
                            + MigratorOptions.DEFAULT.ledger().lease().toSeconds() + " s.");
        }
    }

    /** The database that the URL names, if there is one; otherwise that of the schema's name. */
    String database(SchemaDescriptor of) {
        return server.addressIfNamed(Cairn.surroundings(command))
                .flatMap(Address::database)
                .orElse(of.name());
    }

    /** One that never asks a server. */
    Migrator offline(SchemaDescriptor of) {
        return Migrator.of(of, Address.of("starrocks://localhost/" + of.name()), options());
    }

    private MigratorOptions options() {
        MigratorOptions options = MigratorOptions.DEFAULT;
        Map<String, String> all = server.settings(Cairn.surroundings(command)).placeholders();
        all.putAll(placeholders);
        for (Map.Entry<String, String> each : all.entrySet()) {
            options = options.placeholder(each.getKey(), each.getValue());
        }
        if (statementTimeout != null) {
            options = options.statementTimeout(seconds("--statement-timeout", statementTimeout, 1));
        }
        if (loadTimeout != null) {
            options = options.loadTimeout(seconds("--load-timeout", loadTimeout, 1));
        }
        if (retry != null) {
            options = options.retry(seconds("--retry", retry, 0));
        }
        return wait == null ? options : options.patience(Duration.ofSeconds(Math.max(0, wait)));
    }

    private static Duration seconds(String option, int given, int least) {
        if (given < least) {
            throw CommandException.usage(
                    option + " is a number of seconds, at least " + least + ", and not " + given + ".");
        }
        return Duration.ofSeconds(given);
    }
}
