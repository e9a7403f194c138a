package dev.cairn.engine.materialized;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.function.RestrictedPart;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.source.QuerySources;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.Division;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.expression.ExpressionNormalization;
import dev.cairn.engine.property.SwappedConstraints;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.engine.query.DefiningQuery.RewrittenSelect;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.engine.view.InactiveReason;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CancelRefresh;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.DropMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange.AddColumn;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applies statements that drop, change or activate whole materialized views. */
public final class MaterializedViewDdl {
    private MaterializedViewDdl() {}

    public static StatementResult create(ServerState server, CreateMaterializedView statement) {
        boolean synchronous = statement.refresh() == null && statement.distribution() == null;
        return synchronous
                ? SynchronousViewCreation.create(server, statement)
                : MaterializedViewCreation.create(server, statement);
    }

    public static StatementResult drop(ServerState server, DropMaterializedView statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        Database database = place.database(server)
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
        Optional<MaterializedView> view = database.materializedView(place.table());
        if (view.isPresent()) {
            return server.changed(DependentMaterializedViews.of(server.catalog().with(database.without(view.get())))
                    .orphaned(database.name(), place.table()));
        }
        return dropSynchronous(server, statement, place, database);
    }

    /**
     * Drops a synchronous view, which is a rollup of a table. The server also counts a table as one of its own rollups.
     */
    private static StatementResult dropSynchronous(
            ServerState server, DropMaterializedView statement, ResolvedTableName place, Database database) {
        for (Table table : database.tables().values()) {
            boolean has = table.rollup(place.table()).isPresent();
            if (has || table.name().equals(place.table())) {
                AlterTableContext.requireIdle(table, place.span());
                if (!has) {
                    throw Refusal.execution(place.span(), MaterializedViewRule.BASE_INDEX_DROPPED);
                }
                List<Rollup> left = table.rollups().stream()
                        .filter(rollup -> !rollup.name().equals(place.table()))
                        .toList();
                return server.changed(database.with(table.withRollups(left)));
            }
        }
        if (statement.ifExists()) {
            return server.unchanged();
        }
        throw Refusal.execution(place.span(), MaterializedViewRule.NOT_FOUND, place.table());
    }

    public static StatementResult refresh(ServerState server, RefreshMaterializedView statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        Database database = place.database(server)
                .orElseThrow(() -> located(place, MaterializedViewRule.DATABASE_NOT_FOUND, place.database()));
        if (!database.holds(place.table())) {
            throw located(place, MaterializedViewRule.REFRESHED_VIEW_NOT_FOUND, place.table());
        }
        MaterializedView view = database.materializedView(place.table())
                .orElseThrow(() -> located(place, MaterializedViewRule.REFRESHED_OBJECT_NOT_A_VIEW, place.table()));
        if (MaterializedView.INACTIVE_BY_HAND.equals(view.inactive())) {
            throw located(place, MaterializedViewRule.REFRESHED_VIEW_INACTIVE, view.name(), view.name());
        }
        checkPartitions(statement, place, view);
        return server.unchanged();
    }

    private static void checkPartitions(
            RefreshMaterializedView statement, ResolvedTableName place, MaterializedView view) {
        boolean range = statement.start() != null;
        if (!range && statement.values().isEmpty()) {
            return;
        }
        if (view.division() == Division.UNPARTITIONED) {
            throw located(place, MaterializedViewRule.REFRESH_OF_PARTITION_WITHOUT_PARTITIONS);
        }
        if (range && view.division() != Division.RANGE) {
            throw located(place, MaterializedViewRule.REFRESH_OF_RANGE_WITHOUT_RANGES);
        }
        if (!range && view.division() != Division.LIST) {
            throw located(place, MaterializedViewRule.REFRESH_OF_LIST_WITHOUT_LISTS);
        }
    }

    private static Refusal located(ResolvedTableName place, RefusalRule rule, Object... arguments) {
        return Refusal.located(place.span(), place.span(), rule, arguments);
    }

    public static StatementResult cancel(ServerState server, CancelRefresh statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        Database database = place.database(server)
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
        if (database.materializedView(place.table()).isEmpty()) {
            throw Refusal.execution(place.span(), MaterializedViewRule.REFRESHED_VIEW_NOT_FOUND, place.table());
        }
        return server.unchanged();
    }

    public static StatementResult alter(ServerState server, AlterMaterializedView statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        MaterializedView view = existing(server, statement.name());
        Database database = place.existingDatabase(server);
        MaterializedViewChange change = statement.change();
        MaterializedViewModification alteration = new MaterializedViewModification(server, database, view, statement);
        if (change instanceof MaterializedViewChange.SetRefresh set) {
            return alteration.refresh(set);
        }
        if (change instanceof MaterializedViewChange.Rename rename) {
            return alteration.rename(rename);
        }
        if (change instanceof MaterializedViewChange.Swap swap) {
            return alteration.swap(swap);
        }
        if (change instanceof MaterializedViewChange.SetProperties set) {
            StoredProperties altered =
                    MaterializedProperties.altered(server, database.name(), view, set.properties(), statement.span());
            return server.changed(database.with(view.withProperties(altered)));
        }
        if (change instanceof MaterializedViewChange.Activate) {
            return MaterializedViewActivation.activate(server, database, view, statement.span());
        }
        if (change instanceof MaterializedViewChange.Deactivate) {
            return alteration.deactivate();
        }
        return change instanceof MaterializedViewChange.AddColumn add
                ? AggregateColumns.add(server, database, view, add)
                : AggregateColumns.drop(server, database, view, ((MaterializedViewChange.DropColumn) change).name());
    }

    private static MaterializedView existing(ServerState server, QualifiedName name) {
        ResolvedTableName place = ResolvedTableName.of(server, name);
        Optional<Database> database = place.database(server);
        if (database.filter(found -> found.holds(place.table())).isEmpty()) {
            boolean alone = server.profile().atLeast(Version.V4_0);
            String shownName = alone ? place.table() : place.inDatabase();
            throw Refusal.analysis(place.span(), MaterializedViewRule.NOT_FOUND, shownName);
        }
        return database.flatMap(found -> found.materializedView(place.table()))
                .orElseThrow(() -> located(place, MaterializedViewRule.NOT_ASYNCHRONOUS, place.table()));
    }

    /** Applies ALTER MATERIALIZED VIEW, except for properties, columns and ACTIVE. */
    private record MaterializedViewModification(
            ServerState server, Database database, MaterializedView view, AlterMaterializedView statement) {
        StatementResult refresh(MaterializedViewChange.SetRefresh change) {
            new RefreshScheme(change.refresh()).requirePositive();
            if (change.refresh().scheme() == Refresh.Scheme.INCREMENTAL) {
                throw Refusal.execution(statement.span(), MaterializedViewRule.MADE_INCREMENTAL);
            }
            boolean onEveryLoad = change.refresh().scheme() == Refresh.Scheme.ASYNC
                    && change.refresh().every() == null;
            if (onEveryLoad && readsViews()) {
                throw Refusal.execution(statement.span(), MaterializedViewRule.INTERVAL_REQUIRED);
            }
            return server.changed(
                    database.with(view.refreshed(new RefreshScheme(change.refresh()).replacing(view.refresh()))));
        }

        /** Whether the view reads anything but tables and materialized views, whose loads the server can follow. */
        private boolean readsViews() {
            return view.definition().bases().stream()
                    .filter(BaseRelation::direct)
                    .anyMatch(base -> server.catalog()
                            .database(base.database())
                            .filter(in -> in.table(base.name()).isPresent()
                                    || in.materializedView(base.name()).isPresent())
                            .isEmpty());
        }

        StatementResult rename(MaterializedViewChange.Rename change) {
            Name to = change.to();
            if (view.name().equals(to.text())) {
                throw Refusal.analysis(to.span(), NameRule.RENAMED_TO_ITSELF, to);
            }
            NameRules.checkTable(to.text(), to.span());
            if (database.holds(to.text())) {
                throw Refusal.analysis(to.span(), MaterializedViewRule.NAME_USED, to);
            }
            Catalog renamed = server.catalog().with(database.without(view).with(view.named(to.text())));
            return server.changed(
                    DependentMaterializedViews.of(renamed).following(database.name(), view.name(), to.text()));
        }

        /**
         * Swaps the names of two views. The views that read one of them are deactivated, and then read it under its new
         * name.
         */
        StatementResult swap(MaterializedViewChange.Swap change) {
            Name with = change.with();
            boolean table = database.tables().contains(with.text());
            Optional<MaterializedView> found = database.materializedView(with.text());
            if (!table && found.isEmpty()) {
                throw Refusal.execution(with.span(), NameRule.SWAPPED_OBJECT_NOT_FOUND, with);
            }
            if (with.text().equals(view.name())) {
                throw Refusal.execution(with.span(), NameRule.NAME_OF_ROLLUP, with);
            }
            MaterializedView other =
                    found.orElseThrow(() -> Refusal.execution(with.span(), NameRule.VIEW_SWAPPED_WITH_TABLE));
            SwappedConstraints.requireSameCounts(view.properties(), other.properties(), with);
            DependentMaterializedViews dependents = DependentMaterializedViews.of(server.catalog());
            dependents.inactivated(database.name(), view.name(), InactiveReason.swapped(view.name()));
            dependents.inactivated(database.name(), other.name(), InactiveReason.swapped(other.name()));
            Catalog exchanged = dependents.exchanging(database.name(), view.name(), other.name());
            Database after = exchanged.database(database.name()).orElseThrow();
            MaterializedView one = after.materializedView(view.name()).orElseThrow();
            MaterializedView two = after.materializedView(other.name()).orElseThrow();
            return server.changed(
                    exchanged.with(after.with(one.named(two.name())).with(two.named(one.name()))));
        }

        StatementResult deactivate() {
            return view.active()
                    ? server.changed(DependentMaterializedViews.of(server.catalog())
                            .inactivated(database.name(), view, MaterializedView.INACTIVE_BY_HAND))
                    : server.unchanged();
        }
    }

    /** Applies ACTIVE: the view's statement is analysed again as if it were new, and must produce the same columns. */
    private static final class MaterializedViewActivation {
        private final ServerState server;
        private final MaterializedView view;
        private final Span at;

        private MaterializedViewActivation(ServerState server, Database database, MaterializedView view, Span at) {
            this.server = new ServerState(server.profile(), server.catalog(), new Session(database.name()));
            this.view = view;
            this.at = at;
        }

        static StatementResult activate(ServerState server, Database database, MaterializedView view, Span at) {
            String reason = view.inactive();
            if (reason == null || InactiveReason.isPermanent(reason)) {
                return server.unchanged();
            }
            return server.changed(
                    database.with(new MaterializedViewActivation(server, database, view, at).activated()));
        }

        private MaterializedView activated() {
            MaterializedView again;
            try {
                again = analysedAgain();
                requireSame(again);
            } catch (Refusal refusal) {
                Refusal failed = Refusal.analysis(
                        at,
                        MaterializedViewRule.CANNOT_ACTIVATE,
                        view.name(),
                        ShowCreate.text(server.profile(), view),
                        refusal.getMessage());
                // The server stores the columns of *, so that it misses a column itself instead of counting them.
                throw refusal.breaks(ServerError.VIEW_COLUMN_COUNT) ? failed : failed.numberedAs(refusal);
            }
            ViewDefinition definition =
                    again.definition().withFormer(view.definition().bases());
            List<String> lost = losesPartitionedTable(again) ? partitionedTables(again) : List.of();
            return view.defined(view.columns(), definition)
                    .inactivated(lost.isEmpty() ? null : InactiveReason.partitionsLost(view.name(), lost));
        }

        /**
         * Whether a partitioned view no longer reads any of the partitioned tables that it read before: the server looks for
         * the table that the partitions follow under the name that it had when the view was created.
         */
        private boolean losesPartitionedTable(MaterializedView again) {
            List<BaseRelation> bases = view.definition().bases();
            // A swap or a drop does not change the names that the server looks for.
            if (view.division() == Division.UNPARTITIONED || bases.stream().anyMatch(BaseRelation::dropped)) {
                return false;
            }
            List<String> before = bases.stream()
                    .filter(base -> base.direct() || !base.renamed())
                    .map(MaterializedViewActivation::qualified)
                    .toList();
            return partitionedTables(again).stream().noneMatch(before::contains);
        }

        private List<String> partitionedTables(MaterializedView reader) {
            return reader.definition().bases().stream()
                    .filter(base -> server.catalog()
                            .table(base.database(), base.name())
                            .filter(table -> !(table.partitioning() instanceof Partitioning.None))
                            .isPresent())
                    .map(MaterializedViewActivation::qualified)
                    .toList();
        }

        private static String qualified(BaseRelation base) {
            return ResolvedTableName.INTERNAL_CATALOG + "." + base.database() + "." + base.name();
        }

        private MaterializedView analysedAgain() {
            CreateMaterializedView statement = ShowCreate.shown(server.profile(), view);
            ViewDefinition before = view.definition();
            DefiningQuery query = DefiningQuery.of(server, before.query(), before.database(), sources());
            return MaterializedViewCreation.analysedAgain(server, statement, query);
        }

        /**
         * The tables that the view's query reads. The server stores each {@code *} as the columns that it stood for
         * when the view was created.
         */
        private QuerySources sources() {
            QuerySources all = new CatalogSources(server.profile(), server.catalog());
            return (catalog, inDatabase, name, place) -> {
                Source source = all.named(catalog, inDatabase, name, place);
                Optional<BaseRelation> base = view.definition().bases().stream()
                        .filter(each -> each.direct() && each.isNamed(inDatabase, name))
                        .findFirst();
                return base.isEmpty() ? source : narrowed(source, base.get());
            };
        }

        /**
         * A source whose {@code *} stands only for the columns that the view reads. All columns keep their position and
         * can still be referenced by name.
         */
        private static Source narrowed(Source source, BaseRelation base) {
            if (base.columns().isEmpty()) {
                return source;
            }
            List<Source.Column> columns = source.columns().stream()
                    .map(column -> new Source.Column(
                            column.name(), column.typed(), column.shown() && base.reads(column.name())))
                    .toList();
            return source.withColumns(columns);
        }

        private void requireSame(MaterializedView again) {
            if (again.columns().size() != view.columns().size()) {
                throw Refusal.analysis(
                        at,
                        MaterializedViewRule.COLUMN_COUNT_CHANGED,
                        view.columns().size(),
                        again.columns().size());
            }
            Comparator<ViewColumn> byName = Comparator.comparing(ViewColumn::name);
            List<ViewColumn> before = view.columns().stream().sorted(byName).toList();
            List<ViewColumn> after = again.columns().stream().sorted(byName).toList();
            for (int i = 0; i < before.size(); i++) {
                if (!isSame(before.get(i), after.get(i))) {
                    throw Refusal.analysis(
                            at, MaterializedViewRule.COLUMN_CHANGED, text(before.get(i)), text(after.get(i)));
                }
            }
        }

        /** Whether the columns are equal; servers since 4.0 ignore nullability and the parameters of the type. */
        private boolean isSame(ViewColumn before, ViewColumn after) {
            Type one = before.type();
            Type other = after.type();
            if (one == null || other == null) {
                return before.is(after.name());
            }
            boolean strict = !server.profile().atLeast(Version.V4_0);
            boolean types = strict
                    ? one.equals(other) && before.nullable() == after.nullable()
                    : PrimitiveType.of(one) == PrimitiveType.of(other);
            return before.is(after.name()) && types;
        }

        private static String text(ViewColumn column) {
            String type = column.type() == null ? "" : TypeText.shown(column.type());
            return "`" + column.name() + "` " + type + (column.nullable() ? " NULL" : " NOT NULL") + " COMMENT \""
                    + column.comment() + "\"";
        }
    }

    /**
     * Applies ADD COLUMN and DROP COLUMN to a materialized view over one table: an item is added to the query or
     * removed from it, and from then on the query is shown in the server's own spelling.
     */
    private static final class AggregateColumns {
        private final ServerState server;
        private final Database database;
        private final MaterializedView view;

        private AggregateColumns(ServerState server, Database database, MaterializedView view) {
            this.server = server;
            this.database = database;
            this.view = view;
        }

        static StatementResult add(ServerState server, Database database, MaterializedView view, AddColumn change) {
            return new AggregateColumns(server, database, view).add(change);
        }

        static StatementResult drop(ServerState server, Database database, MaterializedView view, Name column) {
            return new AggregateColumns(server, database, view).drop(column);
        }

        private Query.Select select(Span at) {
            if (!(view.definition().query().query().body() instanceof Query.Select select)) {
                throw Refusal.analysis(at, MaterializedViewRule.DEFINITION_NOT_SELECT);
            }
            if (!isAnalysable()) {
                throw Refusal.analysis(at, MaterializedViewRule.DEFINITION_INVALID);
            }
            if (select.from().size() != 1 || !(select.from().get(0) instanceof Relation.Named) || readsView()) {
                throw Refusal.analysis(at, MaterializedViewRule.DEFINITION_OF_SEVERAL_TABLES);
            }
            boolean windows = select.items().stream()
                    .anyMatch(item ->
                            item instanceof Query.Item.Value value && value.value() instanceof Expression.Windowed);
            if (windows) {
                throw Refusal.analysis(at, MaterializedViewRule.DEFINITION_WITH_WINDOW_FUNCTIONS);
            }
            return select;
        }

        private boolean isAnalysable() {
            ViewDefinition definition = view.definition();
            QuerySources sources = new CatalogSources(server.profile(), server.catalog());
            try {
                DefiningQuery.of(server, definition.query(), definition.database(), sources);
                return true;
            } catch (Refusal refusal) {
                return false;
            }
        }

        private boolean readsView() {
            return view.definition().bases().stream()
                    .filter(BaseRelation::direct)
                    .anyMatch(base -> server.catalog()
                            .database(base.database())
                            .flatMap(in -> in.view(base.name()))
                            .isPresent());
        }

        private StatementResult add(AddColumn change) {
            Span at = change.name().span();
            Expression added = change.aggregate();
            if (ExpressionNormalization.isLiteral(added)) {
                throw Refusal.analysis(at, MaterializedViewRule.AGGREGATE_OF_CONSTANT);
            }
            Query.Select select = select(at);
            if (view.column(change.name().text()).isPresent()) {
                throw Refusal.analysis(at, MaterializedViewRule.ADDED_COLUMN_EXISTS, change.name());
            }
            if (view.definition().bases().stream().filter(BaseRelation::direct).count() != 1) {
                throw Refusal.analysis(at, MaterializedViewRule.COLUMN_ADDED_TO_SEVERAL_TABLES);
            }
            RewrittenSelect rewritten = rewritten(select);
            rewritten.add(added, change.name(), RestrictedPart.AGGREGATE.is(added));
            DefiningQuery query = rewritten.analysed(server);
            if (added.columnNames().size() != 1) {
                throw Refusal.analysis(at, MaterializedViewRule.ADDED_COLUMN_NOT_A_REFERENCE);
            }
            view.definition().bases().stream()
                    .filter(base -> base.direct() && isMaterializedView(base))
                    .findFirst()
                    .ifPresent(base -> {
                        throw Refusal.analysis(
                                at,
                                MaterializedViewRule.COLUMN_ADDED_OVER_VIEW,
                                change.name(),
                                view.name(),
                                base.name());
                    });
            List<ViewColumn> columns = new ArrayList<>(view.columns());
            columns.add(column(change, query.columns().get(query.columns().size() - 1)));
            return server.changed(database.with(view.defined(columns, query.definition())));
        }

        private boolean isMaterializedView(BaseRelation base) {
            return server.catalog()
                    .database(base.database())
                    .flatMap(in -> in.materializedView(base.name()))
                    .isPresent();
        }

        private static ViewColumn column(AddColumn change, OutputColumn output) {
            String comment = change.comment() == null ? "" : change.comment();
            return new ViewColumn(
                    change.name().text(),
                    output.type() == null ? null : StoredTypes.ofQuery(output.type(), false),
                    true,
                    comment);
        }

        private RewrittenSelect rewritten(Query.Select select) {
            Relation.Named table = (Relation.Named) select.from().get(0);
            Session session = new Session(view.definition().database());
            ResolvedTableName place =
                    ResolvedTableName.of(new ServerState(server.profile(), server.catalog(), session), table.name());
            return new RewrittenSelect(place, table.alias(), select);
        }

        private StatementResult drop(Name name) {
            ViewColumn column = view.column(name.text())
                    .orElseThrow(
                            () -> Refusal.analysis(name.span(), MaterializedViewRule.DROPPED_COLUMN_NOT_FOUND, name));
            Query.Select select = select(name.span());
            int position = view.columns().indexOf(column);
            RewrittenSelect rewritten = rewritten(select);
            if (position >= rewritten.size()) {
                throw Refusal.analysis(name.span(), MaterializedViewRule.DEFINITION_INVALID);
            }
            if (rewritten.isGroupedBy(position)) {
                throw Refusal.analysis(name.span(), MaterializedViewRule.DROPPED_COLUMN_GROUPED, name);
            }
            if (rewritten.size() == 1) {
                throw Refusal.execution(name.span(), MaterializedViewRule.LAST_COLUMN_DROPPED, view.name());
            }
            rewritten.remove(position);
            DefiningQuery query = rewritten.analysed(server);
            List<ViewColumn> columns = new ArrayList<>(view.columns());
            columns.remove(position);
            MaterializedView after = view.defined(columns, query.definition());
            return server.changed(DependentMaterializedViews.of(server.catalog().with(database.with(after)))
                    .inactivatedBy(database.name(), view.name(), Set.of(name.text())));
        }
    }
}
