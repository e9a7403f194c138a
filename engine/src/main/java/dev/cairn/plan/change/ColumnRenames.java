package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plans RENAME COLUMN, each in its own statement, in an order in which each new name is free. */
public record ColumnRenames(Simulation simulation, ObjectName name, Table desired) {
    public void carryOut(List<Rename.ColumnRename> declared) {
        order(declared, now(), desired).moves().forEach(move -> rename(move.from(), move.to()));
        for (Column column : desired.columns()) {
            // Names are case-insensitive to the server, but it shows the original spelling.
            now().column(column.name())
                    .map(Column::name)
                    .filter(present -> !present.equals(column.name()))
                    .ifPresent(present -> respell(present, column.name()));
        }
    }

    public static RenameOrder order(List<Rename.ColumnRename> declared, Table before, Table after) {
        Map<String, String> names = new LinkedHashMap<>();
        declared.forEach(rename -> names.put(rename.oldName(), rename.newName()));
        return new RenameOrder(
                names,
                name -> before.column(name).isPresent(),
                name -> after.column(name).isPresent(),
                (old, name) -> findUnnamed(before, old).equals(findUnnamed(after, name)));
    }

    /** Returns why the declared renames are not clear, so that rows could get values of other columns; empty if they are. */
    public static Optional<String> problem(List<Rename.ColumnRename> declared, Table before, Table after) {
        RenameOrder order = order(declared, before, after);
        for (RenameOrder.Move move : order.occupiedMoves()) {
            return Optional.of(describeOccupied("column", move.from(), move.to()));
        }
        return order.unclear().stream()
                .filter(names -> sameTypes(names, 0, before, after) <= sameTypes(names, 1, before, after))
                .findFirst()
                .map(names -> "@RenamedFrom exchanges the names "
                        + names.stream().collect(Collectors.joining("\", \"", "\"", "\""))
                        + " in a cycle, while the columns change in other ways, too; rename them in a migration of their own,"
                        + " and change them in the next one; if a migration has renamed them, remove @RenamedFrom");
    }

    /**
     * Describes a rename to a name that is not free.
     *
     * @param kind the kind of the objects
     */
    static String describeOccupied(String kind, String from, String to) {
        return "@RenamedFrom(\"" + from + "\") makes \"" + from + "\" the new \"" + to + "\", but there is a " + kind
                + " \"" + to + "\" already; drop that one in a migration of its own, or remove @RenamedFrom if \""
                + from
                + "\" is to be dropped";
    }

    /** Returns how many columns have the type of the one that many names further on in the cycle. */
    private static long sameTypes(List<String> names, int further, Table before, Table after) {
        long same = 0;
        for (int i = 0; i < names.size(); i++) {
            Optional<Type> old = before.column(names.get(i)).map(Column::type);
            Optional<Type> now =
                    after.column(names.get((i + further) % names.size())).map(Column::type);
            same += old.equals(now) ? 1 : 0;
        }
        return same;
    }

    private static Optional<Column> findUnnamed(Table table, String column) {
        return table.column(column).map(foundColumn -> foundColumn.withName("").withId(""));
    }

    private void respell(String from, String to) {
        String aside = RenameOrder.temporaryName(from);
        rename(from, aside);
        rename(aside, to);
    }

    private Table now() {
        return ((SchemaObject.TableObject) simulation.find(name).orElseThrow()).table();
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
            simulation.adopt(fork);
        }
    }
}
