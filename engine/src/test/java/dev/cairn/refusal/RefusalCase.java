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
import dev.cairn.plan.seed.SeedStatement;
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
 * @param words a part of the refusal's text, for a rule that many statements break; empty if the rule tells enough
 * @param server the server in words, such as {@code 3.5 shared-data}; {@code seed} for a declaration of rows; empty for
 *     the usual one
 * @param before the statements that the server accepts first
 */
public record RefusalCase(String rule, String words, String server, List<String> before, String statement) {
    private static final Pattern REPETITION = Pattern.compile("\\{(\\d+) times: ([^}]*)}");

    /** The statement with its repetitions, as {@code {3 times: c#, }} for three columns. */
    static String repeated(String text) {
        Matcher matcher = REPETITION.matcher(text);
        StringBuilder repeated = new StringBuilder();
        while (matcher.find()) {
            StringBuilder parts = new StringBuilder();
            for (int i = 0; i < Integer.parseInt(matcher.group(1)); i++) {
                parts.append(matcher.group(2).replace("#", Integer.toString(i)));
            }
            matcher.appendReplacement(repeated, Matcher.quoteReplacement(parts.toString()));
        }
        return matcher.appendTail(repeated).toString();
    }

    /** Returns the refusal of the last statement; empty if the server accepts it. */
    Optional<Refusal> refusal(List<String> given) {
        Server started = new Server(profile());
        given.forEach(started::send);
        before.forEach(text -> started.send(repeated(text)));
        started.prepare(server);
        try {
            if (server.contains("template")) {
                SqlTemplate.parse(statement);
            } else if (server.equals("seed")) {
                started.seed(repeated(statement));
            } else {
                started.send(repeated(statement));
            }
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        } catch (SqlSyntaxException failure) {
            return Optional.of(Refusal.ofSyntax(failure));
        }
    }

    private ServerProfile profile() {
        ServerProfile profile = ServerProfile.DEFAULT
                .withReplicas(1, 3)
                .withExperimental(!server.contains("plain"))
                .with(ServerProfile.ClusterResources.NONE.withVolumes("volume"));
        if (server.contains("shared-data")) {
            profile = profile.with(ServerProfile.RunMode.SHARED_DATA);
        }
        return server.contains("3.5") ? profile.with(ServerProfile.Version.V3_5) : profile;
    }

    private static final class Server {
        private final Engine engine;
        private Catalog catalog =
                Catalog.EMPTY.withDatabase(Database.of("shop")).withClusterObjects(ClusterObjects.NONE);
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
                catalog = catalog.withRole(Role.of(Catalog.ROOT_ROLE, ""))
                        .withSystemDatabase(Database.ofSystem("sys", List.of(table)));
            }
            for (TableState job : TableState.values()) {
                if (state.equals(job.name())) {
                    Database database = catalog.database("shop").orElseThrow();
                    catalog = catalog.withDatabase(database.withTable(
                            database.table("orders").orElseThrow().withState(job)));
                }
            }
        }

        /** Applies a statement below {@code -- seed}. */
        void seed(String statement) {
            catalog = SeedStatement.apply(catalog, session, MigrationAction.parse("-- seed\n" + statement));
        }

        void send(String statement) {
            if (statement.toUpperCase(Locale.ROOT).matches("(?s)(SELECT|WITH|\\(|VALUES).*")) {
                new QueryAnalysis(engine.profile(), new CatalogSourceResolver(engine.profile(), catalog), "shop")
                        .analyse(Sql.parseQuery(statement));
                return;
            }
            StatementResult applied = engine.apply(catalog, session, Sql.parse(statement));
            catalog = applied.catalog();
            session = applied.session();
        }
    }

    /**
     * Reads a file of cases: a comment line names the rule, the server after {@code on}, and words of the text after a
     * colon; statements end with a semicolon at the end of a line.
     */
    public static List<RefusalCase> read(String text) {
        List<RefusalCase> cases = new ArrayList<>();
        for (String part : text.split("(?m)^-- ", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int end = part.indexOf('\n');
            String[] title = part.substring(0, end).strip().split(": ", 2);
            String[] rule = title[0].split(" (on|as) ", 2);
            List<String> statements = statements(part.substring(end));
            cases.add(new RefusalCase(
                    rule[0],
                    title.length == 1 ? "" : title[1],
                    rule.length == 1 ? "" : rule[1],
                    statements.subList(0, statements.size() - 1),
                    statements.get(statements.size() - 1)));
        }
        return cases;
    }

    public static List<String> statements(String text) {
        List<String> statements = new ArrayList<>();
        for (String statement : text.split(";\\s*(\\n|$)", -1)) {
            if (!statement.isBlank()) {
                statements.add(statement.strip());
            }
        }
        return statements;
    }
}
