package dev.cairn.plan.change;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.property.ConstraintTableNames;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.part.SchemaObject.ViewObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.CreateClause.RollupClause;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.ast.ViewStatement.ViewClauses;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Creates the statements of a session that create, alter or drop an object. Constraints in these statements name tables
 * of the same database without the database, so a migration runs in a database of any name.
 */
public record DefinitionStatements(ServerProfile profile, Session session) {
    public Statement buildCreate(ObjectName name, SchemaObject object) {
        if (object instanceof TableObject tableObject) {
            return buildCreateTable(name, tableObject.table());
        }
        return object instanceof ViewObject viewObject
                ? buildCreateView(name, viewObject.view())
                : buildCreateMaterializedView(name, ((MaterializedViewObject) object).view());
    }

    /**
     * Returns the statement without the rollups that separate statements create: those with a query, and those with the
     * former name of a column.
     */
    CreateTable buildCreateTable(ObjectName name, Table table) {
        CreateTable createStatement = ShowCreate.writtenStatement(profile, table);
        return createStatement
                .withName(name.toSqlName(session))
                .withProperties(ConstraintTableNames.withoutDatabase(createStatement.properties(), name.database()))
                .withClauses(new RollupClause(createStatement.rollups().stream()
                        .filter(rollup -> isCreatedWithTable(table, rollup))
                        .toList()));
    }

    private static boolean isCreatedWithTable(Table table, RollupDefinition definition) {
        return table.rollups().stream()
                .filter(rollup -> rollup.name().equals(definition.name().text()))
                .allMatch(rollup -> rollup.query() == null
                        && rollup.columns().stream()
                                .allMatch(column ->
                                        table.findColumn(column.name()).isPresent()));
    }

    CreateView buildCreateView(ObjectName name, View view) {
        ViewStatement.Security security = view.security() == ViewStatement.Security.NONE ? null : view.security();
        return buildCreateView(name, view, ExistingObjectPolicy.REFUSE, security);
    }

    /** Returns the statement that replaces a view; it has no SECURITY clause, which the server would ignore. */
    CreateView buildReplaceView(ObjectName name, View view) {
        return buildCreateView(name, view, ExistingObjectPolicy.REPLACE, null);
    }

    private CreateView buildCreateView(
            ObjectName name,
            View view,
            ExistingObjectPolicy onExistingObject,
            ViewStatement.@Nullable Security security) {
        CreateView shownStatement = ShowCreate.shownStatement(view);
        return new CreateView(
                onExistingObject,
                name.toSqlName(session),
                shownStatement.columns(),
                new ViewClauses(shownStatement.comment(), security, List.of()),
                shownStatement.queryText(),
                Span.NONE);
    }

    public CreateMaterializedView buildCreateMaterializedView(ObjectName name, MaterializedView view) {
        CreateMaterializedView writtenStatement = ShowCreate.writtenStatement(profile, view);
        return writtenStatement
                .withName(name.toSqlName(session))
                .withProperties(ConstraintTableNames.withoutDatabase(writtenStatement.properties(), name.database()));
    }

    /** Returns the statement that drops the object with this name; the kind of {@code object} selects the statement. */
    public Statement buildDrop(ObjectName name, SchemaObject object) {
        if (object instanceof TableObject) {
            return Statement.DropTable.of(name.toSqlName(session));
        }
        return object instanceof ViewObject
                ? new ViewStatement.DropView(false, name.toSqlName(session), Span.NONE)
                : ViewStatement.DropMaterializedView.of(name.toSqlName(session));
    }

    /**
     * Returns the statement that drops a rollup, with or without a query. DROP MATERIALIZED VIEW would not find the
     * rollup of a table without partitions.
     */
    public Statement buildDropRollup(ObjectName tableName, Rollup rollup) {
        return buildAlter(tableName, new AlterClause.DropRollup(Name.of(rollup.name()), Span.NONE));
    }

    public Statement buildAlter(ObjectName tableName, AlterClause... clauses) {
        List<AlterClause> clausesWithoutDatabase = Stream.of(clauses)
                .map(clause -> omitDatabase(clause, tableName))
                .toList();
        return new Statement.AlterTable(tableName.toSqlName(session), clausesWithoutDatabase, Span.NONE);
    }

    private static AlterClause omitDatabase(AlterClause clause, ObjectName tableName) {
        return clause instanceof AlterClause.SetProperties set
                ? new AlterClause.SetProperties(
                        ConstraintTableNames.withoutDatabase(set.properties(), tableName.database()), set.span())
                : clause;
    }

    public Statement buildAlter(ObjectName viewName, MaterializedViewChange change) {
        MaterializedViewChange changeWithoutDatabase = change instanceof MaterializedViewChange.SetViewProperties set
                ? new MaterializedViewChange.SetViewProperties(
                        ConstraintTableNames.withoutDatabase(set.properties(), viewName.database()))
                : change;
        return new ViewStatement.AlterMaterializedView(viewName.toSqlName(session), changeWithoutDatabase, Span.NONE);
    }

    /** Returns the rename of a table or a materialized view. The object must not be a view, which can't be renamed. */
    public Statement buildRename(ObjectName name, SchemaObject object, String newName) {
        return object instanceof TableObject
                ? buildAlter(name, new AlterClause.RenameTable(Name.of(newName), Span.NONE))
                : buildAlter(name, new MaterializedViewChange.RenameView(Name.of(newName)));
    }
}
