package dev.cairn.internal.look;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.internal.link.ConnectionFactory;
import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.upgrade.MigrationException.UnreachableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the objects of a live server into a catalog.
 *
 * <pre>{@code
 * Reflection reflection = new Reflection(links, profile);
 * ShownObject orders = reflection.one(link, new ObjectName("shop", "orders"), recorded); // one statement
 * LiveSchema live = reflection.all(link, recorded); // one statement for each object, and a few others
 * }</pre>
 *
 * <p>The frontend answers all of these statements without a backend. On a follower frontend, a connection sees its own
 * changes; to see those of others, send {@code SYNC} before.
 */
public final class Reflection {
    private static final int USUAL_CONNECTIONS = 4;

    private final ConnectionFactory links;
    private final ShownObjectReader reading;
    private final int connections;

    public Reflection(ConnectionFactory links, ServerProfile profile) {
        this(links, new ShownObjectReader(profile), USUAL_CONNECTIONS);
    }

    private Reflection(ConnectionFactory links, ShownObjectReader reading, int connections) {
        this.links = links;
        this.reading = reading;
        this.connections = connections;
    }

    /** Sets the maximum number of parallel connections, including that of the caller. Default: 4. */
    public Reflection connections(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("The number of connections must be positive: " + most);
        }
        return new Reflection(links, reading, most);
    }

    /**
     * Reads one object, with one statement. The rollups of a table and the activity of a materialized view remain
     * unknown, because the server does not print them.
     *
     * @param context the catalog in which views find their base relations; its object with the same name is ignored
     * @throws ConnectionLostException if the connection is lost
     */
    public ShownObject one(ServerConnection link, ObjectName name, Catalog context) {
        return shown(ShownText.ask(link, name), name, context);
    }

    private ShownObject shown(ShownText answer, ObjectName name, Catalog context) {
        if (answer instanceof ShownText.Text shown) {
            return reading.of(shown.text(), name, context);
        }
        return answer instanceof ShownText.NotShown refusal
                ? new ShownObject.Unreadable(refusal.reason(), "")
                : new ShownObject.Absent();
    }

    /**
     * Reads the current state of all objects of a catalog, with one statement for each object, and two for each
     * database.
     *
     * @throws ServerRefusalException if the user has no access to a database
     * @throws ConnectionLostException if the connection is lost
     */
    public LiveSchema all(ServerConnection link, Catalog expected) {
        return all(link, new ExpectedObjects(reading.engine().profile(), expected));
    }

    /** Like {@link #all(ServerConnection, Catalog)}, with texts that were rendered for an earlier call. */
    public LiveSchema all(ServerConnection link, ExpectedObjects expected) {
        try (ParallelShowCreate begun = begin(expected)) {
            return all(link, begun);
        }
    }

    /** Reads the rest of the objects that {@link #begin} has begun to read. */
    public LiveSchema all(ServerConnection link, ParallelShowCreate begun) {
        Catalog catalog = begun.expected.catalog();
        List<DatabaseListing> contents = new ArrayList<>();
        catalog.databases().forEach(database -> contents.add(DatabaseListing.of(link, database.getKey())));
        return new CatalogAssembler(link, reading, catalog).of(begun.answers(link), contents);
    }

    /** Begins to read all objects of a catalog over other connections than the caller's, which may not be open yet. */
    public ParallelShowCreate begin(ExpectedObjects expected) {
        return ParallelShowCreate.begin(links, connections, SchemaObject.names(expected.catalog()), expected);
    }

    /** Returns the names of all objects of a catalog. */
    public static SortedSet<ObjectName> names(Catalog catalog) {
        return SchemaObject.names(catalog);
    }

    /**
     * Lists the staging and doomed objects that still exist in some databases, with two statements for each database.
     *
     * @throws ServerRefusalException if the user has no access to a database
     * @throws ConnectionLostException if the connection is lost
     */
    public static List<ListedObject> staged(ServerConnection link, Collection<String> databases) {
        return databases.stream()
                .flatMap(database -> DatabaseListing.of(link, database).staged().stream())
                .toList();
    }

    /**
     * Reads all objects of some databases except Cairn's own, with one statement for each object, and two for each
     * database.
     *
     * @throws ServerRefusalException if the user has no access to a database
     * @throws ConnectionLostException if the connection is lost
     */
    public LiveSchema everything(ServerConnection link, Collection<String> databases) {
        return everything(link, databases, Catalog.EMPTY);
    }

    /**
     * Reads all objects of some databases except Cairn's own, like those of a catalog where the server shows them as such.
     *
     * @throws ServerRefusalException if the user has no access to a database
     * @throws ConnectionLostException if the connection is lost
     */
    public LiveSchema everything(ServerConnection link, Collection<String> databases, Catalog expected) {
        return everything(link, databases, expected, false);
    }

    /**
     * Reads all objects of some databases, with or without staging objects.
     *
     * @throws ServerRefusalException if the user has no access to a database
     * @throws ConnectionLostException if the connection is lost
     */
    public LiveSchema everything(ServerConnection link, Collection<String> databases, boolean withStaged) {
        return everything(link, databases, Catalog.EMPTY, withStaged);
    }

    private LiveSchema everything(
            ServerConnection link, Collection<String> databases, Catalog expected, boolean withStaged) {
        List<DatabaseListing> contents = new ArrayList<>();
        SortedSet<ObjectName> names = new TreeSet<>();
        for (String database : databases) {
            DatabaseListing listing = DatabaseListing.of(link, database);
            contents.add(listing);
            listing.ofUsers().forEach(object -> names.add(object.object()));
            if (withStaged) {
                listing.staged().forEach(object -> names.add(object.object()));
            }
        }
        ExpectedObjects objects = new ExpectedObjects(reading.engine().profile(), expected);
        try (ParallelShowCreate asking = ParallelShowCreate.begin(links, connections, names, objects)) {
            return new CatalogAssembler(link, reading, expected).of(asking.answers(link), contents);
        }
    }

    /** Interprets the answer to SHOW CREATE. */
    private sealed interface Definition {
        /** There is no object with this name. */
        record None() implements Definition {}

        /** The object can't be read. */
        record Unreadable(String reason) implements Definition {}

        /** The server shows exactly the text of the expected object. */
        record AsExpected(SchemaObject object, String text) implements Definition {}

        /** The server shows another text. */
        record Parsed(Statement statement, String text) implements Definition {}

        static Definition of(ShownText answer, ObjectName name, ExpectedObjects expected) {
            if (answer instanceof ShownText.Text shown) {
                return expected.shownAs(name, shown.text())
                        .<Definition>map(object -> new AsExpected(object, shown.text()))
                        .orElseGet(() -> parsed(shown.text()));
            }
            return answer instanceof ShownText.NotShown refusal ? new Unreadable(refusal.reason()) : new None();
        }

        static Definition parsed(String text) {
            try {
                return new Parsed(Sql.parseShown(text), text);
            } catch (SqlSyntaxException unknown) {
                return new Unreadable(ShownObjectReader.unreadable(unknown));
            }
        }
    }

    /**
     * Sends SHOW CREATE for many objects, one statement each, over several connections in parallel. The answers are read
     * by the threads that receive them, while others wait for the server.
     */
    public static final class ParallelShowCreate implements AutoCloseable {
        private static final Logger LOG = System.getLogger("dev.cairn");

        /** Opening another connection takes longer than reading fewer objects than this. */
        private static final int WORTH_A_CONNECTION = 8;

        private final ConnectionFactory links;
        private final int objects;
        private final Queue<ObjectName> waiting;
        private final Queue<CompletableFuture<?>> asking = new ConcurrentLinkedQueue<>();
        private final ExpectedObjects expected;
        private final ConcurrentSkipListMap<ObjectName, Definition> answers = new ConcurrentSkipListMap<>();

        private ParallelShowCreate(ConnectionFactory links, Collection<ObjectName> names, ExpectedObjects expected) {
            this.links = links;
            this.objects = names.size();
            this.waiting = new ConcurrentLinkedQueue<>(names);
            this.expected = expected;
        }

        /**
         * Starts to read the objects over all connections except the caller's.
         *
         * @param connections the maximum number of connections, including that of the caller
         */
        static ParallelShowCreate begin(
                ConnectionFactory links, int connections, Collection<ObjectName> names, ExpectedObjects expected) {
            ParallelShowCreate begun = new ParallelShowCreate(links, names, expected);
            int others = Math.min(connections - 1, names.size() / WORTH_A_CONNECTION);
            for (int i = 0; i < others; i++) {
                links.threads().execute(begun::askOverOwnConnection);
            }
            return begun;
        }

        /** Returns the expected objects, which are read. */
        public ExpectedObjects expected() {
            return expected;
        }

        /**
         * Returns the answers when all of them have arrived. A thread that still waits for its connection is not waited for: a small
         * pool may have none for it until the caller returns its own.
         *
         * @throws ConnectionLostException if the caller's connection is lost; if another one is lost, its pending
         *     statement is sent again
         */
        SortedMap<ObjectName, Definition> answers(ServerConnection link) {
            ask(link);
            while (answers.size() < objects) {
                join();
                ask(link);
            }
            return answers;
        }

        /** Sends no further statements, and waits for the pending ones. */
        @Override
        public void close() {
            waiting.clear();
            join();
        }

        private void join() {
            for (CompletableFuture<?> thread : asking) {
                thread.join();
            }
        }

        private void askOverOwnConnection() {
            if (waiting.isEmpty()) {
                return;
            }
            CompletableFuture<Void> ended = new CompletableFuture<>();
            try (ServerConnection link = links.openWithoutLimit()) {
                asking.add(ended);
                ask(link);
            } catch (UnreachableException | ConnectionLostException | ServerRefusalException failure) {
                LOG.log(Level.DEBUG, "A connection for parallel reflection failed", failure);
            } finally {
                ended.complete(null);
            }
        }

        private void ask(ServerConnection link) {
            for (ObjectName name = waiting.poll(); name != null; name = waiting.poll()) {
                boolean isComplete = false;
                try {
                    answers.put(name, Definition.of(ShownText.ask(link, name), name, expected));
                    isComplete = true;
                } finally {
                    if (!isComplete) {
                        waiting.add(name);
                    }
                }
            }
        }
    }

    /** Builds a catalog from the shown texts: tables first, then each view after its base relations. */
    private static final class CatalogAssembler {
        private static final int INDEX_NAME = 0;
        private static final int INDEX_COLUMN = 2;
        private static final String UNKNOWN_ACTIVITY =
                "whether it is active can't be determined: the user needs SELECT on all of its base relations";

        private final ServerConnection link;
        private final ShownObjectReader reading;
        private final Catalog expected;
        private final Map<ObjectName, Definition> tables = new LinkedHashMap<>();
        private final SortedMap<ObjectName, Definition> views = new TreeMap<>();
        private final Set<ObjectName> asExpected = new HashSet<>();
        private final Set<ObjectName> seen = new HashSet<>();
        private final List<ReflectionGap> gaps = new ArrayList<>();
        private Catalog catalog;

        /**
         * @param expected the expected objects, as far as they are known; external objects and functions are copied from
         *     it
         */
        CatalogAssembler(ServerConnection link, ShownObjectReader reading, Catalog expected) {
            this.link = link;
            this.reading = reading;
            this.expected = expected;
            this.catalog = new Catalog(
                    PersistentMap.empty(), PersistentMap.empty(), expected.externals(), expected.functions());
        }

        LiveSchema of(SortedMap<ObjectName, Definition> answers, List<DatabaseListing> contents) {
            contents.stream()
                    .filter(DatabaseListing::there)
                    .forEach(listing -> catalog = catalog.with(Database.of(listing.database())));
            answers.forEach(this::sort);
            tables.forEach(this::take);
            while (!views.isEmpty()) {
                takeView(views.firstKey());
            }
            contents.forEach(this::complete);
            List<ListedObject> others = contents.stream()
                    .flatMap(listing -> listing.ofUsers().stream())
                    .filter(object -> !seen.contains(object.object()))
                    .toList();
            List<ListedObject> staged = contents.stream()
                    .flatMap(listing -> listing.staged().stream())
                    .toList();
            return new LiveSchema(catalog, gaps, others, staged);
        }

        private void sort(ObjectName name, Definition definition) {
            if (definition instanceof Definition.Unreadable gap) {
                seen.add(name);
                gaps.add(new ReflectionGap(name, gap.reason()));
            } else if (definition instanceof Definition.AsExpected same) {
                seen.add(name);
                (same.object() instanceof SchemaObject.OfTable ? tables : views).put(name, same);
            } else if (definition instanceof Definition.Parsed parsed) {
                seen.add(parsed.statement()
                        .changedObject()
                        .map(shownName -> name.named(shownName.last().text()))
                        .orElse(name));
                (query(parsed.statement()) == null ? tables : views).put(name, parsed);
            }
        }

        private static @Nullable Query query(Statement statement) {
            if (statement instanceof CreateView view) {
                return view.query().query();
            }
            return statement instanceof CreateMaterializedView view
                    ? view.query().query()
                    : null;
        }

        private void takeView(ObjectName name) {
            Definition view = views.remove(name);
            if (view != null) {
                references(view, name).forEach(this::takeView);
                // The types of its columns depend on the present columns of its base relations.
                take(
                        name,
                        view instanceof Definition.AsExpected same && !readsOnlyExpected(same.object())
                                ? Definition.parsed(same.text())
                                : view);
            }
        }

        private Collection<ObjectName> references(Definition view, ObjectName name) {
            if (view instanceof Definition.AsExpected same) {
                return same.object().bases().stream()
                        .map(base -> new ObjectName(base.database(), base.name()))
                        .toList();
            }
            Query query = view instanceof Definition.Parsed parsed ? query(parsed.statement()) : null;
            return query == null
                    ? List.of()
                    : ReferencedNames.of(reading.engine().profile(), query, name.database());
        }

        private boolean readsOnlyExpected(SchemaObject view) {
            return view.bases().stream()
                    .allMatch(base -> !base.dropped()
                            && (asExpected.contains(new ObjectName(base.database(), base.name()))
                                    || expected.external(null, base.database(), base.name())
                                            .isPresent()));
        }

        private void take(ObjectName name, Definition definition) {
            if (definition instanceof Definition.AsExpected same) {
                asExpected.add(name);
                catalog = same.object().addedTo(catalog, name.database());
            } else if (definition instanceof Definition.Unreadable gap) {
                gaps.add(new ReflectionGap(name, gap.reason()));
            } else if (definition instanceof Definition.Parsed parsed) {
                ShownObject shown = reading.of(parsed.statement(), parsed.text(), name, catalog);
                if (shown instanceof ShownObject.Unreadable unreadable) {
                    gaps.add(new ReflectionGap(name, unreadable.why()));
                } else if (shown instanceof ShownObject.Present present) {
                    catalog = present.object().addedTo(catalog, name.database());
                }
            }
        }

        /** Adds what the shown texts do not contain. */
        private void complete(DatabaseListing contents) {
            Database database = catalog.database(contents.database()).orElse(null);
            if (database == null) {
                return;
            }
            Map<String, MaterializedViewStatus> activity = contents.activity();
            for (Map.Entry<String, MaterializedView> entry : database.materializedViews()) {
                MaterializedViewStatus state = activity.get(entry.getKey());
                if (state == null) {
                    gaps.add(new ReflectionGap(new ObjectName(database.name(), entry.getKey()), UNKNOWN_ACTIVITY));
                } else if (!state.active()) {
                    catalog = new SchemaObject.OfMaterializedView(
                                    entry.getValue().inactivated(state.reason()))
                            .addedTo(catalog, database.name());
                }
            }
            catalog = new ShownRollups(reading, contents, expected, this::rollupColumns, gaps).addedTo(catalog);
        }

        private List<String> rollupColumns(ObjectName table, String rollup) {
            List<String> columns = new ArrayList<>();
            String current = "";
            try {
                String name = SqlQuoting.name(table.database()) + "." + SqlQuoting.name(table.name());
                for (List<@Nullable String> row : link.rows("DESC " + name + " ALL")) {
                    String index = row.get(INDEX_NAME);
                    current = index == null || index.isEmpty() ? current : index;
                    String column = row.get(INDEX_COLUMN);
                    if (current.equals(rollup) && column != null && !column.isEmpty()) {
                        columns.add(column);
                    }
                }
            } catch (ServerRefusalException unseen) {
                if (unseen.transientError().isPresent()) {
                    throw unseen;
                }
                return List.of();
            }
            return columns;
        }
    }

    /** The answer to SHOW CREATE TABLE, which the server also accepts for views and materialized views. */
    sealed interface ShownText {
        /** The text of an object. */
        record Text(String text) implements ShownText {}

        /** There is no object with this name. */
        record NotFound() implements ShownText {}

        /** The server refused the statement, with this message. */
        record NotShown(String reason) implements ShownText {}

        /**
         * Sends the statement.
         *
         * @throws ConnectionLostException if the connection is lost
         * @throws ServerRefusalException if a transient error persists
         */
        static ShownText ask(ServerConnection link, ObjectName name) {
            try {
                var rows = link.rows("SHOW CREATE TABLE " + SqlQuoting.name(name));
                String text = rows.isEmpty() ? null : rows.get(0).get(1);
                return text == null ? new NotShown("the server returned no definition") : new Text(text);
            } catch (ServerRefusalException refusal) {
                if (refusal.transientError().isPresent()) {
                    throw refusal;
                }
                return isMissing(refusal) ? new NotFound() : new NotShown(refusal.reason());
            }
        }

        /** Some versions and statements report a missing table by its own error number, others only by the message. */
        private static boolean isMissing(ServerRefusalException refusal) {
            return switch (refusal.number()) {
                case 5501, 5502 -> true;
                case 1064 -> refusal.reason().contains(" is not found");
                default -> false;
            };
        }
    }
}
