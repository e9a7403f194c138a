package dev.cairn.plan.access;

import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The role, the grant on all objects of a kind, and the view through which a holder has a right. Each is optional.
 *
 * @param role the role that has the right; null if the holder itself has it
 * @param objectsOfKind all objects of a kind, if the right was granted on these; null if it was granted on the object
 *     itself
 * @param view the view or materialized view that exposes the relation; null if the right is a privilege on the relation
 */
record AccessPath(
        @Nullable String role,
        @Nullable SecuredObject objectsOfKind,
        @Nullable SecuredObject view) {
    static final AccessPath DIRECT = new AccessPath(null, null, null);

    /** Returns {@code , through the view v and the role r}; an empty string for a right that was granted directly. */
    String describe(Session session) {
        List<String> pathElements = new ArrayList<>();
        if (view != null) {
            ObjectName name = ObjectName.of(view);
            pathElements.add("the " + view.kind().sql().toLowerCase(Locale.ROOT) + " "
                    + TemporaryName.removePlannedSuffix(name.toSqlName(session).toString()));
        }
        if (role != null) {
            pathElements.add("the role " + role);
        }
        if (objectsOfKind != null) {
            pathElements.add("ON " + objectsOfKind);
        }
        return pathElements.isEmpty() ? "" : ", through " + String.join(" and ", pathElements);
    }
}
