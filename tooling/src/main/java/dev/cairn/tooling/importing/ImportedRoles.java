package dev.cairn.tooling.importing;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.role.RolePlanner;
import dev.cairn.plan.role.SecuredNames;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.SnakeCase;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.AccessStatement.UserReference;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.tooling.importing.ImportedAnnotation.ConstantArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the types that declare the roles of a catalog. A privilege that a type can't declare, for example on an object
 * without a record, is reported as an omission.
 */
final class ImportedRoles {
    private static final String ACCESS_SUBPACKAGE = "access.";
    private static final Pattern QUOTED_NAME = Pattern.compile("`([^`]+)`");
    /** The kinds of objects that the attribute {@code onAll} of {@code @Grant} accepts. */
    private static final List<SecuredKind> ON_ALL_KINDS = List.of(
            SecuredKind.TABLE, SecuredKind.VIEW, SecuredKind.MATERIALIZED_VIEW, SecuredKind.FUNCTION, SecuredKind.PIPE);

    private final Catalog catalog;
    private final ImportTarget target;
    private final Map<String, String> recordsByObject;
    private final Map<String, String> typeNamesByRole = new LinkedHashMap<>();
    private final List<ImportOmission> omissions = new ArrayList<>();

    /**
     * @param names the simple names that are taken; the names of the types are reserved, too
     * @param recordsByObject the simple names of the written records by the qualified names of their objects
     */
    ImportedRoles(Catalog catalog, ImportTarget target, UniqueJavaNames names, Map<String, String> recordsByObject) {
        this.catalog = catalog;
        this.target = target;
        this.recordsByObject = recordsByObject;
        for (Role role : catalog.roles().values()) {
            typeNamesByRole.put(role.name(), names.reserveUnique(UniqueJavaNames.toTypeName(role.name())));
        }
    }

    /** Returns the simple names of the types, in the order in which the root lists them. */
    List<String> typeNames() {
        return List.copyOf(typeNamesByRole.values());
    }

    /** Returns the parts that the types can't declare; the list is complete after {@link #writeSources}. */
    List<ImportOmission> omissions() {
        return omissions;
    }

    List<JavaSource> writeSources(String packageLine) {
        List<JavaSource> sources = new ArrayList<>();
        for (Role role : catalog.roles().values()) {
            String type = findTypeName(role.name());
            sources.add(new JavaSource(
                    new JavaName(target.packageName(), List.of(type)),
                    packageLine + renderType(role, type),
                    formatObjectName(role)));
        }
        return sources;
    }

    private String findTypeName(String role) {
        return typeNamesByRole.getOrDefault(role, "");
    }

    private static String formatObjectName(Role role) {
        return ObjectName.ofRole(role.name()).toString();
    }

    private String renderType(Role role, String type) {
        JavaImports imports = new JavaImports();
        ImportedAnnotation roleAnnotation = imports.importAnnotation(ACCESS_SUBPACKAGE, "Role");
        if (!SnakeCase.convert(type).equals(role.name())) {
            roleAnnotation = roleAnnotation.withText("name", role.name());
        }
        if (role.isShared()) {
            roleAnnotation = roleAnnotation.withConstant("shared", "true");
        }
        roleAnnotation = roleAnnotation.withTextIfAny("comment", role.comment());
        List<String> parents = new ArrayList<>(role.parents());
        List<String> includedTypes = parents.stream()
                .filter(typeNamesByRole::containsKey)
                .map(parent -> findTypeName(parent) + ".class")
                .toList();
        if (!includedTypes.isEmpty()) {
            roleAnnotation = roleAnnotation.withElement("includes", new ConstantArray(includedTypes));
        }
        parents.removeAll(typeNamesByRole.keySet());
        if (!parents.isEmpty()) {
            roleAnnotation = roleAnnotation.withTexts("includesNamed", parents);
        }
        StringBuilder source = new StringBuilder(roleAnnotation.toSource(0)).append('\n');
        for (ImportedAnnotation grant : createGrants(role, imports)) {
            source.append(grant.toSource(0)).append('\n');
        }
        return imports.render() + source + "public interface " + type + " {}\n";
    }

    private void addOmission(Role role, String description) {
        omissions.add(new ImportOmission(formatObjectName(role), description, false));
    }

    private List<ImportedAnnotation> createGrants(Role role, JavaImports imports) {
        SecuredNames names = new SecuredNames(new Session(target.database()), true);
        Catalog roleCatalog = Catalog.EMPTY.withRole(removeUndeclarablePrivileges(role));
        List<ImportedAnnotation> grants = new ArrayList<>();
        new RolePlanner(names).planChanges(Catalog.EMPTY, roleCatalog).forEach(statement -> {
            if (statement instanceof ChangePrivileges change) {
                grants.addAll(createGrants(role, change, imports));
            }
        });
        return grants;
    }

    /**
     * Returns the role without the privileges that {@code @Role(shared = true)} can't have: privileges outside of the
     * imported databases. Each of them is reported as an omission.
     */
    private Role removeUndeclarablePrivileges(Role role) {
        if (!role.isShared()) {
            return role;
        }
        for (SecuredObject object : role.privileges().objects()) {
            if (!isInDatabases(object)) {
                addOmission(role, "its privileges on " + object + ", because the role is shared");
            }
        }
        return role.withPrivileges(role.privileges().filterObjects(this::isInDatabases));
    }

    private boolean isInDatabases(SecuredObject object) {
        String database = object.kind() == SecuredKind.DATABASE ? object.name() : object.database();
        return database != null && catalog.database(database).isPresent();
    }

    private List<ImportedAnnotation> createGrants(Role role, ChangePrivileges change, JavaImports imports) {
        List<String> classLiterals = new ArrayList<>();
        if (change.target() instanceof GrantTarget.NamedObjects namedObjects
                && isDeclaredByRecord(namedObjects.kind())) {
            for (QualifiedName name : namedObjects.names()) {
                String object =
                        ObjectName.resolve(name, new Session(target.database())).toString();
                String record = recordsByObject.get(object);
                if (record == null) {
                    addOmission(role, "its privileges on " + object + ", which has no record");
                } else {
                    classLiterals.add(record + ".class");
                }
            }
            return classLiterals.isEmpty()
                    ? List.of()
                    : List.of(addGrantOption(
                            change, createGrant(change, imports).withElement("on", new ConstantArray(classLiterals))));
        }
        if (change.target() instanceof GrantTarget.AllObjects allObjects
                && ON_ALL_KINDS.contains(allObjects.kind())
                && allObjects.database() != null
                && allObjects.database().text().equals(Placeholder.DATABASE.toString())) {
            String kind = imports.importConstant(
                    allObjects.kind().plural().replace(' ', '_'), ACCESS_SUBPACKAGE + "Grant.Kind");
            return List.of(addGrantOption(change, createGrant(change, imports).withConstant("onAll", kind)));
        }
        if (change.target() instanceof GrantTarget.ImpersonatedUsers users) {
            return List.of(addGrantOption(
                    change, createGrant(change, imports).withText("onObject", renderUsers(role, users))));
        }
        return List.of(addGrantOption(
                change, createGrant(change, imports).withText("onObject", renderTarget(change.target()))));
    }

    /**
     * Returns the placeholders that stand for users in a grant, because users differ from cluster to cluster. Each
     * placeholder is reported as an omission.
     */
    private String renderUsers(Role role, GrantTarget.ImpersonatedUsers users) {
        List<String> placeholders = new ArrayList<>();
        for (UserReference user : users.users()) {
            String name = user.toString().replaceFirst("^'(\\w+).*", "$1").replaceAll("\\W", "_");
            String placeholder = new Placeholder(name, null).toString();
            placeholders.add(placeholder);
            omissions.add(new ImportOmission(
                    formatObjectName(role),
                    "the user " + user + " is now " + placeholder + ", which needs a value",
                    false));
        }
        return "USER " + String.join(", ", placeholders);
    }

    private static boolean isDeclaredByRecord(SecuredKind kind) {
        return kind == SecuredKind.TABLE || kind == SecuredKind.VIEW || kind == SecuredKind.MATERIALIZED_VIEW;
    }

    private static ImportedAnnotation createGrant(ChangePrivileges change, JavaImports imports) {
        List<Privilege> kindPrivileges = change.target().kind().privileges();
        List<Privilege> privileges =
                kindPrivileges.size() > 1 && change.privileges().containsAll(kindPrivileges)
                        ? List.of(Privilege.ALL)
                        : change.privileges();
        return imports.importAnnotation(ACCESS_SUBPACKAGE, "Grant")
                .withElement(
                        ImportedAnnotation.VALUE,
                        new ConstantArray(privileges.stream()
                                .map(privilege ->
                                        imports.importConstant(privilege.name(), ACCESS_SUBPACKAGE + "Privilege"))
                                .toList()));
    }

    private static ImportedAnnotation addGrantOption(ChangePrivileges change, ImportedAnnotation grant) {
        return change.hasGrantOption() ? grant.withConstant("withGrantOption", "true") : grant;
    }

    /** Renders the objects as GRANT names them after ON, with quotes only where they are necessary. */
    private static String renderTarget(GrantTarget target) {
        return QUOTED_NAME
                .matcher(Sql.render(target))
                .replaceAll(match -> Matcher.quoteReplacement(
                        Name.needsNoBackquotes(match.group(1)) ? match.group(1) : match.group()));
    }
}
