package dev.cairn.internal.look;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.internal.link.Link;
import dev.cairn.internal.link.Links;
import dev.cairn.internal.link.Lost;
import dev.cairn.internal.link.Quoted;
import dev.cairn.internal.link.Refused;
import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * From a live server to a catalog.
 *
 * <pre>{@code
 * Reflection reflection = new Reflection(links, profile);
 * Shown orders = reflection.one(link, new ObjectName("shop", "orders"), recorded); // one statement
 * Live live = reflection.all(link, recorded);                                      // one for each object, and a few
 * }</pre>
 *
 * <p>The frontend answers all of it by itself, without a backend. On a frontend that follows another one, a connection sees
 * what itself has changed; for what others have, send {@code SYNC} before.
 */
public final class Reflection {
    private static final int USUAL_CONNECTIONS = 4;

    private final Links links;
    private final Reading reading;
    private final int connections;

    public Reflection(Links links, ServerProfile profile) {
        this(links, new Reading(profile), USUAL_CONNECTIONS);
    }

    private Reflection(Links links, Reading reading, int connections) {
        this.links = links;
        this.reading = reading;
        this.connections = connections;
    }

    /** Over how many connections it looks at most, that of the caller among them; 4 unless said. */
    public Reflection connections(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("Nothing can be seen over " + most + " connections");
        }
        return new Reflection(links, reading, most);
    }

    /**
     * One object, by one statement. Of a table the rollups are not known, and of a materialized view not whether it is
     * active: the server prints neither.
     *
     * @param context what else there is: views find there what they read from; what has the name is put aside
     * @throws Lost on the way
     */
    public Shown one(Link link, ObjectName name, Catalog context) {
        return shown(ShownText.ask(link, name), name, context);
    }

    private Shown shown(ShownText answer, ObjectName name, Catalog context) {
        if (answer instanceof ShownText.Text shown) {
            return reading.of(shown.text(), name, context);
        }
        return answer instanceof ShownText.NotShown refused
                ? new Shown.Unreadable(refused.words(), "")
                : new Shown.Absent();
    }

    /**
     * Materialized views and rollups of a database, by one statement.
     *
     * @throws Refused where the database is not there or must not be looked at
     * @throws Lost on the way
     */
    public List<MaterializedState> states(Link link, String database) {
        return Contents.states(link, database, "");
    }

    /**
     * One materialized view's or rollup's, by one statement; empty too where the user may not read what it reads from.
     *
     * @throws Refused where the database is not there or must not be looked at
     * @throws Lost on the way
     */
    public Optional<MaterializedState> state(Link link, ObjectName name) {
        // LIKE takes an underscore for any character.
        return Contents.states(link, name.database(), " LIKE " + Quoted.text(name.name())).stream()
                .filter(state -> state.name().equals(name.name()))
                .findFirst();
    }

    /**
     * All that a catalog holds, as it is now: one statement for each object, and two for each database.
     *
     * @throws Refused where a database must not be looked at
     * @throws Lost on the way
     */
    public Live all(Link link, Catalog wanted) {
        try (Asking asking = Asking.begin(links, connections, SchemaObjects.names(wanted))) {
            List<Contents> contents = new ArrayList<>();
            wanted.databases().forEach(database -> contents.add(Contents.of(link, database.getKey())));
            return new Assembly(link, reading, wanted).of(asking.answers(link), contents);
        }
    }

    /** All objects of a catalog. */
    public static SortedSet<ObjectName> names(Catalog catalog) {
        return SchemaObjects.names(catalog);
    }

    /**
     * What Cairn built beside other objects of some databases, or was about to drop, and what is still there: two statements for
     * each database.
     *
     * @throws Refused where a database must not be looked at
     * @throws Lost on the way
     */
    public static List<Listed> staged(Link link, Collection<String> databases) {
        return databases.stream()
                .flatMap(database -> Contents.of(link, database).staged().stream())
                .toList();
    }

    /**
     * All that there is in some databases, but for what Cairn itself keeps there: one statement for each object, and two for
     * each database.
     *
     * @throws Refused where a database must not be looked at
     * @throws Lost on the way
     */
    public Live everything(Link link, Collection<String> databases) {
        return everything(link, databases, false);
    }

    /**
     * The same, perhaps with the objects that a rebuild is building beside others.
     *
     * @throws Refused where a database must not be looked at
     * @throws Lost on the way
     */
    public Live everything(Link link, Collection<String> databases, boolean withStaged) {
        List<Contents> contents = new ArrayList<>();
        SortedSet<ObjectName> names = new TreeSet<>();
        for (String database : databases) {
            Contents found = Contents.of(link, database);
            contents.add(found);
            found.ofUsers().forEach(each -> names.add(each.object()));
            if (withStaged) {
                found.staged().forEach(each -> names.add(each.object()));
            }
        }
        try (Asking asking = Asking.begin(links, connections, names)) {
            return new Assembly(link, reading, Catalog.EMPTY).of(asking.answers(link), contents);
        }
    }
}
