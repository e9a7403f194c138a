package dev.cairn.engine.show;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.RefreshVariables;
import dev.cairn.engine.value.HashOrder;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
        return Sql.render(shown(profile, table), StatementForm.SHOWN) + ";";
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
            return new SortItem(new Expression.Reference(new QualifiedName(List.of(name)), Span.NONE), null, null);
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
}
