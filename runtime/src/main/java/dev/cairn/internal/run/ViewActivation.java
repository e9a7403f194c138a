package dev.cairn.internal.run;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.run.prepare.Progress;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Step.Touched;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange.Deactivate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Materialized views that a migration made inactive are activated again, those that others read first. The server would try
 * by itself too, but not in all cases, and only after a minute.
 */
final class ViewActivation {
    private final RunContext course;
    private final StepConnection lane;

    ViewActivation(RunContext course, StepConnection lane) {
        this.course = course;
        this.lane = lane;
    }

    void run() {
        Set<ObjectName> affected = affected();
        Set<String> databases = new TreeSet<>();
        affected.forEach(view -> databases.add(view.database()));
        Set<ObjectName> inactive = new TreeSet<>();
        for (String database : databases) {
            inactive.addAll(lane.ask(course::backoff, link -> inactive(link, database)));
        }
        inactive.retainAll(affected);
        for (ObjectName view : inOrder(inactive)) {
            activate(view);
        }
    }

    /** Those that are inactive afterwards, if nobody wanted them so. */
    private Set<ObjectName> affected() {
        Set<ObjectName> affected = new TreeSet<>();
        for (RunStep step : course.prepared().steps()) {
            if (step instanceof RunStep.OfStatement statement) {
                for (Touched touched : statement.step().touched()) {
                    if (touched.part().kind() == ObjectPart.Kind.ACTIVITY
                            || touched.part().kind() == ObjectPart.Kind.OBJECT) {
                        affected.add(touched.object());
                    }
                }
                deactivated(statement).forEach(affected::remove);
            }
        }
        affected.removeIf(name -> !isInactive(name));
        return affected;
    }

    private static List<ObjectName> deactivated(RunStep.OfStatement statement) {
        ObjectName object = statement.step().object();
        boolean wanted = statement.step().action().statement() instanceof AlterMaterializedView alter
                && alter.change() instanceof Deactivate;
        return wanted && object != null ? List.of(object) : List.of();
    }

    private boolean isInactive(ObjectName name) {
        MaterializedView view = view(name);
        return view != null && !view.active();
    }

    private @Nullable MaterializedView view(ObjectName name) {
        Catalog after = course.prepared().after();
        return after.database(name.database())
                .flatMap((Database database) -> database.materializedView(name.name()))
                .orElse(null);
    }

    private static Set<ObjectName> inactive(ServerConnection link, String database) {
        Set<ObjectName> inactive = new TreeSet<>();
        for (Map<String, @Nullable String> row :
                link.named("SELECT TABLE_SCHEMA, TABLE_NAME, IS_ACTIVE FROM information_schema.materialized_views"
                        + " WHERE TABLE_SCHEMA = " + SqlQuoting.text(database))) {
            if (database.equals(row.get("TABLE_SCHEMA")) && "false".equalsIgnoreCase(row.get("IS_ACTIVE"))) {
                inactive.add(new ObjectName(database, String.valueOf(row.get("TABLE_NAME"))));
            }
        }
        return inactive;
    }

    private List<ObjectName> inOrder(Set<ObjectName> views) {
        Set<ObjectName> ordered = new LinkedHashSet<>();
        views.forEach(view -> add(view, views, ordered));
        return new ArrayList<>(ordered);
    }

    private void add(ObjectName name, Set<ObjectName> views, Set<ObjectName> ordered) {
        MaterializedView view = view(name);
        if (view != null && views.contains(name) && !ordered.contains(name)) {
            view.definition()
                    .bases()
                    .forEach(base -> add(new ObjectName(base.database(), base.name()), views, ordered));
            ordered.add(name);
        }
    }

    private void activate(ObjectName view) {
        course.protection().look();
        try {
            lane.ask(course::backoff, link -> {
                link.execute("ALTER MATERIALIZED VIEW " + SqlQuoting.name(view) + " ACTIVE");
                return link;
            });
            course.tell(new Progress.Activated(course.migration(), view));
        } catch (ServerRefusalException refused) {
            course.warn(view + " is inactive, and the server does not activate it again: " + refused.getMessage()
                    + ". Make it anew, or change its query");
        }
    }
}
