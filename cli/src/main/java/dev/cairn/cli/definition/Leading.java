package dev.cairn.cli.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.engine.Engine;
import dev.cairn.engine.Session;
import dev.cairn.plan.ObjectName;
import dev.cairn.plan.Plan;
import dev.cairn.plan.Planner;
import dev.cairn.plan.Renames;
import dev.cairn.plan.Step;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.server.look.Drift;
import dev.cairn.sql.ChangedObject;
import dev.cairn.sql.Name;
import dev.cairn.sql.Resolution;
import dev.cairn.sql.Sql;
import dev.cairn.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds what leads from one side to the other, whatever they are. */
public final class Leading {
    private static final String UNNAMED = "db";

    private final Side from;
    private final Side to;
    private final List<String> problems = new ArrayList<>();

    public Leading(Side from, Side to) {
        this.from = from;
        this.to = to;
    }

    /** What could not be understood, and so is no part of the plan. */
    public List<String> problems() {
        return problems;
    }

    public Plan plan() {
        String database = database();
        if (from instanceof Side.Server server) {
            return fromServer(server.live(), named(definitions(to, database), database));
        }
        Definitions before = definitions(from, database);
        Definitions wanted = to instanceof Side.Server server ? seen(server.live(), before) : definitions(to, database);
        if (to instanceof Side.Server server && isAsThere(before, server.live(), wanted)) {
            return new Plan(List.of(), List.of(), List.of());
        }
        // Files may go on in a database of their own.
        return planner(wanted, wanted.database()).plan(before.catalog(), wanted.catalog(), Renames.NONE);
    }

    /** That of a server is what it is called; the others are in whatever database they are wanted in. */
    private String database() {
        if (from instanceof Side.Server server) {
            return server.live().database();
        }
        if (to instanceof Side.Server server) {
            return server.live().database();
        }
        if (from instanceof Side.Declared declared) {
            return declared.schema().name();
        }
        return to instanceof Side.Declared declared ? declared.schema().name() : UNNAMED;
    }

    /** What a server holds in its database, and of others what the other side has there. */
    private Definitions seen(LiveDatabase live, Definitions other) {
        Set<ObjectName> names = ObjectFilter.names(other.catalog());
        Set<String> further = new TreeSet<>();
        names.forEach(name -> further.add(name.database()));
        further.remove(live.database());
        Definitions all = live.definitions(List.copyOf(further));
        problems.addAll(all.problems());
        Catalog part = ObjectFilter.only(
                all.catalog(), name -> name.database().equals(all.database()) || names.contains(name));
        return new Definitions(all.profile(), all.database(), part, all.problems());
    }

    private Definitions definitions(Side side, String database) {
        Definitions found = found(side, database);
        problems.addAll(found.problems());
        return found;
    }

    private static Definitions found(Side side, String database) {
        if (side instanceof Side.Server server) {
            return server.live().definitions(List.of());
        }
        if (side instanceof Side.Files files) {
            return new Scripts(files.profile(), database).of(ScriptFiles.texts(files.path()));
        }
        return declared((Side.Declared) side, database);
    }

    private static Definitions declared(Side.Declared declared, String database) {
        SchemaDescriptor schema = declared.schema();
        Resolution values = new PlaceholderValues(declared.placeholders());
        Engine engine = new Engine(LooseProfile.of(schema.profile()));
        Catalog catalog = schema.beforeAll(database);
        for (Statement statement : schema.statements()) {
            Statement resolved = Sql.parse(Sql.render(statement), values);
            catalog = engine.apply(withDatabase(catalog, resolved), new Session(database), resolved)
                    .catalog();
        }
        return new Definitions(schema.profile(), database, catalog, List.of());
    }

    /** A schema creates no database; those that it names are there. */
    private static Catalog withDatabase(Catalog catalog, Statement statement) {
        return ChangedObject.of(statement)
                .flatMap(name -> name.qualifier())
                .map(Name::text)
                .filter(named -> catalog.database(named).isEmpty())
                .map(named -> catalog.with(Database.of(named)))
                .orElse(catalog);
    }

    /** What is on the server and not wanted is dropped, after all else. */
    private Plan fromServer(LiveDatabase live, Definitions wanted) {
        Definitions all = seen(live, wanted);
        Drift drift = live.drift(wanted.catalog());
        Set<ObjectName> names = ObjectFilter.names(wanted.catalog());
        Plan dropping = planner(all, all.database())
                .planFromShown(all.catalog(), ObjectFilter.only(all.catalog(), names::contains), Renames.NONE);
        List<Step> steps = new ArrayList<>(drift.mending().steps());
        steps.addAll(dropping.steps());
        return new Plan(steps, drift.mending().impossible(), drift.mending().hints());
    }

    private static boolean isAsThere(Definitions before, LiveDatabase live, Definitions there) {
        return ObjectFilter.names(before.catalog()).equals(ObjectFilter.names(there.catalog()))
                && live.drift(before.catalog()).isEmpty();
    }

    /** The same objects in a database of another name, whose statements don't say it. */
    private static Definitions named(Definitions definitions, String database) {
        if (definitions.database().equals(database)) {
            return definitions;
        }
        Catalog empty = Catalog.EMPTY.with(Database.of(definitions.database()));
        Plan making = planner(definitions, definitions.database()).plan(empty, definitions.catalog(), Renames.NONE);
        List<String> texts =
                making.steps().stream().map(step -> step.text() + ";").toList();
        return new Scripts(definitions.profile(), database).of(texts);
    }

    private static Planner planner(Definitions definitions, String database) {
        ServerProfile loose = LooseProfile.of(definitions.profile());
        return new Planner(new Engine(loose), new Session(database));
    }
}
