package dev.cairn.embedded.look;

import dev.cairn.catalog.Column;
import dev.cairn.embedded.protocol.ResultColumn;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Map;

/** The tables of {@code information_schema} as SHOW COLUMNS and DESC tell of them: all that they hold may be NULL. */
final class SystemColumns {
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

    static List<Column> of(SessionSnapshot sight, QualifiedName name) {
        return new InformationSchema(sight)
                .table(name).columns().stream().map(SystemColumns::column).toList();
    }

    private static Column column(ResultColumn column) {
        return new Column(column.name(), column.name(), type(column.type()), false, null, true, null, false, null, "");
    }

    private static Type type(ResultColumnType type) {
        Type.Scalar.Kind kind = SCALARS.get(type);
        return kind == null
                ? new Type.Text(Type.Text.Kind.VARCHAR, type.length() / BYTES_OF_A_CHARACTER)
                : new Type.Scalar(kind);
    }
}
