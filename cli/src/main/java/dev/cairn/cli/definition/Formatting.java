package dev.cairn.cli.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.engine.Applied;
import dev.cairn.engine.Engine;
import dev.cairn.engine.Session;
import dev.cairn.plan.ObjectName;
import dev.cairn.plan.SchemaObject;
import dev.cairn.sql.ChangedObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.Statement;
import dev.cairn.sql.Statement.CreateTable;
import dev.cairn.sql.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Statements as a server would show them. What it would not take, because something is missing that it reads from, keeps what
 * it says, in the server's layout.
 */
public final class Formatting {
    private static final String DATABASE = "db";

    private final ServerProfile profile;
    private final Engine engine;
    private Catalog catalog = Catalog.EMPTY.with(Database.of(DATABASE));
    private Session session = new Session(DATABASE);

    public Formatting(ServerProfile profile) {
        this.profile = profile;
        this.engine = new Engine(LooseProfile.of(profile));
    }

    /**
     * Each with a semicolon behind it.
     *
     * @throws dev.cairn.sql.SqlSyntaxException where the text can't be parsed
     */
    public List<String> of(String text) {
        List<String> formatted = new ArrayList<>();
        for (Statement statement : Sql.parseScript(text)) {
            String shown = shown(statement).orElseGet(() -> Sql.render(statement));
            formatted.add(shown.endsWith(";") ? shown : shown + ";");
        }
        return formatted;
    }

    private Optional<String> shown(Statement statement) {
        try {
            Session before = session;
            Applied applied = engine.apply(catalog, before, statement);
            catalog = applied.catalog();
            session = applied.session();
            return creates(statement)
                    ? ChangedObject.of(statement)
                            .map(name -> ObjectName.of(name, before))
                            .flatMap(name -> SchemaObject.find(catalog, name))
                            .map(object -> object.shown(profile))
                    : Optional.empty();
        } catch (Refusal unknown) {
            return Optional.empty();
        }
    }

    private static boolean creates(Statement statement) {
        return statement instanceof CreateTable
                || statement instanceof CreateView
                || statement instanceof CreateMaterializedView;
    }
}
