package dev.cairn.engine.show;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.SystemTable;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.ViewClauses;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts a table, view or materialized view of a catalog back to the statement that creates it.
 *
 * <pre>{@code
 * ShowCreate.render(profile, table)                       // the answer of SHOW CREATE TABLE
 * Sql.render(ShowCreate.writtenStatement(profile, table)) // the statement that a user would write
 * }</pre>
 */
public final class ShowCreate {
    private static final String TABLE_COMMENT = "OLAP";
    private static final String MATERIALIZED_VIEW_COMMENT = "MATERIALIZED_VIEW";

    private ShowCreate() {}

    /** Returns the comment that a server shows for a table without one: a shared-data server shows its kind. */
    public static Optional<String> findDefaultTableComment(ServerProfile profile) {
        return profile.isSharedData() ? Optional.of(TABLE_COMMENT) : Optional.empty();
    }

    /** Returns the comment that a server shows for a materialized view without one. */
    public static Optional<String> findDefaultViewComment(ServerProfile profile) {
        return profile.isSharedData() ? Optional.of(MATERIALIZED_VIEW_COMMENT) : Optional.empty();
    }

    /** Returns the second column of SHOW CREATE TABLE, byte for byte as the server answers it. */
    public static String render(ServerProfile profile, Table table) {
        boolean hasRawComments = table.model() == KeyModel.PRIMARY && !profile.isAtLeast(Version.V4_0);
        StatementForm form = hasRawComments ? StatementForm.SHOWN_WITH_RAW_COMMENTS : StatementForm.SHOWN;
        return Sql.render(shownStatement(profile, table), form) + ";";
    }

    /** Returns the second column of SHOW CREATE TABLE for a table of the system. */
    public static String render(SystemTable table) {
        return Sql.render(TableStatementBuilder.shownStatement(table), StatementForm.SHOWN) + ";";
    }

    /**
     * Returns the second column of SHOW CREATE VIEW of a server since 4.0. An older server prints an equivalent query
     * with fully qualified names instead.
     */
    public static String render(View view) {
        return Sql.render(shownStatement(view), StatementForm.SHOWN) + ";";
    }

    /**
     * Returns the second column of SHOW CREATE MATERIALIZED VIEW. Its unique constraints contain the original names of
     * renamed columns.
     *
     * @param catalog the catalog with the tables of the constraints
     */
    public static String render(ServerProfile profile, MaterializedView view, Catalog catalog) {
        String propertyName = KnownProperty.UNIQUE_CONSTRAINTS.propertyName();
        return render(
                profile,
                KnownProperty.UNIQUE_CONSTRAINTS
                        .findValueIn(view.properties())
                        .map(constraints -> view.withProperties(view.properties()
                                .withProperty(propertyName, UniqueConstraints.withColumnIds(constraints, catalog))))
                        .orElse(view));
    }

    /** Returns the text of SHOW CREATE MATERIALIZED VIEW with the current names of the columns in all properties. */
    public static String render(ServerProfile profile, MaterializedView view) {
        return Sql.render(shownStatement(profile, view), StatementForm.SHOWN) + ";";
    }

    /** Returns the statement that SHOW CREATE MATERIALIZED VIEW prints. */
    public static CreateMaterializedView shownStatement(ServerProfile profile, MaterializedView view) {
        return new MaterializedViewStatementBuilder(profile, view).shownStatement();
    }

    /** Returns the statement that SHOW CREATE VIEW prints. */
    public static CreateView shownStatement(View view) {
        return new CreateView(
                ExistingObjectPolicy.REFUSE,
                QualifiedName.of(view.name()),
                toViewColumns(view.columns()),
                new ViewClauses(emptyToNull(view.comment()), view.security(), List.of()),
                view.definition().query(),
                Span.NONE);
    }

    /** Returns the statement that SHOW CREATE TABLE prints; it includes the server's defaults. */
    public static CreateTable shownStatement(ServerProfile profile, Table table) {
        return new TableStatementBuilder(profile, table).shownStatement();
    }

    /**
     * Returns the statement without the server's defaults. The statement also contains definitions that SHOW CREATE
     * TABLE omits, such as rollups, so it creates the same table in a catalog without the table.
     */
    public static CreateTable writtenStatement(ServerProfile profile, Table table) {
        return new TableStatementBuilder(profile, table).writtenStatement();
    }

    /** Returns the rollups of {@link #writtenStatement(ServerProfile, Table)}. */
    public static List<RollupDefinition> writtenRollups(ServerProfile profile, Table table) {
        return new TableStatementBuilder(profile, table).writtenRollups();
    }

    /** Returns the properties of {@link #writtenStatement(ServerProfile, Table)}. */
    public static List<Property> writtenProperties(ServerProfile profile, Table table) {
        return new TableStatementBuilder(profile, table).writtenProperties();
    }

    /** Returns a column of {@link #writtenStatement(ServerProfile, Table)}. */
    public static ColumnDefinition writtenColumn(ServerProfile profile, Table table, Column column) {
        return new TableStatementBuilder(profile, table).writtenColumn(column);
    }

    /**
     * Returns the statement that creates the materialized view, without the server's defaults, but with all column
     * names, unless one of them can't be declared.
     */
    public static CreateMaterializedView writtenStatement(ServerProfile profile, MaterializedView view) {
        return new MaterializedViewStatementBuilder(profile, view).writtenStatement();
    }

    /** Returns the columns that the server adds for partition expressions; SHOW COLUMNS lists these columns last. */
    public static List<ColumnDefinition> hiddenColumns(ServerProfile profile, Table table) {
        return new PartitionClauseBuilder(profile, table).hiddenColumns();
    }

    static List<ViewStatement.DeclaredViewColumn> toViewColumns(List<ViewColumn> columns) {
        return columns.stream()
                .map(column -> new ViewStatement.DeclaredViewColumn(
                        Name.of(column.name()), emptyToNull(column.comment()), Span.NONE))
                .toList();
    }

    static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
