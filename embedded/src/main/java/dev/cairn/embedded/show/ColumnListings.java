package dev.cairn.embedded.show;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Answer.FieldList.FieldListEntry;
import dev.cairn.embedded.protocol.Answer.ResultColumn;
import dev.cairn.embedded.query.ResultColumnTypeMapping;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.Show;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers SHOW COLUMNS, DESC and COM_FIELD_LIST, three forms of the same list of columns. */
public record ColumnListings(SessionSnapshot snapshot) {
    Listing listColumns(Show show, Predicate<String> likePredicate) {
        QualifiedName name = qualifyTableName(show);
        Listing listing = snapshot.createListing(show.isFull() ? "SHOW FULL COLUMNS" : "SHOW COLUMNS");
        DatabaseObject object = requireObject(
                name,
                snapshot.findPermanentObject(name),
                snapshot.resolveDatabaseName(name) + "." + name.lastPart().text());
        object.columns().stream()
                .filter(column -> likePredicate.test(column.name()))
                .forEach(column -> addColumn(listing, show, column, describeAggregation(object, column)));
        listHiddenColumns(object).stream()
                .filter(column -> likePredicate.test(column.name().text()))
                .forEach(column -> addRow(listing, show, column.name(), formatType(column), "YES", "NO", null, "", ""));
        return listing;
    }

    private static void addColumn(Listing listing, Show show, Column column, String extra) {
        ColumnDescription columnDescription = new ColumnDescription(column);
        addRow(
                listing,
                show,
                column.name(),
                columnDescription.type(),
                columnDescription.nullability(),
                column.isKey() ? "YES" : "NO",
                columnDescription.showColumnsDefault(),
                extra,
                ListingFormat.escapeComment(column.comment()));
    }

    /** Adds a row. Only SHOW FULL COLUMNS lists its last value, the comment. */
    private static void addRow(Listing listing, Show show, @Nullable Object... values) {
        listing.addRow(show.isFull() ? values : Arrays.copyOf(values, values.length - 1));
    }

    private static String formatType(ColumnDefinition hiddenColumn) {
        return ColumnDescription.type(Objects.requireNonNull(hiddenColumn.type()));
    }

    private List<ColumnDefinition> listHiddenColumns(DatabaseObject object) {
        return object instanceof DatabaseObject.DatabaseTable table
                ? ShowCreate.hiddenColumns(snapshot.profile(), table.table())
                : List.of();
    }

    /** Returns the aggregation of a column; before 4.0, it is NONE for a value column of a materialized view. */
    private String describeAggregation(DatabaseObject object, Column column) {
        boolean isNone = object.kind() == SecuredKind.MATERIALIZED_VIEW
                && !column.isKey()
                && !snapshot.profile().isAtLeast(Version.V4_0);
        return isNone ? "NONE" : new ColumnDescription(column).aggregation();
    }

    /** Returns the name of the table. A second FROM may specify the database. */
    static QualifiedName qualifyTableName(Show show) {
        QualifiedName name = Objects.requireNonNull(show.object());
        return show.database() == null
                ? name
                : QualifiedName.of(
                        show.database().lastPart().text(), name.lastPart().text());
    }

    /**
     * Returns an object, or else throws the server's refusal.
     *
     * @param reportedName the name in the message of the server
     */
    private static DatabaseObject requireObject(
            QualifiedName name, Optional<DatabaseObject> object, String reportedName) {
        return object.orElseThrow(() -> Refusal.ofAnalysis(name.span(), ServerError.UNKNOWN_TABLE, reportedName));
    }

    /** Lists the columns as DESC does; DESC … ALL lists the columns of the table and of its rollups. */
    Listing listDescription(Show show) {
        QualifiedName name = qualifyTableName(show);
        Listing listing = snapshot.createListing("SHOW COLUMNS");
        Optional<DatabaseObject> foundObject = snapshot.findObject(name);
        Optional<Listing> rollupListing = foundObject.isPresent() ? Optional.empty() : findRollupDescription(name);
        if (rollupListing.isPresent()) {
            return rollupListing.get();
        }
        DatabaseObject object = requireObject(name, foundObject, name.lastPart().text());
        if (show.isFull()) {
            return listIndexDescriptions(name, object);
        }
        object.columns()
                .forEach(column -> addDescription(
                        listing,
                        column,
                        new ColumnDescription(column).describedDefault(object),
                        describeExtra(object, column)));
        if (object instanceof DatabaseObject.DatabaseTable table
                && !snapshot.profile().isAtLeast(Version.V4_0)) {
            String extra = listsAggregations() ? ColumnDescription.implicitAggregation(table.table()) : "";
            listHiddenColumns(object)
                    .forEach(column -> listing.addRow(column.name(), formatType(column), "YES", "false", null, extra));
        }
        return listing;
    }

    /** Lists the columns of the rollup or synchronous materialized view with a name; empty if none has this name. */
    private Optional<Listing> findRollupDescription(QualifiedName name) {
        List<DatabaseObject> objects = snapshot.findDatabase(snapshot.resolveDatabaseName(name))
                .map(snapshot.visibility()::visibleObjects)
                .orElse(List.of());
        for (DatabaseObject object : objects) {
            if (object instanceof DatabaseObject.DatabaseTable tableObject) {
                for (Rollup rollup : tableObject.table().rollups()) {
                    if (rollup.name().equalsIgnoreCase(name.lastPart().text())) {
                        return Optional.of(describeRollup(tableObject.table(), rollup));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Lists the columns of a rollup as DESC does: with aggregations, unless the table has a primary key. */
    private Listing describeRollup(Table table, Rollup rollup) {
        Listing listing = snapshot.createListing("SHOW COLUMNS");
        for (Column column : rollup.columns()) {
            Optional<Column> tableColumn = table.findColumn(column.name());
            addDescription(
                    listing,
                    column,
                    tableColumn
                            .map(baseColumn -> findStoredDefault(rollup, column, baseColumn))
                            .orElse(null),
                    new ColumnDescription(toDescribedColumn(rollup, column, tableColumn))
                            .extra(table, table.model() != KeyModel.PRIMARY, false));
        }
        return listing;
    }

    private static void addDescription(Listing listing, Column column, @Nullable String defaultValue, String extra) {
        ColumnDescription columnDescription = new ColumnDescription(column);
        listing.addRow(
                column.name(),
                columnDescription.type(),
                columnDescription.nullability(),
                column.isKey(),
                defaultValue,
                extra);
    }

    /** Returns whether DESC lists the aggregations of a table, which only shared-data servers before 4.0 do. */
    private boolean listsAggregations() {
        return snapshot.profile().isSharedData() && !snapshot.profile().isAtLeast(Version.V4_0);
    }

    private String describeExtra(DatabaseObject object, Column column) {
        if (object instanceof DatabaseObject.DatabaseTable table) {
            boolean isBloomFilterListed = !snapshot.profile().isSharedData();
            return new ColumnDescription(column).extra(table.table(), listsAggregations(), isBloomFilterListed);
        }
        return object.kind() == SecuredKind.MATERIALIZED_VIEW && !column.isKey() ? "NONE" : "";
    }

    /** Lists the table and its rollups, with an empty row before each rollup. */
    private Listing listIndexDescriptions(QualifiedName name, DatabaseObject object) {
        Table table;
        if (object instanceof DatabaseObject.DatabaseTable databaseTable) {
            table = databaseTable.table();
        } else if (object instanceof DatabaseObject.DatabaseMaterializedView viewObject) {
            table = PartitionDescriptions.createStorageTable(viewObject.view());
        } else {
            boolean isView = object instanceof DatabaseObject.DatabaseView;
            throw Refusal.ofAnalysis(name.span(), ServerError.UNKNOWN_STORAGE_ENGINE, isView ? "VIEW" : "SCHEMA");
        }
        Listing listing = snapshot.createListing("DESC ALL");
        String modelName = table.model().serverName();
        addIndexColumns(listing, table, new Rollup(table.name(), false, table.columns()), modelName);
        for (Rollup rollup : table.rollups()) {
            listing.addRow("", "", "", "", "", "", "", "");
            boolean isAggregated =
                    rollup.mergesEqualKeys() && (table.model() == KeyModel.DUPLICATE || rollup.query() != null);
            addIndexColumns(listing, table, rollup, isAggregated ? "AGG_KEYS" : modelName);
        }
        return listing;
    }

    private static void addIndexColumns(Listing listing, Table table, Rollup rollup, String modelName) {
        boolean isFirstColumn = true;
        for (Column column : rollup.columns()) {
            ColumnDescription columnDescription = new ColumnDescription(column);
            Optional<Column> tableColumn = table.findColumn(column.name());
            listing.addRow(
                    isFirstColumn ? rollup.name() : "",
                    isFirstColumn ? modelName : "",
                    column.name(),
                    columnDescription.type(),
                    columnDescription.nullability(),
                    String.valueOf(column.isKey()),
                    tableColumn
                            .map(baseColumn -> findStoredDefault(rollup, column, baseColumn))
                            .orElse(null),
                    new ColumnDescription(toDescribedColumn(rollup, column, tableColumn))
                            .extra(table, table.model() != KeyModel.PRIMARY, true));
            isFirstColumn = false;
        }
    }

    /**
     * Returns the default of a column of a rollup; a synchronous materialized view has the defaults of its table. Null
     * if the column has no default.
     */
    private static @Nullable String findStoredDefault(Rollup rollup, Column column, Column tableColumn) {
        return new ColumnDescription(rollup.query() == null ? column : tableColumn).storedDefault();
    }

    /**
     * Returns the column with the key flag that determines the column Extra: in a rollup without a query, a key of the
     * rollup that is not a key of the table has an aggregation.
     */
    private static Column toDescribedColumn(Rollup rollup, Column column, Optional<Column> tableColumn) {
        boolean isKey = column.isKey()
                && (rollup.query() != null || tableColumn.filter(Column::isKey).isPresent());
        return (rollup.query() == null ? tableColumn.orElse(column) : column).withKey(isKey);
    }

    /** Returns the columns of a table in the default database. Command-line clients complete names with them. */
    public Answer listFields(String tableName) {
        if (tableName.isEmpty()) {
            return Answer.Failure.of("Empty tableName");
        }
        String databaseName = snapshot.session().databaseName();
        if (databaseName == null || snapshot.findDatabase(databaseName).isEmpty()) {
            return Answer.Failure.of("Unknown database(" + databaseName + ")");
        }
        return snapshot.findPermanentObject(QualifiedName.of(databaseName, tableName))
                .<Answer>map(object -> new Answer.FieldList(
                        databaseName,
                        tableName,
                        object.columns().stream().map(ColumnListings::toField).toList()))
                .orElseGet(() -> Answer.Failure.of("Unknown table(" + tableName + ")"));
    }

    private static FieldListEntry toField(Column column) {
        return new FieldListEntry(
                new ResultColumn(column.name(), ResultColumnTypeMapping.toResultColumnType(column.type())),
                Objects.requireNonNullElse(new ColumnDescription(column).storedDefault(), ""));
    }
}
