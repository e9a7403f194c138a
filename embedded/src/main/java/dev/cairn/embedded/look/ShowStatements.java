package dev.cairn.embedded.look;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.job.JobKind;
import dev.cairn.embedded.job.JobState;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.query.Evaluator;
import dev.cairn.embedded.query.LikePattern;
import dev.cairn.embedded.query.SystemQueries;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.SchemaChangeJob;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.Filter;
import dev.cairn.sql.ast.Statement.Show;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers SHOW and DESC. */
public final class ShowStatements {
    private final SessionSnapshot snapshot;
    private final Evaluator evaluator;

    public ShowStatements(SessionSnapshot snapshot, Evaluator evaluator) {
        this.snapshot = snapshot;
        this.evaluator = evaluator;
    }

    public Answer answer(Show show) {
        return filtered(listing(show), show.filter());
    }

    private Answer filtered(ResultBuilder listing, Filter filter) {
        if (filter.where() == null && filter.orderBy().isEmpty() && filter.limit() == null) {
            return listing.answer();
        }
        return SystemQueries.chosen(listing.relation(), filter, evaluator);
    }

    private ResultBuilder listing(Show show) {
        return switch (show.what()) {
            case DATABASES -> new DatabaseShows(snapshot).databases(like(show, true));
            case TABLES -> new DatabaseShows(snapshot).tables(show, like(show, true));
            case TABLE_STATUS -> new DatabaseShows(snapshot).status(show, like(show, true));
            case CREATE_DATABASE -> new DatabaseShows(snapshot).create(show);
            case CREATE_TABLE, CREATE_VIEW, CREATE_MATERIALIZED_VIEW -> new CreateShows(snapshot).create(show);
            case COLUMNS -> new ColumnShows(snapshot).columns(show, like(show, true));
            case DESCRIBE -> new ColumnShows(snapshot).describe(show);
            case INDEX -> new TableShows(snapshot).indexes(show);
            case PARTITIONS -> new TableShows(snapshot).partitions(show);
            case ALTER_COLUMN -> new JobShows(snapshot).columns(show);
            case ALTER_ROLLUP, ALTER_MATERIALIZED_VIEW -> new JobShows(snapshot).rollups(show);
            case ALTER_OPTIMIZE -> new JobShows(snapshot).optimizations(show);
            case MATERIALIZED_VIEWS ->
                new MaterializedViewListing(snapshot).show(snapshot.databaseName(show.database()), like(show, true));
            case VARIABLES -> variables(like(show, false));
        };
    }

    private static Predicate<String> like(Show show, boolean caseSensitive) {
        String like = show.filter().like();
        return like == null ? name -> true : LikePattern.of(like, caseSensitive)::matches;
    }

    /** Answers SHOW VARIABLES. */
    private ResultBuilder variables(Predicate<String> like) {
        ResultBuilder listing = new ResultBuilder()
                .column("Variable_name", ResultColumnType.varchar(20))
                .column("Value", ResultColumnType.varchar(20));
        for (List<@Nullable String> row : snapshot.session().variables().shown(false)) {
            if (like.test(Objects.requireNonNull(row.get(0)))) {
                listing.row(row.get(0), row.get(1));
            }
        }
        return listing;
    }

    /**
     * Answers SHOW CREATE TABLE, VIEW and MATERIALIZED VIEW, each of which also accepts objects of some other kinds.
     */
    private static final class CreateShows {
        private final SessionSnapshot snapshot;

        CreateShows(SessionSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        ResultBuilder create(Show show) {
            QualifiedName name = Objects.requireNonNull(show.object());
            DatabaseObject object = snapshot.object(name)
                    .orElseThrow(() ->
                            Refusal.analysis(name.span(), "Table " + name.last().text() + " is not found"));
            if (!snapshot.sees(snapshot.databaseOf(name), object)) {
                throw snapshot.access().denied("ANY", ObjectKind.TABLE, object.name());
            }
            if (object instanceof DatabaseObject.OfTable table) {
                requireKind(show, name, show.what() == Show.What.CREATE_TABLE);
                return ResultBuilder.of("Table", "Create Table")
                        .row(object.name(), ShowCreate.text(snapshot.profile(), table.table()));
            }
            if (object instanceof DatabaseObject.OfView view) {
                requireKind(show, name, show.what() != Show.What.CREATE_MATERIALIZED_VIEW);
                return view(object.name(), ShowCreate.text(view.view()));
            }
            MaterializedView view = ((DatabaseObject.OfMaterializedView) object).view();
            if (show.what() == Show.What.CREATE_VIEW) {
                String query = view.definition().query().text();
                return view(object.name(), "CREATE VIEW `" + object.name() + "` AS " + query);
            }
            return ResultBuilder.of("Materialized View", "Create Materialized View")
                    .row(object.name(), ShowCreate.text(snapshot.profile(), view));
        }

        private void requireKind(Show show, QualifiedName name, boolean fits) {
            if (!fits) {
                String kind = show.what() == Show.What.CREATE_VIEW ? "VIEW" : "MATERIALIZED VIEW";
                throw Refusal.analysis(
                        name.span(),
                        ServerError.WRONG_OBJECT,
                        snapshot.databaseOf(name),
                        name.last().text(),
                        kind);
            }
        }

        private static ResultBuilder view(String name, String text) {
            return new ResultBuilder()
                    .column("View", ResultColumnType.varchar(20))
                    .column("Create View", ResultColumnType.varchar(30))
                    .column("character_set_client", ResultColumnType.varchar(30))
                    .column("collation_connection", ResultColumnType.varchar(30))
                    .row(name, text, "utf8", "utf8_general_ci");
        }
    }

    /** Answers SHOW INDEX and SHOW PARTITIONS. */
    private static final class TableShows {
        private final SessionSnapshot snapshot;

        TableShows(SessionSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        ResultBuilder indexes(Show show) {
            QualifiedName name = named(show);
            String database = snapshot.databaseOf(name);
            DatabaseObject object = snapshot.object(name)
                    .orElseThrow(() ->
                            Refusal.analysis(name.span(), "Table " + name.last().text() + " is not found"));
            requireVisible(database, object);
            ResultBuilder listing = ResultBuilder.of(
                    "Table",
                    "Non_unique",
                    "Key_name",
                    "Seq_in_index",
                    "Column_name",
                    "Collation",
                    "Cardinality",
                    "Sub_part",
                    "Packed",
                    "Null",
                    "Index_type",
                    "Comment");
            if (object instanceof DatabaseObject.OfTable table) {
                table.table().indexes().forEach(index -> index(listing, database + "." + object.name(), index));
            }
            return listing;
        }

        private void requireVisible(String database, DatabaseObject object) {
            if (!snapshot.sees(database, object)) {
                throw snapshot.access().denied("ANY", ObjectKind.TABLE, object.name());
            }
        }

        private static void index(ResultBuilder listing, String table, IndexDefinition index) {
            String columns = index.columns().stream().map(Name::text).collect(Collectors.joining(","));
            String comment = Optional.ofNullable(index.comment()).orElse("");
            listing.row(table, "", index.name().text(), "", columns, "", "", "", "", "", kind(index), comment);
        }

        private static String kind(IndexDefinition index) {
            String kind = String.valueOf(index.kind());
            if (index.properties().isEmpty()) {
                return kind;
            }
            return index.properties().stream()
                    .sorted(Comparator.comparing(Property::name))
                    .map(property -> "\"" + property.name() + "\" = \"" + property.value() + "\"")
                    .collect(Collectors.joining(", ", kind + "(", ")"));
        }

        private static QualifiedName named(Show show) {
            QualifiedName name = Objects.requireNonNull(show.object());
            return show.database() == null
                    ? name
                    : QualifiedName.of(
                            show.database().last().text(), name.last().text());
        }

        ResultBuilder partitions(Show show) {
            QualifiedName name = named(show);
            String database = snapshot.databaseOf(name);
            Optional<DatabaseObject> object = snapshot.object(name);
            object.ifPresent(found -> requireVisible(database, found));
            Table table = object.filter(DatabaseObject.OfTable.class::isInstance)
                    .map(found -> ((DatabaseObject.OfTable) found).table())
                    .orElseThrow(() -> Refusal.analysis(
                            name.span(),
                            "Table[" + name.last().text() + "] does not exists or is not OLAP/Paimon table"));
            return new PartitionListing(snapshot, database, table).listing(show.temporary());
        }
    }

    /** Answers SHOW ALTER. */
    private static final class JobShows {
        private final SessionSnapshot snapshot;

        JobShows(SessionSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        private List<SchemaChangeJob> jobs(Show show, JobKind kind) {
            String database = snapshot.databaseName(show.database());
            snapshot.existingDatabase(database);
            return snapshot.state().jobs().all().stream()
                    .filter(job -> job.kind() == kind && job.databaseId() == snapshot.id(database))
                    .filter(job -> snapshot.access().everything() || isVisible(database, job))
                    .toList();
        }

        private boolean isVisible(String database, SchemaChangeJob job) {
            Optional<DatabaseObject> object =
                    snapshot.database(database).flatMap(found -> DatabaseObject.of(found, job.table()));
            return object.filter(found -> snapshot.sees(database, found)).isPresent();
        }

        ResultBuilder columns(Show show) {
            boolean shared = snapshot.profile().sharedData();
            ResultBuilder listing = ResultBuilder.of(
                    "JobId",
                    "TableName",
                    "CreateTime",
                    "FinishTime",
                    "IndexName",
                    "IndexId",
                    "OriginIndexId",
                    "SchemaVersion",
                    "TransactionId",
                    "State",
                    "Msg",
                    "Progress",
                    "Timeout");
            if (shared) {
                ResultBuilder.of("Warehouse")
                        .relation()
                        .columns()
                        .forEach(column -> listing.column(column.name(), column.type()));
            }
            for (SchemaChangeJob job : jobs(show, JobKind.COLUMN)) {
                Object[] values = {
                    job.id(),
                    job.table(),
                    SessionSnapshot.time(job.created()),
                    finished(job),
                    job.table(),
                    job.listing().indexId(),
                    job.listing().originalIndexId(),
                    job.listing().schemaVersion(),
                    job.transaction(),
                    job.state(),
                    job.message(),
                    progress(job),
                    job.listing().timeout(),
                    "default_warehouse"
                };
                listing.row(shared ? values : Arrays.copyOf(values, values.length - 1));
            }
            return listing;
        }

        /** Returns the progress of a job, which is printed only while it runs. */
        private static @Nullable String progress(SchemaChangeJob job) {
            return job.state() == JobState.RUNNING ? "0/1" : null;
        }

        private static @Nullable String finished(SchemaChangeJob job) {
            Instant finished = job.finished();
            return finished == null ? null : SessionSnapshot.time(finished);
        }

        ResultBuilder rollups(Show show) {
            ResultBuilder listing = ResultBuilder.of(
                    "JobId",
                    "TableName",
                    "CreateTime",
                    "FinishedTime",
                    "BaseIndexName",
                    "RollupIndexName",
                    "RollupId",
                    "TransactionId",
                    "State",
                    "Msg",
                    "Progress",
                    "Timeout");
            for (SchemaChangeJob job : jobs(show, JobKind.ROLLUP)) {
                listing.row(
                        job.id(),
                        job.table(),
                        SessionSnapshot.time(job.created()),
                        finished(job),
                        job.table(),
                        job.listing().rollup(),
                        job.listing().indexId(),
                        job.transaction(),
                        job.state(),
                        job.message(),
                        progress(job),
                        job.listing().timeout());
            }
            return listing;
        }

        ResultBuilder optimizations(Show show) {
            ResultBuilder listing = ResultBuilder.of(
                    "JobId",
                    "TableName",
                    "CreateTime",
                    "FinishTime",
                    "Operation",
                    "TransactionId",
                    "State",
                    "Msg",
                    "Progress",
                    "Timeout");
            for (SchemaChangeJob job : jobs(show, JobKind.OPTIMIZE)) {
                listing.row(
                        job.id(),
                        job.table(),
                        SessionSnapshot.time(job.created()),
                        finished(job),
                        job.listing().operation(),
                        job.transaction(),
                        job.state(),
                        job.message(),
                        job.state() == JobState.FINISHED ? "100" : "0",
                        job.listing().timeout());
            }
            return listing;
        }
    }
}
