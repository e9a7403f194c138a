package dev.cairn.plan.change;

import dev.cairn.catalog.View;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.part.SchemaObject.OfView;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement;
import java.util.SortedSet;

/**
 * Replaces a view in place, so that its readers keep their access; ALTER VIEW would drop its comment. Its SECURITY is
 * changed by a separate statement.
 */
final class ViewAlteration extends ObjectAlteration {
    private final View wanted;

    ViewAlteration(Simulation rehearsal, ObjectName name, View wanted) {
        super(rehearsal, name, new OfView(wanted));
        this.wanted = wanted;
    }

    @Override
    void alter() {
        SortedSet<ObjectPart> differing = differing();
        ObjectPart security = ObjectPart.of(Kind.SECURITY);
        ObjectPart query = ObjectPart.of(Kind.QUERY);
        differing.stream()
                .filter(part -> !part.equals(security))
                .findFirst()
                .ifPresent(first -> attempt(
                        differing.contains(query) ? query : first,
                        rehearsal.statements().view(name, wanted, true)));
        if (differing.contains(security)) {
            attempt(security, new ViewStatement.SecureView(name.in(rehearsal.session()), wanted.security(), Span.NONE));
        }
    }
}
