package dev.cairn.embedded.account;

import dev.cairn.catalog.GrantedPrivileges;
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
    /** The kinds in the order in which the server prints the grants on their objects. */
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
    public List<List<@Nullable String>> listUserGrants(UserName userName) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        User user = state.accounts().requireUser(userName);
        List<String> roleNames = state.directRoleNames(userName);
        if (!roleNames.isEmpty()) {
            rows.add(createRow(userName.toString(), null, "GRANT " + quoteRoleNames(roleNames) + " TO " + userName));
        }
        rows.addAll(listPrivileges(user.privileges(), userName.toString(), "USER " + userName, false));
        return rows;
    }

    /**
     * Returns the grants of a role in rows of role, catalog and statement; the row about its parents has no catalog.
     *
     * @throws Refusal if the role does not exist
     */
    public List<List<@Nullable String>> listRoleGrants(String roleName) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        Role role = state.catalog()
                .findRole(roleName)
                .orElseThrow(() -> Refusal.ofAnalysis(
                        Span.NONE,
                        AccessRule.ROLE_NOT_FOUND,
                        "There is no such grant defined for role " + roleName,
                        roleName));
        if (!role.parents().isEmpty()) {
            rows.add(createRow(roleName, null, "GRANT " + quoteRoleNames(role.parents()) + " TO ROLE " + roleName));
        }
        boolean isImmutable = Role.isImmutable(roleName);
        rows.addAll(listPrivileges(role.privileges(), roleName, "ROLE '" + roleName + "'", isImmutable));
        return rows;
    }

    /**
     * Returns the row with the roles of a group, which can't have direct privileges; empty if the group has no roles.
     */
    public List<List<@Nullable String>> listGroupGrants(String groupName) {
        List<String> roleNames = state.directRoleNames(new Grantee.GroupGrantee(Name.of(groupName)));
        return roleNames.isEmpty()
                ? List.of()
                : List.of(createRow(
                        groupName, null, "GRANT " + quoteRoleNames(roleNames) + " TO EXTERNAL GROUP " + groupName));
    }

    private static List<@Nullable String> createRow(String holderName, @Nullable String catalogName, String statement) {
        List<@Nullable String> row = new ArrayList<>();
        row.add(holderName);
        row.add(catalogName);
        row.add(statement);
        return row;
    }

    private static String quoteRoleNames(Collection<String> roleNames) {
        return roleNames.stream().map(roleName -> "'" + roleName + "'").collect(Collectors.joining(", "));
    }

    /** Returns a row for the privileges on each object, and a separate one for those with GRANT OPTION. */
    private static List<List<@Nullable String>> listPrivileges(
            GrantedPrivileges heldPrivileges, String holderName, String granteeSql, boolean isForAllCatalogs) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        List<SecuredObject> objects = new ArrayList<>(heldPrivileges.objects());
        objects.sort(Comparator.comparing((SecuredObject object) -> KIND_ORDER.indexOf(object.kind()))
                .thenComparing(Comparator.naturalOrder()));
        for (SecuredObject object : objects) {
            for (boolean hasGrantOption : new boolean[] {false, true}) {
                String privilegeList = heldPrivileges.describe(object, hasGrantOption);
                if (!privilegeList.isEmpty()) {
                    String statement = "GRANT " + privilegeList + " ON " + object + " TO " + granteeSql
                            + (hasGrantOption ? " WITH GRANT OPTION" : "");
                    rows.add(createRow(holderName, findCatalogName(object, isForAllCatalogs), statement));
                }
            }
        }
        return rows;
    }

    /**
     * Returns the catalog in the row of an object; null for the tables and databases of a built-in role, whose
     * privileges apply to all catalogs.
     */
    private static @Nullable String findCatalogName(SecuredObject object, boolean isForAllCatalogs) {
        return switch (object.kind()) {
            case CATALOG -> object.name();
            case TABLE, DATABASE -> isForAllCatalogs ? null : InternalCatalog.NAME;
            default -> InternalCatalog.NAME;
        };
    }
}
