package dev.cairn.plan.access;

import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Lint;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.access.Privilege;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Describes the rights that a holder gains or loses, with one sentence for all objects with the same change. */
record AccessChangeDescription(String holder, boolean isGain, Session session) {
    List<Lint> describe(Map<AccessRight, AccessPath> rights) {
        List<Lint> changes = new ArrayList<>();
        rights.forEach((right, path) -> {
            if (right instanceof AccessRight.RoleMembership membership) {
                changes.add(describeChange("the role " + membership.role()
                        + Role.describeBuiltIn(membership.role())
                                .map(meaning -> ", which " + meaning)
                                .orElse("")
                        + path.describe(session)));
            }
        });
        groupUses(rights)
                .forEach((use, objects) -> changes.add(describeChange(use.privileges + " on "
                        + String.join(", ", objects) + (use.withGrantOption ? ", with grant option" : "") + use.path)));
        groupOptions(rights)
                .forEach((use, objects) -> changes.add(describeChange(
                        "the grant option for " + use.privileges + " on " + String.join(", ", objects) + use.path)));
        relationsBehindViews(rights)
                .forEach((path, relations) ->
                        changes.add(describeChange("SELECT on " + String.join(", ", relations) + path)));
        return changes;
    }

    /** Returns the relations that views expose, by the path to them; with their columns if only these are new. */
    private Map<String, List<String>> relationsBehindViews(Map<AccessRight, AccessPath> rights) {
        Map<String, List<String>> exposed = new LinkedHashMap<>();
        Map<String, Map<ObjectName, List<String>>> columns = new LinkedHashMap<>();
        rights.forEach((right, path) -> {
            if (right instanceof AccessRight.ReadThroughView reading) {
                exposed.computeIfAbsent(path.describe(session), first -> new ArrayList<>())
                        .add(shownName(reading.relation()));
            } else if (right instanceof AccessRight.ColumnReadThroughView column) {
                columns.computeIfAbsent(path.describe(session), first -> new LinkedHashMap<>())
                        .computeIfAbsent(column.relation(), first -> new ArrayList<>())
                        .add(column.name());
            }
        });
        columns.forEach((path, relations) ->
                relations.forEach((relation, names) -> exposed.computeIfAbsent(path, first -> new ArrayList<>())
                        .add(shownName(relation) + " (" + String.join(", ", names) + ")")));
        return exposed;
    }

    private Lint describeChange(String what) {
        boolean everybody = holder.equals(Role.PUBLIC);
        return createLint(
                isGain, holder + (everybody ? " (every user)" : "") + (isGain ? " gains " : " loses ") + what);
    }

    static Lint createLint(boolean gain, String sentence) {
        return new Lint(gain ? LintRule.GAINS_ACCESS : null, "Access", sentence);
    }

    private record GrantGroup(String privileges, boolean withGrantOption, String path) {}

    private record ObjectAccess(SecuredObject object, String path, boolean withGrantOption) {}

    private Map<GrantGroup, List<String>> groupUses(Map<AccessRight, AccessPath> rights) {
        Map<ObjectAccess, List<Privilege>> byPlace = new LinkedHashMap<>();
        rights.forEach((right, path) -> {
            if (right instanceof AccessRight.PrivilegeUse use && !isOfAll(use, path, rights)) {
                boolean option =
                        isGain && rights.containsKey(new AccessRight.GrantOption(use.privilege(), use.object()));
                byPlace.computeIfAbsent(
                                new ObjectAccess(use.object(), path.describe(session), option),
                                first -> new ArrayList<>())
                        .add(use.privilege());
            }
        });
        return groupByPrivileges(byPlace);
    }

    /** The grant options alone: of privileges that the holder had before, or keeps. */
    private Map<GrantGroup, List<String>> groupOptions(Map<AccessRight, AccessPath> rights) {
        Map<ObjectAccess, List<Privilege>> byPlace = new LinkedHashMap<>();
        rights.forEach((right, path) -> {
            if (right instanceof AccessRight.GrantOption option) {
                AccessRight.PrivilegeUse use = new AccessRight.PrivilegeUse(option.privilege(), option.object());
                if (!rights.containsKey(use) && !isOfAll(use, path, rights)) {
                    byPlace.computeIfAbsent(
                                    new ObjectAccess(option.object(), path.describe(session), true),
                                    first -> new ArrayList<>())
                            .add(option.privilege());
                }
            }
        });
        return groupByPrivileges(byPlace);
    }

    /** Returns whether the sentence about all objects of the kind covers this privilege, too. */
    private static boolean isOfAll(AccessRight.PrivilegeUse use, AccessPath path, Map<AccessRight, AccessPath> rights) {
        return path.objectsOfKind() != null
                && (rights.containsKey(new AccessRight.PrivilegeUse(use.privilege(), path.objectsOfKind()))
                        || rights.containsKey(new AccessRight.GrantOption(use.privilege(), path.objectsOfKind())));
    }

    private Map<GrantGroup, List<String>> groupByPrivileges(Map<ObjectAccess, List<Privilege>> byPlace) {
        Map<GrantGroup, List<String>> groups = new LinkedHashMap<>();
        byPlace.forEach((place, privileges) -> {
            String words = privileges.stream()
                    .sorted(Comparator.comparing(place.object.kind().privileges()::indexOf))
                    .map(Privilege::sql)
                    .collect(Collectors.joining(", "));
            groups.computeIfAbsent(new GrantGroup(words, place.withGrantOption, place.path), first -> new ArrayList<>())
                    .add(
                            AccessSnapshot.isRelation(place.object)
                                    ? shownName(AccessSnapshot.name(place.object))
                                    : place.object.toString());
        });
        return groups;
    }

    private String shownName(ObjectName name) {
        return StagingName.plainName(name.toSqlName(session).toString());
    }
}
