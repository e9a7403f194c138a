package dev.cairn.internal.look;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterResources;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.View;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.look.ShownObject.Present;
import dev.cairn.internal.look.ShownObject.Unreadable;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ChangedObject;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.Optional;

/**
 * From the text that SHOW CREATE prints to the object that it is of.
 *
 * <pre>{@code
 * ShownObject shown = new ShownObjectReader(profile).of(text, new ObjectName("shop", "orders"), context);
 * }</pre>
 *
 * <p>The text is applied like any statement. What a server holds it did take once, so what depends on its settings, on how
 * many backends it has or what administrators have set up, is not asked again.
 */
public final class ShownObjectReader {
    private final Engine engine;

    public ShownObjectReader(ServerProfile profile) {
        this.engine = new Engine(profile.withExperimental(true)
                .withReplicas(profile.defaultReplicas(), Integer.MAX_VALUE)
                .with(ClusterResources.UNKNOWN));
    }

    Engine engine() {
        return engine;
    }

    static String unreadable(SqlSyntaxException unknown) {
        return "what the server shows of it can't be read: " + unknown.problem();
    }

    /**
     * Present or Unreadable.
     *
     * @param context what else there is: views find there what they read from; what has the name is put aside
     */
    public ShownObject of(String text, ObjectName name, Catalog context) {
        try {
            return of(Sql.parseShown(text), text, name, context);
        } catch (SqlSyntaxException unknown) {
            return new Unreadable(unreadable(unknown), text);
        }
    }

    ShownObject of(Statement statement, String text, ObjectName name, Catalog context) {
        if (statement instanceof CreateTable table && table.lifetime() == Statement.Lifetime.TEMPORARY) {
            return new Unreadable("a temporary table of the same session hides what has its name", text);
        }
        try {
            return applied(statement, name, without(context, name))
                    .<ShownObject>map(object -> new Present(object, text))
                    .orElseGet(() -> new Unreadable("it is kept elsewhere, which is not understood", text));
        } catch (Refusal refusal) {
            return alone(statement, name)
                    .<ShownObject>map(object -> new Present(object, text))
                    .orElseGet(() ->
                            new Unreadable("what the server shows of it is not understood: " + refusal.detail(), text));
        }
    }

    private static Catalog without(Catalog context, ObjectName name) {
        Database database = context.database(name.database()).orElseGet(() -> Database.of(name.database()));
        SchemaObject there = SchemaObject.find(database, name.name()).orElse(null);
        if (there instanceof SchemaObject.OfTable) {
            return context.with(database.without(name.name()));
        }
        if (there instanceof SchemaObject.OfView held) {
            return context.with(database.recycling(held.view()));
        }
        return context.with(
                there instanceof SchemaObject.OfMaterializedView held ? database.without(held.view()) : database);
    }

    /** What the text makes where nothing is known of what else there is. */
    private Optional<SchemaObject> alone(Statement statement, ObjectName name) {
        try {
            if (statement instanceof CreateTable table) {
                return Optional.of(new SchemaObject.OfTable(LenientTable.of(engine, table, name)));
            }
            LenientView loose = new LenientView(engine.profile(), name);
            if (statement instanceof CreateView view) {
                return Optional.of(new SchemaObject.OfView(loose.of(view)));
            }
            return statement instanceof CreateMaterializedView view && view.refresh() != null
                    ? Optional.of(new SchemaObject.OfMaterializedView(loose.of(view)))
                    : Optional.empty();
        } catch (Refusal refusal) {
            return Optional.empty();
        }
    }

    private Optional<SchemaObject> applied(Statement statement, ObjectName name, Catalog catalog) {
        Session session = new Session(name.database());
        Catalog after = engine.apply(catalog, session, statement).catalog();
        return ChangedObject.of(statement)
                .map(said -> said.last())
                .map(Name::text)
                .flatMap(shown -> SchemaObject.find(after, name.named(shown)))
                .map(object -> asPrinted(object, statement))
                .map(object -> named(object, name.name()));
    }

    /** ALTER TABLE leaves some values as they were typed, where CREATE TABLE has a way of its own to write them. */
    private static SchemaObject asPrinted(SchemaObject object, Statement statement) {
        if (!(object instanceof SchemaObject.OfTable held) || !(statement instanceof CreateTable shown)) {
            return object;
        }
        StoredProperties properties = held.table().properties();
        for (Property property : shown.properties()) {
            boolean other = properties
                    .value(property.name())
                    .filter(value -> !value.equals(property.value()))
                    .isPresent();
            properties = other ? properties.with(property.name(), property.value()) : properties;
        }
        return new SchemaObject.OfTable(held.table().withProperties(properties));
    }

    /** A cluster may be set up to take no notice of case in names: it then prints them in its own. */
    private static SchemaObject named(SchemaObject object, String name) {
        if (object instanceof SchemaObject.OfTable held) {
            return new SchemaObject.OfTable(held.table().named(name));
        }
        if (object instanceof SchemaObject.OfMaterializedView held) {
            return new SchemaObject.OfMaterializedView(held.view().named(name));
        }
        View view = ((SchemaObject.OfView) object).view();
        return new SchemaObject.OfView(
                new View(name, view.columns(), view.comment(), view.security(), view.definition()));
    }
}
