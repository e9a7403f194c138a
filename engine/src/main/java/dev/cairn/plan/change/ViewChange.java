package dev.cairn.plan.change;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.View;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.Part;
import dev.cairn.plan.part.Part.Kind;
import dev.cairn.plan.part.SchemaObject.OfView;
import dev.cairn.plan.step.Reasons;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A view is replaced in place, for whoever may read it shall be able to go on; ALTER VIEW would forget its comment. With
 * whose rights it reads has a statement of its own.
 */
public final class ViewChange {
    private ViewChange() {}

    /** What could not be changed, and why. */
    public static SortedMap<Part, String> carryOut(Rehearsal rehearsal, ObjectName name, View wanted) {
        SortedMap<Part, String> reasons = new TreeMap<>();
        SortedSet<Part> differing = differing(rehearsal, name, wanted);
        if (differing.stream().anyMatch(part -> !part.is(Kind.SECURITY))) {
            Optional<Refusal> refusal = rehearsal.attempt(Definitions.view(rehearsal.session(), name, wanted, true));
            refusal.ifPresent(why -> reasons.put(Part.of(Kind.QUERY), Reasons.of(why)));
        }
        if (differing.contains(Part.of(Kind.SECURITY))) {
            Optional<Refusal> refusal = rehearsal.attempt(
                    new ViewStatement.SecureView(name.in(rehearsal.session()), wanted.security(), Span.NONE));
            refusal.ifPresent(why -> reasons.put(Part.of(Kind.SECURITY), Reasons.of(why)));
        }
        differing(rehearsal, name, wanted).forEach(part -> reasons.putIfAbsent(part, Unalterable.reason(part)));
        return reasons;
    }

    private static SortedSet<Part> differing(Rehearsal rehearsal, ObjectName name, View wanted) {
        return rehearsal.difference(rehearsal.find(name).orElseThrow(), new OfView(wanted));
    }
}
