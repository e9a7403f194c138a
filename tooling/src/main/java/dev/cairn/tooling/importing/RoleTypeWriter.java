package dev.cairn.tooling.importing;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.role.RolePlanner;
import dev.cairn.plan.role.SecuredNames;
import dev.cairn.processor.model.JavaClassName;
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
final class RoleTypeWriter {
    private static final String ACCESS_SUBPACKAGE = "access.";
    private static final Pattern QUOTED_NAME_PATTERN = Pattern.compile("`([^`]+)`");
    /** The kinds of objects that the attribute {@code onAll} of {@code @Grant} accepts. */
    private static final List<SecuredKind> ON_ALL_KINDS = List.of(
            SecuredKind.TABLE, SecuredKind.VIEW, SecuredKind.MATERIALIZED_VIEW, SecuredKind.FUNCTION, SecuredKind.PIPE);

    private final Catalog catalog;
    private final ImportedSchemaNames schemaNames;
    private final Map<String, String> recordNameByObject;
    private final Map<String, String> typeNameByRole = new LinkedHashMap<>();
    private final List<ImportOmission> omissions = new ArrayList<>();

    /**
     * Creates a writer, and reserves the names of its types.
     *
     * @param uniqueNames the simple names already in use
     * @param recordNameByObject the simple names of the written records by the qualified names of their objects
     */
    RoleTypeWriter(
            Catalog catalog,
            ImportedSchemaNames schemaNames,
            UniqueJavaNames uniqueNames,
            Map<String, String> recordNameByObject) {
        this.catalog = catalog;
        this.schemaNames = schemaNames;
        this.recordNameByObject = recordNameByObject;
        for (Role role : catalog.roles().values()) {
            typeNameByRole.put(role.name(), uniqueNames.reserveUnique(UniqueJavaNames.toTypeName(role.name())));
        }
    }

    /** Returns the simple names of the types, in the order in which the root lists them. */
    List<String> typeNames() {
        return List.copyOf(typeNameByRole.values());
    }

    /** Returns the parts that the types can't declare; the list is complete after {@link #writeSources}. */
    List<ImportOmission> omissions() {
        return omissions;
    }

    List<JavaSource> writeSources(String packageLine) {
        List<JavaSource> sources = new ArrayList<>();
        for (Role role : catalog.roles().values()) {
            String typeName = typeName(role.name());
            sources.add(new JavaSource(
                    new JavaClassName(schemaNames.packageName(), List.of(typeName)),
                    packageLine + renderType(role, typeName),
                    formatObjectName(role)));
        }
        return sources;
    }

    private String typeName(String roleName) {
        return typeNameByRole.getOrDefault(roleName, "");
    }

    private static String formatObjectName(Role role) {
        return ObjectName.ofRole(role.name()).toString();
    }

    private String renderType(Role role, String typeName) {
        JavaImports imports = new JavaImports();
        ImportedAnnotation roleAnnotation = imports.importAnnotation(ACCESS_SUBPACKAGE, "Role");
        if (!SnakeCase.convert(typeName).equals(role.name())) {
            roleAnnotation = roleAnnotation.withText("name", role.name());
        }
        if (role.isShared()) {
            roleAnnotation = roleAnnotation.withConstant("shared", "true");
        }
        roleAnnotation = roleAnnotation.withOptionalText("comment", role.comment());
        List<String> parents = new ArrayList<>(role.parents());
        List<String> includedTypes = parents.stream()
                .filter(typeNameByRole::containsKey)
                .map(parent -> typeName(parent) + ".class")
                .toList();
        if (!includedTypes.isEmpty()) {
            roleAnnotation = roleAnnotation.withElement("includes", new ConstantArray(includedTypes));
        }
        parents.removeAll(typeNameByRole.keySet());
        if (!parents.isEmpty()) {
            roleAnnotation = roleAnnotation.withTexts("includesNamed", parents);
        }
        StringBuilder source = new StringBuilder(roleAnnotation.toSource(0)).append('\n');
        for (ImportedAnnotation grant : createGrantAnnotations(role, imports)) {
            source.append(grant.toSource(0)).append('\n');
        }
        return imports.render() + source + "public interface " + typeName + " {}\n";
    }

    private void addOmission(Role role, String description) {
        omissions.add(ImportOmission.ofPart(formatObjectName(role), description));
    }

    private List<ImportedAnnotation> createGrantAnnotations(Role role, JavaImports imports) {
        SecuredNames securedNames = SecuredNames.ofMigrations(new Session(schemaNames.database()));
        Catalog roleCatalog = Catalog.EMPTY.withRole(removeUndeclarablePrivileges(role));
        List<ImportedAnnotation> grantAnnotations = new ArrayList<>();
        new RolePlanner(securedNames).planChanges(Catalog.EMPTY, roleCatalog).forEach(statement -> {
            if (statement instanceof ChangePrivileges privilegeChange) {
                grantAnnotations.addAll(createGrantAnnotations(role, privilegeChange, imports));
            }
        });
        return grantAnnotations;
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
            if (!object.belongsToDatabaseIn(catalog)) {
                addOmission(role, "its privileges on " + object + ", because the role is shared");
            }
        }
        return role.withPrivileges(role.privileges().filterObjects(object -> object.belongsToDatabaseIn(catalog)));
    }

    private List<ImportedAnnotation> createGrantAnnotations(
            Role role, ChangePrivileges privilegeChange, JavaImports imports) {
        List<String> classLiterals = new ArrayList<>();
        if (privilegeChange.target() instanceof GrantTarget.NamedObjects namedObjects
                && isDeclaredByRecord(namedObjects.kind())) {
            for (QualifiedName name : namedObjects.names()) {
                String objectName = ObjectName.resolve(name, new Session(schemaNames.database()))
                        .toString();
                String recordName = recordNameByObject.get(objectName);
                if (recordName == null) {
                    addOmission(role, "its privileges on " + objectName + ", which has no record");
                } else {
                    classLiterals.add(recordName + ".class");
                }
            }
            return classLiterals.isEmpty()
                    ? List.of()
                    : List.of(withGrantOption(
                            privilegeChange,
                            createGrantAnnotation(privilegeChange, imports)
                                    .withElement("on", new ConstantArray(classLiterals))));
        }
        if (privilegeChange.target() instanceof GrantTarget.AllObjects allObjects
                && ON_ALL_KINDS.contains(allObjects.kind())
                && allObjects.database() != null
                && allObjects.database().text().equals(Placeholder.DATABASE.toString())) {
            String kindConstant = imports.importConstant(
                    allObjects.kind().plural().replace(' ', '_'), ACCESS_SUBPACKAGE + "Grant.Kind");
            return List.of(withGrantOption(
                    privilegeChange,
                    createGrantAnnotation(privilegeChange, imports).withConstant("onAll", kindConstant)));
        }
        if (privilegeChange.target() instanceof GrantTarget.ImpersonatedUsers impersonatedUsers) {
            return List.of(withGrantOption(
                    privilegeChange,
                    createGrantAnnotation(privilegeChange, imports)
                            .withText("onObject", renderUsers(role, impersonatedUsers))));
        }
        return List.of(withGrantOption(
                privilegeChange,
                createGrantAnnotation(privilegeChange, imports)
                        .withText("onObject", renderTarget(privilegeChange.target()))));
    }

    /**
     * Returns the placeholders that stand for users in a grant, because users differ from cluster to cluster. Each
     * placeholder is reported as an omission.
     */
    private String renderUsers(Role role, GrantTarget.ImpersonatedUsers impersonatedUsers) {
        List<String> placeholders = new ArrayList<>();
        for (UserReference user : impersonatedUsers.users()) {
            String name = user.toString().replaceFirst("^'(\\w+).*", "$1").replaceAll("\\W", "_");
            String placeholder = Placeholder.of(name).toString();
            placeholders.add(placeholder);
            omissions.add(ImportOmission.ofPart(
                    formatObjectName(role), "the user " + user + " is now " + placeholder + ", which needs a value"));
        }
        return "USER " + String.join(", ", placeholders);
    }

    private static boolean isDeclaredByRecord(SecuredKind kind) {
        return kind == SecuredKind.TABLE || kind == SecuredKind.VIEW || kind == SecuredKind.MATERIALIZED_VIEW;
    }

    private static ImportedAnnotation createGrantAnnotation(ChangePrivileges privilegeChange, JavaImports imports) {
        List<Privilege> kindPrivileges = privilegeChange.target().kind().privileges();
        List<Privilege> privileges =
                kindPrivileges.size() > 1 && privilegeChange.privileges().containsAll(kindPrivileges)
                        ? List.of(Privilege.ALL)
                        : privilegeChange.privileges();
        return imports.importAnnotation(ACCESS_SUBPACKAGE, "Grant")
                .withElement(
                        ImportedAnnotation.VALUE,
                        new ConstantArray(privileges.stream()
                                .map(privilege ->
                                        imports.importConstant(privilege.name(), ACCESS_SUBPACKAGE + "Privilege"))
                                .toList()));
    }

    private static ImportedAnnotation withGrantOption(ChangePrivileges privilegeChange, ImportedAnnotation grant) {
        return privilegeChange.hasGrantOption() ? grant.withConstant("withGrantOption", "true") : grant;
    }

    /** Renders the objects as GRANT names them after ON, with quotes only where they are necessary. */
    private static String renderTarget(GrantTarget grantTarget) {
        return QUOTED_NAME_PATTERN
                .matcher(Sql.render(grantTarget))
                .replaceAll(match -> Matcher.quoteReplacement(
                        Name.needsNoBackquotes(match.group(1)) ? match.group(1) : match.group()));
    }
}
