package dev.cairn.embedded.state;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.QueryObserver;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.embedded.account.Accounts;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The complete state of the server at one moment. It is immutable.
 *
 * @param lastId the last id that was assigned to an object, a job, a load or a refresh
 */
public record ClusterState(
        Catalog catalog,
        Identities identities,
        JobRegistry jobs,
        Accounts accounts,
        LoadRegistry loads,
        RefreshRuns runs,
        PartitionVersions versions,
        FrontendPorts ports,
        long lastId) {
    private static final long FIRST_ID = 10_000;

    /** Returns a state with nothing but accounts. */
    public static ClusterState initial(Accounts accounts) {
        return new ClusterState(
                Catalog.EMPTY,
                Identities.NONE,
                JobRegistry.EMPTY,
                accounts,
                LoadRegistry.EMPTY,
                RefreshRuns.NONE,
                PartitionVersions.NONE,
                FrontendPorts.USUAL,
                FIRST_ID);
    }

    ClusterState with(Catalog newCatalog) {
        return copy(draft -> draft.catalog = newCatalog);
    }

    ClusterState with(Catalog newCatalog, Identities newIdentities, long newLastId) {
        return copy(draft -> {
            draft.catalog = newCatalog;
            draft.identities = newIdentities;
            draft.lastId = newLastId;
        });
    }

    ClusterState with(JobRegistry newJobs) {
        return copy(draft -> draft.jobs = newJobs);
    }

    ClusterState with(Accounts newAccounts) {
        return copy(draft -> draft.accounts = newAccounts);
    }

    ClusterState with(LoadRegistry newLoads) {
        return copy(draft -> draft.loads = newLoads);
    }

    ClusterState with(RefreshRuns newRuns) {
        return copy(draft -> draft.runs = newRuns);
    }

    ClusterState with(PartitionVersions newVersions, long newLastId) {
        return copy(draft -> {
            draft.versions = newVersions;
            draft.lastId = newLastId;
        });
    }

    ClusterState with(FrontendPorts newPorts) {
        return copy(draft -> draft.ports = newPorts);
    }

    ClusterState counting(long newLastId) {
        return copy(draft -> draft.lastId = newLastId);
    }

    private ClusterState copy(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.state();
    }

    /** Returns the state with a copy of a database: its objects, refreshes and finished loads, and the grants on them. */
    ClusterState copying(ServerProfile profile, String from, String to, InstantSource clock) {
        long[] last = {lastId};
        Identities named = identities.copying(from, to, () -> new Identity(++last[0], clock.instant()));
        Map<Long, Long> copies = named.copies(from, to);
        Database copy = new DatabaseCopy(profile, catalog, from, to)
                .of(catalog.database(from).orElseThrow());
        ClusterState after = with(catalog.with(copy), named, last[0]).with(accounts.copying(copies));
        for (Map.Entry<Long, Long> object : copies.entrySet()) {
            Optional<RefreshRun> run = runs.lastOf(object.getKey());
            if (run.isPresent()) {
                RefreshRun copied = run.get().copied(after.lastId() + 1, object.getValue(), to);
                after = after.with(after.runs().with(copied)).counting(copied.id());
            }
        }
        for (Load load : loads.all()) {
            if (load.database().equals(from) && !load.running()) {
                long copyId = copies.getOrDefault(load.tableId(), 0L);
                Load copied = load.copied(after.lastId() + 1, to, copyId);
                after = after.with(after.loads().with(copied)).counting(copied.id());
            }
        }
        return after;
    }

    /**
     * The newest 10,000 refreshes of a server, in the order of their ids.
     *
     * @param last the last refresh of each view, by the identity of the view
     */
    public record RefreshRuns(PersistentMap<RefreshRun> runs, PersistentMap<RefreshRun> last) {
        static final RefreshRuns NONE = new RefreshRuns(PersistentMap.empty(), PersistentMap.empty());
        /** The server's default of {@code task_runs_max_history_number}. */
        private static final int KEPT = 10_000;

        RefreshRuns with(RefreshRun run) {
            PersistentMap<RefreshRun> all = runs.with(key(run.id()), run);
            if (all.size() > KEPT) {
                all = all.without(all.iterator().next().getKey());
            }
            return new RefreshRuns(all, last.with(key(run.view()), run));
        }

        /** Removes the refreshes of a database that can't be recovered. */
        RefreshRuns without(String database) {
            RefreshRuns left = NONE;
            for (RefreshRun run : all()) {
                left = run.database().equals(database) ? left : left.with(run);
            }
            return left;
        }

        /** Marks the last refresh of a view as failed. */
        RefreshRuns failing(long view, String words) {
            return lastOf(view).map(run -> with(run.failing(words))).orElse(this);
        }

        private static String key(long id) {
            return String.format("%019d", id);
        }

        public Optional<RefreshRun> lastOf(long view) {
            return last.get(key(view));
        }

        public List<RefreshRun> all() {
            List<RefreshRun> all = new ArrayList<>(runs.size());
            for (Map.Entry<String, RefreshRun> entry : runs) {
                all.add(entry.getValue());
            }
            return all;
        }
    }

    /**
     * The newest 1,000 loads of a server, in the order of their ids. A label can't be reused while its load is kept.
     */
    public record LoadRegistry(PersistentMap<Load> loads, PersistentMap<Long> labels) {
        static final LoadRegistry EMPTY = new LoadRegistry(PersistentMap.empty(), PersistentMap.empty());
        /** The server's default of {@code label_keep_max_num}. */
        private static final int KEPT = 1_000;

        /** Returns whether a load with this label is running or was committed; the label of another can be reused. */
        public boolean hasLabel(String database, String label) {
            return find(database, label)
                    .filter(load -> load.phase() != Load.Phase.ABORTED)
                    .isPresent();
        }

        /** Returns the newest load with this label. */
        public Optional<Load> find(String database, String label) {
            return labels.get(database + "." + label).flatMap(id -> loads.get(key(id)));
        }

        /** Returns the loads that have begun and not ended. */
        public List<Load> running() {
            return all().stream().filter(Load::running).toList();
        }

        LoadRegistry with(Load load) {
            PersistentMap<Load> all = loads.with(key(load.id()), load);
            PersistentMap<Long> used = labels.with(load.database() + "." + load.label(), load.id());
            if (all.size() > KEPT) {
                Load oldest = oldestEnded(all);
                all = all.without(key(oldest.id()));
                String label = oldest.database() + "." + oldest.label();
                used = used.get(label).filter(id -> id == oldest.id()).isPresent() ? used.without(label) : used;
            }
            return new LoadRegistry(all, used);
        }

        /** Removes the loads of a dropped database, so that a new database of the same name can use all labels. */
        LoadRegistry without(String database) {
            LoadRegistry left = EMPTY;
            for (Load load : all()) {
                left = load.database().equals(database) ? left : left.with(load);
            }
            return left;
        }

        private static Load oldestEnded(PersistentMap<Load> loads) {
            for (Load load : loads.values()) {
                if (!load.running()) {
                    return load;
                }
            }
            return loads.iterator().next().getValue();
        }

        private static String key(long id) {
            return String.format("%019d", id);
        }

        public List<Load> all() {
            List<Load> all = new ArrayList<>(loads.size());
            for (Map.Entry<String, Load> entry : loads) {
                all.add(entry.getValue());
            }
            return all;
        }
    }

    /** The newest 10,000 jobs of a server, in the order of their ids. It is immutable. */
    public static final class JobRegistry {
        public static final JobRegistry EMPTY = new JobRegistry(PersistentMap.empty(), PersistentMap.empty());
        private static final int KEPT = 10_000;

        private final PersistentMap<SchemaChangeJob> jobs;
        private final PersistentMap<SchemaChangeJob> running;

        private JobRegistry(PersistentMap<SchemaChangeJob> jobs, PersistentMap<SchemaChangeJob> running) {
            this.jobs = jobs;
            this.running = running;
        }

        public JobRegistry with(SchemaChangeJob job) {
            String key = String.format("%019d", job.id());
            PersistentMap<SchemaChangeJob> all = jobs.with(key, job);
            if (all.size() > KEPT) {
                all = all.without(all.iterator().next().getKey());
            }
            return new JobRegistry(all, job.state().isFinal() ? running.without(key) : running.with(key, job));
        }

        /** Removes the jobs of a database that can't be recovered. */
        JobRegistry without(String database) {
            JobRegistry left = EMPTY;
            for (SchemaChangeJob job : all()) {
                left = job.database().equals(database) ? left : left.with(job);
            }
            return left;
        }

        public boolean isIdle() {
            return running.isEmpty();
        }

        /** Returns the jobs that have not ended, the oldest first. */
        public List<SchemaChangeJob> running() {
            return values(running);
        }

        public List<SchemaChangeJob> all() {
            return values(jobs);
        }

        /** Returns the job with this id. */
        Optional<SchemaChangeJob> find(long id) {
            return jobs.get(String.format("%019d", id));
        }

        public Optional<SchemaChangeJob> on(String database, String table) {
            return running().stream()
                    .filter(job -> job.isUnder(database, table))
                    .findFirst();
        }

        private static List<SchemaChangeJob> values(PersistentMap<SchemaChangeJob> map) {
            List<SchemaChangeJob> values = new ArrayList<>(map.size());
            for (Map.Entry<String, SchemaChangeJob> entry : map) {
                values.add(entry.getValue());
            }
            return values;
        }
    }

    /**
     * Copies the objects of a database under another name. Where a query or a constraint names the database, the copy names
     * its own.
     */
    private record DatabaseCopy(ServerProfile profile, Catalog catalog, String from, String to) {
        /** Dropped objects and temporary tables are not copied. */
        Database of(Database source) {
            Database copy = Database.of(to, source.properties());
            for (Map.Entry<String, Table> table : source.tables()) {
                copy = copy.with(table(table.getValue()));
            }
            for (Map.Entry<String, View> view : source.views()) {
                copy = copy.with(view(view.getValue()));
            }
            for (Map.Entry<String, MaterializedView> view : source.materializedViews()) {
                copy = copy.with(view(view.getValue()));
            }
            return copy;
        }

        private Table table(Table table) {
            List<Rollup> rollups = table.rollups().stream()
                    .map(rollup -> rollup.query() == null
                            ? rollup
                            : new Rollup(rollup.name(), rollup.merged(), rollup.columns(), query(rollup.query(), from)))
                    .toList();
            return table.withRollups(rollups).withProperties(properties(table.properties()));
        }

        private View view(View view) {
            return new View(
                    view.name(), view.columns(), view.comment(), view.security(), definition(view.definition()));
        }

        private MaterializedView view(MaterializedView view) {
            return view.defined(view.columns(), definition(view.definition()))
                    .withProperties(properties(view.properties()));
        }

        private ViewDefinition definition(ViewDefinition definition) {
            List<BaseRelation> bases =
                    definition.bases().stream().map(this::base).toList();
            String database = definition.database();
            return new ViewDefinition(
                    query(definition.query(), database), from.equals(database) ? to : database, bases);
        }

        private BaseRelation base(BaseRelation base) {
            return base.database().equals(from)
                    ? new BaseRelation(to, base.name(), base.direct(), base.columns(), base.renamed(), base.dropped())
                    : base;
        }

        /** Constraints name tables with catalog and database. */
        private StoredProperties properties(StoredProperties properties) {
            StoredProperties copied = properties;
            for (KnownProperty constraint :
                    List.of(KnownProperty.UNIQUE_CONSTRAINTS, KnownProperty.FOREIGN_KEY_CONSTRAINTS)) {
                String value = constraint.in(properties).orElse("");
                if (value.contains("." + from + ".")) {
                    copied = copied.with(constraint.text(), value.replace("." + from + ".", "." + to + "."));
                }
            }
            return copied;
        }

        private QueryText query(QueryText query, @Nullable String database) {
            if (!query.text().contains(from)) {
                return query;
            }
            Query parsed = Sql.parseQuery(query.text()); // its spans are places in this text
            DatabaseNames names = new DatabaseNames(from);
            try {
                new QueryAnalysis(profile, new CatalogSources(profile, catalog), database, names).of(parsed);
            } catch (Refusal invalid) {
                return query; // a view whose bases were dropped or changed; its copy can't be queried either
            }
            if (names.places.isEmpty()) {
                return query;
            }
            StringBuilder text = new StringBuilder(query.text());
            for (Span place : names.places.descendingMap().values()) {
                text.replace(place.offset(), place.offset() + place.length(), "`" + to + "`");
            }
            return new QueryText(text.toString(), Sql.parseQuery(text.toString()), Span.NONE);
        }

        /** Collects the places where a query names a database. */
        private static final class DatabaseNames implements QueryObserver {
            private final String database;
            private final NavigableMap<Integer, Span> places = new TreeMap<>();

            DatabaseNames(String database) {
                this.database = database;
            }

            @Override
            public void source(Relation.Named relation, RelationName name, Source source) {
                relation.name().qualifier().ifPresent(this::add);
            }

            @Override
            public void column(Expression.Reference reference, RelationField field) {
                RelationName relation = field.relation();
                List<Name> parts = reference.name().parts();
                for (int i = 0; relation != null && i + 2 < parts.size(); i++) {
                    if (relation.matches(parts.subList(0, i + 2))) {
                        add(parts.get(i));
                    }
                }
            }

            private void add(Name name) {
                if (name.text().equals(database)) {
                    places.put(name.span().offset(), name.span());
                }
            }
        }
    }

    /** The parts of a state while a copy of it is made. */
    private static final class Draft {
        private Catalog catalog;
        private Identities identities;
        private JobRegistry jobs;
        private Accounts accounts;
        private LoadRegistry loads;
        private RefreshRuns runs;
        private PartitionVersions versions;
        private FrontendPorts ports;
        private long lastId;

        Draft(ClusterState state) {
            this.catalog = state.catalog;
            this.identities = state.identities;
            this.jobs = state.jobs;
            this.accounts = state.accounts;
            this.loads = state.loads;
            this.runs = state.runs;
            this.versions = state.versions;
            this.ports = state.ports;
            this.lastId = state.lastId;
        }

        ClusterState state() {
            return new ClusterState(catalog, identities, jobs, accounts, loads, runs, versions, ports, lastId);
        }
    }
}
