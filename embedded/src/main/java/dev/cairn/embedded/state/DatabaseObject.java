package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.IcebergLayout;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.SystemTable;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.ColumnDefinition.ModelRole;
import dev.cairn.sql.ast.ColumnDefinition.ValueSource;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A table, a view or a materialized view in a database, or a table of the system: everything to which a name in a query
 * may refer. Listings and translations distinguish the cases by pattern matching.
 */
public sealed interface DatabaseObject {
    String name();

    SecuredKind kind();

    /** Returns the columns as SHOW COLUMNS lists them. */
    List<Column> columns();

    String comment();

    /** Returns whether the object is a temporary table, which only one session sees. */
    default boolean isTemporary() {
        return false;
    }

    /** Returns whether the server stores rows of the object. */
    default boolean storesRows() {
        return this instanceof DatabaseTable || this instanceof DatabaseMaterializedView;
    }

    /** Returns the table; empty if this is not a table of a database. */
    default Optional<Table> findTable() {
        return this instanceof DatabaseTable databaseTable ? Optional.of(databaseTable.table()) : Optional.empty();
    }

    /** A table. */
    record DatabaseTable(Table table) implements DatabaseObject {
        @Override
        public String name() {
            return table.name();
        }

        @Override
        public SecuredKind kind() {
            return SecuredKind.TABLE;
        }

        @Override
        public List<Column> columns() {
            return table.columns();
        }

        @Override
        public String comment() {
            return table.comment();
        }

        @Override
        public boolean isTemporary() {
            return table.isTemporary();
        }
    }

    /** A view. */
    record DatabaseView(View view) implements DatabaseObject {
        @Override
        public String name() {
            return view.name();
        }

        @Override
        public SecuredKind kind() {
            return SecuredKind.VIEW;
        }

        @Override
        public List<Column> columns() {
            return view.columns().stream()
                    .map(column -> toColumn(column, false))
                    .toList();
        }

        @Override
        public String comment() {
            return view.comment();
        }
    }

    /** An asynchronous materialized view. A synchronous one is a rollup of its table. */
    record DatabaseMaterializedView(MaterializedView view) implements DatabaseObject {
        @Override
        public String name() {
            return view.name();
        }

        @Override
        public SecuredKind kind() {
            return SecuredKind.MATERIALIZED_VIEW;
        }

        @Override
        public List<Column> columns() {
            return view.storedColumns().stream()
                    .map(column -> toColumn(column, view.isKey(column)))
                    .toList();
        }

        @Override
        public String comment() {
            return view.comment();
        }
    }

    /** A table of a database of the system. It is granted like a table. */
    record SystemTableObject(SystemTable table) implements DatabaseObject {
        @Override
        public String name() {
            return table.name();
        }

        @Override
        public SecuredKind kind() {
            return SecuredKind.TABLE;
        }

        @Override
        public List<Column> columns() {
            return table.columns();
        }

        @Override
        public String comment() {
            return "";
        }

        @Override
        public String tableType() {
            return "SYSTEM VIEW";
        }

        @Override
        public String engine() {
            return "MEMORY";
        }
    }

    /** Returns the type in listings. The type of a materialized view is also VIEW; only its engine differs. */
    default String tableType() {
        return kind() == SecuredKind.TABLE ? "BASE TABLE" : "VIEW";
    }

    /** Returns the engine in listings; null for a view. */
    default @Nullable String engine() {
        return kind() == SecuredKind.VIEW ? null : "StarRocks";
    }

    private static Column toColumn(ViewColumn column, boolean isKey) {
        Type type = column.type() == null
                ? new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.STRING_LENGTH) // the engine does not know the type
                : column.type();
        return new Column(
                Column.ColumnNames.of(column.name()),
                type,
                new ModelRole(isKey, null),
                column.isNullable(),
                ValueSource.NONE,
                column.comment());
    }

    /** Returns the object that has this name; a temporary table takes precedence. */
    static Optional<DatabaseObject> find(Database database, String name) {
        Optional<DatabaseObject> table = database.findTable(name).map(DatabaseTable::new);
        return table.or(() -> database.findView(name).map(DatabaseView::new))
                .or(() -> database.findMaterializedView(name).map(DatabaseMaterializedView::new))
                .or(() -> database.findSystemTable(name).map(SystemTableObject::new));
    }

    /**
     * Returns the object that has this name.
     *
     * @param database may be a database of an external catalog, qualified by the catalog: {@code lake.sales}. The
     *     tables there have rows but no key
     */
    static Optional<DatabaseObject> find(Catalog catalog, String database, String name) {
        return isInExternalCatalog(database)
                ? findExternalObject(catalog, database, name).map(DatabaseObject::toDatabaseTable)
                : catalog.findDatabase(database).flatMap(catalogDatabase -> find(catalogDatabase, name));
    }

    /** Returns whether a database belongs to an external catalog. */
    static boolean isInExternalCatalog(String databaseName) {
        return databaseName.indexOf('.') >= 0;
    }

    /**
     * Returns how a table of an external catalog stores its rows; empty if the table is not external or does not exist.
     */
    static Optional<IcebergLayout> findIcebergLayout(Catalog catalog, String databaseName, String name) {
        return findExternalObject(catalog, databaseName, name).map(ExternalObject::icebergLayout);
    }

    private static Optional<ExternalObject> findExternalObject(Catalog catalog, String databaseName, String name) {
        int dotIndex = databaseName.indexOf('.');
        return dotIndex < 0
                ? Optional.empty()
                : catalog.findExternalObject(
                        databaseName.substring(0, dotIndex), databaseName.substring(dotIndex + 1), name);
    }

    private static DatabaseObject toDatabaseTable(ExternalObject externalObject) {
        List<Column> columns = externalObject.columns().stream()
                .map(column -> toColumn(new ViewColumn(column.name(), column.type(), column.isNullable(), ""), false))
                .toList();
        return new DatabaseTable(
                Table.of(externalObject.name(), KeyModel.DUPLICATE, columns, new Distribution.Random(null, Span.NONE)));
    }

    /** Returns all objects except temporary tables, in the order of their names. */
    static List<DatabaseObject> listObjects(Database database) {
        return listMatchingObjects(database, name -> true);
    }

    /** Returns the objects whose names meet a condition, except temporary tables, in the order of their names. */
    static List<DatabaseObject> listMatchingObjects(Database database, Predicate<String> namePredicate) {
        List<DatabaseObject> objects = new ArrayList<>();
        for (Map.Entry<String, Table> tableEntry : database.tables()) {
            objects.add(new DatabaseTable(tableEntry.getValue()));
        }
        for (Map.Entry<String, View> viewEntry : database.views()) {
            objects.add(new DatabaseView(viewEntry.getValue()));
        }
        for (Map.Entry<String, MaterializedView> viewEntry : database.materializedViews()) {
            objects.add(new DatabaseMaterializedView(viewEntry.getValue()));
        }
        database.systemTables().values().forEach(table -> objects.add(new SystemTableObject(table)));
        objects.removeIf(object -> !namePredicate.test(object.name()));
        objects.sort(Comparator.comparing(DatabaseObject::name));
        return objects;
    }
}
