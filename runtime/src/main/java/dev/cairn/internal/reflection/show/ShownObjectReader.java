package dev.cairn.internal.reflection.show;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.View;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.PermissiveProfile;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.reflection.show.ShownObject.Present;
import dev.cairn.internal.reflection.show.ShownObject.Unreadable;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.CreateClause.ViewPartitionClause;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * Converts the text that SHOW CREATE prints into an object.
 *
 * <pre>{@code
 * ShownObject shown = new ShownObjectReader(profile).read(text, new ObjectName("shop", "orders"), context);
 * }</pre>
 *
 * <p>The text is applied like any other statement. But the server has already accepted it once, so rules that depend on
 * the server's configuration, the number of backends, or the setup by administrators are not checked again.
 */
public final class ShownObjectReader {
    private final Engine engine;

    public ShownObjectReader(ServerProfile profile) {
        this.engine = new Engine(PermissiveProfile.of(profile));
    }

    public Engine engine() {
        return engine;
    }

    public static String describeFailure(SqlSyntaxException failure) {
        return "the output of SHOW CREATE can't be parsed: " + failure.problem();
    }

    /**
     * Reads the text. Returns a present or an unreadable object, never an absent one.
     *
     * @param contextCatalog the catalog in which views find their base relations; an object of the same name in it is
     *     ignored
     */
    public ShownObject read(String definitionText, ObjectName name, Catalog contextCatalog) {
        try {
            return read(
                    Sql.parseShowCreateOutput(definitionText),
                    definitionText,
                    name,
                    contextCatalog,
                    List.of(name.database()));
        } catch (SqlSyntaxException failure) {
            return new Unreadable(describeFailure(failure), definitionText);
        }
    }

    /**
     * Reads a parsed text as {@link #read(String, ObjectName, Catalog)} does.
     *
     * @param queryDatabases the databases to which unqualified names in a query may refer, at least one; the first one
     *     with which the query is valid is chosen
     */
    public ShownObject read(
            Statement shownStatement,
            String definitionText,
            ObjectName name,
            Catalog contextCatalog,
            List<String> queryDatabases) {
        Statement statement = withBarePartitionColumns(shownStatement);
        if (statement instanceof CreateTable createTable
                && createTable.lifetime() == Statement.TableLifetime.TEMPORARY) {
            return new Unreadable("a temporary table of the same session hides it", definitionText);
        }
        Catalog catalogWithoutObject =
                contextCatalog.findDatabase(name.database()).isPresent()
                        ? SchemaObject.withoutObject(contextCatalog, name)
                        : contextCatalog.withDatabase(Database.of(name.database()));
        try {
            return applyStatement(statement, name, catalogWithoutObject, queryDatabases)
                    .<ShownObject>map(object -> new Present(object, definitionText))
                    .orElseGet(() -> new Unreadable(
                            "it is stored in another system, which Cairn does not support", definitionText));
        } catch (Refusal refusal) {
            return readWithoutContext(statement, name)
                    .<ShownObject>map(object -> new Present(object, definitionText))
                    .orElseGet(() -> new Unreadable(
                            "the output of SHOW CREATE is not understood: " + refusal.detail(), definitionText));
        }
    }

    /**
     * Returns the statement without the database and the view before each column in PARTITION BY. If a materialized
     * view is partitioned by several items, the server prints these qualifiers after it has evaluated the retention
     * condition, but does not accept them.
     */
    private static Statement withBarePartitionColumns(Statement statement) {
        return statement instanceof CreateMaterializedView createStatement
                ? createStatement
                        .clauses()
                        .find(CreateClause.Kind.VIEW_PARTITIONING, ViewPartitionClause.class)
                        .map(clause -> createStatement.withClauses(new ViewPartitionClause(
                                clause.items().stream()
                                        .map(ShownObjectReader::withBareColumn)
                                        .toList(),
                                clause.hasParentheses())))
                        .orElse(createStatement)
                : statement;
    }

    private static Expression withBareColumn(Expression item) {
        return item.rewrite(part -> part instanceof Expression.Reference reference
                ? Expression.Reference.of(reference.name().lastPart(), reference.span())
                : part);
    }

    /** Returns the object that the text defines without any knowledge of other objects. */
    private Optional<SchemaObject> readWithoutContext(Statement statement, ObjectName name) {
        try {
            if (statement instanceof CreateTable createTable) {
                return Optional.of(
                        new SchemaObject.TableObject(LenientTableReader.readTable(engine, createTable, name)));
            }
            LenientViewReader viewReader = new LenientViewReader(engine.profile(), name);
            if (statement instanceof CreateView createStatement) {
                return Optional.of(new SchemaObject.ViewObject(viewReader.read(createStatement)));
            }
            return statement instanceof CreateMaterializedView createStatement && createStatement.refresh() != null
                    ? Optional.of(new SchemaObject.MaterializedViewObject(viewReader.read(createStatement)))
                    : Optional.empty();
        } catch (Refusal ignored) {
            return Optional.empty();
        }
    }

    /** Applies the statement in each database until one succeeds, and throws the refusal in the last one. */
    private Optional<SchemaObject> applyStatement(
            Statement statement, ObjectName name, Catalog catalog, List<String> queryDatabases) {
        for (String queryDatabase : queryDatabases.subList(0, queryDatabases.size() - 1)) {
            try {
                return applyStatement(statement, name, catalog, new Session(queryDatabase));
            } catch (Refusal ignored) {
                // The names may belong to the next database.
            }
        }
        return applyStatement(statement, name, catalog, new Session(queryDatabases.get(queryDatabases.size() - 1)));
    }

    private Optional<SchemaObject> applyStatement(
            Statement statement, ObjectName name, Catalog catalog, Session session) {
        Catalog catalogAfter = engine.apply(catalog, session, withQualifiedName(statement, name, session))
                .catalog();
        return statement
                .changedObject()
                .map(QualifiedName::lastPart)
                .map(Name::text)
                .flatMap(shownName -> SchemaObject.find(catalogAfter, name.withName(shownName)))
                .map(object -> withPrintedValues(object, statement))
                .map(object -> withName(object, name.name()));
    }

    /** Returns the statement with the database of the view, which a server does not print. */
    private static Statement withQualifiedName(Statement statement, ObjectName name, Session session) {
        if (statement instanceof CreateView createStatement) {
            return createStatement.withName(
                    name.withName(createStatement.name().lastPart().text()).toSqlName(session));
        }
        return statement instanceof CreateMaterializedView createStatement
                ? createStatement.withName(
                        name.withName(createStatement.name().lastPart().text()).toSqlName(session))
                : statement;
    }

    /**
     * Returns the object with its properties as printed: ALTER TABLE stores some values as they were typed, whereas
     * CREATE TABLE normalizes them.
     */
    private static SchemaObject withPrintedValues(SchemaObject object, Statement statement) {
        if (!(object instanceof SchemaObject.TableObject tableObject)
                || !(statement instanceof CreateTable createTable)) {
            return object;
        }
        StoredProperties properties = tableObject.table().properties();
        for (Property property : createTable.properties()) {
            boolean isStoredDifferently = properties
                    .findValue(property.name())
                    .filter(value -> !value.equals(property.value()))
                    .isPresent();
            properties = isStoredDifferently ? properties.withProperty(property.name(), property.value()) : properties;
        }
        return new SchemaObject.TableObject(tableObject.table().withProperties(properties));
    }

    /**
     * Returns the object with the requested name: a cluster that is configured to ignore the case of names prints them
     * in the case in which it stores them.
     */
    private static SchemaObject withName(SchemaObject object, String name) {
        if (object instanceof SchemaObject.TableObject tableObject) {
            return new SchemaObject.TableObject(tableObject.table().withName(name));
        }
        if (object instanceof SchemaObject.MaterializedViewObject viewObject) {
            return new SchemaObject.MaterializedViewObject(viewObject.view().withName(name));
        }
        View view = ((SchemaObject.ViewObject) object).view();
        return new SchemaObject.ViewObject(
                new View(name, view.columns(), view.comment(), view.security(), view.definition()));
    }
}
