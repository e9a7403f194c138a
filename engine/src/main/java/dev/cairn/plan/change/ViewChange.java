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
public final class ViewChange {
    private ViewChange() {}

    /** Returns the parts that could not be changed, with the reasons. */
    public static SortedMap<ObjectPart, String> carryOut(Simulation rehearsal, ObjectName name, View wanted) {
        SortedMap<ObjectPart, String> reasons = new TreeMap<>();
        SortedSet<ObjectPart> differing = differing(rehearsal, name, wanted);
        if (differing.stream().anyMatch(part -> !part.is(Kind.SECURITY))) {
            Optional<Refusal> refusal =
                    rehearsal.attempt(DefinitionStatements.view(rehearsal.session(), name, wanted, true));
            refusal.ifPresent(why -> reasons.put(ObjectPart.of(Kind.QUERY), ReasonText.of(why)));
        }
        if (differing.contains(ObjectPart.of(Kind.SECURITY))) {
            Optional<Refusal> refusal = rehearsal.attempt(
                    new ViewStatement.SecureView(name.in(rehearsal.session()), wanted.security(), Span.NONE));
            refusal.ifPresent(why -> reasons.put(ObjectPart.of(Kind.SECURITY), ReasonText.of(why)));
        }
        differing(rehearsal, name, wanted).forEach(part -> reasons.putIfAbsent(part, part.unalterableReason()));
        return reasons;
    }

    private static SortedSet<ObjectPart> differing(Simulation rehearsal, ObjectName name, View wanted) {
        return rehearsal.difference(rehearsal.find(name).orElseThrow(), new OfView(wanted));
    }
}
