package dev.cairn.embedded.look;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Answer.Fields.Field;
import dev.cairn.embedded.protocol.ResultColumn;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.query.InMemoryRelation;
import dev.cairn.embedded.rows.WireType;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.Show;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers SHOW COLUMNS, DESC and COM_FIELD_LIST. */
public final class ColumnShows {
    private final SessionSnapshot snapshot;

    public ColumnShows(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** A row of SHOW COLUMNS or DESC. */
    private record Row(
            String name,
            String type,
            String nullable,
            String key,
            @Nullable String defaultValue,
            String extra,
            String comment) {
        /** Returns a row of SHOW COLUMNS. */
        static Row shown(Column column, String extra) {
            ColumnListing listed = new ColumnListing(column);
            String comment = SessionSnapshot.escaped(column.comment());
            return new Row(
                    column.name(),
                    listed.type(),
                    listed.nullable(),
                    column.key() ? "YES" : "NO",
                    listed.listedDefault(),
                    extra,
                    comment);
        }

        /** Returns a row of DESC. */
        static Row described(Column column, @Nullable String defaultValue, String extra) {
            ColumnListing listed = new ColumnListing(column);
            String key = String.valueOf(column.key());
            return new Row(column.name(), listed.type(), listed.nullable(), key, defaultValue, extra, "");
        }

        static Row hidden(ColumnDefinition column, String key, String extra) {
            String type = ColumnListing.type(Objects.requireNonNull(column.type()));
            return new Row(column.name().toString(), type, "YES", key, null, extra, "");
        }
    }

    private static final Listing<Row> COLUMNS = new Listing<Row>()
            .column("Field", Row::name)
            .column("Type", Row::type)
            .column("Null", Row::nullable)
            .column("Key", Row::key)
            .column("Default", Row::defaultValue)
            .column("Extra", Row::extra);

    private static final Listing<Row> FULL_COLUMNS = new Listing<Row>()
            .column("Field", Row::name)
            .column("Type", Row::type)
            .constant("Collation", "")
            .column("Null", Row::nullable)
            .column("Key", Row::key)
            .column("Default", Row::defaultValue)
            .column("Extra", Row::extra)
            .constant("Privileges", "")
            .column("Comment", Row::comment);

    ResultBuilder columns(Show show, Predicate<String> like) {
        QualifiedName name = qualified(show);
        Listing<Row> listing = show.full() ? FULL_COLUMNS : COLUMNS;
        if (isOfSystem(name)) {
            return listing.of(SystemColumns.of(snapshot, name).stream()
                    .filter(column -> like.test(column.name()))
                    .map(column -> Row.shown(column, "")));
        }
        DatabaseObject object = visible(
                name,
                snapshot.permanentObject(name),
                snapshot.databaseOf(name) + "." + name.last().text());
        Stream<Row> visible = object.columns().stream()
                .filter(column -> like.test(column.name()))
                .map(column -> Row.shown(column, aggregation(object, column)));
        return listing.of(Stream.concat(visible, hidden(object).stream().map(column -> Row.hidden(column, "NO", ""))));
    }

    private boolean isOfSystem(QualifiedName name) {
        return snapshot.databaseOf(name).equals(InformationSchema.NAME);
    }

    private List<ColumnDefinition> hidden(DatabaseObject object) {
        return object instanceof DatabaseObject.OfTable table
                ? ShowCreate.hiddenColumns(snapshot.profile(), table.table())
                : List.of();
    }

    /** Returns the aggregation. Before 4.0 it is NONE for a value column of a materialized view. */
    private String aggregation(DatabaseObject object, Column column) {
        boolean none = object.kind() == ObjectKind.MATERIALIZED_VIEW
                && !column.key()
                && !snapshot.profile().atLeast(Version.V4_0);
        return none ? "NONE" : new ColumnListing(column).aggregation();
    }

    /** Returns the name of the table. A second FROM may specify the database. */
    static QualifiedName qualified(Show show) {
        QualifiedName name = Objects.requireNonNull(show.object());
        return show.database() == null
                ? name
                : QualifiedName.of(show.database().last().text(), name.last().text());
    }

    private DatabaseObject visible(QualifiedName name, Optional<DatabaseObject> object, String called) {
        DatabaseObject existing =
                object.orElseThrow(() -> Refusal.analysis(name.span(), ServerError.UNKNOWN_TABLE, called));
        snapshot.requireVisible(snapshot.databaseOf(name), existing);
        return existing;
    }

    ResultBuilder describe(Show show) {
        QualifiedName name = qualified(show);
        if (isOfSystem(name)) {
            return COLUMNS.of(SystemColumns.of(snapshot, name).stream().map(column -> Row.described(column, null, "")));
        }
        DatabaseObject object = visible(name, snapshot.object(name), name.last().text());
        if (show.full() && object instanceof DatabaseObject.OfTable table) {
            return describeIndexes(table.table());
        }
        Stream<Row> visible = object.columns().stream()
                .map(column ->
                        Row.described(column, new ColumnListing(column).defaultIn(object), extra(object, column)));
        boolean withHidden = !snapshot.profile().atLeast(Version.V4_0);
        boolean duplicateKey =
                object instanceof DatabaseObject.OfTable table && table.table().model() == KeyModel.DUPLICATE;
        Stream<Row> hidden = (withHidden ? hidden(object) : List.<ColumnDefinition>of())
                .stream().map(column -> Row.hidden(column, "false", duplicateKey ? "NONE" : ""));
        return COLUMNS.of(Stream.concat(visible, hidden));
    }

    private static String extra(DatabaseObject object, Column column) {
        if (object instanceof DatabaseObject.OfTable table) {
            return new ColumnListing(column).described(table.table());
        }
        return object.kind() == ObjectKind.MATERIALIZED_VIEW && !column.key() ? "NONE" : "";
    }

    /** Lists the table and its rollups, with an empty row before each rollup. */
    private static ResultBuilder describeIndexes(Table table) {
        ResultBuilder listing =
                ResultBuilder.of("IndexName", "IndexKeysType", "Field", "Type", "Null", "Key", "Default", "Extra");
        String model = ColumnListing.model(table.model());
        describeIndex(listing, table, table.name(), model, table.columns());
        for (Rollup rollup : table.rollups()) {
            listing.row("", "", "", "", "", "", "", "");
            boolean aggregated = rollup.merged() && table.model() == KeyModel.DUPLICATE;
            describeIndex(listing, table, rollup.name(), aggregated ? "AGG_KEYS" : model, rollup.columns());
        }
        return listing;
    }

    private static void describeIndex(
            ResultBuilder listing, Table table, String name, String model, List<Column> columns) {
        boolean first = true;
        for (Column column : columns) {
            ColumnListing listed = new ColumnListing(column);
            Optional<Column> declared = table.column(column.name());
            listing.row(
                    first ? name : "",
                    first ? model : "",
                    column.name(),
                    listed.type(),
                    listed.nullable(),
                    String.valueOf(column.key()),
                    declared.isPresent() ? listed.storedDefault() : null,
                    new ColumnListing(declared.orElse(column)).described(table));
            first = false;
        }
    }

    /** Returns the columns of a table in the default database. Command-line clients complete names with them. */
    public Answer fields(String table) {
        if (table.isEmpty()) {
            return Answer.Failure.of("Empty tableName");
        }
        String database = snapshot.session().database();
        if (database != null && database.equals(InformationSchema.NAME)) {
            InMemoryRelation relation = new InformationSchema(snapshot).table(QualifiedName.of(database, table));
            return new Answer.Fields(
                    database,
                    table,
                    relation.columns().stream()
                            .map(column -> new Field(column, ""))
                            .toList());
        }
        if (database == null || snapshot.database(database).isEmpty()) {
            return Answer.Failure.of("Unknown database(" + database + ")");
        }
        return snapshot.permanentObject(QualifiedName.of(database, table))
                .<Answer>map(object -> new Answer.Fields(
                        database,
                        table,
                        object.columns().stream().map(ColumnShows::field).toList()))
                .orElseGet(() -> Answer.Failure.of("Unknown table(" + table + ")"));
    }

    private static Field field(Column column) {
        return new Field(
                new ResultColumn(column.name(), WireType.of(column.type())),
                Objects.requireNonNullElse(new ColumnListing(column).storedDefault(), ""));
    }

    /** The columns of the tables of {@code information_schema} for SHOW COLUMNS and DESC; all of them are nullable. */
    private static final class SystemColumns {
        private static final int BYTES_OF_A_CHARACTER = 3;

        private static final Map<ResultColumnType, Type.Scalar.Kind> SCALARS = Map.of(
                ResultColumnType.BOOLEAN, Type.Scalar.Kind.BOOLEAN,
                ResultColumnType.TINYINT, Type.Scalar.Kind.TINYINT,
                ResultColumnType.INT, Type.Scalar.Kind.INT,
                ResultColumnType.BIGINT, Type.Scalar.Kind.BIGINT,
                ResultColumnType.DOUBLE, Type.Scalar.Kind.DOUBLE,
                ResultColumnType.DATE, Type.Scalar.Kind.DATE,
                ResultColumnType.DATETIME, Type.Scalar.Kind.DATETIME,
                ResultColumnType.JSON, Type.Scalar.Kind.JSON);

        private SystemColumns() {}

        static List<Column> of(SessionSnapshot snapshot, QualifiedName name) {
            return new InformationSchema(snapshot)
                    .table(name).columns().stream().map(SystemColumns::column).toList();
        }

        private static Column column(ResultColumn column) {
            return new Column(
                    column.name(), column.name(), type(column.type()), false, null, true, null, false, null, "");
        }

        private static Type type(ResultColumnType type) {
            Type.Scalar.Kind kind = SCALARS.get(type);
            return kind == null
                    ? new Type.Text(Type.Text.Kind.VARCHAR, type.length() / BYTES_OF_A_CHARACTER)
                    : new Type.Scalar(kind);
        }
    }
}
