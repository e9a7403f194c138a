package dev.cairn.embedded.show;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Answer.FieldList.ListedField;
import dev.cairn.embedded.protocol.Answer.ResultColumn;
import dev.cairn.embedded.query.ResultColumnTypeMapping;
import dev.cairn.embedded.rows.Listing;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers SHOW COLUMNS, DESC and COM_FIELD_LIST, three forms of the same list of columns. */
public record ColumnListings(SessionSnapshot snapshot) {
    Listing listColumns(Show show, Predicate<String> like) {
        QualifiedName name = qualifyTable(show);
        Listing listing = snapshot.createListing(show.isFull() ? "SHOW FULL COLUMNS" : "SHOW COLUMNS");
        DatabaseObject object = requireExisting(
                name,
                snapshot.findPermanentObject(name),
                snapshot.databaseOf(name) + "." + name.lastPart().text());
        object.columns().stream()
                .filter(column -> like.test(column.name()))
                .forEach(column -> addColumn(listing, show, column, describeAggregation(object, column)));
        listHiddenColumns(object).forEach(column -> {
            if (show.isFull()) {
                listing.addRow(column.name(), formatType(column), "YES", "NO", null, "", "");
            } else {
                listing.addRow(column.name(), formatType(column), "YES", "NO", null, "");
            }
        });
        return listing;
    }

    private static void addColumn(Listing listing, Show show, Column column, String extra) {
        ListedColumn listedColumn = new ListedColumn(column);
        String keyAnswer = column.isKey() ? "YES" : "NO";
        if (show.isFull()) {
            String comment = SessionSnapshot.escapeComment(column.comment());
            listing.addRow(
                    column.name(),
                    listedColumn.type(),
                    listedColumn.nullability(),
                    keyAnswer,
                    listedColumn.listedDefault(),
                    extra,
                    comment);
        } else {
            listing.addRow(
                    column.name(),
                    listedColumn.type(),
                    listedColumn.nullability(),
                    keyAnswer,
                    listedColumn.listedDefault(),
                    extra);
        }
    }

    private static String formatType(ColumnDefinition hiddenColumn) {
        return ListedColumn.type(Objects.requireNonNull(hiddenColumn.type()));
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
        return isNone ? "NONE" : new ListedColumn(column).aggregation();
    }

    /** Returns the name of the table. A second FROM may specify the database. */
    static QualifiedName qualifyTable(Show show) {
        QualifiedName name = Objects.requireNonNull(show.object());
        return show.database() == null
                ? name
                : QualifiedName.of(
                        show.database().lastPart().text(), name.lastPart().text());
    }

    /** @param writtenName the name in the message of the server */
    private static DatabaseObject requireExisting(
            QualifiedName name, Optional<DatabaseObject> object, String writtenName) {
        return object.orElseThrow(() -> Refusal.ofAnalysis(name.span(), ServerError.UNKNOWN_TABLE, writtenName));
    }

    /** Lists the columns as DESC does; DESC … ALL lists the columns of the table and of its rollups. */
    Listing describe(Show show) {
        QualifiedName name = qualifyTable(show);
        Listing listing = snapshot.createListing("SHOW COLUMNS");
        DatabaseObject object =
                requireExisting(name, snapshot.findObject(name), name.lastPart().text());
        if (show.isFull()) {
            return describeIndexes(name, object);
        }
        object.columns()
                .forEach(column -> addDescription(
                        listing, column, new ListedColumn(column).defaultIn(object), describeExtra(object, column)));
        if (object instanceof DatabaseObject.DatabaseTable table
                && !snapshot.profile().isAtLeast(Version.V4_0)) {
            String extra = isAggregationListed() ? ListedColumn.implicitAggregation(table.table()) : "";
            listHiddenColumns(object)
                    .forEach(column -> listing.addRow(column.name(), formatType(column), "YES", "false", null, extra));
        }
        return listing;
    }

    private static void addDescription(Listing listing, Column column, @Nullable String defaultValue, String extra) {
        ListedColumn listedColumn = new ListedColumn(column);
        listing.addRow(
                column.name(), listedColumn.type(), listedColumn.nullability(), column.isKey(), defaultValue, extra);
    }

    /** Returns whether DESC lists the aggregations of a table, which only shared-data servers before 4.0 do. */
    private boolean isAggregationListed() {
        return snapshot.profile().isSharedData() && !snapshot.profile().isAtLeast(Version.V4_0);
    }

    private String describeExtra(DatabaseObject object, Column column) {
        if (object instanceof DatabaseObject.DatabaseTable table) {
            boolean isBloomFilterListed = !snapshot.profile().isSharedData();
            return new ListedColumn(column).extra(table.table(), isAggregationListed(), isBloomFilterListed);
        }
        return object.kind() == SecuredKind.MATERIALIZED_VIEW && !column.isKey() ? "NONE" : "";
    }

    /** Lists the table and its rollups, with an empty row before each rollup. */
    private Listing describeIndexes(QualifiedName name, DatabaseObject object) {
        Table table;
        if (object instanceof DatabaseObject.DatabaseTable tableObject) {
            table = tableObject.table();
        } else if (object instanceof DatabaseObject.DatabaseMaterializedView viewObject) {
            table = PartitionListing.createStorageTable(viewObject.view());
        } else {
            boolean isView = object instanceof DatabaseObject.DatabaseView;
            throw Refusal.ofAnalysis(name.span(), ServerError.UNKNOWN_STORAGE_ENGINE, isView ? "VIEW" : "SCHEMA");
        }
        Listing listing = snapshot.createListing("DESC ALL");
        String model = table.model().serverName();
        addIndex(listing, table, new Rollup(table.name(), false, table.columns()), model);
        for (Rollup rollup : table.rollups()) {
            listing.addRow("", "", "", "", "", "", "", "");
            boolean isAggregated =
                    rollup.mergesEqualKeys() && (table.model() == KeyModel.DUPLICATE || rollup.query() != null);
            addIndex(listing, table, rollup, isAggregated ? "AGG_KEYS" : model);
        }
        return listing;
    }

    private static void addIndex(Listing listing, Table table, Rollup rollup, String model) {
        boolean isFirstColumn = true;
        for (Column column : rollup.columns()) {
            ListedColumn listedColumn = new ListedColumn(column);
            Optional<Column> tableColumn = table.column(column.name());
            listing.addRow(
                    isFirstColumn ? rollup.name() : "",
                    isFirstColumn ? model : "",
                    column.name(),
                    listedColumn.type(),
                    listedColumn.nullability(),
                    String.valueOf(column.isKey()),
                    tableColumn
                            .map(baseColumn -> storedDefault(rollup, column, baseColumn))
                            .orElse(null),
                    new ListedColumn(describedColumn(rollup, column, tableColumn))
                            .extra(table, table.model() != KeyModel.PRIMARY, true));
            isFirstColumn = false;
        }
    }

    /**
     * Returns the default of a column of a rollup; a synchronous materialized view has the defaults of its table. Null
     * if the column has no default.
     */
    private static @Nullable String storedDefault(Rollup rollup, Column column, Column tableColumn) {
        return new ListedColumn(rollup.query() == null ? column : tableColumn).storedDefault();
    }

    /**
     * Returns the column with the key flag that determines the column Extra: in a rollup without a query, a key of the
     * rollup that is not a key of the table has an aggregation.
     */
    private static Column describedColumn(Rollup rollup, Column column, Optional<Column> tableColumn) {
        boolean isKey = column.isKey()
                && (rollup.query() != null || tableColumn.filter(Column::isKey).isPresent());
        return (rollup.query() == null ? tableColumn.orElse(column) : column).withKey(isKey);
    }

    /** Returns the columns of a table in the default database. Command-line clients complete names with them. */
    public Answer listFields(String table) {
        if (table.isEmpty()) {
            return Answer.Failure.of("Empty tableName");
        }
        String database = snapshot.session().database();
        if (database == null || snapshot.findDatabase(database).isEmpty()) {
            return Answer.Failure.of("Unknown database(" + database + ")");
        }
        return snapshot.findPermanentObject(QualifiedName.of(database, table))
                .<Answer>map(object -> new Answer.FieldList(
                        database,
                        table,
                        object.columns().stream().map(ColumnListings::toField).toList()))
                .orElseGet(() -> Answer.Failure.of("Unknown table(" + table + ")"));
    }

    private static ListedField toField(Column column) {
        return new ListedField(
                new ResultColumn(column.name(), ResultColumnTypeMapping.toResultColumnType(column.type())),
                Objects.requireNonNullElse(new ListedColumn(column).storedDefault(), ""));
    }
}
