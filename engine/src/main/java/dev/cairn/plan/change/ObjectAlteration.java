package dev.cairn.plan.change;

import dev.cairn.catalog.Refusal;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfMaterializedView;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.plan.part.SchemaObject.OfView;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.sql.ast.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Alters an object until it is as wanted, or nothing more can be done. */
public abstract class ObjectAlteration {
    final Simulation rehearsal;
    final ObjectName name;
    private final SchemaObject wanted;
    private final Map<ObjectPart, String> reasons = new HashMap<>();

    ObjectAlteration(Simulation rehearsal, ObjectName name, SchemaObject wanted) {
        this.rehearsal = rehearsal;
        this.name = name;
        this.wanted = wanted;
    }

    /**
     * Returns the alteration of an object.
     *
     * @param wanted an object of the same kind as the present one
     */
    public static ObjectAlteration of(Simulation rehearsal, ObjectName name, SchemaObject wanted) {
        if (wanted instanceof OfTable held) {
            return new TableAlteration(rehearsal, name, held.table());
        }
        return wanted instanceof OfView held
                ? new ViewAlteration(rehearsal, name, held.view())
                : new MaterializedViewAlteration(rehearsal, name, ((OfMaterializedView) wanted).view());
    }

    /**
     * Returns the parts that can't be altered, each with the server's reason if it gave one; empty if the object is as
     * wanted.
     */
    public final SortedMap<ObjectPart, String> carryOut() {
        alter();
        SortedMap<ObjectPart, String> left = new TreeMap<>();
        differing().forEach(part -> left.put(part, reasons.getOrDefault(part, part.unalterableReason())));
        return left;
    }

    abstract void alter();

    final SortedSet<ObjectPart> differing() {
        return rehearsal.difference(rehearsal.find(name).orElseThrow(), wanted);
    }

    final void explain(ObjectPart part, Refusal refusal) {
        reasons.put(part, ReasonText.of(refusal));
    }

    /** Sends a statement that changes a part. Returns false, and keeps the reason, if the server refuses it. */
    final boolean attempt(ObjectPart part, Statement statement) {
        Optional<Refusal> refusal = rehearsal.attempt(statement);
        refusal.ifPresent(why -> explain(part, why));
        return refusal.isEmpty();
    }
}
