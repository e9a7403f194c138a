package dev.cairn.plan.change;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfMaterializedView;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.plan.part.SchemaObject.OfView;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

    /**
     * Replaces a view in place, so that its readers keep their access; ALTER VIEW would drop its comment. Its SECURITY is
     * changed by a separate statement.
     */
    private static final class ViewAlteration extends ObjectAlteration {
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
                attempt(
                        security,
                        new ViewStatement.SecureView(name.in(rehearsal.session()), wanted.security(), Span.NONE));
            }
        }
    }

    /** Alters a materialized view: its refresh scheme, properties, indexes, and whether it is active. */
    private static final class MaterializedViewAlteration extends ObjectAlteration {
        private final MaterializedView wanted;

        MaterializedViewAlteration(Simulation rehearsal, ObjectName name, MaterializedView wanted) {
            super(rehearsal, name, new OfMaterializedView(wanted));
            this.wanted = wanted;
        }

        @Override
        void alter() {
            SortedSet<ObjectPart> differing = differing();
            if (differing.contains(ObjectPart.of(Kind.REFRESH))) {
                attempt(ObjectPart.of(Kind.REFRESH), new MaterializedViewChange.SetRefresh(wanted.refresh()));
            }
            setProperties(differing);
            differing.stream().filter(part -> part.is(Kind.PROPERTY)).forEach(this::unset);
            changeIndexes(differing);
            changeColumns(differing);
            activate();
        }

        private boolean attempt(ObjectPart part, MaterializedViewChange change) {
            return attempt(part, rehearsal.statements().alter(name, change));
        }

        /** Sets all properties at once; if the server refuses, sets them one by one to find the one that it refuses. */
        private void setProperties(SortedSet<ObjectPart> differing) {
            List<Property> declared = new ArrayList<>();
            for (ObjectPart part : differing) {
                if (part.is(Kind.PROPERTY)) {
                    wanted.properties()
                            .value(part.name())
                            .ifPresent(value -> declared.add(Property.of(part.name(), value)));
                }
            }
            if (declared.isEmpty()
                    || attempt(
                            ObjectPart.property(declared.get(0).name()),
                            new MaterializedViewChange.SetProperties(declared))) {
                return;
            }
            for (Property property : declared) {
                attempt(
                        ObjectPart.property(property.name()),
                        new MaterializedViewChange.SetProperties(List.of(property)));
            }
        }

        /**
         * A property can only be unset by a value that is equivalent to its absence; a session variable has no such value.
         */
        private void unset(ObjectPart part) {
            Optional<String> neutral = KnownProperty.find(part.name())
                    .flatMap(property -> property.use(Holder.MATERIALIZED_VIEW))
                    .flatMap(PropertyUse::neutral);
            if (wanted.properties().has(part.name()) || neutral.isEmpty()) {
                return;
            }
            Simulation fork = rehearsal.fork();
            MaterializedViewAlteration tried = new MaterializedViewAlteration(fork, name, wanted);
            boolean set = tried.attempt(
                    part, new MaterializedViewChange.SetProperties(List.of(Property.of(part.name(), neutral.get()))));
            if (set && !tried.differing().contains(part)) {
                rehearsal.take(fork);
            }
        }

        private void changeIndexes(SortedSet<ObjectPart> differing) {
            MaterializedView now = ((OfMaterializedView) rehearsal.find(name).orElseThrow()).view();
            List<IndexDefinition> after =
                    ShowCreate.shown(rehearsal.profile(), wanted).indexes();
            List<Change> changes = new ArrayList<>(Change.ofDroppedIndexes(now.indexes(), differing));
            changes.addAll(Change.ofAddedIndexes(after, differing));
            for (Change change : changes) {
                attempt(
                        change.part(),
                        rehearsal.statements().alter(name, change.clauses().get(0)));
            }
        }

        /** Changes columns in place only if that results in the wanted query, which the server rewrites. */
        private void changeColumns(SortedSet<ObjectPart> differing) {
            if (!differing.contains(ObjectPart.of(Kind.QUERY))
                    || !differing.contains(ObjectPart.of(Kind.COLUMN_ORDER))) {
                return;
            }
            MaterializedView now = ((OfMaterializedView) rehearsal.find(name).orElseThrow()).view();
            Simulation fork = rehearsal.fork();
            MaterializedViewAlteration tried = new MaterializedViewAlteration(fork, name, wanted);
            boolean accepted =
                    between(now, wanted).stream().allMatch(change -> tried.attempt(ObjectPart.of(Kind.QUERY), change));
            if (accepted && !tried.differing().contains(ObjectPart.of(Kind.QUERY))) {
                rehearsal.take(fork);
            }
        }

        /**
         * Activates or deactivates the view if nothing else differs. Activation analyses the query again and refreshes the
         * view.
         */
        private void activate() {
            ObjectPart activity = ObjectPart.of(Kind.ACTIVITY);
            if (differing().contains(activity) && differing().size() == 1) {
                attempt(
                        activity,
                        wanted.active()
                                ? new MaterializedViewChange.Activate()
                                : new MaterializedViewChange.Deactivate());
            }
        }

        // Since 4.1 columns of a materialized view over one table can be added and dropped in place. Its rows hold the
        // default of a new column until they are refreshed.

        private static List<MaterializedViewChange> between(MaterializedView now, MaterializedView wanted) {
            List<MaterializedViewChange> changes = new ArrayList<>();
            for (ViewColumn column : now.columns()) {
                if (wanted.column(column.name()).isEmpty()) {
                    changes.add(new MaterializedViewChange.DropColumn(Name.of(column.name())));
                }
            }
            for (int i = 0; i < wanted.columns().size(); i++) {
                ViewColumn column = wanted.columns().get(i);
                Optional<Expression> expression = expression(wanted, i);
                if (now.column(column.name()).isEmpty() && expression.isPresent()) {
                    changes.add(new MaterializedViewChange.AddColumn(
                            Name.of(column.name()), expression.get(), null, comment(column)));
                }
            }
            return changes;
        }

        private static @Nullable String comment(ViewColumn column) {
            return column.comment().isEmpty() ? null : column.comment();
        }

        /** Returns the expression of a column, if each item of the query is one column. */
        private static Optional<Expression> expression(MaterializedView view, int index) {
            if (!(view.definition().query().query().body() instanceof Query.Select select)
                    || select.items().size() != view.columns().size()) {
                return Optional.empty();
            }
            return select.items().get(index) instanceof Query.Item.Value item
                    ? Optional.of(item.value())
                    : Optional.empty();
        }
    }
}
