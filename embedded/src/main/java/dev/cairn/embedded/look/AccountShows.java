package dev.cairn.embedded.look;

import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.account.Privilege;
import dev.cairn.embedded.account.ShownGrants;
import dev.cairn.embedded.account.Target;
import dev.cairn.embedded.account.UserName;
import dev.cairn.embedded.protocol.ColumnType;
import dev.cairn.embedded.words.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SHOW GRANTS, ROLES and USERS. */
final class AccountShows {
    private final Sight sight;

    AccountShows(Sight sight) {
        this.sight = sight;
    }

    /** Behind GRANTS: one's own, another user's, or a role's. */
    Listing grants(Words words) {
        ShownGrants grants = new ShownGrants(sight.state().accounts(), new SeenNames(sight));
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
        if (!sight.access().may(Privilege.GRANT, Target.SYSTEM)) {
            throw sight.access().denied("GRANT", ObjectKind.SYSTEM, "");
        }
    }

    private static Listing grants(List<List<@Nullable String>> rows) {
        Listing listing = new Listing()
                .column("UserIdentity", ColumnType.varchar(100))
                .column("Catalog", ColumnType.varchar(400))
                .column("Grants", ColumnType.varchar(400));
        rows.forEach(row -> listing.row(row.get(0), row.get(1), row.get(2)));
        return listing;
    }

    Listing roles() {
        requireGrant();
        Listing listing = new Listing()
                .column("Name", ColumnType.varchar(100))
                .column("Builtin", ColumnType.varchar(30))
                .column("Comment", ColumnType.varchar(300));
        sight.state().accounts().describeRoles((name, builtIn, comment) -> listing.row(name, builtIn, comment));
        return listing;
    }

    Listing users() {
        requireGrant();
        Listing listing = new Listing().column("User", ColumnType.varchar(50));
        sight.state().accounts().users().forEach(entry -> listing.row(entry.getKey()));
        return listing;
    }
}
