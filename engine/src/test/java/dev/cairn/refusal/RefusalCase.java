package dev.cairn.refusal;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SystemTable;
import dev.cairn.catalog.TableState;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.plan.seed.SeedStatements;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.template.SqlTemplate;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement that a server refuses because of one rule.
 *
 * @param messagePart a part of the refusal's message, for a rule that many statements break; otherwise empty
 * @param serverState a description of the server, such as {@code 3.5 shared-data}; {@code seed} if the statement
 *     declares rows; empty for the default server
 * @param precedingStatements the statements that the server accepts first
 */
public record RefusalCase(
        String rule, String messagePart, String serverState, List<String> precedingStatements, String statement) {
    private static final Pattern REPETITION = Pattern.compile("\\{(\\d+) times: ([^}]*)}");

    /** Expands the repetitions in a statement, such as {@code {3 times: c#, }} for three columns. */
    static String expandRepetitions(String text) {
        Matcher matcher = REPETITION.matcher(text);
        StringBuilder expandedText = new StringBuilder();
        while (matcher.find()) {
            StringBuilder repetitions = new StringBuilder();
            for (int i = 0; i < Integer.parseInt(matcher.group(1)); i++) {
                repetitions.append(matcher.group(2).replace("#", Integer.toString(i)));
            }
            matcher.appendReplacement(expandedText, Matcher.quoteReplacement(repetitions.toString()));
        }
        return matcher.appendTail(expandedText).toString();
    }

    /** Returns the refusal of the last statement; empty if the server accepts it. */
    Optional<Refusal> findRefusal(List<String> tableStatements) {
        Server server = new Server(createProfile());
        tableStatements.forEach(server::send);
        precedingStatements.forEach(text -> server.send(expandRepetitions(text)));
        server.prepare(serverState);
        try {
            if (serverState.contains("template")) {
                SqlTemplate.parse(statement);
            } else if (serverState.equals("seed")) {
                server.declareRows(expandRepetitions(statement));
            } else {
                server.send(expandRepetitions(statement));
            }
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        } catch (SqlSyntaxException syntaxError) {
            return Optional.of(Refusal.ofSyntax(syntaxError));
        }
    }

    private ServerProfile createProfile() {
        ServerProfile profile = ServerProfile.DEFAULT
                .withReplicas(1, 3)
                .withExperimental(!serverState.contains("plain"))
                .with(ServerProfile.ClusterResources.NONE.withVolumes("volume"));
        if (serverState.contains("shared-data")) {
            profile = profile.with(ServerProfile.RunMode.SHARED_DATA);
        }
        return serverState.contains("3.5") ? profile.with(ServerProfile.Version.V3_5) : profile;
    }

    private static final class Server {
        private final Engine engine;
        private Catalog catalog =
                Catalog.EMPTY.withDatabase(Database.of("shop")).withClusterObjects(ClusterObjects.MANAGED_EMPTY);
        private Session session = new Session("shop");

        Server(ServerProfile profile) {
            this.engine = new Engine(profile);
        }

        /** Brings the server into the state that the case names. */
        void prepare(String state) {
            if (state.startsWith("partial_update_mode")) {
                session = new Session("shop", Map.of("partial_update_mode", "column"));
            }
            if (state.contains("no database")) {
                session = new Session(null);
            }
            if (state.equals("whole server")) {
                SystemTable table = new SystemTable(
                        "role_edges", List.of(Column.of("from_role", Sql.parseType("STRING"), null, true)));
                catalog = catalog.withRole(Role.of(Role.ROOT, ""))
                        .withSystemDatabase(Database.ofSystem("sys", List.of(table)));
            }
            for (TableState tableState : TableState.values()) {
                if (state.equals(tableState.name())) {
                    Database database = catalog.findDatabase("shop").orElseThrow();
                    catalog = catalog.withDatabase(database.withTable(
                            database.findTable("orders").orElseThrow().withState(tableState)));
                }
            }
        }

        /** Applies a statement that follows {@code -- seed}. */
        void declareRows(String statement) {
            catalog = SeedStatements.apply(catalog, session, MigrationAction.parse("-- seed\n" + statement));
        }

        void send(String statement) {
            if (statement.toUpperCase(Locale.ROOT).matches("(?s)(SELECT|WITH|\\(|VALUES).*")) {
                new QueryAnalysis(engine.profile(), new CatalogSourceResolver(engine.profile(), catalog), "shop")
                        .analyze(Sql.parseQuery(statement));
                return;
            }
            StatementResult result = engine.apply(catalog, session, Sql.parse(statement));
            catalog = result.catalog();
            session = result.session();
        }
    }

    /**
     * Reads a file of cases: a comment line names the rule, the server after {@code on} or {@code as}, and a part of
     * the message after a colon; statements end with a semicolon at the end of a line.
     */
    public static List<RefusalCase> read(String text) {
        List<RefusalCase> cases = new ArrayList<>();
        for (String section : text.split("(?m)^-- ", -1)) {
            if (section.isBlank()) {
                continue;
            }
            int titleEnd = section.indexOf('\n');
            String[] titleParts = section.substring(0, titleEnd).strip().split(": ", 2);
            String[] ruleAndServerState = titleParts[0].split(" (on|as) ", 2);
            List<String> statements = splitStatements(section.substring(titleEnd));
            cases.add(new RefusalCase(
                    ruleAndServerState[0],
                    titleParts.length == 1 ? "" : titleParts[1],
                    ruleAndServerState.length == 1 ? "" : ruleAndServerState[1],
                    statements.subList(0, statements.size() - 1),
                    statements.get(statements.size() - 1)));
        }
        return cases;
    }

    public static List<String> splitStatements(String text) {
        List<String> statements = new ArrayList<>();
        for (String statement : text.split(";\\s*(\\n|$)", -1)) {
            if (!statement.isBlank()) {
                statements.add(statement.strip());
            }
        }
        return statements;
    }
}
