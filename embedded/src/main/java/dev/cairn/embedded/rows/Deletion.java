package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.sql.Expression;
import dev.cairn.sql.KeyModel;
import dev.cairn.sql.Manipulation.Delete;
import dev.cairn.sql.Query;
import dev.cairn.sql.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** DELETE. In a PRIMARY KEY table whatever a query finds, in others what a plain condition says. */
final class Deletion {
    private static final Type BOOLEAN = new Type.Scalar(Type.Scalar.Kind.BOOLEAN);

    private final DuckDb duck;
    private final Target target;
    private final Translation translation;

    Deletion(DuckDb duck, Target target, Translation translation) {
        this.duck = duck;
        this.target = target;
        this.translation = translation;
    }

    long run(Delete delete) {
        return target.table().model() == KeyModel.PRIMARY ? byKeys(delete) : byCondition(delete);
    }

    private long byKeys(Delete delete) {
        if (delete.where() == null) {
            throw Refusal.analysis(delete.span(), "Delete must specify where clause to prevent full table delete");
        }
        if (delete.partitions() != null) {
            throw Refusal.analysis(delete.span(), "Delete for primary key table do not support specifying partitions");
        }
        List<Column> keys =
                target.table().columns().stream().filter(Column::key).toList();
        List<Query.Item> items = new ArrayList<>();
        for (Column key : keys) {
            Expression column = TargetQuery.column(delete.target(), key.name(), delete.span());
            items.add(new Query.Item.Value(column, null, false, delete.span()));
        }
        Query query = TargetQuery.of(delete.with(), delete.target(), items, delete.using(), delete.where());
        List<String> same = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            same.add("t." + HeldTable.held(keys.get(i)) + " = s.c" + i);
        }
        return duck.run("DELETE FROM " + target.held().sql() + " AS t USING (SELECT DISTINCT * FROM ("
                + translation.query(query).sql() + ")) AS s WHERE " + String.join(" AND ", same));
    }

    /** How many rows it was, the server does not tell. */
    private long byCondition(Delete delete) {
        Table table = target.table();
        if (!delete.using().isEmpty()) {
            throw Refusal.analysis(delete.span(), "Do not support `using` clause in non-primary table");
        }
        if (delete.where() == null) {
            throw Refusal.analysis(delete.span(), "Where clause is not set");
        }
        DeleteCondition.check(delete.where());
        Partitions partitions = new Partitions(table);
        String place = delete.partitions() == null
                ? "TRUE"
                : delete.partitions().names().stream()
                        .map(name -> "(" + partitions.condition(name) + ")")
                        .collect(Collectors.joining(" OR "));
        String condition = translation.expression(delete.where(), HeldTables.readable(table.columns()), BOOLEAN);
        duck.run("DELETE FROM " + target.held().sql() + " WHERE (" + condition + ") AND (" + place + ")");
        return 0;
    }
}
