package dev.cairn.internal.migrate.script;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.ledger.LedgerNames;
import dev.cairn.internal.migrate.CompletedStepsTransition;
import dev.cairn.internal.reflection.ServerClock;
import dev.cairn.internal.reflection.ServerIdentity;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.script.SqlScript;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Runs scripts without the classes of a schema. A script runs like a migration: the statements are the steps, and the
 * state before them is read from the server.
 *
 * <p>A ledger for scripts records the progress in the database, so a second run, on any machine, resumes where the
 * first one stopped. A database can have only one unfinished script.
 *
 * <p>Before anything is sent, the statements are checked against the current database.
 */
public final class ScriptRunner {
    private final ConnectionFactory connectionFactory;
    private final ScriptOptions options;
    private final MigratorSettings settings;
    private final Ledger ledger;

    public ScriptRunner(DataSource dataSource, ScriptOptions options) {
        this.settings = options.settings();
        this.connectionFactory = settings.createConnectionFactory(dataSource, LedgerNames.SCRIPT_LEDGER_NAME);
        this.options = options;
        this.ledger = ScriptLedgerFactory.create(connectionFactory, settings);
    }

    /**
     * Runs a script, or resumes it.
     *
     * @param scriptName the name of the file, for messages
     * @throws MigrationException if the script can't continue
     */
    public ScriptOutcome run(String scriptName, String scriptText) {
        SqlScript script = SqlScript.parse(scriptName, scriptText);
        try {
            return connectionFactory.callUntilFirstChange(
                    (connection, beforeFirstChange) -> run(connection, script, beforeFirstChange));
        } catch (ServerRefusalException refusal) {
            throw new StepFailedException(
                    HistoryPlace.in(scriptName),
                    "the server refused: " + refusal.getMessage(),
                    "Correct the cause that the server reports, and run the script again.",
                    refusal);
        } catch (ConnectionLostException connectionLoss) {
            throw new ServerUnreachableException(
                    HistoryPlace.in(scriptName),
                    "the connection was lost: " + connectionLoss.getMessage(),
                    "Run the script again: it resumes where it stopped.",
                    connectionLoss);
        }
    }

    private ScriptOutcome run(ServerConnection connection, SqlScript script, Runnable beforeFirstChange) {
        String databaseName = connectionFactory.requireDatabaseName(connection);
        ServerIdentity serverIdentity = ServerIdentity.read(connection, databaseName);
        serverIdentity.requireChangeable(HistoryPlace.in(script.name()));
        ServerProfile profile = serverIdentity.toProfile(ServerProfile.DEFAULT);
        CompletedStepsTransition completedStepsTransition = new CompletedStepsTransition();
        Optional<Instant> serverTime = ServerClock.readInstant(connection);
        beforeFirstChange.run();
        return ledger.callWhileHeld(
                connection,
                profile.toString(),
                serverTime,
                completedStepsTransition,
                heldLedger -> settings.callWithReleaseOnShutdown(
                        heldLedger,
                        completedStepsTransition,
                        () -> new ScriptRun(connectionFactory, options, script, databaseName, profile, heldLedger)
                                .run(completedStepsTransition)));
    }
}
