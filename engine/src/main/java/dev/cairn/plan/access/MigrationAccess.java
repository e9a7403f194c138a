package dev.cairn.plan.access;

import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StepLint;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Determines which rights the statements of a migration grant and revoke. A privilege follows its object through RENAME
 * and SWAP. A right that one statement revokes and another one grants again does not change, and rights on the staging
 * objects of a rebuild are ignored.
 *
 * <pre>{@code
 * MigrationAccess access = new MigrationAccess(profile, simulatedActions);
 * access.describeChanges(0); // the changes by the first statement, such as: ro gains SELECT on orders
 * }</pre>
 */
public final class MigrationAccess {
    private final List<SimulatedAction> simulatedActions;
    /** The rights before the first statement, and after each statement. */
    private final List<AccessSnapshot> snapshotsByPosition = new ArrayList<>();
    /** At each of these points, the names that the relations had before the first statement. */
    private final List<OriginalNames> originalNamesByPosition = new ArrayList<>();

    private final Map<String, Set<Object>> rightKeysAtStartByHolder = new HashMap<>();
    private final Map<String, Set<Object>> rightKeysAtEndByHolder = new HashMap<>();

    /** @param simulatedActions the simulated statements of a migration, in their order */
    public MigrationAccess(ServerProfile profile, List<SimulatedAction> simulatedActions) {
        this.simulatedActions = List.copyOf(simulatedActions);
        List<ExternalGrants> externalGrantsByPosition = ExternalGrants.simulate(profile, this.simulatedActions);
        for (int i = 0; i < this.simulatedActions.size(); i++) {
            if (i == 0) {
                snapshotsByPosition.add(new AccessSnapshot(
                        this.simulatedActions.get(0).catalogBefore(), externalGrantsByPosition.get(0)));
                originalNamesByPosition.add(OriginalNames.NONE);
            }
            snapshotsByPosition.add(new AccessSnapshot(
                    this.simulatedActions.get(i).catalogAfter(), externalGrantsByPosition.get(i + 1)));
            originalNamesByPosition.add(originalNamesByPosition.get(i).withAction(this.simulatedActions.get(i)));
        }
    }

    private AccessSnapshot lastSnapshot() {
        return snapshotsByPosition.get(snapshotsByPosition.size() - 1);
    }

    /**
     * Returns the changes of access by a statement, as lints of its step.
     *
     * @param actionIndex the position of the statement in the migration, from 0
     */
    public List<StepLint> describeChanges(int actionIndex) {
        List<StepLint> changes = new ArrayList<>(describeChangedRights(actionIndex));
        if (simulatedActions.get(actionIndex).action().statement()
                instanceof Statement.OpaqueStatement opaqueStatement) {
            AccountStatement.parse(opaqueStatement)
                    .flatMap(AccountStatement::describeGain)
                    .ifPresent(gain -> changes.add(AccessChangeDescriber.createLint(true, gain)));
        }
        return changes;
    }

    private List<StepLint> describeChangedRights(int actionIndex) {
        AccessSnapshot snapshotBefore = snapshotsByPosition.get(actionIndex);
        AccessSnapshot snapshotAfter = snapshotsByPosition.get(actionIndex + 1);
        SortedSet<String> holders = new TreeSet<>(snapshotBefore.collectHolders());
        holders.addAll(snapshotAfter.collectHolders());
        if (holders.isEmpty()) {
            return List.of();
        }
        Set<String> changedHolders =
                new TreeSet<>(snapshotBefore.externalGrants().findChangedHolders(snapshotAfter.externalGrants()));
        changedHolders.addAll(snapshotBefore
                .catalog()
                .roles()
                .findChangedKeys(snapshotAfter.catalog().roles()));
        SortedSet<ObjectName> changedNames =
                ObjectName.findChangedNames(snapshotBefore.catalog(), snapshotAfter.catalog());
        if (changedHolders.isEmpty() && changedNames.isEmpty()) {
            return List.of();
        }
        SortedSet<ObjectName> affectedRelations =
                snapshotBefore.withReadingViews(snapshotAfter.withReadingViews(changedNames));
        List<StepLint> changes = new ArrayList<>();
        for (String holder : holders) {
            if (isDroppedForGood(holder, snapshotBefore, snapshotAfter)) {
                changes.add(AccessChangeDescriber.createLint(
                        false,
                        (snapshotBefore.catalog().findRole(holder).isPresent() ? "the role " : "") + holder
                                + " is dropped, with all that it may do"));
                continue;
            }
            boolean isHolderChanged = containsAny(
                            snapshotBefore.findDirectHolderByRole(holder).keySet(), changedHolders)
                    || containsAny(snapshotAfter.findDirectHolderByRole(holder).keySet(), changedHolders);
            if (isHolderChanged || !affectedRelations.isEmpty()) {
                HolderRights rightsBefore = new HolderRights(
                        isHolderChanged
                                ? snapshotBefore.collectRights(holder)
                                : snapshotBefore.collectRights(holder, affectedRelations),
                        originalNamesByPosition.get(actionIndex));
                HolderRights rightsAfter = new HolderRights(
                        isHolderChanged
                                ? snapshotAfter.collectRights(holder)
                                : snapshotAfter.collectRights(holder, affectedRelations),
                        originalNamesByPosition.get(actionIndex + 1));
                Session session = simulatedActions.get(actionIndex).sessionBefore();
                changes.addAll(new AccessChangeDescriber(holder, true, session)
                        .describe(findGainedRights(holder, rightsBefore, rightsAfter)));
                changes.addAll(new AccessChangeDescriber(holder, false, session)
                        .describe(findLostRights(holder, rightsBefore, rightsAfter)));
            }
        }
        return changes;
    }

    private static boolean containsAny(Collection<String> holders, Set<String> changedHolders) {
        return holders.stream().anyMatch(changedHolders::contains);
    }

    /** Returns whether the statement drops a user or role that the migration does not create again. */
    private boolean isDroppedForGood(String holder, AccessSnapshot snapshotBefore, AccessSnapshot snapshotAfter) {
        boolean isUserDropped = snapshotAfter.externalGrants().droppedUsers().contains(holder)
                && lastSnapshot().externalGrants().droppedUsers().contains(holder);
        boolean isRoleDropped = snapshotBefore.catalog().findRole(holder).isPresent()
                && snapshotAfter.catalog().findRole(holder).isEmpty()
                && lastSnapshot().catalog().findRole(holder).isEmpty();
        return isUserDropped || isRoleDropped;
    }

    /** Returns the gained rights, without the columns of relations that the holder gains as a whole. */
    private Map<AccessRight, AccessPath> findGainedRights(
            String holder, HolderRights rightsBefore, HolderRights rightsAfter) {
        Map<AccessRight, AccessPath> gainedRights = rightsAfter.findAdditionalRights(rightsBefore);
        gainedRights
                .keySet()
                .removeIf(right -> !rightsAfter.isRightIncludedIn(rightKeysAtEnd(holder), right)
                        || rightsAfter.isRightIncludedIn(rightKeysAtStart(holder), right));
        gainedRights
                .keySet()
                .removeIf(right -> right instanceof AccessRight.ColumnReadThroughView column
                        && gainedRights.containsKey(new AccessRight.ReadThroughView(column.relation())));
        return gainedRights;
    }

    /**
     * Returns the lost rights. If an object is dropped, a right that its holder has on all objects of the kind is not
     * lost, and neither is the access through a dropped view.
     */
    private Map<AccessRight, AccessPath> findLostRights(
            String holder, HolderRights rightsBefore, HolderRights rightsAfter) {
        Map<AccessRight, AccessPath> lostRights = rightsBefore.findAdditionalRights(rightsAfter);
        lostRights
                .keySet()
                .removeIf(right -> right instanceof AccessRight.ColumnReadThroughView
                        || rightsBefore.isRightIncludedIn(rightKeysAtEnd(holder), right)
                        || !rightsBefore.isRightIncludedIn(rightKeysAtStart(holder), right));
        lostRights.entrySet().removeIf(entry -> isLostWithObject(entry.getKey(), entry.getValue(), rightsBefore));
        return lostRights;
    }

    private boolean isLostWithObject(AccessRight right, AccessPath path, HolderRights rightsBefore) {
        if (right instanceof AccessRight.ReadThroughView reading) {
            return !existsAtEndUnderAnyName(reading.relation(), rightsBefore)
                    || (path.view() != null
                            && !existsAtEndUnderAnyName(replacementName(ObjectName.of(path.view())), rightsBefore));
        }
        return right instanceof AccessRight.PrivilegeUse privilegeUse
                && path.objectsOfKind() != null
                && AccessSnapshot.isSingleRelation(privilegeUse.object())
                && !existsAtEndUnderAnyName(ObjectName.of(privilegeUse.object()), rightsBefore);
    }

    /** Returns the name of the view that replaces a rebuilt one, which is renamed before it is dropped. */
    private static ObjectName replacementName(ObjectName viewName) {
        return viewName.withName(TemporaryName.removePlannedSuffix(viewName.name()));
    }

    private boolean existsAtEndUnderAnyName(ObjectName name, HolderRights rightsBefore) {
        ObjectName originalName = rightsBefore.originalNames().toOriginal(name);
        Map<ObjectName, ObjectName> originalNameByFinalName =
                originalNamesByPosition.get(originalNamesByPosition.size() - 1).originalNameByRelation();
        return (existsAtEnd(originalName) && !originalNameByFinalName.containsKey(originalName))
                || originalNameByFinalName.entrySet().stream()
                        .anyMatch(entry -> entry.getValue().equals(originalName) && existsAtEnd(entry.getKey()));
    }

    private boolean existsAtEnd(ObjectName name) {
        return SchemaObject.find(lastSnapshot().catalog(), name).isPresent();
    }

    private Set<Object> rightKeysAtStart(String holder) {
        return rightKeysAtStartByHolder.computeIfAbsent(
                holder,
                key -> new HolderRights(
                                snapshotsByPosition.get(0).collectRights(holder), originalNamesByPosition.get(0))
                        .toKeys());
    }

    private Set<Object> rightKeysAtEnd(String holder) {
        return rightKeysAtEndByHolder.computeIfAbsent(
                holder,
                key -> new HolderRights(
                                lastSnapshot().collectRights(holder),
                                originalNamesByPosition.get(originalNamesByPosition.size() - 1))
                        .toKeys());
    }
}
