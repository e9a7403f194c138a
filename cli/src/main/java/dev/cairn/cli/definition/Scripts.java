package dev.cairn.cli.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.engine.Applied;
import dev.cairn.engine.Engine;
import dev.cairn.engine.Session;
import dev.cairn.sql.Sql;
import dev.cairn.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What statements define, from an empty database. What can't be done yet, such as a view before its table, is tried again
 * after the others.
 */
public final class Scripts {
    private static final int SHOWN = 80;

    private final ServerProfile profile;
    private final Engine engine;
    private final String database;
    private Catalog catalog;
    private Session session;

    /** @param database in which the first statement is run */
    public Scripts(ServerProfile profile, String database) {
        this.profile = profile;
        this.engine = new Engine(LooseProfile.of(profile));
        this.database = database;
        this.catalog = Catalog.EMPTY.with(Database.of(database));
        this.session = new Session(database);
    }

    /** A statement, and the session in which it stood. */
    private record Postponed(Statement statement, Session session, String why) {}

    /**
     * The text itself.
     *
     * @throws dev.cairn.sql.SqlSyntaxException where it can't be parsed
     */
    public static String checked(String text) {
        Sql.parseScript(text);
        return text;
    }

    /**
     * All that the texts define, one after another.
     *
     * @throws dev.cairn.sql.SqlSyntaxException where one can't be parsed
     */
    public Definitions of(List<String> texts) {
        List<Postponed> left = new ArrayList<>();
        for (String text : texts) {
            for (Statement statement : Sql.parseScript(text)) {
                take(statement, session, left);
            }
        }
        int before = Integer.MAX_VALUE;
        Session last = session;
        while (!left.isEmpty() && left.size() < before) {
            before = left.size();
            List<Postponed> again = List.copyOf(left);
            left.clear();
            again.forEach(each -> take(each.statement(), each.session(), left));
        }
        session = last;
        List<String> problems = left.stream()
                .map(each -> first(each.statement()) + ": " + each.why())
                .toList();
        return new Definitions(LooseProfile.needed(profile, catalog), chosen(), catalog, problems);
    }

    private void take(Statement statement, Session in, List<Postponed> left) {
        try {
            Applied applied = engine.apply(catalog, in, statement);
            catalog = applied.catalog();
            session = applied.session();
        } catch (Refusal refusal) {
            left.add(new Postponed(statement, in, refusal.detail()));
        }
    }

    private static String first(Statement statement) {
        String line = Sql.render(statement).lines().findFirst().orElse("");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    /** A script that makes a database of its own means that one. */
    private String chosen() {
        boolean used = catalog.database(database).filter(Scripts::holdsAnything).isPresent();
        List<String> others = new ArrayList<>();
        for (Map.Entry<String, Database> each : catalog.databases()) {
            if (holdsAnything(each.getValue())) {
                others.add(each.getKey());
            }
        }
        if (used || others.isEmpty()) {
            return database;
        }
        String last = Objects.requireNonNullElse(session.database(), database);
        return others.contains(last) ? last : others.get(0);
    }

    private static boolean holdsAnything(Database database) {
        return !database.tables().isEmpty()
                || !database.views().isEmpty()
                || !database.materializedViews().isEmpty();
    }
}
