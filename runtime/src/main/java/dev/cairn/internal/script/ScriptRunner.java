package dev.cairn.internal.script;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.ledger.Transition;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.reflection.LiveServer;
import dev.cairn.internal.run.MigratorSettings;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.ConsentException;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.Where;
import java.util.List;
import javax.sql.DataSource;

/**
 * Runs scripts without the classes of a schema: one statement after another, each after the job of the previous one has
 * ended.
 *
 * <p>The progress of a script is recorded in its own ledger in the database, so that a second run, on any machine,
 * resumes where the first one stopped. A database can contain only one script that is not complete. If a statement was
 * interrupted, the runner inspects the definitions that it changes, and queries the label of an INSERT; for any other
 * statement, the user has to answer whether it ran.
 *
 * <p>Before anything is sent, the statements are checked against the current database.
 */
public final class ScriptRunner {
    /** The name of the ledger of scripts, in place of a schema's name. */
    static final String LEDGER = "run_sql";

    private final ConnectionFactory connections;
    private final ScriptOptions options;
    private final MigratorSettings settings;
    private final Ledger ledger;

    public ScriptRunner(DataSource source, ScriptOptions options) {
        this.settings = options.settings();
        this.connections = new ConnectionFactory(
                source,
                LEDGER,
                settings.ticker(),
                settings.values(),
                reason -> settings.listener()
                        .accept(new Progress.ServerUnreachable(reason, settings.get(MigratorOption.RETRY))));
        this.options = options;
        this.ledger = ledger(connections, settings, LEDGER);
    }

    /** The ledger of a schema, or that of scripts. */
    static Ledger ledger(ConnectionFactory connections, MigratorSettings settings, String schema) {
        return new Ledger(connections, schema, settings.values(), settings.ticker(), settings::newOwner, List.of());
    }

    /**
     * Runs a script, or resumes it.
     *
     * @param name the name of the file, for messages
     * @throws MigrationException if the script can't continue
     */
    public ScriptOutcome run(String name, String text) {
        SqlScript script = SqlScript.parse(name, text);
        try (ServerConnection connection = connections.open()) {
            return run(connection, script);
        } catch (ServerRefusalException refusal) {
            throw new StepException(
                    Where.in(name),
                    "the server refused: " + refusal.getMessage(),
                    "Correct the cause that the server reports, and run the script again.",
                    refusal);
        } catch (ConnectionLostException loss) {
            throw new UnreachableException(
                    Where.in(name),
                    "the connection was lost: " + loss.getMessage(),
                    "Run the script again: it resumes where it stopped.",
                    loss);
        }
    }

    private ScriptOutcome run(ServerConnection connection, SqlScript script) {
        String database = connections.database(connection);
        LiveServer server = LiveServer.at(connection, database);
        server.requireChangeable(Where.in(script.name()));
        ServerProfile profile = server.profile(ServerProfile.DEFAULT);
        Transition nothing = (state, sequence) -> state;
        return ledger.holding(connection, profile.toString(), nothing, holding -> {
            try (ScriptRun held = new ScriptRun(connections, options, script, database, profile, holding)) {
                return held.run();
            } catch (StepException
                    | UncertainStepException
                    | MissingGrantException
                    | HistoryException
                    | ConsentException stopped) {
                throw holding.stopped(nothing, stopped);
            }
        });
    }
}
