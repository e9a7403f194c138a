package dev.cairn.embedded.look;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.protocol.ResultColumn;
import dev.cairn.embedded.protocol.ResultColumnType;
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
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers SHOW COLUMNS and DESC. */
final class ColumnShows {
    private final SessionSnapshot snapshot;

    ColumnShows(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    ResultBuilder columns(Show show, Predicate<String> like) {
        QualifiedName name = named(show);
        ResultBuilder listing = show.full()
                ? ResultBuilder.of(
                        "Field", "Type", "Collation", "Null", "Key", "Default", "Extra", "Privileges", "Comment")
                : ResultBuilder.of("Field", "Type", "Null", "Key", "Default", "Extra");
        if (isOfSystem(name)) {
            SystemColumns.of(snapshot, name).stream()
                    .filter(column -> like.test(column.name()))
                    .forEach(column -> row(listing, show.full(), column, ""));
            return listing;
        }
        DatabaseObject object = visible(
                name,
                snapshot.lasting(name),
                snapshot.databaseOf(name) + "." + name.last().text());
        for (Column column : object.columns()) {
            if (like.test(column.name())) {
                row(listing, show.full(), column, aggregation(object, column));
            }
        }
        for (ColumnDefinition column : hidden(object)) {
            String type = ColumnListing.type(Objects.requireNonNull(column.type()));
            if (show.full()) {
                listing.row(column.name(), type, "", "YES", "NO", null, "", "", "");
            } else {
                listing.row(column.name(), type, "YES", "NO", null, "");
            }
        }
        return listing;
    }

    private boolean isOfSystem(QualifiedName name) {
        return snapshot.databaseOf(name).equals(InformationSchema.NAME);
    }

    private List<ColumnDefinition> hidden(DatabaseObject object) {
        return object instanceof DatabaseObject.OfTable table
                ? ShowCreate.hiddenColumns(snapshot.profile(), table.table())
                : List.of();
    }

    private static void row(ResultBuilder listing, boolean full, Column column, String extra) {
        String type = ColumnListing.type(column);
        String nullable = ColumnListing.nullable(column);
        String key = column.key() ? "YES" : "NO";
        String defaultValue = ColumnListing.listedDefault(column);
        if (full) {
            String comment = CommentEscaping.comment(column.comment());
            listing.row(column.name(), type, "", nullable, key, defaultValue, extra, "", comment);
        } else {
            listing.row(column.name(), type, nullable, key, defaultValue, extra);
        }
    }

    /** Returns the aggregation. Before 4.0 it is NONE for a value column of a materialized view. */
    private String aggregation(DatabaseObject object, Column column) {
        boolean none = object.kind() == ObjectKind.MATERIALIZED_VIEW
                && !column.key()
                && !snapshot.profile().atLeast(Version.V4_0);
        return none ? "NONE" : ColumnListing.aggregation(column);
    }

    /** Returns the name of the table. A second FROM may specify the database. */
    private static QualifiedName named(Show show) {
        QualifiedName name = Objects.requireNonNull(show.object());
        return show.database() == null
                ? name
                : QualifiedName.of(show.database().last().text(), name.last().text());
    }

    private DatabaseObject visible(QualifiedName name, Optional<DatabaseObject> found, String words) {
        DatabaseObject object =
                found.orElseThrow(() -> Refusal.analysis(name.span(), ServerError.UNKNOWN_TABLE, words));
        if (!snapshot.sees(snapshot.databaseOf(name), object)) {
            throw snapshot.access().denied("ANY", ObjectKind.TABLE, object.name());
        }
        return object;
    }

    ResultBuilder describe(Show show) {
        QualifiedName name = named(show);
        ResultBuilder listing = ResultBuilder.of("Field", "Type", "Null", "Key", "Default", "Extra");
        if (isOfSystem(name)) {
            SystemColumns.of(snapshot, name).forEach(column -> described(listing, column, null, ""));
            return listing;
        }
        DatabaseObject object = visible(name, snapshot.object(name), name.last().text());
        if (show.full() && object instanceof DatabaseObject.OfTable table) {
            return all(table.table());
        }
        for (Column column : object.columns()) {
            described(listing, column, ColumnListing.storedDefault(object, column), extra(object, column));
        }
        if (!snapshot.profile().atLeast(Version.V4_0)) {
            String none = object instanceof DatabaseObject.OfTable table
                            && table.table().model() == KeyModel.DUPLICATE
                    ? "NONE"
                    : "";
            hidden(object)
                    .forEach(column -> listing.row(
                            column.name(),
                            ColumnListing.type(Objects.requireNonNull(column.type())),
                            "YES",
                            "false",
                            null,
                            none));
        }
        return listing;
    }

    private static void described(ResultBuilder listing, Column column, @Nullable String defaultValue, String extra) {
        listing.row(
                column.name(),
                ColumnListing.type(column),
                ColumnListing.nullable(column),
                String.valueOf(column.key()),
                defaultValue,
                extra);
    }

    private static String extra(DatabaseObject object, Column column) {
        if (object instanceof DatabaseObject.OfTable table) {
            return ColumnListing.described(
                    table.table(), column, filtered(table.table()).contains(column.name()));
        }
        return object.kind() == ObjectKind.MATERIALIZED_VIEW && !column.key() ? "NONE" : "";
    }

    /** Lists the table and its rollups, with an empty row before each rollup. */
    private static ResultBuilder all(Table table) {
        ResultBuilder listing =
                ResultBuilder.of("IndexName", "IndexKeysType", "Field", "Type", "Null", "Key", "Default", "Extra");
        index(listing, table, table.name(), model(table.model()), table.columns());
        for (Rollup rollup : table.rollups()) {
            listing.row("", "", "", "", "", "", "", "");
            String model = rollup.merged() && table.model() == KeyModel.DUPLICATE ? "AGG_KEYS" : model(table.model());
            index(listing, table, rollup.name(), model, rollup.columns());
        }
        return listing;
    }

    private static void index(ResultBuilder listing, Table table, String name, String model, List<Column> columns) {
        Set<String> filtered = filtered(table);
        boolean first = true;
        for (Column column : columns) {
            listing.row(
                    first ? name : "",
                    first ? model : "",
                    column.name(),
                    ColumnListing.type(column),
                    ColumnListing.nullable(column),
                    String.valueOf(column.key()),
                    table.column(column.name()).isPresent() ? ColumnListing.storedDefault(column) : null,
                    ColumnListing.described(
                            table, table.column(column.name()).orElse(column), filtered.contains(column.name())));
            first = false;
        }
    }

    private static String model(KeyModel model) {
        return switch (model) {
            case DUPLICATE -> "DUP_KEYS";
            case AGGREGATE -> "AGG_KEYS";
            case UNIQUE -> "UNIQUE_KEYS";
            case PRIMARY -> "PRIMARY_KEYS";
        };
    }

    private static Set<String> filtered(Table table) {
        return table.properties().value("bloom_filter_columns").stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(String::strip)
                .collect(Collectors.toSet());
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
