package dev.cairn.tooling.importing;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.role.RolePlanning;
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

/** Writes the types that declare the roles of a catalog. */
final class ImportedRoles {
    private static final String ACCESS = "access.";
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    /** The kinds of objects that the attribute {@code onAll} of {@code @Grant} accepts. */
    private static final List<SecuredKind> ALL_OF = List.of(
            SecuredKind.TABLE, SecuredKind.VIEW, SecuredKind.MATERIALIZED_VIEW, SecuredKind.FUNCTION, SecuredKind.PIPE);

    private final Catalog catalog;
    private final ImportTarget target;
    private final Map<String, String> records;
    private final Map<String, String> typesByRole = new LinkedHashMap<>();
    private final List<ImportOmission> omissions = new ArrayList<>();

    /**
     * @param names the names that are taken
     * @param records the simple names of the written records by the qualified names of their objects
     */
    ImportedRoles(Catalog catalog, ImportTarget target, UniqueJavaNames names, Map<String, String> records) {
        this.catalog = catalog;
        this.target = target;
        this.records = records;
        for (Role role : catalog.roles().values()) {
            typesByRole.put(role.name(), names.reserveUnique(UniqueJavaNames.typeName(role.name())));
        }
    }

    /** The simple names of the types, in the order in which the root lists them. */
    List<String> typeNames() {
        return List.copyOf(typesByRole.values());
    }

    /** What the types can't declare; complete after {@link #writeSources}. */
    List<ImportOmission> omissions() {
        return omissions;
    }

    List<JavaSource> writeSources(String packageLine) {
        List<JavaSource> sources = new ArrayList<>();
        for (Role role : catalog.roles().values()) {
            String type = typeOf(role.name());
            sources.add(new JavaSource(
                    new JavaName(target.packageName(), List.of(type)),
                    packageLine + renderType(role, type),
                    objectName(role)));
        }
        return sources;
    }

    private String typeOf(String role) {
        return typesByRole.getOrDefault(role, "");
    }

    private static String objectName(Role role) {
        return ObjectName.ofRole(role.name()).toString();
    }

    private String renderType(Role role, String type) {
        Imports imports = new Imports();
        ImportedAnnotation declared = imports.importAnnotation(ACCESS, "Role");
        if (!SnakeCase.of(type).equals(role.name())) {
            declared = declared.text("name", role.name());
        }
        if (role.isShared()) {
            declared = declared.word("shared", "true");
        }
        declared = declared.textIfAny("comment", role.comment());
        List<String> parents = new ArrayList<>(role.parents());
        List<String> included = parents.stream()
                .filter(typesByRole::containsKey)
                .map(parent -> typeOf(parent) + ".class")
                .toList();
        if (!included.isEmpty()) {
            declared = declared.withElement("includes", new ConstantArray(included));
        }
        parents.removeAll(typesByRole.keySet());
        if (!parents.isEmpty()) {
            declared = declared.texts("includesNamed", parents);
        }
        StringBuilder out = new StringBuilder(declared.toSource(0)).append('\n');
        for (ImportedAnnotation grant : createGrants(role, imports)) {
            out.append(grant.toSource(0)).append('\n');
        }
        return imports.render() + out + "public interface " + type + " {}\n";
    }

    private void addOmission(Role role, String what) {
        omissions.add(new ImportOmission(objectName(role), what, false));
    }

    private List<ImportedAnnotation> createGrants(Role role, Imports imports) {
        SecuredNames names = new SecuredNames(new Session(target.database()), true);
        Catalog alone = Catalog.EMPTY.withRole(toDeclarable(role));
        List<ImportedAnnotation> grants = new ArrayList<>();
        new RolePlanning(names).planChanges(Catalog.EMPTY, alone).forEach(statement -> {
            if (statement instanceof ChangePrivileges change) {
                grants.addAll(createGrants(role, change, imports));
            }
        });
        return grants;
    }

    /** Returns the role without the privileges that {@code @Role(shared = true)} can't have: those outside of the imported databases. */
    private Role toDeclarable(Role role) {
        if (!role.isShared()) {
            return role;
        }
        for (SecuredObject object : role.privileges().objects()) {
            if (!isInDatabases(object)) {
                addOmission(role, "its privileges on " + object + ", because the role is shared");
            }
        }
        return role.with(role.privileges().filterObjects(this::isInDatabases));
    }

    private boolean isInDatabases(SecuredObject object) {
        String database = object.kind() == SecuredKind.DATABASE ? object.name() : object.database();
        return database != null && catalog.database(database).isPresent();
    }

    private List<ImportedAnnotation> createGrants(Role role, ChangePrivileges change, Imports imports) {
        List<String> classes = new ArrayList<>();
        if (change.target() instanceof GrantTarget.NamedObjects named && isDeclaredByRecord(named.kind())) {
            for (QualifiedName name : named.names()) {
                String object =
                        ObjectName.of(name, new Session(target.database())).toString();
                String record = records.get(object);
                if (record == null) {
                    addOmission(role, "its privileges on " + object + ", which has no record");
                } else {
                    classes.add(record + ".class");
                }
            }
            return classes.isEmpty()
                    ? List.of()
                    : List.of(addGrantOption(
                            change, createGrant(change, imports).withElement("on", new ConstantArray(classes))));
        }
        if (change.target() instanceof GrantTarget.AllObjects all
                && ALL_OF.contains(all.kind())
                && all.database() != null
                && all.database().text().equals(Placeholder.DATABASE.toString())) {
            String kind = imports.importConstant(all.kind().plural().replace(' ', '_'), ACCESS + "Grant.Kind");
            return List.of(addGrantOption(change, createGrant(change, imports).word("onAll", kind)));
        }
        if (change.target() instanceof GrantTarget.ImpersonatedUsers users) {
            return List.of(
                    addGrantOption(change, createGrant(change, imports).text("onObject", renderUsers(role, users))));
        }
        return List.of(
                addGrantOption(change, createGrant(change, imports).text("onObject", renderTarget(change.target()))));
    }

    /** Users differ from cluster to cluster, so a record names them by placeholders. */
    private String renderUsers(Role role, GrantTarget.ImpersonatedUsers users) {
        List<String> placeholders = new ArrayList<>();
        for (UserReference user : users.users()) {
            String name = user.toString().replaceFirst("^'(\\w+).*", "$1").replaceAll("\\W", "_");
            String placeholder = new Placeholder(name, null).toString();
            placeholders.add(placeholder);
            omissions.add(new ImportOmission(
                    objectName(role), "the user " + user + " is now " + placeholder + ", which needs a value", false));
        }
        return "USER " + String.join(", ", placeholders);
    }

    private static boolean isDeclaredByRecord(SecuredKind kind) {
        return kind == SecuredKind.TABLE || kind == SecuredKind.VIEW || kind == SecuredKind.MATERIALIZED_VIEW;
    }

    private static ImportedAnnotation createGrant(ChangePrivileges change, Imports imports) {
        List<Privilege> each = change.target().kind().privileges();
        List<Privilege> privileges =
                each.size() > 1 && change.privileges().containsAll(each) ? List.of(Privilege.ALL) : change.privileges();
        return imports.importAnnotation(ACCESS, "Grant")
                .withElement(
                        ImportedAnnotation.VALUE,
                        new ConstantArray(privileges.stream()
                                .map(privilege -> imports.importConstant(privilege.name(), ACCESS + "Privilege"))
                                .toList()));
    }

    private static ImportedAnnotation addGrantOption(ChangePrivileges change, ImportedAnnotation grant) {
        return change.withGrantOption() ? grant.word("withGrantOption", "true") : grant;
    }

    /** Renders the objects as GRANT names them behind ON, with quotes only where they are necessary. */
    private static String renderTarget(GrantTarget target) {
        return QUOTED.matcher(Sql.render(target))
                .replaceAll(
                        name -> Matcher.quoteReplacement(Name.isPlain(name.group(1)) ? name.group(1) : name.group()));
    }
}
