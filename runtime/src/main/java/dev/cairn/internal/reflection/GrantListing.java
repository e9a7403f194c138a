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
 * Reads what users and roles are granted. The server shows it only for one of them at a time: its tables sys.grants_to_users and
 * sys.grants_to_roles are computed from all grants of the cluster whatever the condition, list all objects behind a grant on all objects,
 * need SELECT on them, and are empty without a backend. Others may drop a user or a role at any time; one that is gone has no grants.
 */
public final class GrantListing {
    /** How often a user or role may be dropped and created again while it is read or changed. */
    public static final int ATTEMPTS = 10;

    private GrantListing() {}

    /**
     * A user or a role.
     *
     * @param name of a user as the server shows it, {@code 'ann'@'%'}
     */
    public record Holder(boolean isRole, String name) {
        public static Holder role(String name) {
            return new Holder(true, name);
        }

        private String toSql() {
            return isRole ? "ROLE " + SqlQuoting.quoteText(name) : name;
        }
    }

    /**
     * One row of SHOW GRANTS.
     *
     * @param catalog the catalog of the objects; null if the statement is not about objects of a catalog
     * @param statement the GRANT
     */
    public record ShownRow(@Nullable String catalog, String statement) {
        private static final int CATALOG = 1;
        private static final int STATEMENT = 2;

        static ShownRow of(List<@Nullable String> row) {
            return new ShownRow(row.get(CATALOG), Objects.requireNonNull(row.get(STATEMENT)));
        }

        /** Returns the GRANT; null for a statement of another kind. */
        public @Nullable AccessStatement parse() {
            return Sql.parseShown(statement) instanceof AccessStatement access ? access : null;
        }
    }

    /**
     * Returns all users, and all roles whose privileges can be changed.
     *
     * @throws ServerRefusalException if the user may not read them
     */
    public static List<Holder> readHolders(ServerConnection connection) {
        List<Holder> holders = new ArrayList<>();
        connection.fetchRows("SHOW USERS").forEach(row -> holders.add(new Holder(false, String.valueOf(row.get(0)))));
        for (List<@Nullable String> row : connection.fetchRows("SHOW ROLES")) {
            String role = String.valueOf(row.get(0));
            if (!Role.isImmutable(role)) {
                holders.add(Holder.role(role));
            }
        }
        return holders;
    }

    /**
     * Returns the rows of SHOW GRANTS; empty if the user or role does not exist.
     *
     * @throws ServerRefusalException if the user may not read them
     */
    public static Optional<List<ShownRow>> readRows(ServerConnection connection, Holder holder) {
        for (int attempt = 1; ; attempt++) {
            try {
                return Optional.of(readRows(connection, holder.toSql()));
            } catch (ServerRefusalException refusal) {
                if (refusal.isDenied() || refusal.transientError().isPresent()) {
                    throw refusal;
                }
                if (!exists(connection, holder)) {
                    return Optional.empty();
                }
                if (attempt == ATTEMPTS) {
                    throw refusal;
                }
            }
        }
    }

    /** @param shown a user, or a role or group behind the word of its kind */
    static List<ShownRow> readRows(ServerConnection connection, String shown) {
        return connection.fetchRows("SHOW GRANTS FOR " + shown).stream()
                .map(ShownRow::of)
                .toList();
    }

    private static boolean exists(ServerConnection connection, Holder holder) {
        return connection.fetchRows(holder.isRole ? "SHOW ROLES" : "SHOW USERS").stream()
                .anyMatch(row -> holder.name.equals(row.get(0)));
    }
}
