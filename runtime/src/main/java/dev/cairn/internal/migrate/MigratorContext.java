package dev.cairn.internal.migrate;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.TransientError;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.NumberedLedgerState;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.reflection.ServerIdentity;
import dev.cairn.internal.run.MigrationRun;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The context of all operations of a migrator: the application, the connections, the ledger and the options.
 *
 * @param application the application with its migrations
 * @param connectionFactory opens connections to the server
 * @param ledger the ledger of the schema
 * @param settings the options of the migrator, with its clock and the name of the owner
 * @param migratedObjects the objects that the migrations produce
 * @param loggedWarnings the warnings about servers that were logged: each operation would log them again
 */
public record MigratorContext(
        ApplicationSchema application,
        ConnectionFactory connectionFactory,
        Ledger ledger,
        MigratorSettings settings,
        MigratedObjects migratedObjects,
        Set<String> loggedWarnings) {
    static final Logger LOG = System.getLogger("dev.cairn");

    public MigratorContext(ApplicationSchema application, DataSource dataSource, MigratorSettings settings) {
        this(
                application,
                settings.createConnectionFactory(
                        dataSource, application.schema().name()),
                settings);
    }

    private MigratorContext(
            ApplicationSchema application, ConnectionFactory connectionFactory, MigratorSettings settings) {
        this(
                application,
                connectionFactory,
                new Ledger(
                        connectionFactory,
                        application.schema().name(),
                        settings.values(),
                        settings.ticker(),
                        settings::createOwnerName,
                        application.historyRows()),
                settings,
                new MigratedObjects(application, settings.placeholders()),
                ConcurrentHashMap.newKeySet());
    }

    /** Returns the current state of the ledger; {@link LedgerState#initial} if no migration has ever run. */
    LedgerState readState(ServerConnection connection) {
        return NumberedLedgerState.stateOrInitial(ledger.read(connection));
    }

    /**
     * Runs work with a connection, as {@link #callOperation} does. If the connection is lost before the first
     * change, the work starts again over another connection.
     *
     * @param work the work; it calls the {@code Runnable} before its first change, after which it is not restarted
     */
    <T> T callWithReconnection(BiFunction<ServerConnection, Runnable, T> work) {
        try {
            return connectionFactory.callUntilFirstChange(work);
        } catch (ServerRefusalException refusal) {
            throw createRefusalException(refusal);
        } catch (ConnectionLostException connectionLoss) {
            throw createConnectionLostException(MutatingOperation.RUN, connectionLoss);
        }
    }

    /** Reads with a connection. If the connection is lost, everything is read again over another one. */
    <T> T read(Function<ServerConnection, T> work) {
        try {
            return connectionFactory.read(work);
        } catch (ServerRefusalException refusal) {
            throw createRefusalException(refusal);
        }
    }

    /** Returns the factory for the connections of a run, which wait for a server that can't be reached any more. */
    ConnectionFactory connectionFactoryForRun() {
        return connectionFactory.withOutageWait(() -> {});
    }

    private ServerUnreachableException createConnectionLostException(
            MutatingOperation operation, ConnectionLostException connectionLoss) {
        return new ServerUnreachableException(
                application.place(),
                "the connection was lost: " + connectionLoss.getMessage(),
                operation.connectionLossRemedy(),
                connectionLoss);
    }

    /**
     * Runs work that may change something, with a connection. A refusal by the server becomes an exception that says
     * what to do next.
     */
    <T> T callOperation(MutatingOperation operation, Function<ServerConnection, T> work) {
        try (ServerConnection connection = connectionFactory.open()) {
            return work.apply(connection);
        } catch (ServerRefusalException refusal) {
            throw createRefusalException(refusal);
        } catch (ConnectionLostException connectionLoss) {
            throw createConnectionLostException(operation, connectionLoss);
        }
    }

    /** Runs work without a result, as {@link #callOperation} does. */
    void runOperation(MutatingOperation operation, Consumer<ServerConnection> work) {
        callOperation(operation, connection -> {
            work.accept(connection);
            return operation;
        });
    }

    /** Returns the failure for a statement that the server refused and that belongs to no step. */
    MigrationException createRefusalException(ServerRefusalException refusal) {
        if (refusal.isAccessDenied()) {
            return new MissingGrantException(
                    application.place(),
                    "the user lacks a privilege: " + refusal.reason(),
                    "Grant the privilege that the server names, and repeat the operation.",
                    refusal);
        }
        return new StepFailedException(
                application.place(),
                "the server refused: " + refusal.getMessage(),
                refusal.transientError()
                        .map(TransientError::remedy)
                        .orElse("Correct the cause that the server reports, and repeat the operation."),
                refusal);
    }

    /** Sends a statement that activates a materialized view, or makes it inactive, on a new connection. */
    public void sendActivation(String statementText) {
        runOperation(MutatingOperation.ACTIVATION, connection -> connection.execute(statementText));
    }

    /**
     * Returns the profile of a server that is going to be changed, and logs warnings about differences from the target
     * of the schema.
     *
     * @throws dev.cairn.upgrade.MigrationException.WrongServerException if the schema can't be used on this server
     */
    ServerProfile readProfileForChanges(ServerConnection connection) {
        ServerIdentity serverIdentity =
                ServerIdentity.read(connection, connectionFactory.requireDatabaseName(connection));
        serverIdentity.requireChangeable(application.place());
        return createProfileWithDefaults(serverIdentity, connection);
    }

    /** Like {@link #readProfile}, with the defaults of the server, on which plans for live objects depend. */
    ServerProfile readProfileWithDefaults(ServerConnection connection) {
        return createProfileWithDefaults(
                ServerIdentity.read(connection, connectionFactory.requireDatabaseName(connection)), connection);
    }

    private ServerProfile createProfileWithDefaults(ServerIdentity serverIdentity, ServerConnection connection) {
        ServerProfile profile = createProfile(serverIdentity);
        return profile.withReplicas(
                serverIdentity.readDefaultReplicaCount(connection).orElse(profile.defaultReplicaCount()),
                profile.backendCount());
    }

    /**
     * Returns the profile of a server that is only read, and logs warnings about differences from the target of the
     * schema.
     *
     * @throws dev.cairn.upgrade.MigrationException.WrongServerException if the schema was not compiled for such servers
     */
    ServerProfile readProfile(ServerConnection connection) {
        return createProfile(ServerIdentity.read(connection, connectionFactory.requireDatabaseName(connection)));
    }

    /** Returns the profile of a server, and logs warnings about differences from the target of the schema. */
    private ServerProfile createProfile(ServerIdentity serverIdentity) {
        serverIdentity
                .findWarnings(application.schema().name(), application.schema().targets())
                .stream()
                .filter(loggedWarnings::add)
                .forEach(warning -> LOG.log(Level.WARNING, application.place() + ": " + warning));
        return serverIdentity.toProfile(application.schema().firstTarget());
    }

    /** Returns a runner for migrations, which the caller closes. */
    MigrationRun createRun(ServerProfile profile) {
        return new MigrationRun(
                application.schema().name(),
                profile,
                connectionFactory,
                new SchemaReflection(connectionFactoryForRun(), profile),
                settings);
    }
}
