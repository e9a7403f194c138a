package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ClusterStatement.DropClusterObject;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Applies statements about the objects of a cluster, by the {@link ClusterRules} of their kind. */
public record ClusterDdl(ServerState server) {
    /** Applies a statement; one about objects that the schema does not manage has no effect on the catalog. */
    public StatementResult apply(ClusterStatement statement) {
        if (!server.catalog().cluster().isManaged()) {
            return server.unchangedResult();
        }
        ClusterRules rules = ClusterRules.of(statement.kind());
        Name name = statement.name().lastPart();
        Optional<ClusterObject> present = server.catalog().cluster().find(statement.kind(), name.text());
        if (statement instanceof CreateClusterObject create) {
            return create(create, rules, name, present);
        }
        if (statement instanceof AlterClusterObject alter) {
            return present.isPresent() || !rules.isAlterableUnseen(name)
                    ? alter(alter, rules, present.orElseThrow(() -> createNotFoundError(rules, name)))
                    : server.unchangedResult();
        }
        rules.checkDrop(name);
        if (present.isEmpty() && ((DropClusterObject) statement).ifExists()) {
            return server.unchangedResult();
        }
        ClusterObject dropped = present.orElseThrow(() -> createNotFoundError(rules, name));
        return server.resultOf(server.catalog().with(server.catalog().cluster().withoutObject(dropped.key())));
    }

    private static Refusal createNotFoundError(ClusterRules rules, Name name) {
        return Refusal.execution(name.span(), rules.notFoundRule(), name);
    }

    private StatementResult create(
            CreateClusterObject create, ClusterRules rules, Name name, Optional<ClusterObject> present) {
        rules.checkName(name);
        SortedMap<ClusterPart, String> parts = new TreeMap<>();
        create.items().forEach(item -> put(item, rules, parts));
        ClusterObject object = new ClusterObject(create.kind(), name.text(), parts);
        if (present.isPresent() && create.ifExists() == IfExists.REFUSE) {
            throw Refusal.execution(name.span(), rules.existsRule(), name);
        }
        if (present.isPresent() && create.ifExists() == IfExists.KEEP) {
            return server.unchangedResult();
        }
        rules.checkCreation(object, name.span());
        return store(object, rules, create);
    }

    private StatementResult alter(AlterClusterObject alter, ClusterRules rules, ClusterObject before) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>(before.parts());
        for (ClusterChange change : alter.changes()) {
            rules.checkItems(change.items());
            switch (change.alteration().effect()) {
                case SET, ADD ->
                    change.items().forEach(item -> {
                        rules.checkAlteration(item, before);
                        put(item, rules, parts);
                    });
                case CLEAR ->
                    parts.keySet()
                            .removeIf(part ->
                                    part.clause().equals(change.alteration().clause()));
            }
        }
        return store(before.with(parts), rules, alter);
    }

    private StatementResult store(ClusterObject object, ClusterRules rules, ClusterStatement statement) {
        Catalog catalog = server.catalog();
        rules.checkDefinition(object, statement.name().lastPart().span(), catalog);
        return server.resultOf(catalog.with(catalog.cluster().with(object)));
    }

    private void put(ClusterItem item, ClusterRules rules, SortedMap<ClusterPart, String> parts) {
        if (Placeholder.isWhole(item.value())) {
            parts.put(item.part(), item.value());
            return;
        }
        Map.Entry<ClusterPart, String> stored = rules.normalize(item, server);
        if (rules.neutralValue(stored.getKey())
                .filter(stored.getValue()::equals)
                .isPresent()) {
            parts.remove(stored.getKey());
        } else {
            parts.put(stored.getKey(), stored.getValue());
        }
    }
}
