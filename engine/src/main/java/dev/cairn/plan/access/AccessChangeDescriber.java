package dev.cairn.plan.access;

import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.StepLint;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.access.Privilege;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Describes the rights that a holder gains or loses, with one sentence for all objects with the same change. Otherwise,
 * a grant on all tables of a database would result in hundreds of lines.
 */
record AccessChangeDescriber(String holder, boolean isGain, Session session) {
    /**
     * Describes each right with its path: first roles, then privileges, grant options, and relations that views expose.
     */
    List<StepLint> describe(Map<AccessRight, AccessPath> rights) {
        List<StepLint> changes = new ArrayList<>();
        rights.forEach((right, path) -> {
            if (right instanceof AccessRight.RoleMembership membership) {
                changes.add(describeChange("the role " + membership.role()
                        + Role.describeBuiltIn(membership.role())
                                .map(meaning -> ", which " + meaning)
                                .orElse("")
                        + path.describe(session)));
            }
        });
        groupPrivilegeUses(rights)
                .forEach((group, objects) ->
                        changes.add(describeChange(group.privilegeList + " on " + String.join(", ", objects)
                                + (group.hasGrantOption ? ", with grant option" : "") + group.pathText)));
        groupGrantOptions(rights)
                .forEach((group, objects) -> changes.add(describeChange("the grant option for " + group.privilegeList
                        + " on " + String.join(", ", objects) + group.pathText)));
        groupExposedRelations(rights)
                .forEach((path, relations) ->
                        changes.add(describeChange("SELECT on " + String.join(", ", relations) + path)));
        return changes;
    }

    /**
     * Returns the texts of the relations that views expose, by the text of the path to them; a text lists the columns
     * if only these are new.
     */
    private Map<String, List<String>> groupExposedRelations(Map<AccessRight, AccessPath> rights) {
        Map<String, List<String>> relationTextsByPath = new LinkedHashMap<>();
        Map<String, Map<ObjectName, List<String>>> columnsByPath = new LinkedHashMap<>();
        rights.forEach((right, path) -> {
            if (right instanceof AccessRight.ReadThroughView reading) {
                relationTextsByPath
                        .computeIfAbsent(path.describe(session), key -> new ArrayList<>())
                        .add(renderName(reading.relation()));
            } else if (right instanceof AccessRight.ColumnReadThroughView columnReading) {
                columnsByPath
                        .computeIfAbsent(path.describe(session), key -> new LinkedHashMap<>())
                        .computeIfAbsent(columnReading.relation(), key -> new ArrayList<>())
                        .add(columnReading.columnName());
            }
        });
        columnsByPath.forEach((pathText, namesByRelation) ->
                namesByRelation.forEach((relation, columnNames) -> relationTextsByPath
                        .computeIfAbsent(pathText, key -> new ArrayList<>())
                        .add(renderName(relation) + " (" + String.join(", ", columnNames) + ")")));
        return relationTextsByPath;
    }

    private StepLint describeChange(String rightText) {
        boolean isPublicRole = holder.equals(Role.PUBLIC);
        return createLint(
                isGain, holder + (isPublicRole ? " (every user)" : "") + (isGain ? " gains " : " loses ") + rightText);
    }

    /** Creates the lint of a gain, or the remark about a loss, which no rule reports. */
    static StepLint createLint(boolean isGain, String sentence) {
        return new StepLint(isGain ? LintRule.GAINS_ACCESS : null, "Access", sentence);
    }

    /** What the objects in one sentence have in common: the privileges, and the path by which the holder has them. */
    private record GrantGroup(String privilegeList, boolean hasGrantOption, String pathText) {}

    /** An object, and the way in which the holder has privileges on it; the privileges themselves are collected. */
    private record ObjectAccess(SecuredObject object, String pathText, boolean hasGrantOption) {}

    private Map<GrantGroup, List<String>> groupPrivilegeUses(Map<AccessRight, AccessPath> rights) {
        Map<ObjectAccess, List<Privilege>> privilegesByAccess = new LinkedHashMap<>();
        rights.forEach((right, path) -> {
            if (right instanceof AccessRight.PrivilegeUse privilegeUse
                    && !isCoveredByKind(privilegeUse, path, rights)) {
                boolean hasGrantOption = isGain
                        && rights.containsKey(
                                new AccessRight.GrantOption(privilegeUse.privilege(), privilegeUse.object()));
                privilegesByAccess
                        .computeIfAbsent(
                                new ObjectAccess(privilegeUse.object(), path.describe(session), hasGrantOption),
                                key -> new ArrayList<>())
                        .add(privilegeUse.privilege());
            }
        });
        return groupByPrivileges(privilegesByAccess);
    }

    /** Returns the grant options whose privileges do not change along with them. */
    private Map<GrantGroup, List<String>> groupGrantOptions(Map<AccessRight, AccessPath> rights) {
        Map<ObjectAccess, List<Privilege>> privilegesByAccess = new LinkedHashMap<>();
        rights.forEach((right, path) -> {
            if (right instanceof AccessRight.GrantOption option) {
                AccessRight.PrivilegeUse privilegeUse =
                        new AccessRight.PrivilegeUse(option.privilege(), option.object());
                if (!rights.containsKey(privilegeUse) && !isCoveredByKind(privilegeUse, path, rights)) {
                    privilegesByAccess
                            .computeIfAbsent(
                                    new ObjectAccess(option.object(), path.describe(session), true),
                                    key -> new ArrayList<>())
                            .add(option.privilege());
                }
            }
        });
        return groupByPrivileges(privilegesByAccess);
    }

    /** Returns whether the sentence about all objects of the kind also covers this privilege. */
    private static boolean isCoveredByKind(
            AccessRight.PrivilegeUse privilegeUse, AccessPath path, Map<AccessRight, AccessPath> rights) {
        return path.objectsOfKind() != null
                && (rights.containsKey(new AccessRight.PrivilegeUse(privilegeUse.privilege(), path.objectsOfKind()))
                        || rights.containsKey(
                                new AccessRight.GrantOption(privilegeUse.privilege(), path.objectsOfKind())));
    }

    private Map<GrantGroup, List<String>> groupByPrivileges(Map<ObjectAccess, List<Privilege>> privilegesByAccess) {
        Map<GrantGroup, List<String>> objectsByGroup = new LinkedHashMap<>();
        privilegesByAccess.forEach((access, privileges) -> {
            String privilegeList = privileges.stream()
                    .sorted(Comparator.comparing(access.object.kind().privileges()::indexOf))
                    .map(Privilege::sql)
                    .collect(Collectors.joining(", "));
            objectsByGroup
                    .computeIfAbsent(
                            new GrantGroup(privilegeList, access.hasGrantOption, access.pathText),
                            key -> new ArrayList<>())
                    .add(
                            AccessSnapshot.isSingleRelation(access.object)
                                    ? renderName(ObjectName.of(access.object))
                                    : access.object.toString());
        });
        return objectsByGroup;
    }

    private String renderName(ObjectName name) {
        return TemporaryName.removePlannedSuffix(name.toSqlName(session).toString());
    }
}
