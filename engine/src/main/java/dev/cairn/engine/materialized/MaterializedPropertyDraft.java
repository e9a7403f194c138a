package dev.cairn.engine.materialized;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.Division;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyOwner;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import java.util.ArrayList;
import java.util.List;

/** The properties of a materialized view while a statement sets them: those that are stored already, and those that it declares. */
abstract class MaterializedPropertyDraft {
    final ServerState server;
    final ServerProfile profile;
    final String database;
    final MaterializedView view;
    final PropertyOwner owner = new OwningView();
    final DeclaredMaterializedProperties declared;
    final MaterializedConstraints constraints;
    final Span at;
    StoredProperties stored;

    MaterializedPropertyDraft(
            ServerState server, String database, MaterializedView view, List<Property> declared, Span at) {
        this.server = server;
        this.profile = server.profile();
        this.database = database;
        this.view = view;
        this.at = at;
        this.declared = new DeclaredMaterializedProperties(declared, at);
        this.constraints = new MaterializedConstraints(server, database, view, at);
        this.stored = view.properties();
    }

    /** Returns unknown properties with the one reason for them that is not obvious. */
    static String withAdvice(Object unknown) {
        return unknown
                + "; a session variable of the refresh begins with `session.`, as in \"session.insert_timeout\" ="
                + " \"30000\"";
    }

    final void store(KnownProperty property, String value) {
        stored = stored.with(property.text(), value);
    }

    /** A comma-separated list of tables that the view reads, in its normal form. */
    final String excludedTables(PropertyValue value) {
        List<String> tables = new ArrayList<>();
        for (String item : value.text().split(",", 0)) {
            String table = item.trim();
            if (!table.isEmpty()) {
                requireBase(table, value.at());
                tables.add(table);
            }
        }
        return String.join(",", tables);
    }

    private void requireBase(String table, Span at) {
        String[] parts = table.split("\\.");
        String last = parts[parts.length - 1];
        String named = parts.length > 1 ? parts[parts.length - 2] : "";
        for (BaseRelation base : view.definition().bases()) {
            if (base.name().equals(last) && (named.isEmpty() || base.database().equals(named))) {
                return;
            }
        }
        String quoted = "`" + String.join("`.`", parts) + "`";
        throw Refusal.analysis(at, CommonRule.NOT_A, quoted, "a base table of " + view.name());
    }

    /** Requires the distribution of the tables of a colocation group. */
    final void requireFit(PropertyValue group) {
        List<Table> members = server.catalog()
                .database(database)
                .map(own -> Colocation.members(server.catalog(), own, group.text()))
                .orElse(List.of());
        String replicas = KnownProperty.REPLICATION_NUM.valueIn(stored).orElse("");
        Colocation.joinLater(
                members, group.text(), view.tableColumns(), view.distribution(), List.of(replicas), group.at());
    }

    /** Requires the only warehouse of a cluster; clusters of which nothing is known may have others. */
    final void requireWarehouse(PropertyUse use, PropertyValue warehouse) {
        boolean mayHaveOthers = profile.sharedData() && !profile.resources().known();
        if (!mayHaveOthers && !warehouse.text().equals(use.assumed(profile))) {
            throw Refusal.execution(warehouse.at(), ServerError.WAREHOUSE_NOT_FOUND, warehouse.text());
        }
    }

    /** The view with its properties as the statement declares them, and those that it has already. */
    private final class OwningView implements PropertyOwner {
        @Override
        public ServerProfile profile() {
            return profile;
        }

        @Override
        public Division division() {
            return view.division();
        }

        @Override
        public boolean isRandom() {
            return view.distribution() instanceof Distribution.Random;
        }

        @Override
        public List<IndexDefinition> indexes() {
            return view.indexes();
        }

        @Override
        public Refresh.Scheme refresh() {
            return view.refresh().scheme();
        }

        @Override
        public boolean has(KnownProperty property) {
            return declared.has(property) || property.isIn(stored);
        }

        @Override
        public boolean isTrue(KnownProperty property) {
            return declared.has(property) ? declared.isTrue(property) : property.isTrue(stored);
        }
    }
}
