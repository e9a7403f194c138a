package dev.cairn.plan.access;

import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Lint;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StagingName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Determines which rights the statements of a migration give and take. A privilege follows its object through RENAME
 * and SWAP. A right that one statement takes and another one gives back does not change, and rights on the temporary
 * objects of a rebuild are ignored.
 *
 * <pre>{@code
 * MigrationAccess access = new MigrationAccess(profile, statements);
 * access.describeChanges(0); // those of the first statement: ro gains SELECT on orders
 * }</pre>
 */
public final class MigrationAccess {
    private final List<SimulatedAction> statements;
    /** The rights before the first statement, and after each statement. */
    private final List<AccessSnapshot> states = new ArrayList<>();
    /** At each of these points, the names that the relations had before the first statement. */
    private final List<OriginalNames> names = new ArrayList<>();

    private final Map<String, Set<Object>> atStart = new HashMap<>();
    private final Map<String, Set<Object>> atEnd = new HashMap<>();

    /** @param statements those of a migration, in their order */
    public MigrationAccess(ServerProfile profile, List<SimulatedAction> statements) {
        this.statements = List.copyOf(statements);
        List<ExternalGrants> outside = ExternalGrants.simulate(profile, this.statements);
        for (int i = 0; i < this.statements.size(); i++) {
            if (i == 0) {
                states.add(new AccessSnapshot(this.statements.get(0).before(), outside.get(0)));
                names.add(OriginalNames.NONE);
            }
            states.add(new AccessSnapshot(this.statements.get(i).after(), outside.get(i + 1)));
            names.add(names.get(i).withStatement(this.statements.get(i)));
        }
    }

    private AccessSnapshot lastSnapshot() {
        return states.get(states.size() - 1);
    }

    /**
     * Returns the changes by a statement, as remarks on its step.
     *
     * @param index that of the statement, from 0
     */
    public List<Lint> describeChanges(int index) {
        List<Lint> changes = new ArrayList<>(describeRightsChanges(index));
        if (statements.get(index).action().statement() instanceof Statement.OpaqueStatement opaque) {
            AccountStatement.of(opaque)
                    .flatMap(AccountStatement::describeGain)
                    .ifPresent(gain -> changes.add(AccessChangeDescription.createLint(true, gain)));
        }
        return changes;
    }

    private List<Lint> describeRightsChanges(int index) {
        AccessSnapshot before = states.get(index);
        AccessSnapshot after = states.get(index + 1);
        SortedSet<String> holders = new TreeSet<>(before.holders());
        holders.addAll(after.holders());
        if (holders.isEmpty()) {
            return List.of();
        }
        Set<String> changed = new TreeSet<>(before.outsideGrants().holdersChangedIn(after.outsideGrants()));
        changed.addAll(before.catalog().roles().findChangedNames(after.catalog().roles()));
        SortedSet<ObjectName> replaced = ObjectName.ofReplaced(before.catalog(), after.catalog());
        if (changed.isEmpty() && replaced.isEmpty()) {
            return List.of();
        }
        SortedSet<ObjectName> concerned = before.addReadingViews(after.addReadingViews(replaced));
        List<Lint> changes = new ArrayList<>();
        for (String holder : holders) {
            if (isDropped(holder, before, after)) {
                changes.add(AccessChangeDescription.createLint(
                        false,
                        (before.catalog().role(holder).isPresent() ? "the role " : "") + holder
                                + " is dropped, with all that it may do"));
                continue;
            }
            boolean whole = changesAny(before.roleChain(holder).keySet(), changed)
                    || changesAny(after.roleChain(holder).keySet(), changed);
            if (whole || !concerned.isEmpty()) {
                HolderRights rightsBefore = new HolderRights(
                        whole ? before.collectRights(holder) : before.collectRights(holder, concerned),
                        names.get(index));
                HolderRights rightsAfter = new HolderRights(
                        whole ? after.collectRights(holder) : after.collectRights(holder, concerned),
                        names.get(index + 1));
                Session session = statements.get(index).session();
                changes.addAll(new AccessChangeDescription(holder, true, session)
                        .describe(gainedRights(holder, rightsBefore, rightsAfter)));
                changes.addAll(new AccessChangeDescription(holder, false, session)
                        .describe(lostRights(holder, rightsBefore, rightsAfter)));
            }
        }
        return changes;
    }

    private static boolean changesAny(Collection<String> chain, Set<String> changed) {
        return chain.stream().anyMatch(changed::contains);
    }

    /** Whether the statement drops a user or role that the migration does not create again. */
    private boolean isDropped(String holder, AccessSnapshot before, AccessSnapshot after) {
        boolean user = after.outsideGrants().dropped().contains(holder)
                && lastSnapshot().outsideGrants().dropped().contains(holder);
        boolean role = before.catalog().role(holder).isPresent()
                && after.catalog().role(holder).isEmpty()
                && lastSnapshot().catalog().role(holder).isEmpty();
        return user || role;
    }

    /** Returns the gained rights, without the columns of relations that the holder gains as a whole. */
    private Map<AccessRight, AccessPath> gainedRights(
            String holder, HolderRights rightsBefore, HolderRights rightsAfter) {
        Map<AccessRight, AccessPath> gained = rightsAfter.rightsBeyond(rightsBefore);
        gained.keySet()
                .removeIf(right -> !rightsAfter.isIn(rightsAtEnd(holder), right)
                        || rightsAfter.isIn(rightsAtStart(holder), right));
        gained.keySet()
                .removeIf(right -> right instanceof AccessRight.ColumnReadThroughView column
                        && gained.containsKey(new AccessRight.ReadThroughView(column.relation())));
        return gained;
    }

    /**
     * Returns the lost rights. If an object is dropped, a right that its holder has on all objects of the kind is not
     * lost, and neither is the access through a dropped view.
     */
    private Map<AccessRight, AccessPath> lostRights(
            String holder, HolderRights rightsBefore, HolderRights rightsAfter) {
        Map<AccessRight, AccessPath> lost = rightsBefore.rightsBeyond(rightsAfter);
        lost.keySet()
                .removeIf(right -> right instanceof AccessRight.ColumnReadThroughView
                        || rightsBefore.isIn(rightsAtEnd(holder), right)
                        || !rightsBefore.isIn(rightsAtStart(holder), right));
        lost.entrySet().removeIf(entry -> endsWithItsObject(entry.getKey(), entry.getValue(), rightsBefore));
        return lost;
    }

    private boolean endsWithItsObject(AccessRight right, AccessPath path, HolderRights rightsBefore) {
        if (right instanceof AccessRight.ReadThroughView reading) {
            return !remains(reading.relation(), rightsBefore)
                    || (path.view() != null
                            && !remains(replacementName(AccessSnapshot.name(path.view())), rightsBefore));
        }
        return right instanceof AccessRight.PrivilegeUse use
                && path.objectsOfKind() != null
                && AccessSnapshot.isRelation(use.object())
                && !remains(AccessSnapshot.name(use.object()), rightsBefore);
    }

    /** Returns the name of the view that replaces a rebuilt one, which has another name before it is dropped. */
    private static ObjectName replacementName(ObjectName view) {
        return view.withName(StagingName.plainName(view.name()));
    }

    private boolean remains(ObjectName name, HolderRights rightsBefore) {
        ObjectName formerName = rightsBefore.names.toOriginal(name);
        Map<ObjectName, ObjectName> end = names.get(names.size() - 1).relations();
        return (exists(formerName) && !end.containsKey(formerName))
                || end.entrySet().stream()
                        .anyMatch(entry -> entry.getValue().equals(formerName) && exists(entry.getKey()));
    }

    private boolean exists(ObjectName name) {
        return SchemaObject.find(lastSnapshot().catalog(), name).isPresent();
    }

    private Set<Object> rightsAtStart(String holder) {
        return atStart.computeIfAbsent(
                holder, first -> new HolderRights(states.get(0).collectRights(holder), names.get(0)).keys());
    }

    private Set<Object> rightsAtEnd(String holder) {
        return atEnd.computeIfAbsent(
                holder,
                first -> new HolderRights(lastSnapshot().collectRights(holder), names.get(names.size() - 1)).keys());
    }

    /** The rights of a holder. Rights on a relation are compared by its original name, and regardless of its kind. */
    private record HolderRights(Map<AccessRight, AccessPath> rights, OriginalNames names) {
        Object keyOf(AccessRight right) {
            if (right instanceof AccessRight.PrivilegeUse use && AccessSnapshot.isRelation(use.object())) {
                return privilegeKey(use.privilege(), AccessSnapshot.name(use.object()));
            }
            if (right instanceof AccessRight.GrantOption option && AccessSnapshot.isRelation(option.object())) {
                return List.of("option", option.privilege(), names.toOriginal(AccessSnapshot.name(option.object())));
            }
            if (right instanceof AccessRight.ColumnReadThroughView column) {
                return names.toOriginal(column);
            }
            return right instanceof AccessRight.ReadThroughView reading
                    ? new AccessRight.ReadThroughView(names.toOriginal(reading.relation()))
                    : right;
        }

        private Object privilegeKey(Privilege privilege, ObjectName relation) {
            return List.of("use", privilege, names.toOriginal(relation));
        }

        Set<Object> keys() {
            Set<Object> keys = new HashSet<>();
            rights.keySet().forEach(right -> keys.add(keyOf(right)));
            return keys;
        }

        /**
         * Returns whether rights with these keys include a right: who may select from a relation needs no view for
         * it.
         */
        boolean isIn(Set<Object> keys, AccessRight right) {
            return keys.contains(keyOf(right))
                    || (right instanceof AccessRight.ReadThroughView reading
                            && keys.contains(privilegeKey(Privilege.SELECT, reading.relation())))
                    || (right instanceof AccessRight.ColumnReadThroughView column
                            && keys.contains(privilegeKey(Privilege.SELECT, column.relation())));
        }

        /** Returns the rights that are not among the other ones, without those on temporary objects. */
        Map<AccessRight, AccessPath> rightsBeyond(HolderRights otherRights) {
            Set<Object> known = otherRights.keys();
            Map<AccessRight, AccessPath> beyond = new LinkedHashMap<>(rights);
            beyond.keySet().removeIf(right -> isIn(known, right) || isOnStaging(right));
            return beyond;
        }

        private boolean isOnStaging(AccessRight right) {
            if (right instanceof AccessRight.PrivilegeUse use) {
                return AccessSnapshot.isRelation(use.object()) && isStaging(AccessSnapshot.name(use.object()));
            }
            if (right instanceof AccessRight.GrantOption option) {
                return AccessSnapshot.isRelation(option.object()) && isStaging(AccessSnapshot.name(option.object()));
            }
            if (right instanceof AccessRight.ColumnReadThroughView column) {
                return isStaging(column.relation());
            }
            return right instanceof AccessRight.ReadThroughView reading && isStaging(reading.relation());
        }

        private boolean isStaging(ObjectName name) {
            return StagingName.isStaging(name.name())
                    || StagingName.isStaging(names.toOriginal(name).name());
        }
    }
}
