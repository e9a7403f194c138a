package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.plan.change.ColocatedTables;
import dev.cairn.plan.change.ColumnRenames;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.change.TableAlteration;
import dev.cairn.plan.change.TableCreationPlanning;
import dev.cairn.plan.change.TableRebuild;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.plan.step.Fill;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Objection.Kind;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.sql.ast.Expression;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What is done to tables: each is made, altered, or, where that does not go, rebuilt. */
final class TablePlanning {
    private final Simulation rehearsal;
    private final Catalog to;
    private final Renames renames;
    private final List<Fill> fills;
    private final List<Objection> impossible;
    private final Map<ObjectName, String> reasons = new HashMap<>();

    TablePlanning(Simulation rehearsal, Catalog to, Renames renames, List<Fill> fills, List<Objection> impossible) {
        this.rehearsal = rehearsal;
        this.to = to;
        this.renames = renames;
        this.fills = fills;
        this.impossible = impossible;
    }

    /**
     * New tables come first. One may refer to another that comes after it, so what does not go is tried again as long as
     * something else went; where they refer to each other, a table is first made without.
     */
    void plan(Collection<ObjectName> names) {
        List<ObjectName> left = new ArrayList<>(names);
        left.sort(Comparator.comparing(name -> rehearsal.find(name).isPresent()));
        new ColocatedTables(rehearsal, to).leave(left);
        left = whileSomeGo(left);
        left.forEach(this::createIncomplete);
        left = whileSomeGo(left);
        left.forEach(name -> impossible.add(new Objection(Kind.IMPOSSIBLE, name, reasons.getOrDefault(name, ""))));
    }

    private List<ObjectName> whileSomeGo(List<ObjectName> names) {
        List<ObjectName> left = names;
        int before;
        do {
            before = left.size();
            left = left.stream().filter(name -> !goes(name)).toList();
        } while (!left.isEmpty() && left.size() < before);
        return left;
    }

    private boolean goes(ObjectName name) {
        Table wanted = wanted(name);
        Optional<String> problem = rehearsal.find(name).isEmpty() ? create(name, wanted) : change(name, wanted);
        problem.ifPresent(why -> reasons.put(name, ReasonText.oneLine(why)));
        return problem.isEmpty();
    }

    private Table wanted(ObjectName name) {
        return ((OfTable) SchemaObject.find(to, name).orElseThrow()).table();
    }

    private Optional<String> create(ObjectName name, Table wanted) {
        Simulation fork = rehearsal.fork();
        Optional<Refusal> refusal = TableCreationPlanning.create(fork, name, wanted);
        if (refusal.isPresent()) {
            return refusal.map(ReasonText::of);
        }
        // Some properties and rollups can only be had by altering.
        SortedMap<ObjectPart, String> left = new TableAlteration(fork, name, wanted).carryOut();
        if (left.isEmpty()) {
            rehearsal.take(fork);
        }
        return left.isEmpty() ? Optional.empty() : Optional.of(ReasonText.of(name, left));
    }

    private void createIncomplete(ObjectName name) {
        if (rehearsal.find(name).isEmpty()) {
            TableCreationPlanning.create(rehearsal, name, wanted(name));
        }
    }

    private Optional<String> change(ObjectName name, Table wanted) {
        List<Rename.OfColumn> declared = renames.ofColumns(name);
        Simulation fork = rehearsal.fork();
        new ColumnRenames(fork, name, wanted).carryOut(declared);
        SortedMap<ObjectPart, String> left = new TableAlteration(fork, name, wanted).carryOut();
        if (left.isEmpty()) {
            rehearsal.take(fork);
            return Optional.empty();
        }
        Simulation rebuilt = rehearsal.fork();
        String why = ReasonText.of(name, left);
        Optional<String> problem =
                new TableRebuild(rebuilt, name, wanted, oldNames(name, wanted, declared), fills(name)).carryOut(why);
        if (problem.isEmpty()) {
            rehearsal.take(rebuilt);
        }
        return problem.map(other -> why + "; and it can't be rebuilt: " + other);
    }

    private Map<String, Expression> fills(ObjectName name) {
        Map<String, Expression> values = new HashMap<>();
        fills.stream()
                .filter(fill -> fill.isOf(name))
                .forEach(fill -> values.put(Fill.key(fill.column()), fill.value()));
        return values;
    }

    private Map<String, String> oldNames(ObjectName name, Table wanted, List<Rename.OfColumn> declared) {
        Table before = ((OfTable) rehearsal.find(name).orElseThrow()).table();
        Map<String, String> oldNames = new LinkedHashMap<>();
        ColumnRenames.order(declared, before, wanted)
                .applicable()
                .forEach((old, now) ->
                        oldNames.put(wanted.column(now).map(Column::name).orElse(now), old));
        return oldNames;
    }
}
