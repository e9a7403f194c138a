package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import java.util.Arrays;
import java.util.List;

/**
 * Executes statements with an engine as on a connection to a server. At first, the empty database {@code t} is in use.
 */
public final class EngineClient {
    /** Three backends, one replica of each table by default, and the experimental indexes. */
    public static final ServerProfile SERVER =
            ServerProfile.DEFAULT.withReplicas(1, 3).withExperimental(true);

    public static final ServerProfile SERVER_3_5 = SERVER.with(Version.V3_5);
    public static final ServerProfile SHARED_DATA = SERVER.with(RunMode.SHARED_DATA);
    public static final ServerProfile SHARED_DATA_3_5 = SHARED_DATA.with(Version.V3_5);

    private final Engine engine;
    private Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("t"));
    private Session session = new Session("t");

    private EngineClient(ServerProfile profile) {
        this.engine = new Engine(profile);
    }

    public static EngineClient of(ServerProfile profile) {
        return new EngineClient(profile);
    }

    /** Connects to {@link #SERVER}. */
    public static EngineClient ofDefaultServer() {
        return of(SERVER);
    }

    /** Lets the catalog contain the cluster objects that statements create, and returns this client. */
    public EngineClient managingCluster() {
        catalog = catalog.withClusterObjects(ClusterObjects.MANAGED_EMPTY);
        return this;
    }

    /** Executes statements, which the server must accept; returns this client. */
    public EngineClient execute(String... statements) {
        for (String statement : statements) {
            StatementResult result = engine.apply(catalog, session, Sql.parse(statement));
            catalog = result.catalog();
            session = result.session();
        }
        return this;
    }

    /** Returns the error for a statement that the server refuses. */
    public Refusal refusalOf(String statement) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> execute(statement));
        assertThat(refusal).as(statement).isNotNull();
        return refusal;
    }

    /** Returns the rule with which the server refuses a statement, as {@link #ruleName} does. */
    public String ruleOf(String statement) {
        return ruleName(refusalOf(statement));
    }

    /** Returns the rule of a refusal behind the name of its enum, as in {@code ColumnRule.INVALID_TYPE}. */
    public static String ruleName(Refusal refusal) {
        return refusal.rule()
                .map(rule -> rule.getClass().getSimpleName() + "." + rule)
                .orElseThrow();
    }

    /** Returns the cost of a statement without executing it. */
    public ChangeCost costOf(String statement) {
        return engine.apply(catalog, session, Sql.parse(statement)).cost();
    }

    /** Puts a table into the state that it has while a job runs; returns this client. */
    EngineClient withState(String table, TableState state) {
        Database database = catalog.findDatabase("t").orElseThrow();
        catalog = catalog.withDatabase(database.withTable(findTable(table).withState(state)));
        return this;
    }

    public Table findTable(String name) {
        return catalog.findTable("t", name).orElseThrow();
    }

    public Catalog catalog() {
        return catalog;
    }

    Session session() {
        return session;
    }

    /** Sets variables of the session, each in the form {@code name=value}; returns this client. */
    EngineClient setVariables(String... assignments) {
        session = session.withVariables(List.of(assignments));
        return this;
    }

    /** Returns the result of SHOW CREATE TABLE. */
    public String showCreate(String table) {
        return ShowCreate.render(engine.profile(), findTable(table));
    }

    /** Returns the first line of SHOW CREATE TABLE that starts with the prefix; empty if no line does. */
    public String findLine(String table, String prefix) {
        return Arrays.stream(showCreate(table).split("\n"))
                .map(String::strip)
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .orElse("");
    }

    /** Returns the definition of a column as SHOW CREATE TABLE prints it, without an empty comment. */
    public String findColumnDefinition(String table, String name) {
        return findLine(table, "`" + name + "`").replaceFirst(",$", "").replaceFirst(" COMMENT \"\"$", "");
    }

    /** Returns the value of a property as SHOW CREATE TABLE prints it; empty if the property is not printed. */
    public String findProperty(String table, String name) {
        return findLine(table, "\"" + name + "\" = ")
                .replaceFirst("^[^=]*= \"", "")
                .replaceFirst("\",?$", "");
    }
}
