package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans RENAME COLUMN, each in its own statement, in an order in which each new name is free. */
public record ColumnRenames(Simulation simulation, ObjectName name, Table desired) {
    public void carryOut(List<Rename.OfColumn> declared) {
        order(declared, now(), desired).moves().forEach(move -> rename(move.from(), move.to()));
        for (Column column : desired.columns()) {
            // Names are case-insensitive to the server, but it shows the original spelling.
            now().column(column.name())
                    .map(Column::name)
                    .filter(present -> !present.equals(column.name()))
                    .ifPresent(present -> respell(present, column.name()));
        }
    }

    public static RenameOrder order(List<Rename.OfColumn> declared, Table before, Table after) {
        Map<String, String> names = new LinkedHashMap<>();
        declared.forEach(rename -> names.put(rename.from(), rename.to()));
        return new RenameOrder(
                names,
                name -> before.column(name).isPresent(),
                name -> after.column(name).isPresent(),
                (old, name) -> unnamed(before, old).equals(unnamed(after, name)));
    }

    private static Optional<Column> unnamed(Table table, String column) {
        return table.column(column).map(found -> found.named("").identified(""));
    }

    private void respell(String from, String to) {
        String aside = RenameOrder.aside(from);
        rename(from, aside);
        rename(aside, to);
    }

    private Table now() {
        return ((SchemaObject.OfTable) simulation.find(name).orElseThrow()).table();
    }

    /**
     * If the server refuses, the column keeps its name, and the difference is a dropped and an added column. Rollups
     * that read the column are dropped first: some block the rename, and the others would keep the old name.
     */
    private void rename(String from, String to) {
        Simulation fork = simulation.fork();
        for (Rollup rollup : now().rollups()) {
            if (rollup.reads(from)) {
                fork.attempt(fork.statements().drop(name, rollup));
            }
        }
        AlterClause clause = new AlterClause.RenameColumn(Name.of(from), Name.of(to), Span.NONE);
        if (fork.attempt(fork.statements().alter(name, clause)).isEmpty()) {
            simulation.take(fork);
        }
    }
}
