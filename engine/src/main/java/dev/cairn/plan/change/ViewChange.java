package dev.cairn.plan.change;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.View;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.part.SchemaObject.OfView;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Replaces a view in place, so that its readers keep their access; ALTER VIEW would drop its comment. Its SECURITY is
 * changed by a separate statement.
 */
public record ViewChange(Simulation rehearsal, ObjectName name, View wanted) {
    /** Returns the parts that could not be changed, with the reasons. */
    public SortedMap<ObjectPart, String> carryOut() {
        SortedMap<ObjectPart, String> reasons = new TreeMap<>();
        SortedSet<ObjectPart> differing = differing();
        if (differing.stream().anyMatch(part -> !part.is(Kind.SECURITY))) {
            Optional<Refusal> refusal = rehearsal.attempt(rehearsal.statements().view(name, wanted, true));
            refusal.ifPresent(why -> reasons.put(ObjectPart.of(Kind.QUERY), ReasonText.of(why)));
        }
        if (differing.contains(ObjectPart.of(Kind.SECURITY))) {
            Optional<Refusal> refusal = rehearsal.attempt(
                    new ViewStatement.SecureView(name.in(rehearsal.session()), wanted.security(), Span.NONE));
            refusal.ifPresent(why -> reasons.put(ObjectPart.of(Kind.SECURITY), ReasonText.of(why)));
        }
        differing().forEach(part -> reasons.putIfAbsent(part, part.unalterableReason()));
        return reasons;
    }

    private SortedSet<ObjectPart> differing() {
        return rehearsal.difference(rehearsal.find(name).orElseThrow(), new OfView(wanted));
    }
}
