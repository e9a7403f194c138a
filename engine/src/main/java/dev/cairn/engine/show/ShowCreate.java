package dev.cairn.engine.show;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.expression.ShownType;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.property.RefreshVariables;
import dev.cairn.engine.value.HashOrder;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.EngineClause;
import dev.cairn.sql.ast.CreateClause.IndexClause;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.RollupClause;
import dev.cairn.sql.ast.CreateClause.SortClause;
import dev.cairn.sql.ast.CreateClauses;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.Lifetime;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Converts a table, view or materialized view of a catalog back to the statement that creates it.
 *
 * <pre>{@code
 * ShowCreate.text(profile, table)                    // the answer of SHOW CREATE TABLE
 * Sql.render(ShowCreate.written(profile, table))     // the statement that a user would write
 * }</pre>
 */
public final class ShowCreate {
    private ShowCreate() {}

    /** The second column of SHOW CREATE TABLE, exact to the byte. */
    public static String text(ServerProfile profile, Table table) {
        boolean raw = table.model() == KeyModel.PRIMARY && !profile.atLeast(Version.V4_0);
        StatementForm form = raw ? StatementForm.SHOWN_WITH_RAW_COMMENTS : StatementForm.SHOWN;
        return Sql.render(shown(profile, table), form) + ";";
    }

    /**
     * The second column of SHOW CREATE VIEW. A server before 4.0 prints an equivalent query with fully qualified names.
     */
    public static String text(View view) {
        return Sql.render(shown(view), StatementForm.SHOWN) + ";";
    }

    /** The second column of SHOW CREATE MATERIALIZED VIEW. */
    public static String text(ServerProfile profile, MaterializedView view) {
        return Sql.render(shown(profile, view), StatementForm.SHOWN) + ";";
    }

    /** The statement that SHOW CREATE MATERIALIZED VIEW prints. */
    public static CreateMaterializedView shown(ServerProfile profile, MaterializedView view) {
        return new ShownMaterializedView(profile, view).statement();
    }

    /** The statement that SHOW CREATE VIEW prints. */
    public static CreateView shown(View view) {
        return new CreateView(
                false,
                false,
                QualifiedName.of(view.name()),
                columns(view.columns()),
                optional(view.comment()),
                view.security(),
                List.of(),
                view.definition().query(),
                Span.NONE);
    }

    /** The statement that SHOW CREATE TABLE prints; it includes the server's defaults. */
    public static CreateTable shown(ServerProfile profile, Table table) {
        return new ShownTable(profile, table).shown();
    }

    /**
     * The statement without the server's defaults. It also contains definitions that SHOW CREATE TABLE omits, such as
     * rollups: applied to a catalog without the table, it creates the same table again.
     */
    public static CreateTable written(ServerProfile profile, Table table) {
        return new ShownTable(profile, table).written();
    }

    /** The statement that creates the materialized view, without the server's defaults, but with all column names. */
    public static CreateMaterializedView written(ServerProfile profile, MaterializedView view) {
        return WrittenMaterializedView.statement(profile, view);
    }

    /** The columns that the server adds for partition expressions; SHOW COLUMNS lists them after the others. */
    public static List<ColumnDefinition> hiddenColumns(ServerProfile profile, Table table) {
        return new ShownPartitioning(profile, table).hiddenColumns();
    }

    static List<ViewStatement.ViewColumn> columns(List<ViewColumn> columns) {
        return columns.stream()
                .map(column ->
                        new ViewStatement.ViewColumn(Name.of(column.name()), optional(column.comment()), Span.NONE))
                .toList();
    }

    static @Nullable String optional(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Builds the statement that a user would write for a materialized view, without the server's defaults. */
    private static final class WrittenMaterializedView {
        private WrittenMaterializedView() {}

        static CreateMaterializedView statement(ServerProfile profile, MaterializedView view) {
            CreateMaterializedView shown = ShowCreate.shown(profile, view);
            return new CreateMaterializedView(
                    false,
                    shown.name(),
                    shown.columns(),
                    view.indexes(),
                    optional(view.comment()),
                    shown.partitionBy(),
                    shown.partitionParentheses(),
                    distribution(view.distribution()),
                    ShownTable.orderBy(view.sortKey()),
                    shown.refresh(),
                    declared(shown.properties(), view),
                    shown.query(),
                    Span.NONE);
        }

        private static @Nullable Distribution distribution(Distribution distribution) {
            return distribution instanceof Distribution.Random && distribution.buckets() == null ? null : distribution;
        }

        /** The declared properties, in the order in which they are shown. */
        private static List<Property> declared(List<Property> shown, MaterializedView view) {
            return shown.stream()
                    .filter(property -> view.properties().settings().containsKey(property.name())
                            && !view.properties()
                                    .settings()
                                    .get(property.name())
                                    .assumed())
                    .toList();
        }
    }

    /** Builds the statement that SHOW CREATE MATERIALIZED VIEW prints. */
    private static final class ShownMaterializedView {
        /** The properties that are printed after the others, in this order. */
        private static final List<KnownProperty> LAST = List.of(
                KnownProperty.DATACACHE_ENABLE,
                KnownProperty.ENABLE_ASYNC_WRITE_BACK,
                KnownProperty.STORAGE_VOLUME,
                KnownProperty.BLOOM_FILTER_COLUMNS,
                KnownProperty.COLOCATE_WITH,
                KnownProperty.WAREHOUSE);

        private final ServerProfile profile;
        private final MaterializedView view;

        ShownMaterializedView(ServerProfile profile, MaterializedView view) {
            this.profile = profile;
            this.view = view;
        }

        CreateMaterializedView statement() {
            return new CreateMaterializedView(
                    false,
                    QualifiedName.of(view.name()),
                    ShowCreate.columns(view.columns()),
                    view.indexes().stream().map(ShownTable::index).toList(),
                    comment(),
                    view.partitionBy(),
                    true,
                    view.distribution(),
                    view.sortKey().stream().map(ShownMaterializedView::sortItem).toList(),
                    view.refresh(),
                    properties(),
                    view.definition().query(),
                    Span.NONE);
        }

        private @Nullable String comment() {
            if (view.comment().isEmpty() && profile.sharedData()) {
                return "MATERIALIZED_VIEW";
            }
            return ShowCreate.optional(view.comment());
        }

        private static SortItem sortItem(String column) {
            Name name = new Name(column, false, Span.NONE);
            return new SortItem(Expression.Reference.of(name, Span.NONE), null, null);
        }

        private List<Property> properties() {
            StoredProperties properties = view.properties();
            List<Property> shown = new ArrayList<>(properties.settings().size() + 1);
            // The server's map contains the properties in the order in which CREATE reads them, then the variables.
            List<String> names = new ArrayList<>();
            for (KnownProperty property : KnownProperty.ofViews()) {
                if (property.isIn(properties) && !LAST.contains(property)) {
                    names.add(property.text());
                }
            }
            properties.settings().keySet().stream()
                    .filter(name -> name.startsWith(RefreshVariables.PREFIX))
                    .forEach(names::add);
            // With ORDER BY the server keeps the properties in a map that preserves insertion order.
            Collection<String> inOrder = view.sortKey().isEmpty() ? HashOrder.of(names) : names;
            inOrder.forEach(name -> put(shown, name));
            if (!profile.sharedData() && !KnownProperty.STORAGE_MEDIUM.isIn(properties)) {
                shown.add(Property.of(KnownProperty.STORAGE_MEDIUM.text(), "HDD"));
            }
            LAST.forEach(property -> put(shown, property.text()));
            return shown;
        }

        private void put(List<Property> shown, String name) {
            view.properties().value(name).ifPresent(value -> shown.add(Property.of(name, value)));
        }
    }

    /** Builds the CREATE TABLE of a table, as SHOW CREATE TABLE prints it and as a user would write it. */
    private static final class ShownTable {
        private static final String ENGINE = "OLAP";

        private final ServerProfile profile;
        private final Table table;

        ShownTable(ServerProfile profile, Table table) {
            this.profile = profile;
            this.table = table;
        }

        /** The statement that SHOW CREATE TABLE prints; it omits rollups. */
        CreateTable shown() {
            ShownPartitioning partitioning = new ShownPartitioning(profile, table);
            List<ColumnDefinition> columns = new ArrayList<>(table.columns().size());
            for (Column column : table.columns()) {
                columns.add(shown(column));
            }
            columns.addAll(partitioning.shownHiddenColumns());
            return statement(
                    columns,
                    new IndexClause(
                            table.indexes().stream().map(ShownTable::index).toList()),
                    new EngineClause(Name.of(ENGINE)),
                    CreateClause.comment(comment()),
                    partitioning.clause(false),
                    new PropertyClause(properties((name, setting) -> isShown(name, setting.value()))));
        }

        /** The statement that a user would write, without the server's defaults. */
        CreateTable written() {
            return statement(
                    table.columns().stream().map(this::written).toList(),
                    new IndexClause(
                            table.indexes().stream().map(ShownTable::written).toList()),
                    CreateClause.comment(ShowCreate.optional(table.comment())),
                    new ShownPartitioning(profile, table).clause(true),
                    new RollupClause(table.rollups().stream().map(this::rollup).toList()),
                    new PropertyClause(
                            properties((name, setting) -> !setting.assumed() && isWritten(name, setting.value()))));
        }

        /** The statement with the clauses that are equal in both forms, and with others. */
        private CreateTable statement(List<ColumnDefinition> columns, @Nullable CreateClause... others) {
            List<@Nullable CreateClause> clauses = new ArrayList<>(Arrays.asList(others));
            clauses.add(key());
            clauses.add(table.distribution());
            clauses.add(new SortClause(orderBy(table.sortKey())));
            return new CreateTable(
                    table.temporary() ? Lifetime.TEMPORARY : Lifetime.PERMANENT,
                    false,
                    QualifiedName.of(table.name()),
                    columns,
                    CreateClauses.of(clauses),
                    Span.NONE);
        }

        /** The column as it is printed; the empty default of a metric type is never shown. */
        private ColumnDefinition shown(Column column) {
            Expression generated = column.generated();
            ColumnDefinition shown = typed(column, ShownType::ofColumn);
            if (generated != null) {
                shown = shown.withGenerated(
                        ExpressionPrintStyle.ofColumn(table.model()).show(generated));
            }
            if (table.model() == KeyModel.PRIMARY) {
                shown = shown.withAggregation(null);
            }
            return PrimitiveType.of(column.type()).isMetric() ? shown.withDefaultValue(null) : shown;
        }

        private static ColumnDefinition typed(Column column, UnaryOperator<Type> form) {
            ColumnDefinition typed = column.definition().withType(form.apply(column.type()));
            return column.aggregation() instanceof Aggregation.State state
                    ? typed.withAggregation(state.mapTypes(form))
                    : typed;
        }

        /** The column as a user would write it. A PRIMARY KEY table preserves which names of an expression were quoted. */
        private ColumnDefinition written(Column column) {
            Expression generated = column.generated();
            ExpressionPrintStyle style =
                    table.model() == KeyModel.PRIMARY ? ExpressionPrintStyle.SERIALIZED : ExpressionPrintStyle.QUOTED;
            // A state column may not be declared NOT NULL, even if it is.
            boolean implied = column.autoIncrement() || column.aggregation() instanceof Aggregation.State;
            return typed(column, ShownType::written)
                    .withNullable((column.nullable() || implied) ? null : false)
                    .withGenerated(generated == null ? null : style.show(generated))
                    .withComment(ShowCreate.optional(column.comment()));
        }

        static IndexDefinition index(IndexDefinition index) {
            return new IndexDefinition(
                    index.name(),
                    index.columns(),
                    index.kind() == null ? IndexDefinition.Kind.BITMAP : index.kind(),
                    index.properties().stream()
                            .sorted(Comparator.comparing(Property::name))
                            .toList(),
                    index.comment() == null ? "" : index.comment(),
                    Span.NONE);
        }

        private static IndexDefinition written(IndexDefinition index) {
            return new IndexDefinition(
                    index.name(),
                    index.columns(),
                    index.kind(),
                    index.properties(),
                    index.comment() == null ? null : ShowCreate.optional(index.comment()),
                    Span.NONE);
        }

        private KeyClause key() {
            return new KeyClause(table.model(), names(table.keyColumns().stream()), Span.NONE);
        }

        private RollupDefinition rollup(Rollup rollup) {
            Stream<Column> keys = table.model() == KeyModel.DUPLICATE && !rollup.merged()
                    ? rollup.columns().stream().filter(Column::key)
                    : Stream.empty();
            return new RollupDefinition(
                    Name.of(rollup.name()), names(rollup.columns().stream()), names(keys), null, List.of(), Span.NONE);
        }

        private static List<Name> names(Stream<Column> columns) {
            return columns.map(column -> Name.of(column.name())).toList();
        }

        /** The comment; a shared-data server shows the kind of the table if there is no comment. */
        private @Nullable String comment() {
            if (!table.comment().isEmpty()) {
                return table.comment();
            }
            return profile.sharedData() ? ENGINE : null;
        }

        static List<SortItem> orderBy(List<String> columns) {
            return columns.stream()
                    .map(column ->
                            new SortItem(new Expression.Reference(QualifiedName.of(column), Span.NONE), null, null))
                    .toList();
        }

        private List<Property> properties(BiPredicate<String, StoredProperties.Setting> listed) {
            List<Property> list = new ArrayList<>();
            for (Map.Entry<String, StoredProperties.Setting> entry :
                    table.properties().settings().entrySet()) {
                if (listed.test(entry.getKey(), entry.getValue())) {
                    list.add(Property.of(entry.getKey(), entry.getValue().value()));
                }
            }
            return list;
        }

        /** Whether a user would write the property: each declared one that CREATE TABLE accepts. */
        private boolean isWritten(String name, String value) {
            return use(name).map(use -> use.isWritten(profile, table, value)).orElse(!value.isEmpty());
        }

        /** Whether SHOW CREATE TABLE prints the property: it omits some always, and others if they have their default value. */
        private boolean isShown(String name, String value) {
            return use(name).filter(use -> use.isShown(profile, table, value)).isPresent();
        }

        private static Optional<PropertyUse> use(String name) {
            return KnownProperty.find(name).flatMap(property -> property.use(Holder.TABLE));
        }
    }
}
