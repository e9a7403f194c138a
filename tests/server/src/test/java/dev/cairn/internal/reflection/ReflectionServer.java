package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import java.util.List;

/** An embedded server with a database {@code shop} and connections to it; its jobs take no time. */
final class ReflectionServer implements AutoCloseable {
    static final ServerProfile PROFILE = ServerProfile.DEFAULT.withReplicas(1, 3);

    final EmbeddedStarRocks server;
    final ServerProfile profile;
    final ConnectionFactory connectionFactory;
    final ServerConnection connection;

    ReflectionServer() {
        this(PROFILE);
    }

    ReflectionServer(ServerProfile profile) {
        this.profile = profile;
        this.server = EmbeddedStarRocks.start(Options.DEFAULT.profile(profile).jobs(Job.Pace.atOnce()));
        server.createDatabase("shop");
        this.connectionFactory = createConnections("root", "");
        this.connection = connectionFactory.open();
    }

    ConnectionFactory createConnections(String user, String password) {
        return new ConnectionFactory(
                TestDataSources.of(server.jdbcUrl("shop"), user, password), "shop", Ticker.system());
    }

    ReflectionServer execute(String... statements) {
        List.of(statements).forEach(connection::execute);
        return this;
    }

    SchemaReflection reflection() {
        return new SchemaReflection(connectionFactory, profile);
    }

    /** Returns the catalog that the engine, not the server, computes after the statements. */
    Catalog applyToCatalog(String... statements) {
        return applyToCatalog(profile, statements);
    }

    /** Returns the catalog that the engine computes after the statements on a server of another profile. */
    Catalog applyToCatalog(ServerProfile profile, String... statements) {
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        for (String statement : statements) {
            catalog = new Engine(profile)
                    .apply(catalog, new Session("shop"), Sql.parse(statement))
                    .catalog();
        }
        return catalog;
    }

    /** Returns the statements of all connections during an action, without those that drivers send by themselves. */
    List<String> findStatementsOf(Runnable action) {
        long statementCountBefore = server.log().count();
        action.run();
        return server.log().findSince(statementCountBefore).stream()
                .map(LoggedStatement::text)
                .filter(text -> !text.startsWith("/* mysql-connector")
                        && !text.startsWith("SET ")
                        && !text.startsWith("SHOW WARNINGS"))
                .toList();
    }

    static ObjectName nameInShop(String object) {
        return new ObjectName("shop", object);
    }

    @Override
    public void close() {
        connection.close();
        server.close();
    }
}
