package dev.cairn.embedded.look;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.Show;
import java.util.Objects;

/** SHOW CREATE TABLE, VIEW and MATERIALIZED VIEW: each answers for objects of some other kinds too. */
final class CreateShows {
    private final SessionSnapshot sight;

    CreateShows(SessionSnapshot sight) {
        this.sight = sight;
    }

    ResultBuilder create(Show show) {
        QualifiedName name = Objects.requireNonNull(show.object());
        DatabaseObject holding = sight.holding(name)
                .orElseThrow(() ->
                        Refusal.analysis(name.span(), "Table " + name.last().text() + " is not found"));
        if (!sight.sees(sight.databaseOf(name), holding)) {
            throw sight.access().denied("ANY", ObjectKind.TABLE, holding.name());
        }
        if (holding instanceof DatabaseObject.OfTable table) {
            requireKind(show, name, show.what() == Show.What.CREATE_TABLE);
            return ResultBuilder.of("Table", "Create Table")
                    .row(holding.name(), ShowCreate.text(sight.profile(), table.table()));
        }
        if (holding instanceof DatabaseObject.OfView view) {
            requireKind(show, name, show.what() != Show.What.CREATE_MATERIALIZED_VIEW);
            return view(holding.name(), ShowCreate.text(view.view()));
        }
        MaterializedView view = ((DatabaseObject.OfMaterializedView) holding).view();
        if (show.what() == Show.What.CREATE_VIEW) {
            String query = view.definition().query().text();
            return view(holding.name(), "CREATE VIEW `" + holding.name() + "` AS " + query);
        }
        return ResultBuilder.of("Materialized View", "Create Materialized View")
                .row(holding.name(), ShowCreate.text(sight.profile(), view));
    }

    private void requireKind(Show show, QualifiedName name, boolean fits) {
        if (!fits) {
            String kind = show.what() == Show.What.CREATE_VIEW ? "VIEW" : "MATERIALIZED VIEW";
            throw Refusal.analysis(
                    name.span(),
                    ServerError.WRONG_OBJECT,
                    sight.databaseOf(name),
                    name.last().text(),
                    kind);
        }
    }

    private static ResultBuilder view(String name, String text) {
        return new ResultBuilder()
                .column("View", ResultColumnType.varchar(20))
                .column("Create View", ResultColumnType.varchar(30))
                .column("character_set_client", ResultColumnType.varchar(30))
                .column("collation_connection", ResultColumnType.varchar(30))
                .row(name, text, "utf8", "utf8_general_ci");
    }
}
