package dev.cairn.embedded.account;

import dev.cairn.catalog.DirectPrivileges;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.access.AccessRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of SHOW GRANTS: the grants as statements, in the order in which the server prints them. A migrator reads the
 * grants from these statements.
 */
public record GrantRows(AccessState state) {

    private static final List<SecuredKind> KIND_ORDER = List.of(
            SecuredKind.TABLE,
            SecuredKind.DATABASE,
            SecuredKind.SYSTEM,
            SecuredKind.WAREHOUSE,
            SecuredKind.USER,
            SecuredKind.RESOURCE,
            SecuredKind.VIEW,
            SecuredKind.CATALOG,
            SecuredKind.MATERIALIZED_VIEW,
            SecuredKind.FUNCTION,
            SecuredKind.RESOURCE_GROUP,
            SecuredKind.GLOBAL_FUNCTION,
            SecuredKind.STORAGE_VOLUME,
            SecuredKind.PIPE);

    /**
     * Returns the grants of a user in rows of user, catalog and statement; the row about the user's roles has no
     * catalog.
     *
     * @throws Refusal if the user does not exist
     */
    public List<List<@Nullable String>> listUserGrants(UserName name) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        User user = state.accounts().requireUser(name);
        List<String> roles = state.directRoles(name);
        if (!roles.isEmpty()) {
            rows.add(createRow(name.toString(), null, "GRANT " + quoteRoles(roles) + " TO " + name));
        }
        rows.addAll(listPrivileges(user.privileges(), name.toString(), "USER " + name, false));
        return rows;
    }

    /**
     * Returns the grants of a role in rows of role, catalog and statement; the row about its parents has no catalog.
     *
     * @throws Refusal if the role does not exist
     */
    public List<List<@Nullable String>> listRoleGrants(String name) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        Role role = state.catalog()
                .role(name)
                .orElseThrow(() -> Refusal.ofAnalysis(
                        Span.NONE, AccessRule.ROLE_NOT_FOUND, "There is no such grant defined for role " + name, name));
        if (!role.parents().isEmpty()) {
            rows.add(createRow(name, null, "GRANT " + quoteRoles(role.parents()) + " TO ROLE " + name));
        }
        boolean isImmutable = Role.isImmutable(name);
        rows.addAll(listPrivileges(role.privileges(), name, "ROLE '" + name + "'", isImmutable));
        return rows;
    }

    /** Returns the row with the roles of a group, which has no privileges of its own; empty if it has no roles. */
    public List<List<@Nullable String>> listGroupGrants(String name) {
        List<String> roles = state.directRoles(new Grantee.GroupGrantee(Name.of(name)));
        return roles.isEmpty()
                ? List.of()
                : List.of(createRow(name, null, "GRANT " + quoteRoles(roles) + " TO EXTERNAL GROUP " + name));
    }

    private static List<@Nullable String> createRow(String holder, @Nullable String catalog, String statement) {
        List<@Nullable String> row = new ArrayList<>();
        row.add(holder);
        row.add(catalog);
        row.add(statement);
        return row;
    }

    private static String quoteRoles(Collection<String> roles) {
        return roles.stream().map(role -> "'" + role + "'").collect(Collectors.joining(", "));
    }

    private static List<List<@Nullable String>> listPrivileges(
            DirectPrivileges heldPrivileges, String holder, String grantee, boolean isForAllCatalogs) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        List<SecuredObject> objects = new ArrayList<>(heldPrivileges.objects());
        objects.sort(Comparator.comparing((SecuredObject object) -> KIND_ORDER.indexOf(object.kind()))
                .thenComparing(Comparator.naturalOrder()));
        for (SecuredObject object : objects) {
            for (boolean hasGrantOption : new boolean[] {false, true}) {
                String privilegeList = heldPrivileges.describe(object, hasGrantOption);
                if (!privilegeList.isEmpty()) {
                    String statement = "GRANT " + privilegeList + " ON " + object + " TO " + grantee
                            + (hasGrantOption ? " WITH GRANT OPTION" : "");
                    rows.add(createRow(holder, catalogOf(object, isForAllCatalogs), statement));
                }
            }
        }
        return rows;
    }

    /**
     * Returns the catalog in the row of an object; null for the tables and databases of a built-in role, whose
     * privileges apply to all catalogs.
     */
    private static @Nullable String catalogOf(SecuredObject object, boolean isForAllCatalogs) {
        return switch (object.kind()) {
            case CATALOG -> object.name();
            case TABLE, DATABASE -> isForAllCatalogs ? null : InternalCatalog.NAME;
            default -> InternalCatalog.NAME;
        };
    }
}
