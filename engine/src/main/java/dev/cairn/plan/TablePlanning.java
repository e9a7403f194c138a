package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.plan.Objection.Kind;
import dev.cairn.plan.SchemaObject.OfTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What is done to one table: it is made, altered, or, where that does not go, rebuilt. */
final class TablePlanning {
    private final Rehearsal rehearsal;
    private final Catalog to;
    private final Renames renames;
    private final List<Objection> impossible;

    TablePlanning(Rehearsal rehearsal, Catalog to, Renames renames, List<Objection> impossible) {
        this.rehearsal = rehearsal;
        this.to = to;
        this.renames = renames;
        this.impossible = impossible;
    }

    void plan(ObjectName name) {
        Table wanted = ((OfTable) SchemaObject.find(to, name).orElseThrow()).table();
        if (rehearsal.find(name).isEmpty()) {
            create(name, wanted);
        } else if (rehearsal.find(name).filter(OfTable.class::isInstance).isPresent()) {
            change(name, wanted);
        }
    }

    private void create(ObjectName name, Table wanted) {
        Rehearsal fork = rehearsal.fork();
        Optional<Refusal> refusal = TableCreation.create(fork, name, wanted);
        if (refusal.isPresent()) {
            object(name, Reasons.of(refusal.get()));
            return;
        }
        // Some properties and rollups can only be had by altering.
        SortedMap<Part, String> left = new TableAlteration(fork, name, wanted).carryOut();
        rehearsal.take(fork);
        left.forEach((part, why) -> object(name, part + ": " + why));
    }

    private void change(ObjectName name, Table wanted) {
        List<Rename.OfColumn> declared = renames.ofColumns(name);
        Rehearsal fork = rehearsal.fork();
        new ColumnRenames(fork, name, wanted).carryOut(declared);
        SortedMap<Part, String> left = new TableAlteration(fork, name, wanted).carryOut();
        if (left.isEmpty()) {
            rehearsal.take(fork);
            return;
        }
        Rehearsal rebuilt = rehearsal.fork();
        String why = Reasons.of(name, left);
        Optional<String> problem =
                new TableRebuild(rebuilt, name, wanted, oldNames(name, wanted, declared)).carryOut(why);
        if (problem.isPresent()) {
            object(name, why + "; and it can't be rebuilt: " + problem.get());
        } else {
            rehearsal.take(rebuilt);
        }
    }

    private Map<String, String> oldNames(ObjectName name, Table wanted, List<Rename.OfColumn> declared) {
        Table before = ((OfTable) rehearsal.find(name).orElseThrow()).table();
        Map<String, String> newNames = new LinkedHashMap<>();
        declared.forEach(rename -> newNames.put(rename.from(), rename.to()));
        Map<String, String> oldNames = new LinkedHashMap<>();
        new RenameOrder(
                        newNames,
                        column -> before.column(column).isPresent(),
                        column -> wanted.column(column).isPresent())
                .applicable()
                .forEach((old, now) ->
                        oldNames.put(wanted.column(now).map(Column::name).orElse(now), old));
        return oldNames;
    }

    private void object(ObjectName name, String why) {
        impossible.add(new Objection(Kind.IMPOSSIBLE, name, Reasons.oneLine(why)));
    }
}
