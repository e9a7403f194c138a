package dev.cairn.embedded.account;

import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.protocol.NativePassword;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The users and roles of a server. */
public record Accounts(PersistentMap<User> users, PersistentMap<Role> roles) {
    /** Returns the accounts of a new server: {@code root} without a password, who has all privileges. */
    public static Accounts initial() {
        PersistentMap<Role> roles = PersistentMap.empty();
        for (Role role : Role.ofEveryServer()) {
            roles = roles.with(role.name(), role);
        }
        User root = User.of(UserName.ROOT, NativePassword.NONE).with(List.of(Role.ROOT), List.of(Role.ROOT));
        return new Accounts(PersistentMap.empty(), roles).with(root);
    }

    /** Returns a copy with an additional user who has all privileges. */
    public Accounts withAdministrator(String name, String password) {
        User user = User.of(new UserName(name, "%"), NativePassword.of(password));
        return with(user.with(List.of(Role.ROOT), List.of(Role.ROOT)));
    }

    Accounts with(User user) {
        return new Accounts(users.with(user.name().toString(), user), roles);
    }

    Accounts without(UserName user) {
        return new Accounts(users.without(user.toString()), roles);
    }

    Accounts with(Role role) {
        return new Accounts(users, roles.with(role.name(), role));
    }

    Accounts withoutRole(String role) {
        return new Accounts(users, roles.without(role));
    }

    /**
     * Gives all users and roles the privileges on copies that they have on the originals.
     *
     * @param copies the ids of databases and objects, each with the id of its copy
     */
    public Accounts copying(Map<Long, Long> copies) {
        Accounts copied = this;
        for (Map.Entry<String, User> entry : users) {
            Grants grants = entry.getValue().grants();
            Grants more = grants.copying(copies);
            copied = more.equals(grants) ? copied : copied.with(entry.getValue().with(more));
        }
        for (Map.Entry<String, Role> entry : roles) {
            Grants grants = entry.getValue().grants();
            Grants more = grants.copying(copies);
            copied = more.equals(grants) ? copied : copied.with(entry.getValue().with(more));
        }
        return copied;
    }

    /**
     * Returns the user for a login from an address. If several match, the one with the most specific host is chosen.
     */
    public Optional<User> match(String name, String address) {
        List<User> fitting = new ArrayList<>();
        for (Map.Entry<String, User> entry : users) {
            if (entry.getValue().name().fits(name, address)) {
                fitting.add(entry.getValue());
            }
        }
        return fitting.stream().max(Comparator.comparingInt(user -> user.name().precision()));
    }

    public Optional<User> user(UserName name) {
        return users.get(name.toString());
    }

    User existing(UserName name) {
        return user(name).orElseThrow(() -> Refusal.analysis(Span.NONE, EmbeddedRule.USER_NOT_FOUND, name));
    }

    Role existingRole(String name, String purpose) {
        return roles.get(name)
                .orElseThrow(() -> Refusal.analysis(Span.NONE, EmbeddedRule.ROLE_NOT_FOUND, purpose, name));
    }

    /** Receives the properties of a role for SHOW ROLES. */
    @FunctionalInterface
    public interface RoleDescription {
        void role(String name, boolean builtIn, String comment);
    }

    public void describeRoles(RoleDescription description) {
        for (Map.Entry<String, Role> entry : roles) {
            Role role = entry.getValue();
            description.role(role.name(), role.builtIn(), role.comment());
        }
    }

    /** Returns whether a role is one of these roles, or one that they inherit from. */
    public boolean include(List<String> roles, String role) {
        return withParents(roles).stream().anyMatch(each -> each.name().equals(role));
    }

    /** Returns these roles and all roles that they inherit from. */
    List<Role> withParents(List<String> names) {
        Map<String, Role> found = new LinkedHashMap<>();
        collect(names, found);
        return List.copyOf(found.values());
    }

    private void collect(List<String> names, Map<String, Role> found) {
        for (String name : names) {
            roles.get(name)
                    .filter(role -> found.putIfAbsent(role.name(), role) == null)
                    .ifPresent(role -> collect(role.parents(), found));
        }
    }
}
