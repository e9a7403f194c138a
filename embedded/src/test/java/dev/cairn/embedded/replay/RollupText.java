package dev.cairn.embedded.replay;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.stream.Collectors;

/** The text with which a server lists a rollup, by the rules of the server's source. */
final class RollupText {
    private RollupText() {}

    static String of(Table table, Rollup rollup) {
        QueryText query = rollup.query();
        if (query != null) {
            return ("CREATE MATERIALIZED VIEW " + rollup.name() + " AS " + query.text())
                    .replace("\n", "")
                    .replace("\t", "")
                    .replaceAll("[ ]+", " ");
        }
        String keys = rollup.columns().stream()
                .filter(Column::isKey)
                .map(Column::name)
                .collect(Collectors.joining(","));
        String values = rollup.columns().stream()
                .filter(column -> !column.isKey())
                .map(column -> (column.aggregation() == null
                                ? "NONE"
                                : column.aggregation().toString()) + "(" + column.name() + ")")
                .map(column -> "," + column)
                .collect(Collectors.joining());
        return "create materialized view " + rollup.name() + " as select " + keys + values + " from " + table.name()
                + " group by " + keys;
    }
}
