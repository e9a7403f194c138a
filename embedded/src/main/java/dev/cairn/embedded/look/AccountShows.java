package dev.cairn.embedded.look;

import dev.cairn.embedded.account.GrantTarget;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.account.Privilege;
import dev.cairn.embedded.account.ShownGrants;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.words.WordReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SHOW GRANTS, ROLES and USERS. */
final class AccountShows {
    private final SessionSnapshot sight;

    AccountShows(SessionSnapshot sight) {
        this.sight = sight;
    }

    /** Behind GRANTS: one's own, another user's, or a role's. */
    ResultBuilder grants(WordReader words) {
        ShownGrants grants = new ShownGrants(sight.state().accounts(), new SnapshotNames(sight));
        if (!words.take("FOR")) {
            return grants(grants.ofUser(sight.session().user()));
        }
        if (words.take("ROLE")) {
            String role = words.nameOrText();
            requireGrant();
            return grants(grants.ofRole(role));
        }
        words.take("USER");
        UserName user = UserName.read(words);
        if (!user.equals(sight.session().user())) {
            requireGrant();
        }
        return grants(grants.ofUser(user));
    }

    private void requireGrant() {
        if (!sight.access().may(Privilege.GRANT, GrantTarget.SYSTEM)) {
            throw sight.access().denied("GRANT", ObjectKind.SYSTEM, "");
        }
    }

    private static ResultBuilder grants(List<List<@Nullable String>> rows) {
        ResultBuilder listing = new ResultBuilder()
                .column("UserIdentity", ResultColumnType.varchar(100))
                .column("Catalog", ResultColumnType.varchar(400))
                .column("Grants", ResultColumnType.varchar(400));
        rows.forEach(row -> listing.row(row.get(0), row.get(1), row.get(2)));
        return listing;
    }

    ResultBuilder roles() {
        requireGrant();
        ResultBuilder listing = new ResultBuilder()
                .column("Name", ResultColumnType.varchar(100))
                .column("Builtin", ResultColumnType.varchar(30))
                .column("Comment", ResultColumnType.varchar(300));
        sight.state().accounts().describeRoles((name, builtIn, comment) -> listing.row(name, builtIn, comment));
        return listing;
    }

    ResultBuilder users() {
        requireGrant();
        ResultBuilder listing = new ResultBuilder().column("User", ResultColumnType.varchar(50));
        sight.state().accounts().users().forEach(entry -> listing.row(entry.getKey()));
        return listing;
    }
}
