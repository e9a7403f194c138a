package dev.cairn.embedded.account;

import dev.cairn.embedded.account.Grants.Grant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints grants for SHOW GRANTS. */
public final class ShownGrants {
    private static final String INTERNAL_CATALOG = "default_catalog";

    private final Accounts accounts;
    private final ObjectNames names;

    public ShownGrants(Accounts accounts, ObjectNames names) {
        this.accounts = accounts;
        this.names = names;
    }

    /** Returns rows of user, catalog and statement; a row about roles has no catalog. */
    public List<List<@Nullable String>> ofUser(UserName name) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        User user = accounts.existing(name);
        if (!user.roles().isEmpty()) {
            rows.add(row(name.toString(), null, "GRANT " + quoted(user.roles()) + " TO " + name));
        }
        rows.addAll(privileges(user.grants(), name.toString(), "USER " + name));
        return rows;
    }

    /** Returns the rows of a role, as {@link #ofUser} does for a user. */
    public List<List<@Nullable String>> ofRole(String name) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        Role role = accounts.existingRole(name, "There is no role");
        if (!role.parents().isEmpty()) {
            rows.add(row(name, null, "GRANT " + quoted(role.parents()) + " TO ROLE " + name));
        }
        rows.addAll(privileges(role.grants(), name, "ROLE '" + name + "'"));
        return rows;
    }

    private static List<@Nullable String> row(String holder, @Nullable String catalog, String statement) {
        List<@Nullable String> row = new ArrayList<>();
        row.add(holder);
        row.add(catalog);
        row.add(statement);
        return row;
    }

    private static String quoted(List<String> roles) {
        return roles.stream().map(role -> "'" + role + "'").collect(Collectors.joining(", "));
    }

    private List<List<@Nullable String>> privileges(Grants grants, String holder, String to) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        List<Grant> sorted = new ArrayList<>(grants.all());
        sorted.sort(Comparator.comparing(grant -> grant.target().kind()));
        for (Grant grant : sorted) {
            sql(grant.target()).ifPresent(on -> {
                String what = grant.target().kind().privileges().stream()
                        .filter(grant.privileges()::contains)
                        .map(Privilege::sql)
                        .collect(Collectors.joining(", "));
                String option = grant.withGrantOption() ? " WITH GRANT OPTION" : "";
                rows.add(row(holder, INTERNAL_CATALOG, "GRANT " + what + " ON " + on + " TO " + to + option));
            });
        }
        return rows;
    }

    /** Returns the target in SQL; empty if the object no longer exists, because the server omits such grants. */
    private Optional<String> sql(GrantTarget target) {
        ObjectKind kind = target.kind();
        if (kind == ObjectKind.SYSTEM) {
            return Optional.of(kind.sql());
        }
        if (kind == ObjectKind.CATALOG) {
            return Optional.of("CATALOG " + INTERNAL_CATALOG);
        }
        if (target.database() == GrantTarget.ANY) {
            return Optional.of(
                    kind == ObjectKind.DATABASE ? "ALL DATABASES" : "ALL " + kind.plural() + " IN ALL DATABASES");
        }
        Optional<String> database = names.databaseName(target.database());
        if (kind == ObjectKind.DATABASE) {
            return database.map(name -> "DATABASE " + name);
        }
        if (target.object() == GrantTarget.ANY) {
            return database.map(name -> "ALL " + kind.plural() + " IN DATABASE " + name);
        }
        return database.flatMap(name -> names.objectName(target.database(), target.object())
                .map(object -> kind.sql() + " " + name + "." + object));
    }
}
