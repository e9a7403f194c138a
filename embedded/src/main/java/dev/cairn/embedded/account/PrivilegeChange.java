package dev.cairn.embedded.account;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.account.AccountChanges.Objects;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Applies GRANT and REVOKE of privileges, which refer to objects by identity. */
record PrivilegeChange(
        Accounts accounts,
        ObjectNames names,
        boolean grant,
        List<String> changed,
        Objects objects,
        boolean withGrantOption) {
    Accounts to(AccountChanges.Holder holder) {
        if (holder.user() != null) {
            User user = accounts.existing(holder.user());
            return accounts.with(user.with(changed(user.grants())));
        }
        Role role = accounts.existingRole(holder.role(), "Can not grant/revoke to role");
        if (role.builtIn()) {
            throw Refusal.analysis(Span.NONE, EmbeddedRule.ROLE_IMMUTABLE, role.name());
        }
        return accounts.with(role.with(changed(role.grants())));
    }

    private Grants changed(Grants grants) {
        Grants after = grants;
        for (GrantTarget target : targets()) {
            Set<Privilege> privileges = privileges(changed, target.kind());
            after = grant ? after.with(target, privileges, withGrantOption) : after.without(target, privileges);
        }
        return after;
    }

    private static Set<Privilege> privileges(List<String> names, ObjectKind kind) {
        Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        for (String name : names) {
            if (name.equalsIgnoreCase("ALL") || name.equalsIgnoreCase("ALL PRIVILEGES")) {
                privileges.addAll(kind.privileges());
            } else {
                privileges.add(privilege(name.toUpperCase(Locale.ROOT), kind));
            }
        }
        return privileges;
    }

    private static Privilege privilege(String name, ObjectKind kind) {
        Privilege privilege = Privilege.of(name)
                .orElseThrow(() -> Refusal.analysis(Span.NONE, EmbeddedRule.PRIVILEGE_NOT_FOUND, name));
        if (!kind.privileges().contains(privilege)) {
            throw Refusal.analysis(Span.NONE, EmbeddedRule.PRIVILEGE_OF_OTHER_OBJECT, name, kind.sql());
        }
        return privilege;
    }

    private List<GrantTarget> targets() {
        ObjectKind kind = objects.kind();
        if (!objects.names().isEmpty()) {
            List<GrantTarget> targets = new ArrayList<>();
            objects.names().forEach(name -> targets.add(target(kind == null ? ObjectKind.TABLE : kind, name)));
            return targets;
        }
        ObjectKind all = kind == null ? ObjectKind.TABLE : kind;
        long database = objects.database() == null ? GrantTarget.ANY : databaseId(objects.database());
        return List.of(GrantTarget.of(all, database, GrantTarget.ANY));
    }

    private GrantTarget target(ObjectKind kind, List<String> parts) {
        if (kind == ObjectKind.CATALOG || kind == ObjectKind.SYSTEM) {
            return GrantTarget.of(kind, GrantTarget.ANY, GrantTarget.ANY);
        }
        String last = parts.get(parts.size() - 1);
        if (kind == ObjectKind.DATABASE) {
            return GrantTarget.database(last.equals("*") ? GrantTarget.ANY : databaseId(last));
        }
        String database = parts.size() > 1
                ? parts.get(parts.size() - 2)
                : names.defaultDatabase()
                        .orElseThrow(() -> Refusal.analysis(Span.NONE, ServerError.NO_DATABASE_CHOSEN));
        if (database.equals("*")) {
            return GrantTarget.of(kind, GrantTarget.ANY, GrantTarget.ANY);
        }
        long databaseId = databaseId(database);
        if (last.equals("*")) {
            return GrantTarget.of(kind, databaseId, GrantTarget.ANY);
        }
        return GrantTarget.of(kind, databaseId, objectId(kind, database, last));
    }

    private long databaseId(String name) {
        return names.databaseId(name)
                .orElseThrow(() -> Refusal.analysis(Span.NONE, EmbeddedRule.GRANTED_DATABASE_NOT_FOUND, name));
    }

    private long objectId(ObjectKind kind, String database, String name) {
        String kindName = kind.sql().toLowerCase(Locale.ROOT);
        return names.objectId(kind, database, name)
                .orElseThrow(() ->
                        Refusal.analysis(Span.NONE, EmbeddedRule.GRANTED_OBJECT_NOT_FOUND, kindName, name, database));
    }
}
