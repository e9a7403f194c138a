package dev.cairn.embedded.look;

import static dev.cairn.embedded.protocol.ResultColumnType.BIGINT;
import static dev.cairn.embedded.protocol.ResultColumnType.varchar;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeText;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table {@code information_schema.columns}. */
final class ColumnTable {
    private final SessionSnapshot snapshot;

    ColumnTable(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    ResultBuilder listing() {
        ResultBuilder listing = new ResultBuilder()
                .column("TABLE_CATALOG", varchar(512))
                .column("TABLE_SCHEMA", varchar(64))
                .column("TABLE_NAME", varchar(64))
                .column("COLUMN_NAME", varchar(64))
                .column("ORDINAL_POSITION", BIGINT)
                .column("COLUMN_DEFAULT", varchar(1024))
                .column("IS_NULLABLE", varchar(3))
                .column("DATA_TYPE", varchar(64))
                .column("CHARACTER_MAXIMUM_LENGTH", BIGINT)
                .column("CHARACTER_OCTET_LENGTH", BIGINT)
                .column("NUMERIC_PRECISION", BIGINT)
                .column("NUMERIC_SCALE", BIGINT)
                .column("DATETIME_PRECISION", BIGINT)
                .column("CHARACTER_SET_NAME", varchar(32))
                .column("COLLATION_NAME", varchar(32))
                .column("COLUMN_TYPE", varchar(32))
                .column("COLUMN_KEY", varchar(3))
                .column("EXTRA", varchar(27))
                .column("PRIVILEGES", varchar(80))
                .column("COLUMN_COMMENT", varchar(255))
                .column("COLUMN_SIZE", BIGINT)
                .column("DECIMAL_DIGITS", BIGINT)
                .column("GENERATION_EXPRESSION", varchar(64))
                .column("SRS_ID", BIGINT);
        for (Map.Entry<String, Database> entry : snapshot.catalog().databases()) {
            for (DatabaseObject object : snapshot.visible(entry.getValue())) {
                int position = 0;
                for (Column column : object.columns()) {
                    row(listing, entry.getKey(), object, column, ++position);
                }
            }
        }
        return listing;
    }

    private static void row(
            ResultBuilder listing, String database, DatabaseObject object, Column column, int position) {
        PrimitiveType primitive = PrimitiveType.of(column.type());
        Integer length = column.type() instanceof Type.Text text && primitive.isCharacters() ? text.length() : null;
        Integer precision = precision(column.type(), primitive);
        Integer digits = digits(column.type(), primitive);
        listing.row(
                null,
                database,
                object.name(),
                column.name(),
                position,
                ColumnListing.storedDefault(object, column),
                ColumnListing.nullable(column),
                dataType(column.type(), primitive),
                length,
                length,
                precision,
                primitive.isDate() ? null : digits,
                null,
                null,
                null,
                columnType(column.type(), primitive),
                column.key() ? key(object) : "",
                "",
                "",
                column.comment(),
                length == null ? precision : length,
                digits,
                column.generated() == null ? null : Sql.render(column.generated()),
                null);
    }

    private static String key(DatabaseObject object) {
        KeyModel model =
                object instanceof DatabaseObject.OfTable table ? table.table().model() : KeyModel.DUPLICATE;
        return switch (model) {
            case DUPLICATE -> "DUP";
            case AGGREGATE -> "AGG";
            case UNIQUE -> "UNI";
            case PRIMARY -> "PRI";
        };
    }

    private static String dataType(Type type, PrimitiveType primitive) {
        if (type instanceof Type.Array) {
            return "array";
        }
        if (type instanceof Type.Map) {
            return "map";
        }
        if (type instanceof Type.Struct) {
            return "struct";
        }
        return switch (primitive) {
            case BOOLEAN -> "tinyint";
            case LARGEINT -> "bigint unsigned";
            default -> primitive.isDecimal() ? "decimal" : primitive.name().toLowerCase(Locale.ROOT);
        };
    }

    private static String columnType(Type type, PrimitiveType primitive) {
        return switch (primitive) {
            case BOOLEAN -> "tinyint(1)";
            case LARGEINT -> "bigint(20) unsigned";
            default -> TypeText.shown(type);
        };
    }

    private static @Nullable Integer precision(Type type, PrimitiveType primitive) {
        return switch (primitive) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INT -> 10;
            case BIGINT -> 19;
            case LARGEINT -> 39;
            case FLOAT -> 7;
            case DOUBLE -> 15;
            default -> type instanceof Type.Decimal decimal ? decimal.precision() : null;
        };
    }

    private static @Nullable Integer digits(Type type, PrimitiveType primitive) {
        return switch (primitive) {
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT -> 0;
            case FLOAT -> 7;
            case DOUBLE -> 15;
            default -> type instanceof Type.Decimal decimal ? decimal.scale() : null;
        };
    }
}
