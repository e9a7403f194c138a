package dev.cairn.embedded.look;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statement that a rollup is shown with: its own without line breaks, or one that nobody sent. */
final class RollupStatement {
    private RollupStatement() {}

    static String of(Table table, Rollup rollup) {
        QueryText query = rollup.query();
        if (query != null) {
            String statement = "CREATE MATERIALIZED VIEW " + rollup.name() + " AS " + query.text();
            return statement.replace("\n", "").replace("\t", "").replaceAll(" +", " ");
        }
        List<String> keys =
                rollup.columns().stream().filter(Column::key).map(Column::name).toList();
        Stream<String> values = rollup.columns().stream()
                .filter(column -> !column.key())
                .map(column -> aggregation(table, column) + "(" + column.name() + ")");
        return "create materialized view " + rollup.name() + " as select "
                + Stream.concat(keys.stream(), values).collect(Collectors.joining(",")) + " from " + table.name()
                + " group by " + String.join(",", keys);
    }

    private static String aggregation(Table table, Column column) {
        Aggregation said = column.aggregation();
        if (said instanceof Aggregation.Function function) {
            return function.name();
        }
        if (said != null) {
            return "AGG_STATE_UNION";
        }
        return table.model() == KeyModel.DUPLICATE ? "NONE" : "REPLACE";
    }
}
