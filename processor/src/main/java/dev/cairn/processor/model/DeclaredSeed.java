package dev.cairn.processor.model;

import dev.cairn.plan.seed.SeedRowRenderer;
import dev.cairn.processor.finding.Place;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.List;

/**
 * The rows that a record declares with {@code @Seed}.
 *
 * @param place the place of the annotation
 * @param columnsPlace the place of its list of columns
 */
public record DeclaredSeed(Place place, Place columnsPlace, List<Name> columnNames, List<Row> rows) {
    public DeclaredSeed {
        columnNames = List.copyOf(columnNames);
        rows = List.copyOf(rows);
    }

    /** The values of one row. */
    public record Row(Place place, List<Expression> values) {
        public Row {
            values = List.copyOf(values);
        }
    }

    /** Returns the statements that write the rows, with the literals as they were written. */
    public List<String> renderStatements(QualifiedName tableName) {
        return SeedRowRenderer.renderInserts(
                tableName,
                columnNames.stream().map(Name::text).toList(),
                rows.stream()
                        .map(row -> row.values().stream().map(Sql::render).toList())
                        .toList());
    }
}
