package dev.cairn.server.look;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.engine.Engine;
import dev.cairn.engine.Session;
import dev.cairn.plan.Difference;
import dev.cairn.plan.ObjectName;
import dev.cairn.plan.Part;
import dev.cairn.plan.Parts;
import dev.cairn.plan.Plan;
import dev.cairn.plan.Planner;
import dev.cairn.plan.QueryMatch;
import dev.cairn.plan.Renames;
import dev.cairn.plan.SchemaObject;
import dev.cairn.plan.SchemaObject.OfMaterializedView;
import dev.cairn.plan.SchemaObject.OfView;
import dev.cairn.plan.StagingName;
import dev.cairn.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a server holds with what it should hold.
 *
 * <pre>{@code
 * Live live = reflection.all(link, recorded);
 * Drift drift = new DriftCheck(profile, "shop").between(live, recorded);
 * drift.differences().forEach(System.out::println);
 * }</pre>
 */
public final class DriftCheck {
    private final Engine engine;
    private final Session session;

    /** @param database the one whose objects statements name without it */
    public DriftCheck(ServerProfile profile, String database) {
        this.engine = new Reading(profile).engine();
        this.session = new Session(database);
    }

    /**
     * In what the one is not as the other says.
     *
     * @param recorded what the migrations make, in which all placeholders have their values
     */
    public Drift between(Live live, Catalog recorded) {
        Catalog wanted = recorded;
        Catalog shown = live.catalog();
        for (ObjectName name : SchemaObjects.names(recorded)) {
            SchemaObject should = SchemaObject.find(recorded, name).orElseThrow();
            Optional<SchemaObject> is = SchemaObject.find(shown, name);
            if (is.isEmpty()
                    && live.gaps().stream().anyMatch(gap -> gap.object().equals(name))) {
                shown = SchemaObjects.with(shown, name.database(), should);
            } else if (is.isPresent()) {
                shown = SchemaObjects.with(shown, name.database(), Unseen.filled(engine.profile(), is.get(), should));
                wanted = SchemaObjects.with(wanted, name.database(), asActive(should, is.get()));
            }
        }
        Plan plan = new Planner(engine, session).planFromShown(shown, wanted, Renames.NONE);
        return new Drift(differences(shown, wanted, plan), plan, live.gaps(), live.others(), live.staged());
    }

    /**
     * Where a migration made a view inactive, it was to become active again if that could be: either is right. What somebody
     * made inactive by hand stays so.
     */
    private static SchemaObject asActive(SchemaObject should, SchemaObject is) {
        if (should instanceof OfMaterializedView wanted
                && is instanceof OfMaterializedView live
                && !wanted.view().active()
                && !MaterializedView.INACTIVE_BY_HAND.equals(wanted.view().inactive())) {
            return new OfMaterializedView(wanted.view().inactivated(live.view().inactive()));
        }
        return should;
    }

    private List<Drift.Difference> differences(Catalog shown, Catalog wanted, Plan plan) {
        QueryMatch match = QueryMatch.ofShown(engine.profile(), shown, session);
        List<Drift.Difference> differences = new ArrayList<>();
        for (ObjectName name : SchemaObjects.names(wanted)) {
            SchemaObject should = SchemaObject.find(wanted, name).orElseThrow();
            SchemaObject is = SchemaObject.find(shown, name).orElse(null);
            if (is == null || !is.kind().equals(should.kind())) {
                Part whole = new Part(Part.Kind.OBJECT, "");
                String kind = is == null ? null : "a " + is.kind();
                differences.add(
                        new Drift.Difference(name, whole, kind, "a " + should.kind(), mending(plan, name, whole)));
            } else if (is != should) {
                addParts(differences, name, is, should, match, plan);
            }
        }
        return differences;
    }

    private void addParts(
            List<Drift.Difference> differences,
            ObjectName name,
            SchemaObject is,
            SchemaObject should,
            QueryMatch match,
            Plan plan) {
        SortedSet<Part> differing = Difference.between(engine.profile(), is, should, match);
        if (differing.isEmpty()) {
            return;
        }
        Parts before = Parts.of(engine.profile(), is);
        Parts after = Parts.of(engine.profile(), should);
        for (Part part : differing) {
            differences.add(new Drift.Difference(
                    name, part, text(is, before, part), text(should, after, part), mending(plan, name, part)));
        }
    }

    private static @Nullable String text(SchemaObject object, Parts parts, Part part) {
        if (part.kind() == Part.Kind.QUERY) {
            return object instanceof OfMaterializedView held // as it was written
                    ? held.view().definition().query().text()
                    : ((OfView) object).view().definition().query().text();
        }
        Parts.Content content = parts.contents().get(part);
        return content == null ? null : content.text();
    }

    /** What changes the part; where nothing does by itself, all that is done to the object. */
    private static List<String> mending(Plan plan, ObjectName object, Part part) {
        List<String> touching = plan.steps().stream()
                .filter(step -> step.touched().contains(new Step.Touched(object, part)))
                .map(Step::text)
                .toList();
        return touching.isEmpty()
                ? plan.steps().stream()
                        .filter(step -> step.object() != null
                                && object.equals(step.object()
                                        .named(StagingName.plain(step.object().name()))))
                        .map(Step::text)
                        .toList()
                : touching;
    }
}
