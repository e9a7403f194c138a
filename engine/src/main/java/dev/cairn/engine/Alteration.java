package dev.cairn.engine;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.Table;
import dev.cairn.sql.KeyModel;

/** A table that an ALTER TABLE is about, as it was before, and where it stands. */
record Alteration(Server server, Database database, Table table) {
    ServerProfile profile() {
        return server.profile();
    }

    boolean isModel(KeyModel model) {
        return table.model() == model;
    }

    Applied unchanged() {
        return server.unchanged();
    }

    Applied to(Table altered) {
        return to(altered, Cost.IMMEDIATE);
    }

    Applied to(Table altered, Cost cost) {
        return server.changed(database.with(altered), cost);
    }
}
