package dev.cairn;

import dev.cairn.catalog.ServerProfile;
import dev.cairn.engine.Engine;
import dev.cairn.schema.MigrationException;
import dev.cairn.schema.MissingGrantException;
import dev.cairn.schema.StepException;
import dev.cairn.schema.UnreachableException;
import dev.cairn.server.ledger.Head;
import dev.cairn.server.ledger.Heartbeat;
import dev.cairn.server.ledger.HistoryRow;
import dev.cairn.server.ledger.Holding;
import dev.cairn.server.ledger.Ledger;
import dev.cairn.server.ledger.LedgerState;
import dev.cairn.server.ledger.Transition;
import dev.cairn.server.link.Link;
import dev.cairn.server.link.Links;
import dev.cairn.server.link.Lost;
import dev.cairn.server.link.Quoted;
import dev.cairn.server.link.Refused;
import dev.cairn.server.link.TransientError;
import dev.cairn.server.look.LiveServer;
import dev.cairn.server.look.Reflection;
import dev.cairn.server.run.MigrationRun;
import dev.cairn.server.script.LedgerMark;
import dev.cairn.server.script.MigrationScript;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** What all verbs of a migrator need: the application, a way to the server, and the options. */
record Workplace(Application application, Links links, Ledger ledger, MigratorOptions options) {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private static final int MOST_ROWS = 40;

    Workplace(Application application, DataSource source, MigratorOptions options) {
        this(
                application,
                new Links(source, application.schema().name(), options.ticker(), options.connection()),
                options);
    }

    private Workplace(Application application, Links links, MigratorOptions options) {
        this(
                application,
                links,
                new Ledger(
                        links,
                        application.schema().name(),
                        options.ledger(),
                        options.ticker(),
                        () -> options.author() + "/" + options.tokens().get(),
                        application.migrations().stream()
                                .map(each -> HistoryRow.of(each.number(), each.title(), each.hash()))
                                .toList()),
                options);
    }

    /** Does something over a connection; what the server says then becomes an exception that says what to do. */
    <T> T connected(Function<Link, T> work) {
        try (Link link = links.open()) {
            return work.apply(link);
        } catch (Refused refused) {
            throw failed(refused);
        } catch (Lost lost) {
            throw new UnreachableException(
                    application.where(),
                    "the connection was lost: " + lost.getMessage(),
                    "Nothing is half done that the next run would not find: run it again.",
                    lost);
        }
    }

    private MigrationException failed(Refused refused) {
        if (refused.isDenied()) {
            return new MissingGrantException(
                    application.where(),
                    "the user may not do what is needed: " + refused.words(),
                    "Grant what the server names, and run it again.",
                    refused);
        }
        return new StepException(
                application.where(),
                "the server refused: " + refused.getMessage(),
                refused.passing().map(TransientError::remedy).orElse("Mend what the server names, and run it again."),
                refused);
    }

    void execute(String statement) {
        connected(link -> {
            link.execute(statement);
            return statement;
        });
    }

    /**
     * What kind of server it is.
     *
     * @throws dev.cairn.schema.WrongServerException where the schema can't be brought to it
     */
    LiveServer server(Link link) {
        LiveServer server = LiveServer.at(link, links.database(link));
        server.warningsFor(application.schema().name(), application.schema().profile())
                .forEach(warning -> LOG.log(Level.WARNING, application.where() + ": " + warning));
        return server;
    }

    /**
     * Does something that takes its time, with the ledger held; the work releases it when it is done.
     *
     * @param noted what signs of life write down
     */
    <T> T holding(Link link, String profile, Transition noted, Function<Holding, T> work) {
        try (Holding holding = ledger.acquire(link, profile)) {
            Heartbeat heartbeat =
                    Heartbeat.of(holding, noted, options.ledger(), options.ticker(), links.watchdog()::overdue);
            try {
                return work.apply(holding);
            } finally {
                heartbeat.close();
            }
        }
    }

    MigrationRun run(ServerProfile profile) {
        return new MigrationRun(
                application.schema().name(),
                profile,
                links,
                new Reflection(links, profile),
                options.run(),
                options.listener(),
                options.ticker());
    }

    /** @param database in which the script will be run */
    MigrationScript script(int from, int to, String database) {
        LedgerState state = LedgerState.first("").stamped(application.head(application.checked(from)), List.of());
        Journey journey = Journey.of(application, state, application.checked(to));
        Head head = application.head(to);
        List<HistoryRow> rows = application.migrations().subList(Math.min(from, to), to).stream()
                .map(each -> HistoryRow.of(each.number(), each.title(), each.hash()))
                .toList();
        String mark = new LedgerMark(application.schema().name(), application.head(from), head, rows).lines();
        return MigrationScript.of(
                new Engine(application.schema().profile()),
                database,
                from == 0 ? "from its beginning to migration " + to : "from migration " + from + " to " + to,
                journey.prepared(options, database),
                mark + "\n"
                        + (from == 0 && to > 0
                                ? firstState(to)
                                : "-- cairn run-sql writes this into the ledger. After any other client: cairn stamp "
                                        + to));
    }

    /** The number of a later state depends on the database. */
    private String firstState(int to) {
        // A state's comment is small; what is left out, the next migrator knows and writes into the history.
        List<HistoryRow> rows = application.migrations().subList(0, Math.min(to, MOST_ROWS)).stream()
                .map(each -> HistoryRow.of(each.number(), each.title(), each.hash()))
                .toList();
        LedgerState state = LedgerState.first("").stamped(application.head(to), rows);
        return "-- The first state of the ledger. Where the database has one already, run in its place: cairn stamp "
                + to + "\nCREATE VIEW `" + ledger.names().state(1) + "` COMMENT \"" + state.format()
                + "\" AS SELECT 1;";
    }

    /** A name that may stand behind that of its database. */
    static String quoted(String name) {
        return Arrays.stream(name.split("\\.", -1)).map(Quoted::name).collect(Collectors.joining("."));
    }
}
