package dev.cairn.embedded.show;

import dev.cairn.catalog.Role;
import dev.cairn.embedded.account.GrantRows;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists users, roles and grants. */
record AccountListings(SessionSnapshot snapshot) {
    /** The privileges that are required to see the accounts of others. */
    private static final List<RequiredPrivilege> ACCOUNT_PRIVILEGES =
            List.of(RequiredPrivilege.ofSystem(Privilege.GRANT));

    /** Lists the grants of the current user, of another user, of a role or, since version 4.1, of an external group. */
    Listing listGrants(TokenReader tokens) {
        GrantRows grantRows = new GrantRows(snapshot.state().access());
        List<List<@Nullable String>> rows;
        if (!tokens.accept("FOR")) {
            rows = grantRows.listUserGrants(snapshot.session().userName());
        } else if (tokens.accept("ROLE")) {
            String roleName = tokens.readNameOrText();
            rows = grantRows.listRoleGrants(roleName);
            if (!snapshot.access().hasRole(roleName)) {
                snapshot.access().requirePrivileges(ACCOUNT_PRIVILEGES);
            }
        } else if (snapshot.profile().isAtLeast(Version.V4_1) && tokens.accept("EXTERNAL", "GROUP")) {
            snapshot.access().requirePrivileges(ACCOUNT_PRIVILEGES);
            rows = grantRows.listGroupGrants(tokens.readNameOrText());
        } else {
            tokens.accept("USER");
            UserName userName = UserName.read(tokens);
            rows = grantRows.listUserGrants(userName);
            if (!userName.equals(snapshot.session().userName())) {
                snapshot.access().requirePrivileges(ACCOUNT_PRIVILEGES);
            }
        }
        Listing listing = snapshot.createListing("SHOW GRANTS");
        rows.forEach(row -> listing.addRow(row.toArray()));
        return listing;
    }

    /** Lists how the current user, another user or all users log in. */
    Listing listAuthentications(boolean listsAllUsers, TokenReader tokens) {
        UserName ownName = snapshot.session().userName();
        UserName requestedName = !listsAllUsers && tokens.accept("FOR") ? UserName.read(tokens) : ownName;
        if (listsAllUsers || !requestedName.equals(ownName)) {
            snapshot.access().requirePrivileges(ACCOUNT_PRIVILEGES);
        }
        Listing listing = snapshot.createListing("SHOW AUTHENTICATION");
        snapshot.state().accounts().users().forEach(entry -> {
            if (listsAllUsers || entry.getValue().name().equals(requestedName)) {
                boolean hasPassword = !entry.getValue().passwordHash().matches("");
                listing.addRow(entry.getKey(), hasPassword ? "Yes" : "No");
            }
        });
        if (listing.isEmpty()) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.USER_NOT_FOUND, requestedName);
        }
        return listing;
    }

    Listing listRoles() {
        Listing listing = snapshot.createListing("SHOW ROLES");
        snapshot.state()
                .catalog()
                .roles()
                .values()
                .forEach(role -> listing.addRow(
                        role.name(), Role.isBuiltIn(role.name()), role.comment().isEmpty() ? null : role.comment()));
        return listing;
    }

    Listing listUsers() {
        Listing listing = snapshot.createListing("SHOW USERS");
        snapshot.state().accounts().users().forEach(entry -> listing.addRow(entry.getKey()));
        return listing;
    }
}
