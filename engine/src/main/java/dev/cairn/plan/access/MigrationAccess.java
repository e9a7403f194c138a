package dev.cairn.plan.access;

import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who gains and who loses what by the statements of a migration. A privilege follows its object through RENAME and SWAP. What one
 * statement takes and another one gives back is no change, and neither is what only the objects of a rebuild have for a while.
 *
 * <pre>{@code
 * MigrationAccess access = new MigrationAccess(statements);
 * access.changes(0); // those of the first statement: ro gains SELECT on orders
 * }</pre>
 */
public final class MigrationAccess {
    private final List<PlayedStatement> statements;
    /** Before the first statement, and after each. */
    private final List<AccessState> states = new ArrayList<>();
    /** The names that the relations had before the first statement, if they have others now; at the same points. */
    private final List<Map<ObjectName, ObjectName>> origins = new ArrayList<>();

    private final Map<String, Set<Object>> atStart = new HashMap<>();
    private final Map<String, Set<Object>> atEnd = new HashMap<>();

    /** @param statements those of a migration, in their order */
    public MigrationAccess(List<PlayedStatement> statements) {
        this.statements = List.copyOf(statements);
        List<OutsideGrants> outside = OutsideGrants.of(this.statements);
        for (int i = 0; i < this.statements.size(); i++) {
            if (i == 0) {
                states.add(new AccessState(this.statements.get(0).before(), outside.get(0)));
                origins.add(Map.of());
            }
            states.add(new AccessState(this.statements.get(i).after(), outside.get(i + 1)));
            origins.add(renamed(origins.get(i), this.statements.get(i)));
        }
    }

    private AccessState last() {
        return states.get(states.size() - 1);
    }

    /**
     * Returns the changes by a statement.
     *
     * @param index that of the statement, from 0
     */
    public List<AccessChange> changes(int index) {
        AccessState before = states.get(index);
        AccessState after = states.get(index + 1);
        SortedSet<String> holders = new TreeSet<>(before.holders());
        holders.addAll(after.holders());
        if (holders.isEmpty()) {
            return List.of();
        }
        Set<String> changed = new TreeSet<>(before.outside().changedIn(after.outside()));
        changed.addAll(before.catalog().roles().replacedIn(after.catalog().roles()));
        SortedSet<ObjectName> replaced = ObjectName.ofReplaced(before.catalog(), after.catalog());
        if (changed.isEmpty() && replaced.isEmpty()) {
            return List.of();
        }
        SortedSet<ObjectName> concerned = before.withReadingViews(after.withReadingViews(replaced));
        List<AccessChange> changes = new ArrayList<>();
        for (String holder : holders) {
            if (isDropped(holder, before, after)) {
                changes.add(new AccessChange(false, "the role " + holder + " is dropped, with all that it may do"));
                continue;
            }
            boolean whole = changesAny(before.chain(holder).keySet(), changed)
                    || changesAny(after.chain(holder).keySet(), changed);
            if (whole || !concerned.isEmpty()) {
                HolderRights then = new HolderRights(
                        whole ? before.rights(holder) : before.rights(holder, concerned), origins.get(index));
                HolderRights now = new HolderRights(
                        whole ? after.rights(holder) : after.rights(holder, concerned), origins.get(index + 1));
                Session session = statements.get(index).session();
                changes.addAll(new AccessSentences(holder, true, session).of(gained(holder, then, now)));
                changes.addAll(new AccessSentences(holder, false, session).of(lost(holder, then, now)));
            }
        }
        return changes;
    }

    private static boolean changesAny(Collection<String> chain, Set<String> changed) {
        return chain.stream().anyMatch(changed::contains);
    }

    /** Whether the statement drops a role that the migration does not create again. */
    private boolean isDropped(String holder, AccessState before, AccessState after) {
        return before.catalog().role(holder).isPresent()
                && after.catalog().role(holder).isEmpty()
                && last().catalog().role(holder).isEmpty();
    }

    private Map<AccessRight, AccessPath> gained(String holder, HolderRights then, HolderRights now) {
        Map<AccessRight, AccessPath> gained = now.beyond(then);
        gained.keySet().removeIf(right -> {
            Object key = now.key(right);
            return !atEnd(holder).contains(key) || atStart(holder).contains(key);
        });
        return gained;
    }

    /** A right on a dropped object that its holder has on all objects of the kind is not lost, nor is what a dropped view has lent. */
    private Map<AccessRight, AccessPath> lost(String holder, HolderRights then, HolderRights now) {
        Map<AccessRight, AccessPath> lost = then.beyond(now);
        lost.entrySet().removeIf(entry -> {
            Object key = then.key(entry.getKey());
            return atEnd(holder).contains(key)
                    || !atStart(holder).contains(key)
                    || endsWithItsObject(entry.getKey(), entry.getValue(), then);
        });
        return lost;
    }

    private boolean endsWithItsObject(AccessRight right, AccessPath path, HolderRights then) {
        if (right instanceof AccessRight.Reading reading) {
            SecuredObject view = path.view();
            return !remains(reading.relation(), then) || (view != null && !remains(AccessState.name(view), then));
        }
        return right instanceof AccessRight.Use use
                && path.all() != null
                && AccessState.isRelation(use.object())
                && !remains(AccessState.name(use.object()), then);
    }

    private boolean remains(ObjectName name, HolderRights then) {
        ObjectName origin = then.origin(name);
        Map<ObjectName, ObjectName> end = origins.get(origins.size() - 1);
        return (exists(origin) && !end.containsKey(origin))
                || end.entrySet().stream().anyMatch(entry -> entry.getValue().equals(origin) && exists(entry.getKey()));
    }

    private boolean exists(ObjectName name) {
        return SchemaObject.find(last().catalog(), name).isPresent();
    }

    private Set<Object> atStart(String holder) {
        return atStart.computeIfAbsent(
                holder, first -> new HolderRights(states.get(0).rights(holder), origins.get(0)).keys());
    }

    private Set<Object> atEnd(String holder) {
        return atEnd.computeIfAbsent(
                holder, first -> new HolderRights(last().rights(holder), origins.get(origins.size() - 1)).keys());
    }

    /** The rights of a holder, of which those on a relation are the same whatever its name and its kind are. */
    private record HolderRights(Map<AccessRight, AccessPath> rights, Map<ObjectName, ObjectName> origins) {
        ObjectName origin(ObjectName name) {
            return origins.getOrDefault(name, name);
        }

        Object key(AccessRight right) {
            if (right instanceof AccessRight.Use use && AccessState.isRelation(use.object())) {
                return List.of("use", use.privilege(), origin(AccessState.name(use.object())));
            }
            if (right instanceof AccessRight.GrantOption option && AccessState.isRelation(option.object())) {
                return List.of("option", option.privilege(), origin(AccessState.name(option.object())));
            }
            return right instanceof AccessRight.Reading reading
                    ? new AccessRight.Reading(origin(reading.relation()))
                    : right;
        }

        Set<Object> keys() {
            Set<Object> keys = new HashSet<>();
            rights.keySet().forEach(right -> keys.add(key(right)));
            // Who has the privilege may read the relation without a view, too.
            rights.keySet().forEach(right -> {
                if (right instanceof AccessRight.Use use
                        && use.privilege() == Privilege.SELECT
                        && AccessState.isRelation(use.object())) {
                    keys.add(new AccessRight.Reading(origin(AccessState.name(use.object()))));
                }
            });
            return keys;
        }

        /** Returns the rights that the holder does not have elsewhere; not those on objects that exist for a while. */
        Map<AccessRight, AccessPath> beyond(HolderRights others) {
            Set<Object> known = others.keys();
            Map<AccessRight, AccessPath> beyond = new LinkedHashMap<>(rights);
            beyond.keySet().removeIf(right -> known.contains(key(right)) || isOnStaging(right));
            return beyond;
        }

        private boolean isOnStaging(AccessRight right) {
            if (right instanceof AccessRight.Use use) {
                return AccessState.isRelation(use.object()) && isStaging(AccessState.name(use.object()));
            }
            if (right instanceof AccessRight.GrantOption option) {
                return AccessState.isRelation(option.object()) && isStaging(AccessState.name(option.object()));
            }
            return right instanceof AccessRight.Reading reading && isStaging(reading.relation());
        }

        private boolean isStaging(ObjectName name) {
            return StagingName.isStaging(name.name())
                    || StagingName.isStaging(origin(name).name());
        }
    }

    // Names.

    private static Map<ObjectName, ObjectName> renamed(Map<ObjectName, ObjectName> origins, PlayedStatement played) {
        Map<ObjectName, ObjectName> now = new TreeMap<>(origins);
        Action action = played.action();
        Session session = played.session();
        action.transfer()
                .filter(Marker.Grants.class::isInstance)
                .ifPresent(grants -> copy(now, named(grants.from(), session), named(grants.to(), session)));
        if (action.statement() instanceof Statement.AlterTable alter) {
            ObjectName table = ObjectName.of(alter.table(), session);
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.RenameTable rename) {
                    move(now, table, table.named(rename.to().text()));
                } else if (clause instanceof AlterClause.Swap swap) {
                    exchange(now, table, table.named(swap.with().text()));
                }
            }
        } else if (action.statement() instanceof ViewStatement.AlterMaterializedView alter) {
            ObjectName view = ObjectName.of(alter.name(), session);
            if (alter.change() instanceof MaterializedViewChange.Rename rename) {
                move(now, view, view.named(rename.to().text()));
            } else if (alter.change() instanceof MaterializedViewChange.Swap swap) {
                exchange(now, view, view.named(swap.with().text()));
            }
        }
        return now;
    }

    private static ObjectName named(String text, Session session) {
        return ObjectName.of(QualifiedName.of(text.split("\\.", 2)), session);
    }

    private static void move(Map<ObjectName, ObjectName> origins, ObjectName from, ObjectName to) {
        ObjectName origin = origins.getOrDefault(from, from);
        origins.remove(from);
        origins.put(to, origin);
    }

    /** An object that takes the place of another one at the end of its rebuild is the same for those who use it. */
    private static void exchange(Map<ObjectName, ObjectName> origins, ObjectName one, ObjectName two) {
        if (!StagingName.isStaging(one.name()) && !StagingName.isStaging(two.name())) {
            ObjectName origin = origins.getOrDefault(one, one);
            origins.put(one, origins.getOrDefault(two, two));
            origins.put(two, origin);
        }
    }

    /** An object that gets the grants of another one takes its place. */
    private static void copy(Map<ObjectName, ObjectName> origins, ObjectName from, ObjectName to) {
        if (!StagingName.isStaging(from.name()) && !StagingName.isStaging(to.name())) {
            origins.put(to, origins.getOrDefault(from, from));
        }
    }
}
