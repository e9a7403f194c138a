package dev.cairn.embedded.look;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.query.Evaluator;
import dev.cairn.embedded.query.LikePattern;
import dev.cairn.embedded.query.SystemQueries;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.SchemaChangeJob;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.Filter;
import dev.cairn.sql.ast.Statement.Show;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            case CREATE_TABLE, CREATE_VIEW, CREATE_MATERIALIZED_VIEW -> create(show);
            case COLUMNS -> new ColumnShows(snapshot).columns(show, like(show, true));
            case DESCRIBE -> new ColumnShows(snapshot).describe(show);
            case INDEX -> indexes(show);
            case PARTITIONS -> partitions(show);
            case ALTER_COLUMN -> columnJobs(show);
            case ALTER_ROLLUP, ALTER_MATERIALIZED_VIEW -> rollupJobs(show);
            case ALTER_OPTIMIZE -> optimizationJobs(show);
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

    private ResultBuilder create(Show show) {
        QualifiedName name = Objects.requireNonNull(show.object());
        DatabaseObject object = snapshot.object(name)
                .orElseThrow(() -> Refusal.analysis(
                        name.span(), EmbeddedRule.TABLE_NOT_FOUND, name.last().text()));
        snapshot.requireVisible(snapshot.databaseOf(name), object);
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

    private ResultBuilder indexes(Show show) {
        QualifiedName name = ColumnShows.qualified(show);
        String database = snapshot.databaseOf(name);
        DatabaseObject object = snapshot.object(name)
                .orElseThrow(() -> Refusal.analysis(
                        name.span(), EmbeddedRule.TABLE_NOT_FOUND, name.last().text()));
        snapshot.requireVisible(database, object);
        ResultBuilder listing = ResultBuilder.shape("Table, Non_unique, Key_name, Seq_in_index, Column_name, Collation,"
                + " Cardinality, Sub_part, Packed, Null, Index_type, Comment");
        if (object instanceof DatabaseObject.OfTable table) {
            table.table().indexes().forEach(index -> index(listing, database + "." + object.name(), index));
        }
        return listing;
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

    private ResultBuilder partitions(Show show) {
        QualifiedName name = ColumnShows.qualified(show);
        String database = snapshot.databaseOf(name);
        Optional<DatabaseObject> object = snapshot.object(name);
        object.ifPresent(existing -> snapshot.requireVisible(database, existing));
        Table table = object.filter(DatabaseObject.OfTable.class::isInstance)
                .map(existing -> ((DatabaseObject.OfTable) existing).table())
                .orElseThrow(() -> Refusal.analysis(
                        name.span(),
                        EmbeddedRule.SHOWN_TABLE_NOT_FOUND,
                        name.last().text()));
        return new PartitionListing(snapshot, database, table).listing(show.temporary());
    }

    // SHOW ALTER.

    private ResultBuilder columnJobs(Show show) {
        Listing<SchemaChangeJob> listing = jobs("FinishTime")
                .column("IndexName", SchemaChangeJob::table)
                .column("IndexId", job -> job.listing().indexId())
                .column("OriginIndexId", job -> job.listing().originalIndexId())
                .column("SchemaVersion", job -> job.listing().schemaVersion());
        withState(listing, ShowStatements::progress);
        if (snapshot.profile().sharedData()) {
            listing.constant("Warehouse", "default_warehouse");
        }
        return listing.of(jobs(show, Job.Kind.COLUMN));
    }

    private ResultBuilder rollupJobs(Show show) {
        Listing<SchemaChangeJob> listing = jobs("FinishedTime")
                .column("BaseIndexName", SchemaChangeJob::table)
                .column("RollupIndexName", job -> job.listing().rollup())
                .column("RollupId", job -> job.listing().indexId());
        return withState(listing, ShowStatements::progress).of(jobs(show, Job.Kind.ROLLUP));
    }

    private ResultBuilder optimizationJobs(Show show) {
        Listing<SchemaChangeJob> listing =
                jobs("FinishTime").column("Operation", job -> job.listing().operation());
        return withState(listing, job -> job.state() == Job.State.FINISHED ? "100" : "0")
                .of(jobs(show, Job.Kind.OPTIMIZE));
    }

    /** Returns the columns with which all listings of jobs begin. */
    private static Listing<SchemaChangeJob> jobs(String finishTime) {
        return new Listing<SchemaChangeJob>()
                .column("JobId", SchemaChangeJob::id)
                .column("TableName", SchemaChangeJob::table)
                .column("CreateTime", job -> SessionSnapshot.time(job.created()))
                .column(finishTime, job -> job.finished() == null ? null : SessionSnapshot.time(job.finished()));
    }

    /** Adds the columns with which all listings of jobs end. */
    private static Listing<SchemaChangeJob> withState(
            Listing<SchemaChangeJob> listing, Listing.Value<SchemaChangeJob> progress) {
        return listing.column("TransactionId", SchemaChangeJob::transaction)
                .column("State", SchemaChangeJob::state)
                .column("Msg", SchemaChangeJob::message)
                .column("Progress", progress)
                .column("Timeout", job -> job.listing().timeout());
    }

    /** Returns the progress of a job, which is printed only while it runs. */
    private static @Nullable String progress(SchemaChangeJob job) {
        return job.state() == Job.State.RUNNING ? "0/1" : null;
    }

    private Stream<SchemaChangeJob> jobs(Show show, Job.Kind kind) {
        String database = snapshot.databaseName(show.database());
        snapshot.existingDatabase(database);
        return snapshot.state().jobs().all().stream()
                .filter(job -> job.kind() == kind && job.databaseId() == snapshot.id(database))
                .filter(job -> snapshot.access().everything() || isVisible(database, job));
    }

    private boolean isVisible(String database, SchemaChangeJob job) {
        return snapshot.database(database)
                .flatMap(owner -> DatabaseObject.of(owner, job.table()))
                .filter(object -> snapshot.sees(database, object))
                .isPresent();
    }
}
