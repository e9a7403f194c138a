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
import dev.cairn.sql.ast.AccessStatement.Target;
import dev.cairn.sql.ast.AccessStatement.UserReference;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.tooling.importing.ImportedAnnotation.Words;
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
    /** The kinds that {@code onAll} of {@code @Grant} names by their plural. */
    private static final List<SecuredKind> ALL_OF = List.of(
            SecuredKind.TABLE, SecuredKind.VIEW, SecuredKind.MATERIALIZED_VIEW, SecuredKind.FUNCTION, SecuredKind.PIPE);

    private final Catalog catalog;
    private final ImportTarget target;
    private final Map<String, String> records;
    private final Map<String, String> types = new LinkedHashMap<>();
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
            types.put(role.name(), names.reserveUnique(UniqueJavaNames.typeName(role.name())));
        }
    }

    /** The simple names of the types, in the order in which the root lists them. */
    List<String> types() {
        return List.copyOf(types.values());
    }

    /** What the types can't declare; complete after {@link #sources}. */
    List<ImportOmission> omissions() {
        return omissions;
    }

    List<JavaSource> sources(String packageLine) {
        List<JavaSource> sources = new ArrayList<>();
        for (Role role : catalog.roles().values()) {
            String type = type(role.name());
            sources.add(new JavaSource(
                    new JavaName(target.packageName(), List.of(type)), packageLine + text(role, type), object(role)));
        }
        return sources;
    }

    private String type(String role) {
        return types.getOrDefault(role, "");
    }

    private static String object(Role role) {
        return ObjectName.ofRole(role.name()).toString();
    }

    private String text(Role role, String type) {
        Imports imports = new Imports();
        ImportedAnnotation declared = imports.annotation(ACCESS, "Role");
        if (!SnakeCase.of(type).equals(role.name())) {
            declared = declared.text("name", role.name());
        }
        if (role.shared()) {
            declared = declared.word("shared", "true");
        }
        declared = declared.textIfAny("comment", role.comment());
        List<String> parents = new ArrayList<>(role.parents());
        List<String> included = parents.stream()
                .filter(types::containsKey)
                .map(parent -> type(parent) + ".class")
                .toList();
        if (!included.isEmpty()) {
            declared = declared.with("includes", new Words(included));
        }
        parents.removeAll(types.keySet());
        if (!parents.isEmpty()) {
            declared = declared.texts("includesNamed", parents);
        }
        StringBuilder out = new StringBuilder(declared.source(0)).append('\n');
        for (ImportedAnnotation grant : grants(role, imports)) {
            out.append(grant.source(0)).append('\n');
        }
        return imports.text() + out + "public interface " + type + " {}\n";
    }

    private void omit(Role role, String what) {
        omissions.add(new ImportOmission(object(role), what, false));
    }

    private List<ImportedAnnotation> grants(Role role, Imports imports) {
        SecuredNames names = new SecuredNames(new Session(target.database()), true);
        Catalog alone = Catalog.EMPTY.with(declarable(role));
        List<ImportedAnnotation> grants = new ArrayList<>();
        new RolePlanning(names).changes(Catalog.EMPTY, alone).forEach(statement -> {
            if (statement instanceof ChangePrivileges change) {
                grants.addAll(grants(role, change, imports));
            }
        });
        return grants;
    }

    /** Returns the role without the privileges that {@code @Role(shared = true)} can't have: those outside of the imported databases. */
    private Role declarable(Role role) {
        if (!role.shared()) {
            return role;
        }
        for (SecuredObject object : role.privileges().objects()) {
            if (!isOfDatabases(object)) {
                omit(role, "its privileges on " + object + ", because the role is shared");
            }
        }
        return role.with(role.privileges().filterObjects(this::isOfDatabases));
    }

    private boolean isOfDatabases(SecuredObject object) {
        String database = object.kind() == SecuredKind.DATABASE ? object.name() : object.database();
        return database != null && catalog.database(database).isPresent();
    }

    private List<ImportedAnnotation> grants(Role role, ChangePrivileges change, Imports imports) {
        List<String> classes = new ArrayList<>();
        if (change.target() instanceof Target.Named named && isOfRecords(named.kind())) {
            for (QualifiedName name : named.names()) {
                String object =
                        ObjectName.of(name, new Session(target.database())).toString();
                String record = records.get(object);
                if (record == null) {
                    omit(role, "its privileges on " + object + ", which has no record");
                } else {
                    classes.add(record + ".class");
                }
            }
            return classes.isEmpty()
                    ? List.of()
                    : List.of(option(change, grant(change, imports).with("on", new Words(classes))));
        }
        if (change.target() instanceof Target.All all
                && ALL_OF.contains(all.kind())
                && all.database() != null
                && all.database().text().equals(Placeholder.DATABASE.toString())) {
            String kind = imports.constant(all.kind().plural().replace(' ', '_'), ACCESS + "Grant.Kind");
            return List.of(option(change, grant(change, imports).word("onAll", kind)));
        }
        if (change.target() instanceof Target.Users users) {
            return List.of(option(change, grant(change, imports).text("onObject", placeholders(role, users))));
        }
        return List.of(option(change, grant(change, imports).text("onObject", text(change.target()))));
    }

    /** Users differ from cluster to cluster, so a record names them by placeholders. */
    private String placeholders(Role role, Target.Users users) {
        List<String> placeholders = new ArrayList<>();
        for (UserReference user : users.users()) {
            String name = user.toString().replaceFirst("^'(\\w+).*", "$1").replaceAll("\\W", "_");
            String placeholder = new Placeholder(name, null).toString();
            placeholders.add(placeholder);
            omissions.add(new ImportOmission(
                    object(role), "the user " + user + " is now " + placeholder + ", which needs a value", false));
        }
        return "USER " + String.join(", ", placeholders);
    }

    private static boolean isOfRecords(SecuredKind kind) {
        return kind == SecuredKind.TABLE || kind == SecuredKind.VIEW || kind == SecuredKind.MATERIALIZED_VIEW;
    }

    private static ImportedAnnotation grant(ChangePrivileges change, Imports imports) {
        List<Privilege> each = change.target().kind().privileges();
        List<Privilege> privileges =
                each.size() > 1 && change.privileges().containsAll(each) ? List.of(Privilege.ALL) : change.privileges();
        return imports.annotation(ACCESS, "Grant")
                .with(
                        ImportedAnnotation.VALUE,
                        new Words(privileges.stream()
                                .map(privilege -> imports.constant(privilege.name(), ACCESS + "Privilege"))
                                .toList()));
    }

    private static ImportedAnnotation option(ChangePrivileges change, ImportedAnnotation grant) {
        return change.withGrantOption() ? grant.word("withGrantOption", "true") : grant;
    }

    /** The objects as behind ON, with quotes only where they are necessary. */
    private static String text(Target target) {
        return QUOTED.matcher(Sql.render(target))
                .replaceAll(
                        name -> Matcher.quoteReplacement(Name.isPlain(name.group(1)) ? name.group(1) : name.group()));
    }
}
