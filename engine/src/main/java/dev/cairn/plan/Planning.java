package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.change.DefinitionStatements;
import dev.cairn.plan.change.RenameDetection;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.DependencyOrder;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.plan.part.SchemaObject.OfView;
import dev.cairn.plan.step.Fill;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Objection.Kind;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.plan.step.RenameHint;
import dev.cairn.plan.step.ReplacedObjects;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One plan in the making. Names come first, since all else speaks of objects by the new ones; then go the views that nobody
 * wants any more, so that tables change under as few as can be; then tables; then views over them, bases before what reads
 * them; and last the tables that nothing reads any more.
 */
final class Planning {
    private final Simulation rehearsal;
    private final Catalog from;
    private final Catalog to;
    private final Renames renames;
    private final List<Fill> fills;
    private final Renames.OfObjects newNames;
    private final List<Objection> impossible = new ArrayList<>();

    Planning(Simulation rehearsal, Catalog to, Renames renames, List<Fill> fills) {
        this.rehearsal = rehearsal;
        this.from = rehearsal.catalog();
        this.to = to;
        this.renames = renames;
        this.fills = fills;
        this.newNames = renames.ofObjects(from, to, this::isAlike);
    }

    private boolean isAlike(ObjectName before, ObjectName after) {
        Optional<SchemaObject> now = SchemaObject.find(from, before);
        Optional<SchemaObject> wanted = SchemaObject.find(to, after);
        return now.isPresent()
                && wanted.isPresent()
                && !(now.get() instanceof OfView) // it keeps its name, and is replaced
                && rehearsal.difference(now.get(), wanted.get()).isEmpty();
    }

    Plan plan() {
        createDatabases();
        renameObjects();
        SortedSet<ObjectName> replaced = ReplacedObjects.between(rehearsal.catalog(), to);
        List<ObjectName> gone = gone(replaced);
        List<RenameHint> hints = RenameDetection.of(rehearsal.catalog(), to, replaced, newNames.names(), renames);
        gone.stream().filter(name -> !isTable(name)).forEach(this::drop);
        gone.stream().filter(this::isTaken).forEach(this::drop);
        SortedSet<ObjectName> changed =
                replaced.stream().filter(this::differs).collect(Collectors.toCollection(TreeSet::new));
        TablePlanning tables = new TablePlanning(rehearsal, to, renames, fills, impossible);
        tables.plan(changed.stream().filter(this::shallBeTable).toList());
        new ViewPlanning(rehearsal, to, newNames.names(), impossible).plan(changed);
        gone.stream().filter(name -> !isTaken(name)).forEach(this::drop);
        return new Plan(rehearsal.steps(), impossible, hints);
    }

    private void createDatabases() {
        to.databases().forEach(entry -> {
            if (from.database(entry.getKey()).isEmpty()) {
                attempt(
                        new ObjectName(entry.getKey(), ""),
                        new Statement.CreateDatabase(
                                false,
                                QualifiedName.of(entry.getKey()),
                                entry.getValue().properties(),
                                Span.NONE));
            }
        });
    }

    /** A view can't be renamed: it is made anew, and the old one dropped. */
    private void renameObjects() {
        newNames.moves().forEach(move -> {
            ObjectName old = move.from();
            ObjectName now = move.to();
            SchemaObject object = rehearsal.find(old).orElseThrow();
            if (object instanceof OfTable) {
                attempt(now, altered(old, new AlterClause.RenameTable(Name.of(now.name()), Span.NONE)));
            } else if (!(object instanceof OfView)) {
                attempt(
                        now,
                        new ViewStatement.AlterMaterializedView(
                                old.in(rehearsal.session()),
                                new MaterializedViewChange.Rename(Name.of(now.name())),
                                Span.NONE));
            }
        });
    }

    private Statement altered(ObjectName name, AlterClause clause) {
        return new Statement.AlterTable(name.in(rehearsal.session()), List.of(clause), Span.NONE);
    }

    private void attempt(ObjectName about, Statement statement) {
        rehearsal
                .attempt(statement)
                .ifPresent(refusal -> impossible.add(new Objection(Kind.IMPOSSIBLE, about, ReasonText.of(refusal))));
    }

    /** What is there and shall not be, or shall be something else; what reads another one before that. */
    private List<ObjectName> gone(SortedSet<ObjectName> replaced) {
        List<ObjectName> gone = new ArrayList<>();
        for (ObjectName name : replaced) {
            boolean there = rehearsal.find(name).isPresent();
            boolean renamed = newNames.names().containsKey(name);
            if (there && !renamed && !isOfWantedKind(name)) {
                gone.add(name);
            }
        }
        List<ObjectName> order =
                new ArrayList<>(DependencyOrder.of(rehearsal.catalog(), gone).order());
        Collections.reverse(order);
        return order;
    }

    private boolean isOfWantedKind(ObjectName name) {
        return rehearsal
                .find(name)
                .flatMap(now -> SchemaObject.find(to, name)
                        .filter(wanted -> wanted.kind().equals(now.kind())))
                .isPresent();
    }

    private boolean isTable(ObjectName name) {
        return rehearsal.find(name).filter(OfTable.class::isInstance).isPresent();
    }

    private boolean shallBeTable(ObjectName name) {
        return SchemaObject.find(to, name).filter(OfTable.class::isInstance).isPresent();
    }

    private boolean isTaken(ObjectName name) {
        return SchemaObject.find(to, name).isPresent();
    }

    private boolean differs(ObjectName name) {
        return SchemaObject.find(to, name)
                .filter(wanted -> rehearsal
                        .find(name)
                        .filter(now -> now.equals(wanted)
                                || rehearsal.difference(now, wanted).isEmpty())
                        .isEmpty())
                .isPresent();
    }

    /**
     * A table goes under a name that is not used again, so that a statement which arrives late finds nothing. A materialized
     * view likewise; a view can't be renamed.
     */
    private void drop(ObjectName name) {
        SchemaObject object = rehearsal.find(name).orElse(null);
        if (object == null) {
            return;
        }
        ObjectName doomed = StagingName.doomed(name);
        boolean renamed = !(object instanceof OfView)
                && rehearsal.attempt(renamed(name, doomed, object)).isEmpty();
        DefinitionStatements.drop(rehearsal, renamed ? doomed : name, object)
                .ifPresent(refusal -> impossible.add(new Objection(Kind.IMPOSSIBLE, name, ReasonText.of(refusal))));
    }

    private Statement renamed(ObjectName from, ObjectName to, SchemaObject object) {
        Name name = Name.of(to.name());
        return object instanceof OfTable
                ? altered(from, new AlterClause.RenameTable(name, Span.NONE))
                : new ViewStatement.AlterMaterializedView(
                        from.in(rehearsal.session()), new MaterializedViewChange.Rename(name), Span.NONE);
    }
}
