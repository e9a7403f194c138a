package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Manipulation.Delete;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** DELETE. In a PRIMARY KEY table whatever a query finds, in others what a plain condition says. */
final class Deletion {
    private static final Type BOOLEAN = new Type.Scalar(Type.Scalar.Kind.BOOLEAN);

    private final DuckDb duck;
    private final DuckDbTarget target;
    private final Translation translation;

    Deletion(DuckDb duck, DuckDbTarget target, Translation translation) {
        this.duck = duck;
        this.target = target;
        this.translation = translation;
    }

    long run(Delete delete) {
        return target.table().model() == KeyModel.PRIMARY ? byKeys(delete) : byCondition(delete);
    }

    private long byKeys(Delete delete) {
        List<Column> keys =
                target.table().columns().stream().filter(Column::key).toList();
        RowSelection selection = new RowSelection(delete.with(), delete.target(), delete.using(), delete.where());
        Query query = selection.query(
                keys.stream().map(key -> selection.column(key.name())).toList());
        List<String> same = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            same.add("t." + DuckDbTable.held(keys.get(i)) + " = s.c" + i);
        }
        return duck.run("DELETE FROM " + target.held().sql() + " AS t USING (SELECT DISTINCT * FROM ("
                + translation.query(query).sql() + ")) AS s WHERE " + String.join(" AND ", same));
    }

    /** How many rows it was, the server does not tell. */
    private long byCondition(Delete delete) {
        Table table = target.table();
        PartitionConditions partitions = new PartitionConditions(table);
        String place = delete.partitions() == null
                ? "TRUE"
                : delete.partitions().names().stream()
                        .map(name -> "(" + partitions.condition(name) + ")")
                        .collect(Collectors.joining(" OR "));
        String condition = translation.expression(
                Objects.requireNonNull(delete.where()), DuckDbTableResolver.readable(table.columns()), BOOLEAN);
        duck.run("DELETE FROM " + target.held().sql() + " WHERE (" + condition + ") AND (" + place + ")");
        return 0;
    }
}
