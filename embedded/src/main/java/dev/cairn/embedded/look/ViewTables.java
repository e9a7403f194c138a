package dev.cairn.embedded.look;

import static dev.cairn.embedded.protocol.ResultColumnType.varchar;

import dev.cairn.catalog.Database;
import dev.cairn.embedded.state.DatabaseObject;
import java.util.Map;

/** {@code information_schema.views}. */
final class ViewTables {
    private final SessionSnapshot sight;

    ViewTables(SessionSnapshot sight) {
        this.sight = sight;
    }

    ResultBuilder views() {
        ResultBuilder listing = new ResultBuilder()
                .column("TABLE_CATALOG", varchar(512))
                .column("TABLE_SCHEMA", varchar(64))
                .column("TABLE_NAME", varchar(64))
                .column("VIEW_DEFINITION", varchar(65535))
                .column("CHECK_OPTION", varchar(8))
                .column("IS_UPDATABLE", varchar(3))
                .column("DEFINER", varchar(77))
                .column("SECURITY_TYPE", varchar(7))
                .column("CHARACTER_SET_CLIENT", varchar(32))
                .column("COLLATION_CONNECTION", varchar(32));
        for (Map.Entry<String, Database> entry : sight.catalog().databases()) {
            for (DatabaseObject holding : sight.visible(entry.getValue())) {
                if (holding instanceof DatabaseObject.OfView view) {
                    String text = view.view().definition().query().text();
                    listing.row(
                            "def",
                            entry.getKey(),
                            holding.name(),
                            text,
                            "NONE",
                            "NO",
                            "",
                            "",
                            "utf8",
                            "utf8_general_ci");
                }
            }
        }
        return listing;
    }
}
