package dev.cairn.internal.reflection;

import dev.cairn.catalog.Role;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the grants of users and roles. The server shows them for one user or role at a time. Its tables
 * sys.grants_to_users and sys.grants_to_roles can't be used instead: they are computed from all grants of the cluster
 * whatever the condition, list all objects after a grant on all objects, need the privilege SELECT, and are empty
 * without a backend. Other clients may drop a user or a role at any time; a dropped one has no grants.
 */
public final class ServerGrantReader {
    /** The maximum number of times that a user or role may be dropped and created again while it is read or changed. */
    public static final int MAX_ATTEMPTS = 10;

    private ServerGrantReader() {}

    /**
     * A user or a role.
     *
     * @param name the name of a role, or of a user as the server shows it: {@code 'ann'@'%'}
     */
    public record GrantHolder(boolean isRole, String name) {
        public static GrantHolder ofRole(String name) {
            return new GrantHolder(true, name);
        }

        private String renderSql() {
            return isRole ? "ROLE " + SqlQuoting.quoteText(name) : name;
        }
    }

    /**
     * One row of SHOW GRANTS.
     *
     * @param catalogName the catalog of the objects; null if the statement is not about objects of a catalog
     * @param statementText the text of the GRANT
     */
    public record ShownGrant(@Nullable String catalogName, String statementText) {
        private static final int CATALOG_INDEX = 1;
        private static final int STATEMENT_INDEX = 2;

        static ShownGrant of(List<@Nullable String> row) {
            return new ShownGrant(row.get(CATALOG_INDEX), Objects.requireNonNull(row.get(STATEMENT_INDEX)));
        }

        /**
         * Parses the GRANT; null for a statement of another kind.
         *
         * @throws dev.cairn.sql.token.SqlSyntaxException if the text can't be parsed
         */
        public @Nullable AccessStatement parse() {
            return Sql.parseShowCreateOutput(statementText) instanceof AccessStatement accessStatement
                    ? accessStatement
                    : null;
        }
    }

    /**
     * Returns all users, and all roles whose privileges can be changed.
     *
     * @throws ServerRefusalException if the user may not read them
     */
    public static List<GrantHolder> readHolders(ServerConnection connection) {
        List<GrantHolder> holders = new ArrayList<>();
        connection
                .fetchRows("SHOW USERS")
                .forEach(row -> holders.add(new GrantHolder(false, String.valueOf(row.get(0)))));
        for (List<@Nullable String> row : connection.fetchRows("SHOW ROLES")) {
            String roleName = String.valueOf(row.get(0));
            if (!Role.isImmutable(roleName)) {
                holders.add(GrantHolder.ofRole(roleName));
            }
        }
        return holders;
    }

    /**
     * Returns the rows of SHOW GRANTS; empty if the user or role does not exist.
     *
     * @throws ServerRefusalException if the user may not read them
     */
    public static Optional<List<ShownGrant>> readGrants(ServerConnection connection, GrantHolder holder) {
        for (int attemptNumber = 1; ; attemptNumber++) {
            try {
                return Optional.of(readGrants(connection, holder.renderSql()));
            } catch (ServerRefusalException refusal) {
                if (refusal.isAccessDenied() || refusal.transientError().isPresent()) {
                    throw refusal;
                }
                if (!exists(connection, holder)) {
                    return Optional.empty();
                }
                if (attemptNumber == MAX_ATTEMPTS) {
                    throw refusal;
                }
            }
        }
    }

    /**
     * Returns the rows of SHOW GRANTS with one statement.
     *
     * @param granteeSql a user, or a role or group after the word of its kind
     * @throws ServerRefusalException if there is no such grantee, or the user may not read its grants
     */
    static List<ShownGrant> readGrants(ServerConnection connection, String granteeSql) {
        return connection.fetchRows("SHOW GRANTS FOR " + granteeSql).stream()
                .map(ShownGrant::of)
                .toList();
    }

    private static boolean exists(ServerConnection connection, GrantHolder holder) {
        return connection.fetchRows(holder.isRole ? "SHOW ROLES" : "SHOW USERS").stream()
                .anyMatch(row -> holder.name.equals(row.get(0)));
    }
}
