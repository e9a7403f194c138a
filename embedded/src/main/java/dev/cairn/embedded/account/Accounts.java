package dev.cairn.embedded.account;

import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.embedded.protocol.NativePasswordHash;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The users and the resources of a server, and the setting {@code access_control}.
 *
 * @param users the users by their names with their hosts, such as {@code 'app'@'%'}
 * @param propertiesByUserName the properties of the users that have other ones than the default, by the names of the
 *     users without their hosts
 * @param resources the resources that statements have created, by their titles
 * @param accessControl the frontend's setting {@code access_control}, which has no effect on the embedded server
 */
public record Accounts(
        PersistentMap<User> users,
        PersistentMap<UserProperties> propertiesByUserName,
        PersistentMap<SecuredObject> resources,
        String accessControl) {
    private static final String NATIVE_ACCESS_CONTROL = "native";

    /** Returns the accounts of a new server: only {@code root}, without a password and with all privileges. */
    public static Accounts initial() {
        return new Accounts(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), NATIVE_ACCESS_CONTROL)
                .withAdministrator(UserName.ROOT, NativePasswordHash.NONE);
    }

    Accounts withAccessControl(String newAccessControl) {
        return new Accounts(users, propertiesByUserName, resources, newAccessControl);
    }

    /** Returns a copy with an additional user with all privileges. */
    public Accounts withAdministrator(String name, String password) {
        return withAdministrator(new UserName(name, "%"), NativePasswordHash.of(password));
    }

    private Accounts withAdministrator(UserName name, NativePasswordHash password) {
        return withUser(User.of(name, password).withDefaultRoleNames(List.of(Role.ROOT)));
    }

    Accounts withUser(User user) {
        return withUsers(users.withEntry(userKey(user.name()), user));
    }

    /** Returns a copy without a user, and without its properties if no other user has the same name. */
    Accounts withoutUser(UserName userName) {
        Accounts newAccounts = withUsers(users.withoutKey(userKey(userName)));
        return newAccounts.hasUserNamed(userName.name())
                ? newAccounts
                : newAccounts.withProperties(propertiesByUserName.withoutKey(userName.name()));
    }

    /** Returns whether a user has a name, with any host. */
    boolean hasUserNamed(String name) {
        for (User user : users.values()) {
            if (user.name().name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the properties of the users with a name. */
    public UserProperties properties(String userName) {
        return propertiesByUserName.get(userName).orElse(UserProperties.DEFAULT);
    }

    Accounts withProperties(String userName, UserProperties properties) {
        return withProperties(propertiesByUserName.withEntry(userName, properties));
    }

    private Accounts withProperties(PersistentMap<UserProperties> newPropertiesByUserName) {
        return new Accounts(users, newPropertiesByUserName, resources, accessControl);
    }

    private static String userKey(UserName userName) {
        return userName.toString();
    }

    private Accounts withUsers(PersistentMap<User> newUsers) {
        return new Accounts(newUsers, propertiesByUserName, resources, accessControl);
    }

    Accounts withResource(SecuredObject resource) {
        return new Accounts(
                users, propertiesByUserName, resources.withEntry(resource.toString(), resource), accessControl);
    }

    Accounts withoutResource(SecuredObject resource) {
        return new Accounts(users, propertiesByUserName, resources.withoutKey(resource.toString()), accessControl);
    }

    /**
     * Returns the user for a login from an address; empty if no user matches. If several users match, the one with the
     * most specific host is chosen.
     */
    public Optional<User> findUserForLogin(String name, String address) {
        List<User> matchingUsers = new ArrayList<>();
        for (Map.Entry<String, User> userEntry : users) {
            if (userEntry.getValue().name().matchesLogin(name, address)) {
                matchingUsers.add(userEntry.getValue());
            }
        }
        return matchingUsers.stream()
                .max(Comparator.comparingInt(user -> user.name().hostSpecificity()));
    }

    public Optional<User> findUser(UserName userName) {
        return users.get(userKey(userName));
    }

    User requireUser(UserName userName) {
        return findUser(userName)
                .orElseThrow(() -> Refusal.ofAnalysis(Span.NONE, EmbeddedRule.USER_NOT_FOUND, userName));
    }
}
